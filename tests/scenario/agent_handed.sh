#!/bin/sh
# How a join code is handed over: on standard input, typed where the terminal does
# not show it, in words that no list of processes keeps; and a join that comes to
# nothing leaves nothing.
. "$SOURCE/tests/scenario/lib.sh"
. "$SOURCE/tests/scenario/agent.sh"
port=$(free_port)
day=2026-10-01T08:00Z
make_collector "$port" 2026-10-01
serve 2026-10-01
code 2026-10-01 9
grep -v '^#' lanterne.join >words

# nothing LABEL: the state folder is not there
nothing() { [ ! -e state ] || fail "$1: left: $(find state)"; }
join() { "$LANTERNE" join --state state "$@"; }

# what comes to nothing leaves nothing: a bad code in every way, no code, no yes,
# a time that may not be set, a collector that is not there
run 2 join --yes LANTERNE1-AAAAA
nothing "a miscopied code"
run 2 join --yes
grep -q 'lanterne.join' err || fail "no way shown: $(cat err)"
nothing "no code"
run 2 join --yes --later
nothing "no code to leave"
run 2 join --yes nowhere.join
nothing "no file"
run 2 join --yes --test
grep -q "n.est pas inscrit" err || fail "nothing to try: $(cat err)"
nothing "nothing to try"
run 2 join lanterne.join
nothing "no yes"
run 2 join --yes --now $day lanterne.join
nothing "a time"
stop_collector
run 4 join --yes lanterne.join
nothing "no collector"
run 0 join --yes --later lanterne.join # a code that waits is no nothing
[ -e state/invitation ] || fail "no code waits"
run 2 join --yes LANTERNE1-AAAAA
[ -e state/invitation ] || fail "the code that waits went with a bad one"
run 0 "$LANTERNE" leave --everything --state state
run 2 join --yes --later LANTERNE1-AAAAA # nor is an installer's, of which doctor tells
[ -e state/invitation.why ] || fail "nothing is told of it"
rm -r state
mkdir -m 700 state # a folder that was there stays, as it was
run 4 join --yes lanterne.join
check "in a folder that was there" "$(ls -A state)" ""
rmdir state
serve 2026-10-01

# standard input: one line, a file with its comments; nothing, what is no code, too much
make_pc one
pc one join --yes --now $day - <words >out 2>err || fail "standard input: $(cat err)"
check "joined" "$(state one 'SELECT count(*) FROM joined')" 1
make_pc two
pc two join --yes --now $day - <lanterne.join >out 2>err || fail "a file on standard input: $(cat err)"
check "joined" "$(state two 'SELECT count(*) FROM joined')" 1
for bad in /dev/null /etc/passwd; do
    code=0
    join --yes - <$bad >out 2>err || code=$?
    check "$bad" "$code" 2
    nothing "$bad"
done
code=0
head -c 20000 /dev/zero | tr '\0' A | join --yes - >out 2>err || code=$?
check "too much" "$code" 2
nothing "too much"
[ -z "${LANTERNE_EXE:-}" ] || { stop_collector && exit 0; } # wine draws a terminal of its own

# typed: not shown, whether it is right or wrong; what follows answers nothing
typed() { # FILE WORDS...: what is typed after the question, with these words; ./asked
    file=$1
    shift
    : >asked
    { wait_for 20 grep -q "ne s.affiche pas" asked && cat "$file" && wait_for 20 grep -qE "pas un code|mal recopié|association .pas" asked &&
        printf 'n\n'; } | script -qefc "$LANTERNE join --state state $*" /dev/null >asked && fail "joined: $(cat asked)"
    ! grep -qF -- "$(head -c 20 "$file")" asked || fail "the code is shown: $(cat asked)"
    nothing "$*"
}
typed words
grep -q "rien n.a été envoyé" asked || fail "not asked: $(cat asked)"
typed words -
typed words --test -
grep -q "rien n.a été envoyé" asked || fail "not asked: $(cat asked)"
tr A-Z B-ZA <words >wrong
typed wrong
{ cat words && printf 'o\no\n'; } >more
typed more
grep -q "rien n.a été envoyé" asked || fail "a line that follows answers: $(cat asked)"

# ended in the midst of it, the terminal shows what is typed again
python3 - "$LANTERNE" >shown <<'PYTHON' || fail "the terminal: $(cat shown)"
import os, pty, signal, sys, termios, time
master, slave = pty.openpty()
shows = lambda: bool(termios.tcgetattr(slave)[3] & termios.ECHO)
for end in (signal.SIGINT, signal.SIGTERM):
    child = os.fork()
    if child == 0:
        os.setsid()
        for fd in (0, 1, 2):
            os.dup2(slave, fd)
        os.execv(sys.argv[1], [sys.argv[1], "join", "--state", "state"])
    until = time.time() + 20
    while shows() and time.time() < until:
        time.sleep(0.05)
    assert not shows(), "the code would be shown"
    os.kill(child, end)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == end, status
    assert shows(), "it stays unseen"
PYTHON
nothing "ended"

# words: no list of processes keeps them
make_pc three
"$LANTERNE" join --state pc/three/state --config pc/three/agent.yaml --yes --test --wait 30 --now $day $(cat words) 2>err &
waiting=$!
wait_for 20 grep -q 'lanterne-collector trial' err
tr '\0' ' ' </proc/$waiting/cmdline >listed
grep -q 'join --state' listed || fail "another process: $(cat listed)"
! grep -q LANTERNE1 listed || fail "the code is listed: $(cat listed)"
run 0 "$COLLECTOR" trial --folder col --now 2026-10-01
wait $waiting || fail "words: $(cat err)"
stop_collector
