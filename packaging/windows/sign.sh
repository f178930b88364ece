#!/bin/sh
# sign.sh: signs lanterne.exe or lanterne.msi in place (Authenticode, SHA-256).
# Usage: sign.sh CERTIFICATE.p12 FILE_WITH_ITS_PASSWORD FILE...
# With $TIMESTAMP_URL, the issuer's time stamp is asked for: without one, a
# signature ends with its certificate.
set -eu
certificate=$1 password=$2
shift 2
for file in "$@"; do
    # shellcheck disable=SC2086
    osslsigncode sign -pkcs12 "$certificate" -readpass "$password" -h sha256 -n Lanterne \
        ${TIMESTAMP_URL:+-ts $TIMESTAMP_URL} -in "$file" -out "$file.signed"
    mv "$file.signed" "$file"
done
