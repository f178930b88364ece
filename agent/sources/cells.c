/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/cells.h"

/* Past the closing quote, and to the comma. */
static bool
take_quoted(struct str *cursor, struct str *ret)
{
	struct str rest = *cursor;
	size_t i = 0;

	for (; i < rest.len; i++) {
		if (rest.at[i] != '"')
			continue;
		if (i + 1 == rest.len || rest.at[i + 1] != '"')
			break;
		i++;
	}
	if (i >= rest.len)
		return false;
	*ret = str_head(rest, i);
	*cursor = str_skip(rest, i + 1);
	return true;
}

bool
cells_csv(struct str line, struct cells *ret)
{
	bool more = true;

	ret->count = 0;
	while (more && ret->count < CELLS_MAX) {
		struct str cell, after;

		str_skip_spaces(&line);
		if (str_take_char(&line, '"')) {
			if (!take_quoted(&line, &cell))
				return false;
			more = str_take_until(&line, ',', &after);
		} else {
			more = str_take_until(&line, ',', &cell);
			if (!more)
				cell = line;
		}
		ret->at[ret->count++] = cell;
	}
	return true;
}

void
cells_tsv(struct str line, struct cells *ret)
{
	ret->count = 0;
	while (ret->count < CELLS_MAX &&
	    str_take_until(&line, '\t', &ret->at[ret->count]))
		ret->count++;
	if (ret->count < CELLS_MAX)
		ret->at[ret->count++] = line;
}

struct str
cells_at(const struct cells *cells, size_t column)
{
	return column == 0 || column > cells->count ? STR("")
	                                            : cells->at[column - 1];
}

size_t
cells_find(const struct cells *cells, struct str name)
{
	for (size_t i = 0; i < cells->count; i++)
		if (str_eq(cells->at[i], name))
			return i + 1;
	return 0;
}
