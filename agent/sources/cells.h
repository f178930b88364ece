/* SPDX-License-Identifier: Apache-2.0
 * cells.h: a line of a table taken apart.  Must not know whose.
 * Covered by tests/unit/test_cells.c.
 */
#ifndef AGENT_SOURCES_CELLS_H
#define AGENT_SOURCES_CELLS_H

#include "core/str.h"

/* More than any export known has (Umbrella's widest: 27). */
#define CELLS_MAX 48

struct cells {
	struct str at[CELLS_MAX]; /* borrowed from the line */
	size_t count;             /* at most CELLS_MAX; what follows is left */
};

/* cells_csv: by commas (RFC 4180); spaces before a cell are dropped, the
 * quotes around it too; a quote that is doubled within stays so.  False for a
 * quote that is not closed. */
bool cells_csv(struct str line, struct cells *ret);

/* cells_tsv: by tabs; nothing is quoted. */
void cells_tsv(struct str line, struct cells *ret);

/* cells_at: the cell of a column counted from 1; empty when there is none. */
struct str cells_at(const struct cells *cells, size_t column);

/* cells_find: the column, from 1, whose cell is `name`; 0 when none is. */
size_t cells_find(const struct cells *cells, struct str name);

#endif
