/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/columns.h"

#include "core/markup.h"
#include "core/prose.h"

#include <assert.h>

#define CELL_MAX ((size_t)64 * 1024)
#define ELLIPSIS "\xE2\x80\xA6" /* U+2026 */
#define HEAD_PAINT "1"

static struct str
first_character(struct str text)
{
	size_t len = 1;

	while (len < text.len && ((unsigned char)text.at[len] & 0xC0) == 0x80)
		len++;
	return str_head(text, len);
}

/* A character with the marks that stand on it: not to be cut apart. */
static struct str
first_cluster(struct str text)
{
	size_t len = first_character(text).len;

	while (len < text.len) {
		struct str mark = first_character(str_skip(text, len));

		if (prose_width(mark) > 0)
			break;
		len += mark.len;
	}
	return str_head(text, len);
}

void
columns_fit(struct buf *out, struct str text, size_t width)
{
	struct buf clean;
	struct str rest;
	size_t used = 0;

	buf_init(&clean, CELL_MAX);
	markup_plain(&clean, text);
	rest = buf_view(&clean);
	if (prose_width(rest) <= width) {
		buf_str(out, rest);
	} else if (width > 0) {
		while (rest.len > 0) {
			struct str cluster = first_cluster(rest);

			used += prose_width(cluster);
			if (used > width - 1)
				break;
			buf_str(out, cluster);
			rest = str_skip(rest, cluster.len);
		}
		buf_text(out, ELLIPSIS);
	}
	buf_release(&clean);
}

/* A cell as it is shown, without its padding. */
static void
cell_text(struct buf *out, const struct columns_table *table, size_t row,
    size_t column)
{
	size_t max = table->columns[column].max;
	struct buf raw;

	buf_init(&raw, CELL_MAX);
	table->cell(&raw, table->cookie, row, column);
	columns_fit(out, buf_view(&raw), max == 0 ? CELL_MAX : max);
	buf_release(&raw);
}

static size_t
cell_width(const struct columns_table *table, size_t row, size_t column)
{
	struct buf text;
	size_t width;

	buf_init(&text, CELL_MAX);
	cell_text(&text, table, row, column);
	width = prose_width(buf_view(&text));
	buf_release(&text);
	return width;
}

static size_t
largest(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void
measure(const struct columns_table *table, size_t *widths)
{
	for (size_t c = 0; c < table->column_count; c++) {
		const struct column *column = &table->columns[c];

		widths[c] = largest(column->min,
		    prose_width(str_of(column->title)));
		for (size_t r = 0; r < table->row_count && !column->absent; r++)
			widths[c] = largest(widths[c],
			    cell_width(table, r, c));
	}
}

static size_t
line_width(const struct columns_table *table, const size_t *widths,
    const bool *shown)
{
	size_t width = table->indent;

	for (size_t c = 0; c < table->column_count; c++)
		if (shown[c])
			width += widths[c] + (width > table->indent
			        ? table->columns[c].gap : 0);
	return width;
}

/* Drop what is least worth keeping until the line fits, save one column. */
static void
choose(const struct columns_table *table, const size_t *widths, bool *shown)
{
	size_t left = 0;

	for (size_t c = 0; c < table->column_count; c++) {
		shown[c] = !table->columns[c].absent;
		left += shown[c];
	}
	while (left > 1 && line_width(table, widths, shown) > table->width) {
		size_t least = COLUMNS_MAX;

		for (size_t c = 0; c < table->column_count; c++)
			if (shown[c] && (least == COLUMNS_MAX ||
			        table->columns[c].keep <=
			            table->columns[least].keep))
				least = c;
		shown[least] = false;
		left--;
	}
}

static void
painted(struct buf *out, struct str text, const char *paint)
{
	if (paint == NULL || text.len == 0) {
		buf_str(out, text);
		return;
	}
	buf_text(out, "\x1B[");
	buf_text(out, paint);
	buf_char(out, 'm');
	buf_str(out, text);
	buf_text(out, "\x1B[0m");
}

struct place {
	size_t before;
	size_t after;
};

static struct place
place_of(enum columns_side side, size_t room)
{
	if (side == COLUMNS_LEFT)
		return (struct place){ 0, room };
	if (side == COLUMNS_RIGHT)
		return (struct place){ room, 0 };
	return (struct place){ room / 2, room - room / 2 };
}

/* One line; `pending` spaces are written only before something, so that no
 * line ends in spaces. */
struct line {
	struct buf *out;
	size_t pending;
};

static void
put(struct line *line, const struct column *column, size_t width,
    struct str text, const char *paint)
{
	size_t taken = prose_width(text);
	struct place place = place_of(column->side,
	    width > taken ? width - taken : 0);

	line->pending += place.before;
	if (text.len > 0) {
		buf_spaces(line->out, line->pending);
		painted(line->out, text, paint);
		line->pending = 0;
	}
	line->pending += place.after;
}

static void
put_cell(struct line *line, const struct columns_table *table, size_t row,
    size_t column, size_t width)
{
	const char *paint = table->colour && table->paint != NULL
	    ? table->paint(table->cookie, row, column)
	    : NULL;
	struct buf text;

	buf_init(&text, CELL_MAX);
	cell_text(&text, table, row, column);
	put(line, &table->columns[column], width, buf_view(&text), paint);
	buf_release(&text);
}

#define HEAD_ROW SIZE_MAX

static void
put_line(struct buf *out, const struct columns_table *table, size_t row,
    const size_t *widths, const bool *shown)
{
	struct line line = { out, table->indent };
	bool first = true;

	for (size_t c = 0; c < table->column_count; c++) {
		if (!shown[c])
			continue;
		line.pending += first ? 0 : table->columns[c].gap;
		first = false;
		if (row == HEAD_ROW)
			put(&line, &table->columns[c], widths[c],
			    str_of(table->columns[c].title),
			    table->colour ? HEAD_PAINT : NULL);
		else
			put_cell(&line, table, row, c, widths[c]);
	}
	buf_char(out, '\n');
}

bool
columns_table(struct buf *out, const struct columns_table *table)
{
	size_t widths[COLUMNS_MAX];
	bool shown[COLUMNS_MAX], whole = true;

	assert(table->column_count <= COLUMNS_MAX);
	measure(table, widths);
	choose(table, widths, shown);
	put_line(out, table, HEAD_ROW, widths, shown);
	for (size_t row = 0; row < table->row_count; row++)
		put_line(out, table, row, widths, shown);
	for (size_t c = 0; c < table->column_count; c++)
		whole = whole && (shown[c] || table->columns[c].absent);
	return whole;
}

void
columns_wrap(struct buf *out, struct str text, size_t width, size_t first,
    size_t rest)
{
	struct buf clean;
	struct str left;
	size_t at = first;
	bool start = true;

	buf_init(&clean, CELL_MAX);
	markup_plain(&clean, text);
	left = buf_view(&clean);
	buf_spaces(out, first);
	while (left.len > 0) {
		struct str word = prose_take_piece(&left);
		size_t taken = prose_width(word);

		if (!start && at + 1 + taken > width) {
			buf_char(out, '\n');
			buf_spaces(out, rest);
			at = rest;
			start = true;
		}
		if (!start)
			buf_char(out, ' ');
		buf_str(out, word);
		at += taken + !start;
		start = false;
	}
	buf_char(out, '\n');
	buf_release(&clean);
}
