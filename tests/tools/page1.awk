# Recomputes page 1 of a French report from the facts of page1.jq, and looks
# for it in the text of the PDF.  Usage: gawk -f page1.awk FACTS PAGE
# In floating point and by other formulas than the program's.
BEGIN { FS = "\t"; faults = 0; count = 0 }
function plain(text) {
    gsub(/ | |⁨|⁩/, " ", text)
    gsub(/[ \n\t]+/, " ", text)
    return text
}
function want(text) {
    if (index(page, plain(text)) == 0) { print "missing: " text; faults++ }
}
function band(shown) { return shown >= 75 ? "très forte" : shown >= 50 ? "forte" : shown >= 25 ? "moyenne" : "faible" }
function five(value) { return 5 * int(value / 5 + 0.5) }
function low(n) { return n < 2 ? 0 : n - 2 }
function high(n) { return n + 2 > fact["ballots"] ? fact["ballots"] : n + 2 }
function risk(name, shown, reach) {
    want(name)
    if (match(page, name " +" shown " +" band(shown) " +≈ " reach " postes sur " fact["ballots"]) == 0) {
        print "missing: " name " " shown " " band(shown) " reach " reach; faults++
    }
}
function family(name, at,    i, computers, weighed, known, points, shown, word) {
    computers = weighed = known = points = 0
    for (i = 1; i <= count; i++) {
        computers += used[i]
        weighed += used[i] * field[i, at] / field[i, at + 1]
        if (field[i, at + 2] < field[i, at + 1]) known = 1
        points += field[i, at] - field[i, at + 2]
    }
    if (!known) { want(name " – non documenté"); return }
    shown = five(100 * weighed / computers + 1e-9)
    if (points == 0 && shown >= 75) return
    risk(name, shown, fact["any"])
}
FNR == NR {
    if ($1 == "service") {
        used[++count] = $3
        for (i = 6; i <= 14; i++) field[count, i] = $i
        status[count] = $4; named[count] = $15; asked[count] = $16 == "true"
    } else fact[$1] = $2
    next
}
{ page = page "\n" $0 }
END {
    page = plain(page)
    if (fact["finding"] == "wholes" || fact["finding"] == "named") {
        want("environ " fact["any"] " des " fact["ballots"] " postes observés (de " low(fact["any"]) " à " high(fact["any"]))
        governance = 50 * fact["unapproved"] / fact["any"] + (fact["charter"] == "yes" ? 0 : 25) + (fact["session"] == "true" ? 0 : 25)
        if (fact["unapproved"] > 0) risk("Gouvernance", five(governance + 1e-9), fact["unapproved"])
    }
    if (fact["finding"] == "named") {
        if (fact["unapproved"] > 0)
            want("environ " fact["unapproved"] " d’entre eux (de " low(fact["unapproved"]) " à " high(fact["unapproved"]))
        family("Confidentialité", 6); family("Sécurité", 9); family("Réputation", 12)
        shown = 0
        for (forbidden = 1; forbidden >= 0; forbidden--)
            for (i = 1; i <= count; i++)
                if (asked[i] && (status[i] == "forbidden") == forbidden && shown++ < 3)
                    want(named[i] " (≈ " used[i] " postes)")
    }
    if (fact["finding"] == "zero") want("au plus 2 des " fact["ballots"] " postes observés, peut-être aucun")
    if (fact["finding"] == "too_few") want("Trop peu de bulletins (" fact["ballots"] ")")
    if (fact["finding"] == "no_ballot") want("Aucun bulletin reçu sur " fact["enrolled"] " postes équipés.")
    if (fact["thin"] == "true") want("Mesure insuffisante : " fact["ballots"] " bulletins pour " fact["enrolled"] " postes équipés.")
    if (fact["charter"] != "yes") want("Charte IA")
    exit faults > 0
}
