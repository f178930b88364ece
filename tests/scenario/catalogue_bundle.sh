# catalogue_bundle.sh: a catalogue packed, signed, checked and used; what is not
# signed by the project, or is older, changes nothing.
. "$SOURCE/tests/scenario/lib.sh"

# The private key of the source tree's test key (core/CMakeLists.txt).
printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040' >test.der
printf 'lanterne test catalogue key' | openssl dgst -sha256 -binary >>test.der
openssl pkey -inform DER -in test.der -out test.pem
openssl genpkey -algorithm ed25519 -out other.pem
openssl pkey -in other.pem -pubout -out other.pub
openssl genpkey -algorithm ed25519 -aes256 -pass pass:x -out locked.pem
openssl genpkey -algorithm x25519 -out wrong.pem

# make VERSION FILE: a catalogue of one service, packed
make() {
    rm -rf folder
    mkdir folder
    printf 'schema: 1\nversion: %s\n' "$1" >folder/catalogue.yaml
    cat >folder/image.yaml <<YAML
schema: 1
category: image
services:
  - id: zz-signed
    name: Signed
    source: none
    match:
      - {host: signed.example, role: primary}
YAML
    run 0 "$LANTERNE" catalogue pack folder -o "$2"
}

# refused EXIT_CODE WORDS FILE: neither verify nor --catalogue takes it
refused() {
    for command in "verify $3" "stats --catalogue $3"; do
        # shellcheck disable=SC2086
        run "$1" "$LANTERNE" catalogue $command --lang en
        grep -q "$2" err || fail "$command does not say «$2»: $(cat err)"
        [ ! -s out ] || fail "$command answers all the same"
    done
    run "$1" "$LANTERNE" scan --catalogue "$3" --home "$HOME" --lang en
    grep -q "$2" err || fail "scan does not say «$2»"
}

make 2099.1 new.bundle
refused 2 'signature is missing; the old one stays' new.bundle

# signed by somebody else
cp new.bundle other.bundle
run 0 "$LANTERNE" catalogue sign other.bundle --key other.pem
refused 2 'bad signature; the old one stays' other.bundle
run 0 "$LANTERNE" catalogue verify other.bundle --key other.pub --lang en
grep -q '2099.1: good signature, services 1' out || fail "verify says nothing"
grep -q 'test key' out && fail "a given key is called the test key"
run 0 "$LANTERNE" catalogue verify other.bundle --key other.pem

# signed by the key that the program was built with
run 0 "$LANTERNE" catalogue sign new.bundle --key test.pem
grep -q "$(sed -n 's/^  "\([0-9a-f]\{64\}\)"$/\1/p' "$SOURCE/core/CMakeLists.txt")" out ||
    fail "sign does not tell the public key"
run 0 "$LANTERNE" catalogue verify new.bundle --lang en
grep -q 'test key' out || fail "the test key passes for a real one"
run 0 "$LANTERNE" catalogue explain --catalogue new.bundle signed.example --json
check "signed" "$(json '"\(.service) \(.verdict)"')" "zz-signed use"
run 0 "$LANTERNE" catalogue explain --catalogue new.bundle chatgpt.com --json
check "the old one left" "$(json .service)" "null"
run 3 "$LANTERNE" scan --catalogue new.bundle --home "$HOME" --no-dns --json # nothing to read
check "its version" "$(json .catalogue)" "2099.1"

# signed twice, one byte changed, cut, older, of another schema
run 2 "$LANTERNE" catalogue sign new.bundle --key test.pem
sed 's/signed.example/forged.example/' new.bundle >forged.bundle
refused 2 'bad signature' forged.bundle
head -c 200 new.bundle >cut.bundle
refused 2 'bad signature' cut.bundle
make 2019.1 old.bundle
run 0 "$LANTERNE" catalogue sign old.bundle --key test.pem
refused 5 'older than the one in force' old.bundle
make 2099.1 schema.bundle
sed -i 's/^LANTERNE-CATALOGUE 1/LANTERNE-CATALOGUE 2/' schema.bundle
run 2 "$LANTERNE" catalogue sign schema.bundle --key test.pem
openssl pkeyutl -sign -rawin -inkey test.pem -in schema.bundle -out schema.sig
cat schema.sig >>schema.bundle
refused 2 'another schema: update Lanterne' schema.bundle

# a folder that the linter refuses is not packed; what was there stays
make 2099.2 kept.bundle
cp kept.bundle before
sed -i 's/signed.example/github.io/' folder/image.yaml
run 2 "$LANTERNE" catalogue pack folder -o kept.bundle
cmp -s before kept.bundle || fail "a refused pack has written"
rm folder/*
run 2 "$LANTERNE" catalogue pack folder -o kept.bundle
run 2 "$LANTERNE" catalogue pack "$SOURCE/policies/catalogue"

# keys that are none
cp kept.bundle k.bundle
for key in locked.pem wrong.pem other.pub kept.bundle; do
    run 2 "$LANTERNE" catalogue sign k.bundle --key "$key" --lang en
    grep -q 'Ed25519' err || fail "$key: the key is not said to be wrong"
    cmp -s k.bundle kept.bundle || fail "$key: the file was touched"
done
run 2 "$LANTERNE" catalogue sign k.bundle
run 2 "$LANTERNE" catalogue verify other.bundle --key wrong.pem
