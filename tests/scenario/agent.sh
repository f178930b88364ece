# agent.sh: what scenarios with both programs share.  Sourced after lib.sh.
# Loopback only.
# Nothing of ours outlives the scenario.
served=
# (`$(jobs -p)` is of another shell, which has none.)
trap 'jobs -p >"$WORK/jobs"
    for job in $served $(cat "$WORK/jobs"); do kill "$job" 2>/dev/null || true; done' EXIT
COLLECTOR=${COLLECTOR:-$(dirname "$LANTERNE")/lanterne-collector}

# startable_by ACCOUNT: what a tree in root's own folder holds, no other account
# can start: then by a copy
startable_by() {
    setpriv --reuid "$1" --clear-groups test -x "$LANTERNE" && return
    cp "$LANTERNE" "$WORK/lanterne"
    LANTERNE=$WORK/lanterne
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# make_collector PORT DATE: a demonstration collector that counts by months, in ./col
make_collector() {
    "$COLLECTOR" init --association Essai --host 127.0.0.1 --port "$1" --listen 127.0.0.1 \
        --notice "$2" --computers 12 --demo --folder col --now "$2" >init.log 2>&1 || fail "init: $(cat init.log)"
}

# serve DATE: in the background, until stop_collector
serve() {
    : >serve.log
    "$COLLECTOR" serve --folder col --now "$1" >serve.log 2>&1 &
    served=$!
    wait_for 10 grep -q . serve.log
}

stop_collector() {
    kill "$served" 2>/dev/null || true
    wait "$served" 2>/dev/null || true
    served=
}

# code DATE USES: a join code in ./lanterne.join
code() {
    "$COLLECTOR" enrol --uses "$2" --folder col --now "$1" --output lanterne.join >/dev/null 2>&1 ||
        fail "no join code"
}

# make_pc NAME: an empty home and a state folder marked demo
make_pc() {
    mkdir -p "pc/$1/home/.mozilla/firefox/x.default"
    mkdir -m 700 "pc/$1/state"
    : >"pc/$1/state/demo"
    printf 'homes: [%s]\ndns: none\n' "$WORK/pc/$1/home" >"pc/$1/agent.yaml"
    sqlite3 "pc/$1/home/.mozilla/firefox/x.default/places.sqlite" "
        CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR, rev_host LONGVARCHAR);
        CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER);"
}

# visit NAME URL DATE: a typed visit at noon
visit() {
    at=$(date -d "$3 12:00" +%s)
    host=$(echo "$2" | cut -d/ -f3)
    sqlite3 "pc/$1/home/.mozilla/firefox/x.default/places.sqlite" "
        INSERT INTO moz_places (url, rev_host) VALUES ('$2', '$(echo "$host" | rev).');
        INSERT INTO moz_historyvisits (from_visit, place_id, visit_date, visit_type)
            VALUES (0, last_insert_rowid(), $at * 1000000, 2);"
}

# pc NAME COMMAND [OPTIONS]: lanterne for that computer
pc() {
    name=$1 command=$2
    shift 2
    "$LANTERNE" "$command" --state "pc/$name/state" --config "pc/$name/agent.yaml" "$@"
}

# state NAME SQL
state() { sqlite3 "pc/$1/state/state.db" "$2"; }
