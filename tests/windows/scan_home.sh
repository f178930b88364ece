#!/bin/sh
# A Windows home: this user's own and a copied one; accents and spaces, more than
# 260 characters, a database that another program holds open; the same days as
# on any other system.
. "$SOURCE/tests/scenario/lib.sh"

from=$SOURCE/tests/fixtures/home-office
days="chatgpt 23, deepl 11, le-chat 7, gemini 6, canva-ai 4, notebooklm 3, perplexity 2, gamma 1"
services() { json '[.services[] | "\(.id) \(.visited_days)"] | join(", ")'; }

# history SCHEMA PROFILE.sql FILE
history() {
    mkdir -p "$(dirname "$3")"
    { echo "PRAGMA synchronous=OFF; BEGIN;"; cat "$from/schema-$1.sql" "$from/$2"; echo "COMMIT;"; } |
        sqlite3 -bail "$3" >/dev/null
}

# windows_home DIR
windows_home() {
    local="$1/AppData/Local" roaming="$1/AppData/Roaming/Mozilla/Firefox/Profiles"
    history chromium chrome.sql "$local/Google/Chrome/User Data/Default/History"
    history chromium chromium-snap.sql "$local/Microsoft/Edge/User Data/Profile 1/History"
    history firefox firefox-accueil.sql "$roaming/k3x9w2ab.default-release/places.sqlite"
    history firefox firefox-tresorerie.sql "$roaming/p7q1z8cd.trésorerie/places.sqlite"
    cp "$from/firefox-tresorerie.prefs.js" "$roaming/p7q1z8cd.trésorerie/prefs.js"
}

# a copied home with accents and spaces, and the disk that it is on
disk="$WORK/Disque de l'été"
windows_home "$disk/Users/Zoé Lefèvre"
run 0 "$LANTERNE" scan --home "$disk/Users/Zoé Lefèvre" --no-dns --json
check "services of a copied home" "$(services)" "$days"
check "its profiles" "$(json '[.sources[] | "\(.name) \(.profile) \(.state) \(.records) \(.encrypted_dns)"] | join(", ")')" \
    "Chrome Default read 242 false, Edge Profile 1 read 37 false, Firefox k3x9w2ab.default-release read 143 false, Firefox p7q1z8cd.trésorerie read 23 true"
run 0 "$LANTERNE" scan --home "$disk" --no-dns --json
check "services of a disk" "$(services)" "$days"


# under a path of more than 260 characters; by name, as wine's own follower of
# links, which --home needs, stops at 260
deep=$WORK
while [ ${#deep} -lt 300 ]; do deep="$deep/un dossier dont le nom est long"; done
history chromium chrome.sql "$deep/Zoé/Google/Chrome/User Data/Default/History"
run 0 "$LANTERNE" scan --history "$deep/Zoé/Google/Chrome/User Data/Default/History" --no-dns --json --html "$deep/Résultat de l'été.html"
check "a history under a long path" "$(json '.sources[0] | "\(.name) \(.state) \(.records)"')" "Chrome read 242"
grep -q '<html lang=' "$deep/Résultat de l'été.html" || fail "no page under a long path"

# this user's own home, and a file named by hand with Windows' own separators
own="$WINEPREFIX/drive_c/users/$(id -un)"
[ ! -e "$own/AppData/Local/Google" ] || fail "the prefix is not fresh: $own"
windows_home "$own"
trap 'rm -rf "$own/AppData/Local/Google" "$own/AppData/Local/Microsoft/Edge" "$own/AppData/Roaming/Mozilla"' EXIT
run 0 "$LANTERNE" scan --no-dns --json
check "services of this user" "$(services)" "$days"
run 0 "$LANTERNE" scan --json --no-dns \
    --history "C:\\users\\$(id -un)\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\History"
check "a file named by hand" "$(json '.sources[0] | "\(.name) \(.state)"')" "Chrome read"

# while another program holds it open, in both journal modes, writing
for mode in wal delete; do
    python3 - "$own/AppData/Local/Google/Chrome/User Data/Default/History" $mode <<'PY' &
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=" + sys.argv[2])
db.execute("PRAGMA wal_autocheckpoint=0")
db.execute("PRAGMA locking_mode=EXCLUSIVE")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE urls SET title='x' WHERE id=1")
db.execute("COMMIT")
open("held", "w").close()
time.sleep(60)
PY
    holder=$!
    wait_for 20 test -e held
    run 0 "$LANTERNE" scan --no-dns --json
    check "services while Chrome is open ($mode)" "$(services)" "$days"
    kill $holder
    wait $holder 2>/dev/null || true
    rm -f held
done
check "copies left behind" "$(find "$WINEPREFIX/drive_c" -name 'lanterne-files-*' | wc -l)" 0
