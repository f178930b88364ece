#!/bin/sh
# Built again in another folder, lanterne.exe is the same, byte for byte.
. "$SOURCE/tests/scenario/lib.sh"

mkdir again
rsync -a --exclude /build --exclude .git "$SOURCE/" again/
(cd again && cmake --preset windows -DLANTERNE_TESTS=OFF \
    -DLANTERNE_WINDOWS_DEPS="$SOURCE/build/windows-deps/prefix" &&
    cmake --build --preset windows -j2 --target lanterne) >log 2>&1 || {
    tail -20 log
    fail "the build"
}
cmp again/build/windows/bin/lanterne.exe "$LANTERNE_EXE" || fail "other bytes"
