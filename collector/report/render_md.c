/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/render_md.h"

#include "collector/report/pages.h"

#include "core/markup.h"

#define TEXT_MAX ((size_t)64 * 1024)

/* Our own words stand as they are; a name is escaped. */
static void
write_text(struct buf *out, struct str text)
{
	struct str before, name;

	while (str_cut(text, STR(MARK_NAME), &before, &text)) {
		markup_plain(out, before);
		if (!str_cut(text, STR(MARK_NAME_END), &name, &text))
			break;
		markup_markdown(out, name);
	}
	markup_plain(out, text);
}

static void
write_line(struct buf *out, const char *before, struct str text,
    const char *after)
{
	buf_text(out, before);
	write_text(out, text);
	buf_text(out, after);
}

static void
write_decision(struct buf *out, const struct block *block)
{
	buf_format(out, "%u. **", block->number);
	write_line(out, "", block->text, "**\n");
	for (size_t i = 0; i < block->choice_count; i++)
		write_line(out, "   - [ ] ", block->choices[i], "\n");
	for (size_t i = 0; i < block->line_count; i++)
		write_line(out, "\n   ", block->lines[i], "\n");
	buf_char(out, '\n');
}

static void
write_cell(struct buf *out, const struct cell *cell)
{
	write_line(out, " ", cell->text, "");
	if (cell->text.len == 0)
		write_text(out, cell->small);
	else if (cell->small.len > 0)
		write_line(out, " (", cell->small, ")");
	buf_text(out, " |");
}

/* A column of bars is left out: its figures stand beside it. */
static bool
is_bars(const struct table *table, size_t column)
{
	for (const struct table_row *row = table->rows; row != NULL;
	     row = row->next)
		if (row->cells[column].bar != NULL)
			return true;
	return false;
}

static void
write_table(struct buf *out, const struct table *table)
{
	write_line(out, "*", table->caption, "*\n\n|");
	for (size_t i = 0; i < table->column_count; i++)
		if (!is_bars(table, i))
			write_line(out, " ", table->columns[i].title, " |");
	buf_text(out, "\n|");
	for (size_t i = 0; i < table->column_count; i++)
		if (!is_bars(table, i))
			buf_text(out, table->columns[i].number ? " ---: |"
			                                       : " --- |");
	buf_char(out, '\n');
	for (const struct table_row *row = table->rows; row != NULL;
	     row = row->next) {
		buf_char(out, '|');
		for (size_t i = 0; i < table->column_count; i++)
			if (!is_bars(table, i))
				write_cell(out, &row->cells[i]);
		buf_char(out, '\n');
	}
	buf_char(out, '\n');
}

static void
write_group(struct buf *out, const struct block *block)
{
	write_line(out, "**", block->text, "**\n\n");
	for (const struct item *item = block->items; item != NULL;
	     item = item->next)
		write_line(out, "- ", item->text, "\n");
	buf_char(out, '\n');
}

struct md_row {
	const char *before, *after;
};

static const struct md_row md_rows[BLOCK_KIND_COUNT] = {
	[BLOCK_HEADING] = { "### ", "\n\n" },
	[BLOCK_SENTENCE] = { "**", "**\n\n" },
	[BLOCK_STRESS] = { "**", "**\n\n" },
	[BLOCK_TEXT] = { "", "\n\n" },
	[BLOCK_SMALL] = { "", "\n\n" },
	[BLOCK_WARNING] = { "> **", "**\n\n" },
	[BLOCK_QUOTE] = { "> ", "\n>\n" },
	[BLOCK_BULLET] = { "- ", "\n" },
};

static void
write_block(struct buf *out, const struct block *block)
{
	const struct md_row *row = &md_rows[block->kind];
	bool last = (block->kind == BLOCK_BULLET ||
	                block->kind == BLOCK_QUOTE) &&
	    (block->next == NULL || block->next->kind != block->kind);

	if (block->kind == BLOCK_DECISION)
		write_decision(out, block);
	else if (block->kind == BLOCK_TABLE)
		write_table(out, block->table);
	else if (block->kind == BLOCK_GROUP)
		write_group(out, block);
	else if (block->kind == BLOCK_TERM) {
		write_line(out, "**", block->term, ".** ");
		write_line(out, "", block->text, "\n\n");
	} else
		write_line(out, row->before, block->text, row->after);
	buf_text(out, last ? "\n" : "");
}

static void
write_head(struct buf *out, const struct document *document)
{
	write_line(out, "# ", document->title, "\n\n");
	write_line(out, "", document->who, "  \n");
	write_line(out, "", document->period, "\n\n");
}

static void
write_page(struct buf *out, const struct document *document,
    const struct page *page)
{
	if (document->demo.len > 0)
		write_line(out, "**", document->demo, "**\n\n");
	for (const struct block *block = page->first; block != NULL;
	     block = block->next)
		write_block(out, block);
}

static void
write_document(struct buf *out, const struct document *document)
{
	write_head(out, document);
	for (size_t i = 0; i < document->page_count; i++) {
		write_line(out, "## ", document->pages[i].mark, "\n\n");
		write_page(out, document, &document->pages[i]);
	}
}

void
render_md_first_page(struct buf *out, const struct document *document)
{
	write_head(out, document);
	if (document->page_count > 0)
		write_page(out, document, &document->pages[0]);
}

enum status
render_md(struct buf *out, const struct report *report,
    enum language language, struct err *err)
{
	struct document document;
	enum status code = pages_make(report, language, &document, err);

	if (code != OK)
		return code;
	write_document(out, &document);
	document_release(&document);
	return buf_status(out) == OK
	    ? OK : err_set(err, buf_status(out), MSG_NO_MEMORY, NO_ARGS);
}
