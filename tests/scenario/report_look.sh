# The report as a board gets it: PDF and page of every fictional association.
# Page 1 is recomputed from the JSON by other means (tests/tools/page1.awk).
. "$SOURCE/tests/scenario/lib.sh"
samples=$(dirname "$LANTERNE")/report_samples
[ -x "$samples" ] || fail "no report_samples beside lanterne"
mkdir pages
"$samples" pages 2>err || fail "$(cat err)"

export SOURCE_DATE_EPOCH=1
mkdir again
"$samples" again fourteen 2>/dev/null
for file in again/*; do
    cmp "$file" "pages/$(basename "$file")" || fail "two renderings differ: $file"
done

for pdf in pages/*.pdf; do
    name=$(basename "$pdf" .pdf)
    qpdf --check "$pdf" >out 2>&1 || fail "$name: $(cat out)"
    pdfinfo "$pdf" >info
    check "$name: pages" "$(awk '/^Pages:/ {print $2}' info)" 4
    check "$name: tagged" "$(awk '/^Tagged:/ {print $2}' info)" yes
    check "$name: words beyond the margin" "$(pdftotext -bbox "$pdf" - |
        sed -n 's/.*xMax="\([0-9.]*\)".*/\1/p' | awk '$1 > 556' | wc -l)" 0
    check "$name: words too small to read" "$(pdftotext -bbox "$pdf" - |
        sed -n 's/.*yMin="\([0-9.]*\)".*yMax="\([0-9.]*\)">[A-Za-z]\{5,\}<.*/\1 \2/p' |
        awk '$2 - $1 < 7' | wc -l)" 0
    grep -q '^Page size:.*A4' info || fail "$name: not A4"
    grep -q '^Title: *.*IA\|^Title: *.*AI' info || fail "$name: no title"
    grep -q '^CreationDate:.*2026' info || fail "$name: the clock is in it"
    pdffonts "$pdf" | awk 'NR > 2 && $(NF - 4) != "yes" {exit 1}' || fail "$name: a font is not embedded"
    qpdf --json --json-key=outlines "$pdf" | jq -e '.outlines | length >= 4' >/dev/null ||
        fail "$name: no bookmarks"
done

# Blind spots: a line for each heading and for each of them, in every report.
spots=$(grep -c '^  - id:' "$SOURCE/policies/blind-spots.yaml")
for pdf in pages/*.pdf; do
    check "$pdf: lines of blind spots" "$(pdftotext -f 4 -l 4 -raw "$pdf" - |
        sed '1,/^Non vus\|^Blind spots/d; /^Arrondi, masqué\|^Rounded, withheld/,$d' | wc -l)" "$spots"
done

# The head of a column is never cut within a word.
pdftotext -f 2 -l 2 pages/quarter-en.pdf - | grep -qx 'Computers' || fail "a head is cut within a word"

for json in pages/*.json; do
    name=$(basename "$json" .json)
    [ "$name" != hostile ] || continue
    pdftotext -l 1 -layout "pages/$name-fr.pdf" page1.txt
    jq -r -f "$SOURCE/tests/tools/page1.jq" "$json" | gawk -f "$SOURCE/tests/tools/page1.awk" - page1.txt >out ||
        fail "$name: page 1 is not what the JSON says: $(cat out)"
done

# Printed by a browser: four pages too.
for page in pages/hundred-fr pages/quarter-en pages/hostile-fr pages/eight-fr pages/many-fr; do
    chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
        --print-to-pdf=printed.pdf "$page.html" >/dev/null 2>&1 || fail "chromium does not print $page"
    check "$page printed: pages" "$(pdfinfo printed.pdf | awk '/^Pages:/ {print $2}')" 4
done

# axe-core: no violation, on paper's width and on a telephone's.
npm install --loglevel error --no-save --no-audit --no-fund --prefix axe axe-core@4.10.3 >packed 2>&1 ||
    fail "npm cannot get axe-core: $(head -3 packed)"
axe=axe/node_modules/axe-core/axe.min.js
[ -s "$axe" ] || fail "no $axe"

# audit PAGE WIDTH: the page forbids scripts: this one test takes that line
# out.  In a frame, since a window is never narrower than 500 pixels.
audit() {
    {
        grep -v Content-Security-Policy "$1"
        echo '<script>'
        cat "$axe"
        echo '</script><script>axe.run({resultTypes:["violations"]}).then(function (r) {'
        echo 'var page = document.documentElement, tables = document.querySelectorAll(".wide");'
        echo 'parent.postMessage({axe: r.violations.map(function (v) {'
        echo 'return v.id + "=" + v.nodes.length }).join(" ") || "none", wide: page.scrollWidth > window.innerWidth,'
        echo 'scrolling: Array.from(tables).filter(function (t) { return t.scrollWidth > t.clientWidth }).length}, "*") })</script>'
    } >axe.html
    {
        echo '<html><body style="margin:0"><script>onmessage = function (e) {'
        echo 'for (var key in e.data) document.documentElement.setAttribute("data-" + key, e.data[key]) }</script>'
        echo "<iframe src=axe.html style='border:0;width:${2}px;height:1400px'></iframe>"
    } >frame.html
    chromium --headless --no-sandbox --disable-gpu --allow-file-access-from-files --window-size=1000,1400 \
        --virtual-time-budget=20000 --dump-dom frame.html >dom 2>/dev/null
    grep -o 'data-axe="[^"]*"' dom | head -1
}
for page in pages/hundred-fr pages/fourteen-en pages/hostile-fr pages/thin-fr; do
    check "$page: axe-core" "$(audit "$page.html" 1000)" 'data-axe="none"'
done
for page in pages/hundred-fr pages/quarter-en pages/hostile-fr; do
    check "$page on a telephone: axe-core" "$(audit "$page.html" 390)" 'data-axe="none"'
    grep -q 'data-wide="false"' dom || fail "$page is wider than a telephone"
    grep -q 'data-scrolling="0"' dom || fail "$page: a table scrolls sideways on a telephone"
done
# and the counter-proof: a picture without words is found
sed 's|<body|&><img src="data:,"|' pages/thin-fr.html >bad.html
[ "$(audit bad.html 1000)" != 'data-axe="none"' ] || fail "axe-core sees nothing"
