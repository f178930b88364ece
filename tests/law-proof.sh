#!/bin/sh
# law-proof.sh: the counter-proof of law.sh: three trees that break the law must
# each be refused.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# refused LABEL FILE TEXT
refused() {
    rm -rf "$work/tree"
    mkdir "$work/tree"
    cp -r "$root/core" "$root/agent" "$root/docs" "$work/tree"
    [ ! -d "$root/collector" ] || cp -r "$root/collector" "$work/tree"
    echo "$3" >>"$work/tree/$2"
    if "$root/tests/law.sh" "$work/tree" 2>/dev/null; then
        echo "law.sh accepts $1" >&2
        exit 1
    fi
}
refused "an include upward in its own room" core/str.c '#include "core/match.h"'
refused "an include of a room above" core/str.c '#include "agent/settings.h"'
refused "a file in no list" core/drawer.c ''
