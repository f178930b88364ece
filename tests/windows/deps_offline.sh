#!/bin/sh
# A library's source that is not whole is not built from: it is asked for again,
# and that the mirrors cannot be reached is said in one line.
. "$SOURCE/tests/scenario/lib.sh"
export TMPDIR="$WINEPREFIX"

mkdir -p tree deps/made
cp -r "$SOURCE/packaging" tree/
cp -r "$SOURCE/build/windows-deps/sources" deps/
broken=$(echo deps/sources/zlib/*.orig.tar.*)
truncate -s -1 "$broken"
export http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9
run 1 tree/packaging/windows/deps.sh deps
check "what is asked for again" "$(sed -n 's/^deps.sh: sources of //p' err)" zlib
grep -q '^deps.sh: zlib: its source package did not come .*no network' err || fail "not said: $(cat err)"
check "nothing is built" "$(ls deps/made)" ""
