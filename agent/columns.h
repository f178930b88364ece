/* SPDX-License-Identifier: Apache-2.0
 * columns.h: text laid out on a terminal: tables that drop columns to fit, and
 * wrapped paragraphs.  Must not know what the text says.
 * Covered by tests/unit/test_columns.c.
 *
 * Widths are terminal columns (prose_width).  All text is cleaned
 * (markup_plain) on its way, so a foreign name cannot move the cursor.
 */
#ifndef AGENT_COLUMNS_H
#define AGENT_COLUMNS_H

#include "core/buf.h"

#include <stdint.h>

enum columns_side {
	COLUMNS_LEFT,
	COLUMNS_RIGHT,
	COLUMNS_CENTRE
};

struct column {
	const char *title;
	enum columns_side side;
	size_t gap;   /* spaces before it, unless it is the first shown */
	size_t min;   /* at least so wide */
	size_t max;   /* what is wider is cut with an ellipsis; 0: any width */
	int keep;     /* the smallest is dropped first; equal: the last one */
	bool absent;  /* not wanted at all */
};

#define COLUMNS_MAX 16

struct columns_table {
	const struct column *columns;
	size_t column_count; /* at most COLUMNS_MAX */
	size_t row_count;
	size_t width;        /* of the terminal */
	size_t indent;
	bool colour;
	/* Append a cell's text.  `paint` (may be NULL) returns the SGR code of
	 * a cell, such as "33", or NULL. */
	void (*cell)(struct buf *out, const void *cookie, size_t row,
	    size_t column);
	const char *(*paint)(const void *cookie, size_t row, size_t column);
	const void *cookie;
};

/* columns_table: the head in bold, then the rows, one a line; false when a
 * column was dropped. */
bool columns_table(struct buf *out, const struct columns_table *table);

/* columns_fit: `text` cut to `width` columns, "…" for what is left out. */
void columns_fit(struct buf *out, struct str text, size_t width);

/* columns_wrap: a paragraph of lines of at most `width` columns, broken at
 * spaces (never at a no-break space), the first line indented by `first`, the
 * others by `rest`; a word that is longer stands alone.  Ends the line. */
void columns_wrap(struct buf *out, struct str text, size_t width, size_t first,
    size_t rest);

#endif
