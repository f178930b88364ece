#!/bin/sh
# sample-home.sh: builds a fictional office computer's home, as text in
# tests/fixtures/home-office, into the new folder DIR.  Its days count back from today.
# Usage: sample-home.sh DIR
set -eu
[ $# -eq 1 ] || { echo "usage: sample-home.sh DIR" >&2; exit 2; }
from=$(cd "$(dirname "$0")/../tests/fixtures/home-office" && pwd)
[ ! -e "$1" ] || { echo "sample-home.sh: $1 exists already: give a new folder" >&2; exit 1; }
command -v sqlite3 >/dev/null || {
    echo "sample-home.sh: the sqlite3 command is missing: apt-get install sqlite3" >&2
    exit 1
}

# build SCHEMA PROFILE.sql FILE
build() {
    mkdir -p "$(dirname "$3")"
    { echo "PRAGMA synchronous=OFF; BEGIN;"; cat "$from/schema-$1.sql" "$from/$2"; echo "COMMIT;"; } |
        sqlite3 -bail "$3" >/dev/null
}

firefox=$1/.mozilla/firefox
build firefox firefox-accueil.sql "$firefox/k3x9w2ab.default-esr/places.sqlite"
build firefox firefox-tresorerie.sql "$firefox/p7q1z8cd.tresorerie/places.sqlite"
cp "$from/firefox-tresorerie.prefs.js" "$firefox/p7q1z8cd.tresorerie/prefs.js"
build chromium chrome.sql "$1/.config/google-chrome/Default/History"
build chromium chromium-snap.sql "$1/snap/chromium/common/chromium/Default/History"
