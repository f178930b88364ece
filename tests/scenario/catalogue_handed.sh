#!/bin/sh
# catalogue_handed.sh: a signed catalogue goes from its makers to the collector
# and from there to a computer, which checks it itself; what is refused on
# either side leaves the old one; the new one serves from the next period on.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
english="env LC_ALL=en_GB.UTF-8"
port=$(free_port)

# The source tree's test key, and another.
printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040' >test.der
printf 'lanterne test catalogue key' | openssl dgst -sha256 -binary >>test.der
openssl pkey -inform DER -in test.der -out test.pem
openssl genpkey -algorithm ed25519 -out other.pem

# make_bundle VERSION FILE KEY: the built-in catalogue and one service more
make_bundle() {
    rm -rf folder
    cp -r "$SOURCE/policies/catalogue" folder
    sed -i "s/^version: .*/version: $1/" folder/catalogue.yaml
    cat >>folder/image.yaml <<YAML

  - id: zz-signed
    name: Signed
    source: none
    match:
      - {host: signed.example, role: primary}
YAML
    run 0 "$LANTERNE" catalogue pack folder -o "$2"
    [ -z "$3" ] || run 0 "$LANTERNE" catalogue sign "$2" --key "$3"
}

# offer EXIT_CODE WORDS FILE: to the collector
offer() {
    run "$1" $english "$COLLECTOR" catalogue "$3" --folder col
    cat out err >said
    grep -q "$2" said || fail "catalogue $3 does not say «$2»: $(cat said)"
}

make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 20
make_pc one
run 0 pc one join lanterne.join --yes --now 2026-10-01T08:00Z
visit one "https://signed.example/" 2026-10-10
visit one "https://chatgpt.com/" 2026-10-11
run 0 pc one run --read --now 2026-10-11T20:00Z

# What the collector refuses, and what stays.
make_bundle 2099.1 good.bundle test.pem
make_bundle 2099.1 unsigned.bundle ""
make_bundle 2099.2 other.bundle other.pem
make_bundle 2019.1 old.bundle test.pem
make_bundle 2099.2 schema.bundle ""
sed -i 's/^LANTERNE-CATALOGUE 1/LANTERNE-CATALOGUE 2/' schema.bundle
openssl pkeyutl -sign -rawin -inkey test.pem -in schema.bundle -out schema.sig
cat schema.sig >>schema.bundle
sed 's/signed.example/forged.example/' good.bundle >forged.bundle
offer 2 'signature is missing; the old one stays' unsigned.bundle
offer 2 'bad signature; the old one stays' other.bundle
offer 2 'bad signature; the old one stays' forged.bundle
offer 5 'older than the one in force' old.bundle
offer 2 'another schema: update Lanterne; the old one stays' schema.bundle
offer 2 'no signed catalogue' test.pem
[ ! -e col/catalogue.bundle ] || fail "a refused catalogue was kept"
run 0 $english "$COLLECTOR" catalogue --folder col
grep -q "program.s own" out || fail "the built-in one is not said to be in force"
run 1 $english "$COLLECTOR" doctor --folder col --now 2026-10-12 # loopback only
grep -q '^! the key of catalogues' out || fail "doctor does not warn of the test key: $(cat out)"
grep -q '^. the catalogue put into force' out || fail "doctor does not look at the catalogue"

# What it takes; a second time, and not one that is older than that.
offer 0 'Catalogue 2099.1 put into force' good.bundle
grep -q 'test key' out || fail "the test key passes for a real one"
offer 0 'put into force' good.bundle
make_bundle 2099.0 older.bundle test.pem
offer 5 'older than the one in force' older.bundle
cmp -s good.bundle col/catalogue.bundle || fail "the refused one took its place"

# The running period keeps its own; `serve` looks every minute, or when told.
kill -HUP "$served"
wait_for 20 grep -q 'relu' serve.log
run 0 pc one run --read --now 2026-10-20T20:00Z
check "October knows nothing of it" "$(state one "SELECT count(*) FROM day WHERE service = 'zz-signed'")" 0
stop_collector

# November: record, catalogue, checked here; October is read to its end by its own.
serve 2026-11-01
run 0 pc one run --read --now 2026-11-01T09:00Z
grep -q '2099.1' err || fail "the new catalogue is not told: $(cat err)"
check "kept" "$(state one "SELECT count(*) FROM document WHERE substr(body, 1, 18) = CAST('LANTERNE-CATALOGUE' AS BLOB)")" 1
run 0 pc one run --read --now 2026-11-01T21:00Z
check "October, on its last day" "$(state one "SELECT count(*) FROM day WHERE service = 'zz-signed'")" 0
check "and what it knows" "$(state one "SELECT count(*) FROM day WHERE service = 'chatgpt'")" 1
stop_collector
serve 2026-11-03
for hour in 00 07 14; do
    run 0 pc one run --read --now 2026-11-03T$hour:00Z
done
check "October was told" "$(pc one status --json --now 2026-11-03T15:00Z | jq -r '.periods[] | select(.period == "2026-10").status')" sent
visit one "https://signed.example/" 2026-11-10
stop_collector
serve 2026-11-13
run 0 pc one run --read --now 2026-11-13T20:00Z
check "November reads by the new one" "$(state one "SELECT count(*) FROM day WHERE service = 'zz-signed'")" 1
run 0 pc one preview --now 2026-11-13T21:00Z
grep -q '\["zz-signed",1\]' out || fail "it is not in the ballot: $(cat out)"

# A collector whose bundle is not the one that its record pins, though signed
# well: the period goes on, the old catalogue stays, and the person is told.
make_bundle 2099.3 second.bundle test.pem
make_pc two
stop_collector
sqlite3 col/collector.db "UPDATE documents SET bytes = readfile('second.bundle') WHERE substr(bytes, 1, 18) = CAST('LANTERNE-CATALOGUE' AS BLOB)"
serve 2026-11-14
code 2026-11-14 2
run 0 pc two join lanterne.join --yes --now 2026-11-14T08:00Z
cat out err >said
grep -q 'Catalogue proposé par le collecteur' said || run 0 pc two run --read --now 2026-11-14T09:00Z
cat out err >>said
grep -q 'Catalogue proposé par le collecteur' said || fail "a wrong bundle is not told: $(cat said)"
check "not kept" "$(state two "SELECT count(*) FROM document WHERE substr(body, 1, 18) = CAST('LANTERNE-CATALOGUE' AS BLOB)")" 0
check "takes part all the same" "$(pc two status --json --now 2026-11-14T10:00Z | jq -r '.periods[0].status')" token
stop_collector

# A backup holds it, and a restore puts it back.
run 0 "$COLLECTOR" backup one.backup --folder col
run 0 "$COLLECTOR" restore one.backup --folder again
cmp -s good.bundle again/catalogue.bundle || fail "the backup lost the catalogue"
[ ! -e again/decisions.yaml ] || fail "a journal that was not there was restored"

# Of what age the catalogue is, is asked of the one that reads.
"$LANTERNE" doctor --state pc/one/state --config pc/one/agent.yaml --lang en --now 2028-06-01T00:00Z >out 2>err || true
grep -q '^✓ catalogue' out || fail "doctor looks at another catalogue: $(cat out)"
