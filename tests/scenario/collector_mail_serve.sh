# `serve` mails the report once, by itself: tried again after a failure, never
# after a crash that leaves in doubt whether it has left.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/tools/collector.sh"
. "$SOURCE/tests/tools/mail.sh"

# log_says PATTERN: soon, in what the running `serve` said
log_says() { wait_for 20 grep -q "$1" "$(readlink serve.last)"; }
# lets SECONDS pass, and nothing is sent meanwhile
none_sent() {
    sleep 2
    check "$1" "$(ls mails/*.eml 2>/dev/null | wc -l)" "$2"
}

make_collector 2026-10-03
run 0 collector close 2026-10 --now 2026-11-20
mail_authority
smtp=$((PORT + 1))
route smtps
password abracadabra

# doctor, before; what `serve` says when nobody is there, and then the wrong password.
chmod 644 "$DATA/mail.password"
run 1 collector doctor
grep -A1 '✗.*rapport peut partir' out | grep -q 'chmod 600' || fail "doctor: $(cat out)"
chmod 600 "$DATA/mail.password"
run 1 collector doctor
grep -q '✓.*rapport peut partir' out || fail "doctor: $(cat out)"
grep -q '!.*dernier rapport est parti' out || fail "doctor: $(cat out)"
serve 2026-11-21
log_says 'ne répond pas'
log_says 'essai.*heure'
start_smtp tls
none_sent "not before the hour" 0
kill -HUP "$serving"
log_says "application"
! grep -q abracadabra "$(readlink serve.last)" || fail "the password is in the log"
check "refused" "$(mailed 2026-11-21)" none

# The right one: once, over a reload, a restart, another day.
password 'open sesame'
kill -HUP "$serving"
log_says 'Rapport du relevé 2026-10 remis'
wait_for 20 test -e mails/1.eml
check "sent" "$(mailed 2026-11-21)" sent
kill -HUP "$serving"
none_sent "after a reload" 1
stop_serving
serve 2026-11-25
none_sent "after a restart" 1
stop_serving
run 1 collector doctor
grep -q '✓.*dernier rapport est parti' out || fail "doctor: $(cat out)"
run 0 collector status --now 2026-11-25
grep -q '2026-10 est parti' out || fail "status: $(cat out)"

# The next one: killed while it leaves.
echo hang >mails/mode
run 0 collector close 2026-11 --now 2026-12-20
serve 2026-12-21
wait_for 20 test -e mails/2.eml
check "leaving" "$(mailed 2026-12-21)" leaving
stop_serving -KILL
rm mails/mode
serve 2026-12-22
log_says '2026-11 est peut-être parti'
none_sent "in doubt, nothing is sent again" 2
check "perhaps" "$(mailed 2026-12-22)" perhaps
stop_serving
serve 2026-12-23
none_sent "nor on the next day" 2
! grep -q 'peut-être' "$(readlink serve.last)" || fail "told a second time"
stop_serving
run 0 collector mail 2026-11 --again --now 2026-12-23
check "by hand" "$(ls mails/*.eml | wc -l)" 3
check "sent" "$(mailed 2026-12-23)" sent

# A restored collector knows what has left; its password is to be written again.
run 0 collector backup saved --now 2026-12-23
DATA=$WORK/again
run 0 "$COLLECTOR" restore saved --folder "$DATA" --now 2026-12-23
: >"$DATA/demo"
check "restored" "$(mailed 2026-12-23)" sent
[ ! -e "$DATA/mail.password" ] || fail "a backup took the password along"
run 1 collector doctor
grep -q '✗.*rapport peut partir' out || fail "doctor: $(cat out)"
stop_smtp
