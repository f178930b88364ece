#!/bin/sh
# wine.sh: a program for Windows under wine, as if it were ours: a scenario's
# $LANTERNE.  In: $LANTERNE_EXE, $WINEPREFIX.
# Its own files are not ours to count. French, as for all scenarios: wine speaks the language of LC_ALL=C
LANG=fr TMPDIR=$WINEPREFIX exec "$(command -v wine || echo /usr/lib/wine/wine64)" "$LANTERNE_EXE" "$@"
