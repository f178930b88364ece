#!/bin/sh
# A log that is rotated between readings: by rename, by copy and truncation, by
# compression, and twice at once.  A contact before and one after make a day;
# one that is read again and again stays one.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)
make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 9

# query HOST DAY SECONDS: a line of Unbound's, in the log of the computer at hand
query() {
    printf '[%s] unbound[1:0] info: 127.0.0.1 %s. A IN\n' "$(($(date -ud "$2 10:00" +%s) + $3))" "$1" >>"$log"
}
by_rename() {
    [ ! -e "$log.1" ] || mv "$log.1" "$log.2"
    mv "$log" "$log.1"
    : >"$log"
}
by_copy() {
    [ ! -e "$log.1" ] || mv "$log.1" "$log.2"
    cp "$log" "$log.1"
    : >"$log"
}
by_compression() {
    [ ! -e "$log.1.gz" ] || mv "$log.1.gz" "$log.2.gz"
    gzip -c "$log" >"$log.1.gz"
    rm "$log"
    : >"$log"
}
late_compression() { # as logrotate's delaycompress
    [ ! -e "$log.1" ] || { gzip -c "$log.1" >"$log.2.gz" && rm "$log.1"; }
    mv "$log" "$log.1"
    : >"$log"
}
days() { state "$pc" "SELECT group_concat(service || ' ' || day || ' ' || evidence, ',') FROM (SELECT * FROM day ORDER BY 1, 2)"; }
read_at() { run 0 pc $pc run --read --now "2026-10-$1"; }
day_of() { echo $(($(date -ud "$1" +%s) / 86400)); }

for rotate in by_rename by_copy by_compression late_compression; do
    pc=$rotate
    make_pc $pc
    mkdir "pc/$pc/logs"
    log=$WORK/pc/$pc/logs/dns.log
    printf 'homes: [%s]\ndns_logs: [%s]\n' "$WORK/pc/$pc/home" "$WORK/pc/$pc/logs" >"pc/$pc/agent.yaml"
    : >"$log"
    run 0 pc $pc join lanterne.join --yes --now 2026-10-01T08:00Z

    # The head of a log is long enough to be told from another's.
    i=0
    while [ $i -lt 60 ]; do
        query example.org 2026-10-02 $i
        i=$((i + 1))
    done
    query chatgpt.com 2026-10-02 60   # and again after the rotation
    query claude.ai 2026-10-02 120    # never again
    read_at 02T09:30Z
    check "$pc: one minute is no day" "$(state $pc 'SELECT count(*) FROM day')" 0
    $rotate
    read_at 02T10:30Z
    query chatgpt.com 2026-10-02 3600
    read_at 02T11:30Z
    check "$pc: before and after" "$(days)" "chatgpt $(day_of 2026-10-02) 1"
    read_at 02T12:30Z
    check "$pc: read again" "$(days)" "chatgpt $(day_of 2026-10-02) 1"

    # Rotated twice between two readings.
    query chat.deepseek.com 2026-10-03 0
    $rotate
    query chat.deepseek.com 2026-10-03 600
    query gemini.google.com 2026-10-03 660
    $rotate
    query gemini.google.com 2026-10-03 1800
    read_at 03T20:00Z
    check "$pc: twice" "$(state $pc "SELECT group_concat(service) FROM (SELECT service FROM day WHERE day = $(day_of 2026-10-03) ORDER BY 1)")" "deepseek,gemini"
    check "$pc: still one" "$(state $pc "SELECT count(*) FROM day WHERE service = 'claude'")" 0
    read_at 04T20:00Z
    check "$pc: nothing more" "$(state $pc 'SELECT count(*) FROM day')" 3
done
stop_collector
