# browsers_real.sh: Debian's Chromium and Firefox ESR, headless, open local pages
# under the names of AI services.  Scanned while open, after kill -9, after a
# clean exit: exactly those services, today.  A redirect away is no visit.
. "$SOURCE/tests/scenario/lib.sh"

profile_chromium=$HOME/.config/chromium
profile_firefox=$HOME/.mozilla/firefox/abcd.lanterne
started=

# Only what this scenario has started, by process group.
end_all() {
    for pid in $started; do kill -KILL "-$pid" 2>/dev/null || true; done
}
trap end_all EXIT INT TERM

# background COMMAND...: in a process group of its own; its id in $group
background() {
    setsid "$@" >>"$WORK/background.log" 2>&1 </dev/null &
    group=$!
    started="$started $group"
}

# One midnight may pass while we run: the days before and after both hold.
expect() { # LABEL SERVICES VISITS
    before=$(date +%F)
    run 0 "$LANTERNE" scan --home "$HOME" --no-dns --json
    check "$1: services" "$(json '[.services[] | "\(.id) \(.visited_days) \(.contacted_days)"] | join(", ")')" "$2"
    check "$1: visits" "$(json '.sources[0] | "\(.state) \(.records)"')" "read $3"
    day=$(json '.sources[0].last_day')
    [ "$day" = "$before" ] || [ "$day" = "$today" ] || fail "$1: last day $day"
    # the browsers have their own things there
    for left in "$TMPDIR"/lanterne-*; do
        [ ! -e "$left" ] || fail "$1: left behind: $left"
    done
}

visits() { # N: the newest scan saw N visits
    "$LANTERNE" scan --home "$HOME" --no-dns --json >seen 2>/dev/null || return 1
    [ "$(jq '.sources[0].records' seen)" = "$1" ]
}

gone() { ! kill -0 "-$1" 2>/dev/null; }

today=$(date +%F)
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=local 2>/dev/null
cat key.pem cert.pem >both.pem
background python3 "$SOURCE/tests/scenario/browsers_server.py" tls-port both.pem
background python3 "$SOURCE/tests/scenario/browsers_server.py" http-port
wait_for 20 test -s tls-port
wait_for 20 test -s http-port

# Chromium: tabs are opened by the debugging port; visits are written every ten seconds.
start_chromium() {
    rm -f "$profile_chromium/DevToolsActivePort"
    background chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-dev-shm-usage --disable-background-networking --disable-component-update --disable-sync \
        --ignore-certificate-errors --host-resolver-rules="MAP * 127.0.0.1:$(cat tls-port)" \
        --remote-debugging-port=0 --user-data-dir="$profile_chromium" about:blank
    chromium=$group
    wait_for 30 test -s "$profile_chromium/DevToolsActivePort"
}

open_tab() {
    curl -sf -X PUT "http://127.0.0.1:$(head -1 "$profile_chromium/DevToolsActivePort")/json/new?$1" >/dev/null
}

start_chromium
for url in https://chatgpt.com/ https://www.deepl.com/translator https://claude.ai/go-away \
    https://www.sentiers.example/; do
    open_tab "$url"
done
wait_for 40 visits 5
expect "Chromium while open" "chatgpt 1 0, deepl 1 0" 5
kill -KILL "-$chromium"
wait_for 10 gone "$chromium"
expect "Chromium after kill -9" "chatgpt 1 0, deepl 1 0" 5
start_chromium
open_tab https://gemini.google.com/app
wait_for 40 visits 6
kill -TERM "$chromium"
wait_for 30 gone "$chromium"
expect "Chromium after a clean exit" "chatgpt 1 0, deepl 1 0, gemini 1 0" 6

# Firefox: every name is this machine; addresses carry the port.
rm -rf "$profile_chromium"
mkdir -p "$profile_firefox"
cat >"$profile_firefox/user.js" <<'END'
user_pref("network.dns.forceResolve", "127.0.0.1");
user_pref("network.stricttransportsecurity.preloadlist", false);
user_pref("network.trr.mode", 5);
user_pref("dom.security.https_first", false);
user_pref("dom.security.https_only_mode", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.normandy.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.tabs.warnOnClose", false);
END

start_firefox() { # URL...
    background firefox-esr --headless --no-remote --profile "$profile_firefox" "$@"
    firefox=$group
}

port=$(cat http-port)
start_firefox "http://chatgpt.com:$port/" "http://www.deepl.com:$port/translator" \
    "http://claude.ai:$port/go-away" "http://www.sentiers.example:$port/"
wait_for 60 visits 5
expect "Firefox while open" "chatgpt 1 0, deepl 1 0" 5
kill -KILL "-$firefox"
wait_for 10 gone "$firefox"
expect "Firefox after kill -9" "chatgpt 1 0, deepl 1 0" 5
start_firefox "http://chat.mistral.ai:$port/chat"
wait_for 60 visits 6
kill -TERM "$firefox"
wait_for 30 gone "$firefox"
expect "Firefox after a clean exit" "chatgpt 1 0, deepl 1 0, le-chat 1 0" 6
