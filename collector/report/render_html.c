/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/render_html.h"

#include "collector/report/chart.h"
#include "collector/report/pages.h"
#include "collector/report/style.h"

#include "core/markup.h"

#include <string.h>

#define TEXT_MAX ((size_t)64 * 1024)
#define ELLIPSIS_BYTES 3

/* A telephone has room for fewer. */
#define CARD_COLUMNS 4

/* --- text --- */

/* What stands at `at` and is not text: its length, and what is written for
 * it; 0 when it is text. */
static size_t
special(struct str text, size_t at, bool *code, const char **ret)
{
	*ret = NULL;
	if (str_starts(str_skip(text, at), STR(MARK_NAME)))
		*ret = "<bdi>";
	else if (str_starts(str_skip(text, at), STR(MARK_NAME_END)))
		*ret = "</bdi>";
	else if (text.at[at] == '`') {
		*ret = *code ? "</code>" : "<code>";
		*code = !*code;
	} else if (document_is_blank(text, at)) {
		*ret = "<span class=\"blank\">\xE2\x80\xA6</span>";
		return ELLIPSIS_BYTES;
	}
	return *ret == NULL ? 0 : 1;
}

static void
write_text(struct buf *out, struct str text)
{
	size_t from = 0;
	bool code = false;

	for (size_t at = 0; at < text.len;) {
		const char *written;
		size_t length = special(text, at, &code, &written);

		if (length == 0) {
			at++;
			continue;
		}
		markup_html(out, str_head(str_skip(text, from), at - from));
		buf_text(out, written);
		at += length;
		from = at;
	}
	markup_html(out, str_skip(text, from));
	buf_text(out, code ? "</code>" : "");
}

static void
write_element(struct buf *out, const char *open, struct str text,
    const char *close)
{
	buf_text(out, open);
	write_text(out, text);
	buf_text(out, close);
}

/* --- bars --- */

static void
write_shape(struct buf *out, const struct chart_shape *shape)
{
	static const char *const classes[] = {
		[CHART_TRACK] = "t",
		[CHART_SOLID] = "s",
		[CHART_OUTLINE] = "o",
	};

	if (shape->kind == CHART_LINE)
		buf_format(out,
		    "<line class=\"l\" x1=\"%d\" y1=\"%d\" x2=\"%d\" "
		    "y2=\"%d\"/>",
		    shape->x, shape->y + shape->height,
		    shape->x + shape->width, shape->y);
	else
		buf_format(out,
		    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
		    "height=\"%d\"/>",
		    classes[shape->kind], shape->x, shape->y, shape->width,
		    shape->height);
}

static void
write_bar(struct buf *out, const struct bar *bar)
{
	struct chart_shape shapes[CHART_SHAPES_MAX];
	size_t count = chart_bar(bar, shapes);

	buf_format(out,
	    "<svg role=\"img\" viewBox=\"0 0 %d %d\" "
	    "preserveAspectRatio=\"none\"><title>",
	    CHART_WIDTH, CHART_HEIGHT);
	markup_html(out, bar->title);
	buf_text(out, "</title><desc>");
	markup_html(out, bar->desc);
	buf_text(out, "</desc>");
	for (size_t i = 0; i < count; i++)
		write_shape(out, &shapes[i]);
	buf_text(out, "</svg>");
}

/* --- tables --- */

/* On a telephone a row is a card: each cell names its column, and the roles
 * say that it still is a table. */
static void
write_cell(struct buf *out, const struct table *table, size_t column,
    const struct cell *cell)
{
	if (column == 0) {
		write_element(out, "<th scope=\"row\" role=\"rowheader\">",
		    cell->text, "</th>");
		return;
	}
	if (cell->bar != NULL) {
		buf_text(out, "<td role=\"cell\" class=\"bar\">");
		write_bar(out, cell->bar);
		buf_text(out, "</td>");
		return;
	}
	buf_text(out, "<td role=\"cell\" data-label=\"");
	markup_html(out, table->columns[column].title);
	write_element(out,
	    table->columns[column].number ? "\" class=\"n\">" : "\">",
	    cell->text, "");
	if (cell->small.len > 0)
		write_element(out, "<small>", cell->small, "</small>");
	buf_text(out, "</td>");
}

