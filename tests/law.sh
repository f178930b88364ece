#!/bin/sh
# law.sh: the law of includes.  Reads the lists of docs/ARCHITECTURE.md and the
# includes of every room; fails on any arrow that does not point downward, and
# on a file that no list names.  Usage: law.sh [ROOT]
set -eu
root=${1:-$(dirname "$0")/..}
cd "$root"

# which rooms a room may enter (ARCHITECTURE.md, table "The law of includes")
may_enter() {
    case $1 in
    core) echo "" ;;
    agent/sources) echo "core" ;;
    agent) echo "agent/sources core" ;;
    collector/report) echo "core" ;;
    collector) echo "collector/report core" ;;
    esac
}

# room_of FILE: the longest room that holds it
room_of() {
    case $1 in
    agent/sources/*) echo agent/sources ;;
    collector/report/*) echo collector/report ;;
    agent/*) echo agent ;;
    collector/*) echo collector ;;
    core/*) echo core ;;
    esac
}

# module_of FILE: its name in the lists, without system suffix and folder of its room
module_of() {
    room=$(room_of "$1")
    echo "${1#"$room"/}" | sed -E 's/\.(c|h|def)$//; s/_(posix|win32|linux|none|lib)$//'
}

# rank_of ROOM MODULE: its line number in the room's list; empty when not named
rank_of() {
    awk -v room="$1" -v module="$2" '
        $0 == "```law " room { inside = 1; next }
        /^```/ { inside = 0 }
        inside { rank++; for (i = 1; i <= NF; i++) if ($i == module) { print rank; exit } }
    ' docs/ARCHITECTURE.md
}

faults=0
fault() {
    echo "law: $*" >&2
    faults=$((faults + 1))
}

check_include() { # FILE INCLUDED
    from=$(room_of "$1") to=$(room_of "$2")
    [ -n "$to" ] || { fault "$1 includes $2, which is in no room"; return; }
    a=$(module_of "$1") b=$(module_of "$2")
    if [ "$from" != "$to" ]; then
        case " $(may_enter "$from") " in
        *" $to "*) ;;
        *) fault "$1 ($from) may not enter $to: $2" ;;
        esac
        return
    fi
    [ "$a" = "$b" ] && return
    above=$(rank_of "$from" "$a") below=$(rank_of "$from" "$b")
    [ -n "$above" ] && [ -n "$below" ] || return
    [ "$above" -lt "$below" ] || fault "$1 includes $2, which is not below it in the list of $from"
}

for file in $(find core agent collector -name '*.c' -o -name '*.h' 2>/dev/null | sort); do
    case $file in core/banned.h) continue ;; esac
    [ -n "$(rank_of "$(room_of "$file")" "$(module_of "$file")")" ] ||
        fault "$file is in no list of docs/ARCHITECTURE.md"
    for included in $(sed -n 's/^#include "\(.*\)"/\1/p' "$file"); do
        case $included in *.def | core/banned.h) continue ;; esac
        check_include "$file" "$included"
    done
done
[ "$faults" -eq 0 ] || exit 1
echo "law: every include points downward"
