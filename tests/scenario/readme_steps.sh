# The README's steps for a network with a Pi-hole and a dozen computers, as they
# stand there: on this computer, with its address, a port of its own, and no
# terminal to answer on.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)

# steps TITLE: the commands under this title, without their comments
steps() {
    awk -v title="## $1" '/^## / { on = $0 == title } on' "$SOURCE/README.md" |
        grep -E '^(sudo |lanterne)' | sed 's/  *#.*//'
}

# A Pi-hole: a copy of its database, then the count by bands.
sqlite3 pihole-FTL.db <"$SOURCE/tests/fixtures/dnsdb/ftl-v6.sql"
steps "A Pi-hole, a router" >lines
sed -n 's/.*\(VACUUM INTO .*\)"$/\1/p' lines | sed "s|/tmp/queries.db|queries.db|" >copy.sql
grep -q 'queries.db' copy.sql || fail "no copy is made: $(cat lines)"
sqlite3 pihole-FTL.db <copy.sql
line=$(grep '^lanterne scan' lines | sed 's/192\.168\.1\.0/192.168.50.0/') # the fixture's
run 0 "$LANTERNE" ${line#lanterne } --since 2026-11-01 --json
check "clients, by bands" "$(json '[.gateway.services[].id] | join(" ")')" chatgpt

# A dozen computers, line by line.
steps "A dozen computers" >lines
done_so_far=
while read -r line; do
    words=$(echo "$line" | sed "s/2[0-9]*-[0-9]*-[0-9]*/$(date -d '+90 days' +%F)/") # an example's date grows old
    set -- $words
    done_so_far="$done_so_far $1 $2"
    case "$1 $2" in
    "lanterne-collector init") run 0 "$COLLECTOR" init --association Essai --host 127.0.0.1 --port "$port" --listen 127.0.0.1 \
        $(echo "$words" | grep -o -- '--computers [0-9]*') ;;
    "lanterne-collector serve")
        "$COLLECTOR" serve >serve.log 2>&1 &
        served=$!
        wait_for 20 grep -q . serve.log
        ;;
    "lanterne-collector doctor") # loopback is no address for others
        run 1 "$COLLECTOR" doctor
        check "ill" "$(grep -c '✗' out)" 1
        ;;
    "lanterne-collector enrol")
        shift
        run 0 "$COLLECTOR" "$@"
        cp out code
        ;;
    "lanterne join")
        shift 2
        "$LANTERNE" join --state pc --yes "$@" <code >out 2>err || fail "join $*: $(cat err)"
        ;;
    "lanterne doctor") # an empty home: ill, unless this machine has a DNS log
        "$LANTERNE" doctor --state pc >out || [ $? -eq 1 ] || fail "doctor: $?"
        grep -q '^✓ collecteur joint' out || fail "not reached: $(cat out)"
        ;;
    "lanterne-collector report" | "lanterne-collector mail") # nothing is published on the first day
        shift
        run 2 "$COLLECTOR" "$@"
        grep -q 'lanterne-collector status' err || fail "when there will be: $(cat err)"
        ;;
    "lanterne preview") run 0 "$LANTERNE" preview --state pc ;;
    *)
        shift
        run 0 "$COLLECTOR" "$@"
        ;;
    esac
done <lines
check "the steps" "$done_so_far" " lanterne-collector init lanterne-collector serve lanterne-collector doctor\
 lanterne-collector enrol lanterne-collector trial lanterne join lanterne preview lanterne doctor\
 lanterne-collector status lanterne-collector decide lanterne-collector report lanterne-collector mail"
run 0 "$COLLECTOR" trial
grep -q ': 1 sur 1' out || fail "the trial ballot did not arrive: $(cat out)"