static void
write_head(struct buf *out, const struct table *table)
{
	buf_text(out, "<thead role=\"rowgroup\">\n<tr role=\"row\">");
	for (size_t i = 0; i < table->column_count; i++)
		write_element(out, table->columns[i].number
		        ? "<th scope=\"col\" role=\"columnheader\" "
		          "class=\"n\">"
		        : "<th scope=\"col\" role=\"columnheader\">",
		    table->columns[i].title, "</th>");
	buf_text(out, "</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
}

/* A table may be wider than its page: then it scrolls, by keyboard too. */
static void
write_table(struct buf *out, const struct table *table)
{
	buf_text(out, table->column_count < CARD_COLUMNS
	        ? "<div class=\"wide\" role=\"group\" tabindex=\"0\" "
	        : "<div class=\"wide cards\" role=\"group\" tabindex=\"0\" ");
	buf_text(out, "aria-label=\"");
	markup_html(out, table->caption);
	write_element(out, "\">\n<table role=\"table\">\n<caption>",
	    table->caption, "</caption>\n");
	write_head(out, table);
	for (const struct table_row *row = table->rows; row != NULL;
	     row = row->next) {
		buf_text(out, "<tr role=\"row\">");
		for (size_t i = 0; i < table->column_count; i++)
			write_cell(out, table, i, &row->cells[i]);
		buf_text(out, "</tr>\n");
	}
	buf_text(out, "</tbody>\n</table>\n</div>\n");
}

/* --- blocks --- */

static void
write_decision(struct buf *out, const struct block *block)
{
	buf_format(out, "<li><span class=\"no\">%u</span>", block->number);
	write_element(out, "<span class=\"what\">", block->text, "</span>\n");
	if (block->choice_count > 0)
		buf_text(out, "<ul class=\"boxes\" role=\"list\">");
	for (size_t i = 0; i < block->choice_count; i++)
		write_element(out, "<li><span class=\"box\"></span>",
		    block->choices[i], "</li>");
	if (block->choice_count > 0)
		buf_text(out, "</ul>\n");
	for (size_t i = 0; i < block->line_count; i++)
		write_element(out, "<p class=\"small\">", block->lines[i],
		    "</p>\n");
	buf_text(out, "</li>\n");
}

static void
write_group(struct buf *out, const struct block *block)
{
	write_element(out, "<div>\n<h3>", block->text, "</h3>\n<ul>\n");
	for (const struct item *item = block->items; item != NULL;
	     item = item->next)
		write_element(out, "<li>", item->text, "</li>\n");
	buf_text(out, "</ul>\n</div>\n");
}

/* What surrounds a block, and what surrounds a run of such blocks. */
struct html_row {
	const char *open, *close;
	const char *run_open, *run_close;
};

static const struct html_row html_rows[BLOCK_KIND_COUNT] = {
	[BLOCK_HEADING] = { "<h2>", "</h2>\n", "", "" },
	[BLOCK_SENTENCE] = { "<p class=\"sentence\">", "</p>\n", "", "" },
	[BLOCK_STRESS] = { "<p class=\"stress\">", "</p>\n", "", "" },
	[BLOCK_TEXT] = { "<p>", "</p>\n", "", "" },
	[BLOCK_SMALL] = { "<p class=\"small\">", "</p>\n", "", "" },
	[BLOCK_WARNING] = { "<p class=\"warning\">", "</p>\n", "", "" },
	[BLOCK_QUOTE] = { "<p>", "</p>\n", "<blockquote>\n",
	    "</blockquote>\n" },
	[BLOCK_DECISION] = { "", "", "<ol class=\"agenda\" role=\"list\">\n",
	    "</ol>\n" },
	[BLOCK_BULLET] = { "<li>", "</li>\n", "<ul>\n", "</ul>\n" },
	[BLOCK_TERM] = { "<dd>", "</dd>\n", "<dl>\n", "</dl>\n" },
	[BLOCK_TABLE] = { "", "", "", "" },
	[BLOCK_GROUP] = { "", "", "<div class=\"groups\">\n", "</div>\n" },
};

static void
write_block(struct buf *out, const struct block *block)
{
	const struct html_row *row = &html_rows[block->kind];

	if (block->kind == BLOCK_DECISION)
		write_decision(out, block);
	else if (block->kind == BLOCK_TABLE)
		write_table(out, block->table);
	else if (block->kind == BLOCK_GROUP)
		write_group(out, block);
	else {
		if (block->kind == BLOCK_TERM)
			write_element(out, "<dt>", block->term, "</dt>\n");
		write_element(out, row->open, block->text, row->close);
	}
}

static void
write_blocks(struct buf *out, const struct block *first)
{
	const struct block *before = NULL;

	for (const struct block *block = first; block != NULL;
	     before = block, block = block->next) {
		bool begins = before == NULL || before->kind != block->kind;
		bool ends = block->next == NULL ||
		    block->next->kind != block->kind;

		buf_text(out, begins ? html_rows[block->kind].run_open : "");
		write_block(out, block);
		buf_text(out, ends ? html_rows[block->kind].run_close : "");
	}
}

/* --- the whole --- */

static void
write_header(struct buf *out, const struct document *document)
{
	buf_text(out,
	    "<header>\n<p class=\"brand\"><svg viewBox=\"0 0 24 24\" "
	    "aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\" "
	    "stroke-width=\"1.6\" stroke-linejoin=\"round\">"
	    "<path d=\"M9 3h6M12 3v3M7 9l1.5-3h7L17 9v9l-1.5 3h-7L7 18z"
	    "M7 9h10M7 18h10\"/><path d=\"M12 11c1.6 1.7 1.6 4 0 5-1.6-1"
	    "-1.6-3.3 0-5z\" fill=\"currentColor\"/></svg>Lanterne</p>\n");
	write_element(out, "<h1>", document->title, "</h1>\n");
	write_element(out, "<p class=\"who\">", document->who, "</p>\n");
	write_element(out, "<p class=\"who\">", document->period, "</p>\n");
	buf_text(out, "</header>\n");
}

/* On paper each page repeats what the header says on a screen. */
static void
write_page(struct buf *out, const struct document *document, size_t number)
{
	const struct page *page = &document->pages[number];

	buf_text(out, "<section aria-label=\"");
	markup_html(out, page->mark);
	write_element(out, "\">\n<div class=\"sheet\" aria-hidden=\"true\">"
	    "<span>", number == 0 ? document->title : document->author,
	    "</span>");
	write_element(out, "<span>", document->period, "</span></div>\n");
	if (number == 0)
		write_element(out, "<p class=\"paper\" "
		    "aria-hidden=\"true\">", document->who, "</p>\n");
	write_element(out, "<p class=\"mark\">", page->mark, "</p>\n");
	if (document->demo.len > 0)
		write_element(out, "<p class=\"demo\">", document->demo,
		    "</p>\n");
	write_blocks(out, page->first);
	buf_text(out, "</section>\n");
}

static void
write_document(struct buf *out, const struct document *document)
{
	struct markup_page frame = { document->language, { "", 0 },
		report_style() };
	struct buf title;

	buf_init(&title, TEXT_MAX);
	buf_str(&title, document->title);
	buf_text(&title, " \xC2\xB7 ");
	buf_str(&title, document->period);
	frame.title = buf_view(&title);
	markup_page_open(out, &frame);
	write_header(out, document);
	buf_text(out, "<main>\n");
	for (size_t i = 0; i < document->page_count; i++)
		write_page(out, document, i);
	buf_text(out, "</main>\n");
	markup_page_close(out);
	buf_release(&title);
}

enum status
render_html(struct buf *out, const struct report *report,
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
