#!/bin/sh
# After a close, the key of the urn is not on the disk any more: not in a file, a
# free page, a journal or a free block.  The data folder is on a file system of its
# own, whose every byte is then searched.  (Sealed urns may be left in free blocks:
# without the key they are noise.)
if [ "$(id -u)" -ne 0 ]; then # a file system is mounted
    exec sudo env LANTERNE="$LANTERNE" SOURCE="$SOURCE" WORK="$WORK" sh "$SOURCE/tests/scenario/collector_urn.sh"
fi
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"

truncate -s 48M image
mkfs.ext4 -q -F image
mkdir disk
mount -o loop image disk
trap '[ -z "$serving" ] || kill -KILL "$serving" 2>/dev/null; umount disk 2>/dev/null || true' EXIT
DATA=$WORK/disk/data

# on_disk FILE: how many times its bytes are in the image
on_disk() {
    sync
    python3 -c 'import sys
print(open("image", "rb").read().count(open(sys.argv[1], "rb").read()))' "$1"
}

make_collector 2026-10-03
serve 2026-10-20
run 0 collector enrol --now 2026-10-20 --uses 3
cp out code
for i in 1 2 3; do
    says "enrolment $i" 201 device join code "state$i"
    says "token $i" 200 device token code "state$i" 2026-10 "token$i"
done
stop_serving
serve 2026-11-03
for i in 1 2 3; do
    device body "token$i" 2026-10 "body$i" chatgpt=2
    says "ballot $i" 204 device send code POST /v1/ballots "body$i"
done
stop_serving

cp "$DATA/urn/2026-10.key" key
[ "$(wc -c <key)" -ge 32 ] || fail "no key of an urn"
# The counter-proof: it is there, and would be found.
[ "$(on_disk key)" -ge 1 ] || fail "the key is not found before the close"

run 0 collector close --now 2026-11-25
umount disk
check "the key, on the whole disk" "$(on_disk key)" 0
