#!/bin/sh
# The signing step, with a certificate made for the test: program and package
# are signed, still run, and a changed byte is found.
. "$SOURCE/tests/scenario/lib.sh"
export TMPDIR="$WINEPREFIX"

openssl req -x509 -newkey rsa:2048 -nodes -subj "/CN=Essai" -days 2 -addext extendedKeyUsage=codeSigning \
    -keyout key.pem -out cert.pem 2>/dev/null
echo secret >password
openssl pkcs12 -export -in cert.pem -inkey key.pem -passout file:password -out cert.p12
cp "$LANTERNE_EXE" lanterne.exe
"$SOURCE/packaging/windows/sign.sh" cert.p12 password lanterne.exe >log 2>&1 || fail "the program: $(cat log)"
"$SOURCE/packaging/windows/msi.sh" 0.1.0 lanterne.exe lanterne.msi
"$SOURCE/packaging/windows/sign.sh" cert.p12 password lanterne.msi >log 2>&1 || fail "the package: $(cat log)"
for file in lanterne.exe lanterne.msi; do
    osslsigncode verify -CAfile cert.pem -in $file >log 2>&1 || fail "$file: $(cat log)"
done
LANTERNE_EXE=$WORK/lanterne.exe run 0 "$LANTERNE" --version
printf X | dd of=lanterne.exe bs=1 seek=100000 conv=notrunc 2>/dev/null
osslsigncode verify -CAfile cert.pem -in lanterne.exe >log 2>&1 && fail "a changed program passes"
check "the password is in no log" "$(grep -c secret log)" 0
