#!/bin/sh
# wine.sh: a program for Windows under wine, as if it were ours: a scenario's
# $LANTERNE.  In: $LANTERNE_EXE, $WINEPREFIX.
exec "$(command -v wine || echo /usr/lib/wine/wine64)" "$LANTERNE_EXE" "$@"
