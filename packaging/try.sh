#!/bin/sh
# try.sh: installs what is missing, builds the release, scans this machine and a
# bundled sample home, plays three months of an invented association, and says
# where the pages and the board's report are.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build/release
out=$root/build/try

"$root/packaging/packages.sh" build
mkdir -p "$out"
echo "Building…" >&2
{ cmake --preset release -S "$root" && cmake --build "$build" --target lanterne lanterne-collector; } >"$out/build.log" 2>&1 || {
    tail -40 "$out/build.log" >&2
    echo "try.sh: the build failed; the whole log is $out/build.log" >&2
    exit 1
}

# 0: read; 3: something could not be read, and the output says what.
scan() {
    page=$1
    shift
    "$build/bin/lanterne" scan --html "$page" "$@" || [ $? -eq 3 ]
}

echo
echo "== Cet ordinateur / This computer"
scan "$out/this-computer.html"
echo
echo "== Un poste d'exemple / A sample computer (fictional)"
rm -rf "$out/sample-home"
"$root/packaging/sample-home.sh" "$out/sample-home"
scan "$out/sample.html" --home "$out/sample-home"
echo
echo "== Une association d'exemple, du collecteur au rapport / A sample association (fictional)"
rm -rf "$out/demo"
"$build/bin/lanterne-collector" demo --output "$out/demo"
echo
echo "Pages:"
echo "  $out/this-computer.html"
echo "  $out/sample.html"
echo "Rapport du CA / The board's report:"
for file in "$out"/demo/reports/lanterne-2026-10-*.html "$out"/demo/reports/lanterne-2026-10-*.pdf; do
    echo "  $file"
done
echo "Les programmes, dans ce terminal / The programs, in this terminal:"
echo "  export PATH=\"$build/bin:\$PATH\""
