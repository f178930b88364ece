# prefix.sh: a Windows of wine for one run of tests, in $WINEPREFIX.  Sourced by
# run.sh and mutants.sh.

# A wine is one for each TMPDIR: this is the one of wine.sh and of the tests.
in_wine() { TMPDIR=$WINEPREFIX "$@"; }

# Services stay: without -p wine ends them with the last program.  They start
# here, lest they hold a test's pipe.
wine_up() {
    in_wine wineserver -p
    in_wine wine cmd /c ver >/dev/null 2>&1
}

wine_down() {
    in_wine wineserver -k
    in_wine wineserver -w
}

start_wine() {
    WINEPREFIX=$(mktemp -d)
    export WINEPREFIX WINEDEBUG=-all LC_ALL=C.UTF-8
    in_wine wineboot -i >/dev/null 2>&1
    in_wine wineserver -w
    wine_up
}

end_wine() {
    wine_down
    rm -rf "$WINEPREFIX"
}
