# daemons.sh: what scenarios with real resolvers share, after lib.sh: one daemon at
# a time, on $port, that is asked the names of ./plan.  Sourced; POSIX sh.
PATH=$PATH:/usr/sbin:/sbin
daemon=

stop_daemon() {
    [ -n "$daemon" ] || return 0
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
    daemon=
}
trap stop_daemon EXIT

ask() { # NAME TYPE
    dig @127.0.0.1 -p "$port" +tries=1 +time=3 +noall +comments "$1" "$2"
}

ask_plan() {
    while read -r name type; do
        # -r: the backslash of a name is dig's
        ask "$name" "$type" >>answers || fail "no answer for the plan"
    done <plan
}

is_up() { # the daemon answers for a name of no plan and no log line that counts
    ask up.example TXT | grep -q 'status:'
}

# begin COMMAND...: start a daemon on a fresh port and wait until it answers
begin() {
    "$@" >daemon.out 2>&1 &
    daemon=$!
    wait_for 20 is_up
}
