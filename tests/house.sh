#!/bin/sh
# house.sh: the rules of the house that a grep can hold.
set -eu
cd "$(dirname "$0")/.."
faults=0

# refuse LABEL PATTERN FILES...: no line of FILES may match
refuse() {
    label=$1 pattern=$2
    shift 2
    [ $# -gt 0 ] || return 0
    if grep -nE "$pattern" "$@" /dev/null; then
        echo "house: $label" >&2
        faults=$((faults + 1))
    fi
}

code=$(find core agent collector -name '*.[ch]' 2>/dev/null | sort)
portable=$(echo "$code" | grep -vE '_(posix|win32|linux|none)\.c$|core/banned\.h$')
# shellcheck disable=SC2086
{
    refuse "a system's #ifdef outside _posix.c and _win32.c" '^#.*(_WIN32|__linux__|__APPLE__|__unix__)' $portable
    refuse "what only Linux has, outside _linux.c" \
        '<linux/|<sys/(prctl|syscall|epoll|eventfd|inotify|signalfd|sendfile)\.h>|CLOCK_BOOTTIME|"/proc/|SOCK_CLOEXEC' \
        $(echo "$code" | grep -vE '_(win32|linux)\.c$|^collector/')
    refuse "malloc and realloc live in buf, arena, map and os" '\b(malloc|realloc|strdup|asprintf)\(' \
        $(echo "$code" | grep -vE '^core/(buf|arena|map|os)\.c$|_posix\.c$|_win32\.c$')
    refuse "core reads no clock and no environment" '\b(getenv|time|clock_gettime)\(' \
        $(echo "$portable" | grep '^core/')
    refuse "left open" '\b(TODO|FIXME|XXX)\b' $code
    refuse "a line over 100 columns" '^.{101,}' $(echo "$code" | grep '\.c$')
    for file in $code; do
        case $(head -1 "$file") in
        *'SPDX-License-Identifier: Apache-2.0'*) ;;
        *)
            echo "$file: no licence line" >&2
            faults=$((faults + 1))
            ;;
        esac
    done
}
# A test that a header or a page names is there.
for test in $(grep -rhoE 'tests/(unit|fuzz|scenario|windows)/[a-z0-9_]+\.(c|h|sh|py)' core agent collector docs CONTRIBUTING.md |
    sort -u); do
    if [ ! -e "$test" ]; then
        echo "house: $test is named, and is not there" >&2
        faults=$((faults + 1))
    fi
done
# A sentence that nobody says (those of three kinds are named by a macro).
said=$(grep -rhoE --include='*.[ch]' 'MSG_[A-Z0-9_]+' core agent collector | sed 's/^MSG_//' | sort -u)
unsaid=$(sed -n 's/^MESSAGE(\([A-Z0-9_]*\),.*/\1/p' core/messages.def | grep -vE '^(BRIEF|CATEGORY|DEMO)_' |
    grep -vxF "$said" || true)
if [ -n "$unsaid" ]; then
    echo "house: messages that nobody says:" $unsaid >&2
    faults=$((faults + 1))
fi
# A patch that applies with fuzz may attack another place than it names.
for patch in tests/mutants/*.patch; do
    patch -p1 -F0 -sf --dry-run <"$patch" || faults=$((faults + 1))
done
[ "$faults" -eq 0 ] || exit 1
echo "house: its rules hold"
