/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/render_pdf.h"

#include "collector/report/pages.h"
#include "collector/report/sheet.h"

#define TEXT_MAX ((size_t)64 * 1024)

#define COLUMN (SHEET_WIDTH - 2 * SHEET_MARGIN)
#define BOTTOM (SHEET_HEIGHT - SHEET_MARGIN)
#define INDENT 16.0
#define GAP 11.0
#define BAR_HEIGHT 8.5
#define FIRST_SHARE 0.38 /* at most, of a first column beside bars */
#define FIRST_LEAST 0.2  /* of it, when bars have no room: names wrap */
#define BAR_LEAST 60.0
#define WRAPPED_WIDTH 46.0 /* titles and small cells may take two lines */

/* A page is set as large as it can be; the bounds of the pages keep it far
 * above the least. */
#define SCALE_MOST 1.2
#define SCALE_STEP 0.03
#define SCALE_LEAST 0.30

static const struct sheet_look plain_look = { 8.6, WEIGHT_PLAIN, ALIGN_LEFT,
	false };
static const struct sheet_look bold_look = { 8.6, WEIGHT_BOLD, ALIGN_LEFT,
	false };
static const struct sheet_look small_look = { 7.3, WEIGHT_PLAIN, ALIGN_LEFT,
	true };
static const struct sheet_look head_look = { 7.6, WEIGHT_BOLD, ALIGN_LEFT,
	true };
static const struct sheet_look mark_look = { 8.6, WEIGHT_BOLD, ALIGN_RIGHT,
	false };
static const struct sheet_look title_look = { 12.6, WEIGHT_BOLD, ALIGN_LEFT,
	false };

/* A page being set: where the next block goes. */
struct setting {
	struct sheet *sheet;
	const struct document *document;
	double y;
	int bookmark; /* of the page; 0 before its first heading */
	bool wide;    /* a table does not fit between the margins */
};

static void
skip(struct setting *setting, double length)
{
	setting->y += sheet_of(setting->sheet, length);
}

/* A text in the structure, at the left edge moved by `indent`. */
static void
put(struct setting *setting, const char *tag, struct str text,
    const struct sheet_look *look, double indent)
{
	double left = sheet_of(setting->sheet, indent);

	sheet_tag(setting->sheet, tag);
	setting->y += sheet_text(setting->sheet, text, look,
	    SHEET_MARGIN + left, setting->y, COLUMN - left);
	sheet_end(setting->sheet, tag);
}

/* --- blocks of text --- */

static void
put_heading(struct setting *setting, const struct block *block, bool draws)
{
	static const struct sheet_look look = { 10.6, WEIGHT_BOLD, ALIGN_LEFT,
		false };

	skip(setting, 9);
	if (draws) {
		int entry = sheet_bookmark(setting->sheet, setting->bookmark,
		    block->text, setting->y);

		if (setting->bookmark == 0)
			setting->bookmark = entry;
	}
	put(setting, "H2", block->text, &look, 0);
	skip(setting, 2.2);
}

struct text_row {
	const struct sheet_look *look;
	double indent, before, after;
};

static const struct sheet_look sentence_look = { 11.6, WEIGHT_PLAIN,
	ALIGN_LEFT, false };

static const struct text_row text_rows[BLOCK_KIND_COUNT] = {
	[BLOCK_SENTENCE] = { &sentence_look, 0, 0, 4 },
	[BLOCK_STRESS] = { &bold_look, 8, 2, 4 },
	[BLOCK_TEXT] = { &plain_look, 0, 0, 2.6 },
	[BLOCK_SMALL] = { &small_look, 0, 0.6, 2.2 },
	[BLOCK_WARNING] = { &bold_look, 8, 3, 3 },
	[BLOCK_QUOTE] = { &plain_look, 8, 1, 1 },
};

static void
put_text(struct setting *setting, const struct block *block)
{
	const struct text_row *row = &text_rows[block->kind];
	double top;

	skip(setting, row->before);
	top = setting->y;
	put(setting, "P", block->text, row->look, row->indent);
	if (row->indent > 0)
		sheet_edge(setting->sheet, SHEET_MARGIN, top,
		    setting->y - top, sheet_of(setting->sheet, 2));
	skip(setting, row->after);
}

static void
put_bullet(struct setting *setting, const struct block *block)
{
	sheet_tag(setting->sheet, "LI");
	sheet_tag(setting->sheet, "Lbl");
	(void)sheet_text(setting->sheet, STR("\xE2\x80\xA2"), &plain_look,
	    SHEET_MARGIN, setting->y, INDENT);
	sheet_end(setting->sheet, "Lbl");
	put(setting, "LBody", block->text, &plain_look, INDENT / 2);
	sheet_end(setting->sheet, "LI");
	skip(setting, 1.6);
}

static void
put_term(struct setting *setting, const struct block *block)
{
	double left = sheet_of(setting->sheet, 150), top = setting->y;
	double bottom;

	sheet_tag(setting->sheet, "P");
	bottom = top + sheet_text(setting->sheet, block->term, &bold_look,
	    SHEET_MARGIN, top, left - sheet_of(setting->sheet, GAP));
	setting->y += sheet_text(setting->sheet, block->text, &plain_look,
	    SHEET_MARGIN + left, top, COLUMN - left);
	sheet_end(setting->sheet, "P");
	if (setting->y < bottom)
		setting->y = bottom;
	skip(setting, 2.2);
}

/* --- decisions --- */

/* A choice breaks at no space of its own. */
static void
write_choice(struct buf *out, struct str choice)
{
	buf_text(out, "\xE2\x98\x90\xC2\xA0"); /* a box to tick */
	for (size_t i = 0; i < choice.len; i++)
		if (choice.at[i] == ' ')
			buf_text(out, "\xC2\xA0");
		else
			buf_char(out, choice.at[i]);
}

static void
put_choices(struct setting *setting, const struct block *block)
{
	struct buf line;

	buf_init(&line, TEXT_MAX);
	for (size_t i = 0; i < block->choice_count; i++) {
		buf_text(&line, i > 0 ? "  \xE2\x80\x83" : "");
		write_choice(&line, block->choices[i]);
	}
	if (line.len > 0)
		put(setting, "P", buf_view(&line), &plain_look, INDENT);
	buf_release(&line);
}

static void
put_decision(struct setting *setting, const struct block *block)
{
	struct buf number;

	buf_init(&number, TEXT_MAX);
	buf_format(&number, "%u.", block->number);
	sheet_tag(setting->sheet, "LI");
	sheet_tag(setting->sheet, "Lbl");
	(void)sheet_text(setting->sheet, buf_view(&number), &bold_look,
	    SHEET_MARGIN, setting->y, INDENT * 2);
	sheet_end(setting->sheet, "Lbl");
	sheet_tag(setting->sheet, "LBody");
	put(setting, "P", block->text, &bold_look, INDENT);
	put_choices(setting, block);
	for (size_t i = 0; i < block->line_count; i++) {
		skip(setting, 1);
		put(setting, "P", block->lines[i], &small_look, INDENT);
	}
	sheet_end(setting->sheet, "LBody");
	sheet_end(setting->sheet, "LI");
	buf_release(&number);
	skip(setting, 4);
}

/* --- tables --- */

static bool
is_bars(const struct table *table, size_t column)
{
	for (const struct table_row *row = table->rows; row != NULL;
	     row = row->next)
		if (row->cells[column].bar != NULL)
			return true;
	return false;
}

static double
larger(double a, double b)
{
	return a > b ? a : b;
}

/* The longest of a text's words, none of which is ever cut. */
static double
word_width(struct sheet *sheet, struct str text, const struct sheet_look *look)
{
	double width = 0;

	for (struct str word; text.len > 0;) {
		if (!str_cut(text, STR(" "), &word, &text)) {
			word = text;
			text.len = 0;
		}
		width = larger(width, sheet_text_width(sheet, word, look));
	}
	return width;
}

/* What may be wrapped needs this much: a few words, or the longest of them. */
static double
wrapped_width(struct sheet *sheet, struct str text,
    const struct sheet_look *look)
{
	double whole = sheet_text_width(sheet, text, look);
	double limit = larger(sheet_of(sheet, WRAPPED_WIDTH),
	    word_width(sheet, text, look));

	return whole < limit ? whole : limit;
}

static double
column_width(struct sheet *sheet, const struct table *table, size_t column)
{
	double width = wrapped_width(sheet, table->columns[column].title,
	    &head_look);

	for (const struct table_row *row = table->rows; row != NULL;
	     row = row->next) {
		width = larger(width, sheet_text_width(sheet,
		    row->cells[column].text,
		    column == 0 ? &bold_look : &plain_look));
		width = larger(width, wrapped_width(sheet,
		    row->cells[column].small, &small_look));
	}
	return width;
}

static size_t
column_of_bars(const struct table *table)
{
	for (size_t i = 1; i < table->column_count; i++)
		if (is_bars(table, i))
			return i;
	return 0;
}

static double
smaller(double a, double b)
{
	return a < b ? a : b;
}

/* Bars take what the others leave; without bars, the first column does.  False:
 * they are wider than the page. */
static bool
column_widths(struct sheet *sheet, const struct table *table,
    double ret[TABLE_COLUMNS_MAX])
{
	size_t bars = column_of_bars(table);
	double left = COLUMN;

	for (size_t i = 0; i < table->column_count; i++) {
		ret[i] = i == bars ? 0 : column_width(sheet, table, i);
		if (i == 0 && ret[i] > COLUMN * FIRST_SHARE)
			ret[i] = COLUMN * FIRST_SHARE;
		left -= ret[i] + (i > 0 ? sheet_of(sheet, GAP) : 0);
	}
	if (bars > 0 && left < BAR_LEAST) {
		double taken = smaller(BAR_LEAST - left,
		    larger(ret[0] - COLUMN * FIRST_LEAST, 0));

		ret[0] -= taken;
		left += taken;
	}
	ret[bars] = larger(left, BAR_LEAST);
	return left >= BAR_LEAST;
}

static double
put_cell(struct setting *setting, const struct table *table, size_t column,
    const struct cell *cell, double x, double width)
{
	struct sheet_look text = column == 0 ? bold_look : plain_look;
	struct sheet *sheet = setting->sheet;
	const char *tag = column == 0 ? "TH" : "TD";
	double height = 0;

	text.align = table->columns[column].number ? ALIGN_RIGHT : ALIGN_LEFT;
	if (cell->bar != NULL) {
		sheet_bar(sheet, cell->bar, x, setting->y +
		    sheet_of(sheet, 1.5), width, sheet_of(sheet, BAR_HEIGHT));
		return sheet_of(sheet, BAR_HEIGHT);
	}
	sheet_tag(sheet, tag);
	if (cell->text.len > 0)
		height = sheet_text(sheet, cell->text, &text, x, setting->y,
		    width);
	if (cell->small.len > 0)
		height += sheet_text(sheet, cell->small, &small_look, x,
		    setting->y + height, width);
	sheet_end(sheet, tag);
	return height;
}

static void
put_row(struct setting *setting, const struct table *table,
    const struct table_row *row, const double widths[TABLE_COLUMNS_MAX])
{
	double x = SHEET_MARGIN, height = 0;

	sheet_rule(setting->sheet, SHEET_MARGIN, setting->y, COLUMN, 0.4);
	skip(setting, 1.8);
	sheet_tag(setting->sheet, "TR");
	for (size_t i = 0; i < table->column_count; i++) {
		height = larger(height, put_cell(setting, table, i,
		    &row->cells[i], x, widths[i]));
		x += widths[i] + sheet_of(setting->sheet, GAP);
	}
	sheet_end(setting->sheet, "TR");
	setting->y += height;
	skip(setting, 1.8);
}

static void
put_head(struct setting *setting, const struct table *table,
    const double widths[TABLE_COLUMNS_MAX])
{
	double x = SHEET_MARGIN, height = 0;

	sheet_tag(setting->sheet, "TR");
	for (size_t i = 0; i < table->column_count; i++) {
		struct sheet_look look = head_look;

		look.align = table->columns[i].number ? ALIGN_RIGHT
		                                      : ALIGN_LEFT;
		sheet_tag(setting->sheet, "TH");
		height = larger(height, sheet_text(setting->sheet,
		    table->columns[i].title, &look, x, setting->y,
		    widths[i]));
		sheet_end(setting->sheet, "TH");
		x += widths[i] + sheet_of(setting->sheet, GAP);
	}
	sheet_end(setting->sheet, "TR");
	setting->y += height;
	skip(setting, 1);
}

static void
put_table(struct setting *setting, const struct table *table)
{
	double widths[TABLE_COLUMNS_MAX];

	if (!column_widths(setting->sheet, table, widths))
		setting->wide = true;
	put(setting, "P", table->caption, &small_look, 0);
	skip(setting, 2);
	sheet_tag(setting->sheet, "Table");
	put_head(setting, table, widths);
	for (const struct table_row *row = table->rows; row != NULL;
	     row = row->next)
		put_row(setting, table, row, widths);
	sheet_end(setting->sheet, "Table");
	skip(setting, 3);
}

/* --- groups, in two columns --- */

#define GROUPS_GAP 12.0 /* between the columns */
#define GROUP_INDENT 7.5

static const struct sheet_look group_look = { 7.9, WEIGHT_BOLD, ALIGN_LEFT,
	false };
static const struct sheet_look item_look = { 7.6, WEIGHT_PLAIN, ALIGN_LEFT,
	false };

static void
put_item(struct setting *setting, const struct item *item, double x,
    double width)
{
	struct sheet *sheet = setting->sheet;
	double indent = sheet_of(sheet, GROUP_INDENT);

	sheet_tag(sheet, "LI");
	sheet_tag(sheet, "Lbl");
	(void)sheet_text(sheet, STR("\xE2\x80\xA2"), &item_look, x, setting->y,
	    indent);
	sheet_end(sheet, "Lbl");
	sheet_tag(sheet, "LBody");
	setting->y += sheet_text(sheet, item->text, &item_look, x + indent,
	    setting->y, width - indent);
	sheet_end(sheet, "LBody");
	sheet_end(sheet, "LI");
}

static void
put_group(struct setting *setting, const struct block *block, double x,
    double width)
{
	sheet_tag(setting->sheet, "P");
	setting->y += sheet_text(setting->sheet, block->text, &group_look, x,
	    setting->y, width);
	sheet_end(setting->sheet, "P");
	sheet_tag(setting->sheet, "L");
	for (const struct item *item = block->items; item != NULL;
	     item = item->next)
		put_item(setting, item, x, width);
	sheet_end(setting->sheet, "L");
	skip(setting, 3.2);
}

static double
group_lines(const struct block *block)
{
	double lines = 1.5;

	for (const struct item *item = block->items; item != NULL;
	     item = item->next)
		lines++;
	return lines;
}

/* Where the second column begins: the first holds half of the run, or the
 * group that crosses the half when most of it is before. */
static const struct block *
second_column(const struct block *first)
{
	double all = 0, before = 0;
	const struct block *block;

	for (block = first; block != NULL && block->kind == BLOCK_GROUP;
	     block = block->next)
		all += group_lines(block);
	for (block = first; block != NULL && block->kind == BLOCK_GROUP;
	     block = block->next) {
		if (before > 0 && before + group_lines(block) / 2 > all / 2)
			break;
		before += group_lines(block);
	}
	return block;
}

/* A run of groups; returns the last of them. */
static const struct block *
put_groups(struct setting *setting, const struct block *first)
{
	const struct block *second = second_column(first), *last = first;
	double gap = sheet_of(setting->sheet, GROUPS_GAP);
	double width = (COLUMN - gap) / 2, top = setting->y, x = SHEET_MARGIN;
	double bottom = top;

	for (const struct block *block = first;
	     block != NULL && block->kind == BLOCK_GROUP;
	     block = block->next) {
		if (block == second) {
			x += width + gap;
			setting->y = top;
		}
		put_group(setting, block, x, width);
		bottom = larger(bottom, setting->y);
		last = block;
	}
	setting->y = bottom;
	return last;
}

/* --- pages --- */

static void
put_block(struct setting *setting, const struct block *block, bool draws)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		put_heading(setting, block, draws);
		break;
	case BLOCK_DECISION:
		put_decision(setting, block);
		break;
	case BLOCK_BULLET:
		put_bullet(setting, block);
		break;
	case BLOCK_TERM:
		put_term(setting, block);
		break;
	case BLOCK_TABLE:
		put_table(setting, block->table);
		break;
	default:
		put_text(setting, block);
	}
}

static bool
is_list(const struct block *block)
{
	return block->kind == BLOCK_DECISION || block->kind == BLOCK_BULLET;
}

static void
put_blocks(struct setting *setting, const struct block *first, bool draws)
{
	const struct block *before = NULL;

	for (const struct block *block = first; block != NULL;
	     before = block, block = block->next) {
		bool begins = before == NULL || before->kind != block->kind;
		bool ends = block->next == NULL ||
		    block->next->kind != block->kind;

		if (is_list(block) && begins)
			sheet_tag(setting->sheet, "L");
		if (block->kind == BLOCK_GROUP)
			block = put_groups(setting, block);
		else
			put_block(setting, block, draws);
		if (is_list(block) && ends)
			sheet_end(setting->sheet, "L");
	}
}

/* "Octobre 2026 . p. 1/4" */
static void
write_mark(struct buf *out, const struct setting *setting,
    const struct page *page)
{
	buf_str(out, setting->document->period);
	buf_text(out, " \xC2\xB7 ");
	buf_str(out, page->mark);
}

static double
mark_width(const struct setting *setting, const struct page *page)
{
	struct buf mark;
	double width;

	buf_init(&mark, TEXT_MAX);
	write_mark(&mark, setting, page);
	width = sheet_text_width(setting->sheet, buf_view(&mark), &mark_look);
	buf_release(&mark);
	return width + sheet_of(setting->sheet, GAP);
}

/* At the right of the line that comes. */
static void
put_mark(struct setting *setting, const struct page *page)
{
	struct buf mark;

	buf_init(&mark, TEXT_MAX);
	write_mark(&mark, setting, page);
	(void)sheet_text(setting->sheet, buf_view(&mark), &mark_look,
	    SHEET_MARGIN, setting->y, COLUMN);
	buf_release(&mark);
}

/* The first page: its title, the mark beside it or, when the title needs the
 * whole line, beside the second. */
static void
put_title(struct setting *setting)
{
	const struct document *document = setting->document;
	double right = mark_width(setting, &document->pages[0]);
	bool apart = right + sheet_text_width(setting->sheet, document->title,
	    &title_look) > COLUMN;

	sheet_tag(setting->sheet, "H1");
	if (!apart)
		put_mark(setting, &document->pages[0]);
	setting->y += sheet_text(setting->sheet, document->title, &title_look,
	    SHEET_MARGIN, setting->y, COLUMN - (apart ? 0 : right));
	sheet_end(setting->sheet, "H1");
	sheet_tag(setting->sheet, "P");
	if (apart)
		put_mark(setting, &document->pages[0]);
	if (apart || document->who.len > 0)
		setting->y += sheet_text(setting->sheet, document->who,
		    &plain_look, SHEET_MARGIN, setting->y,
		    COLUMN - (apart ? right : 0));
	sheet_end(setting->sheet, "P");
}

/* The others: whose report it is, and the mark. */
static void
put_running_head(struct setting *setting, const struct page *page)
{
	sheet_tag(setting->sheet, "P");
	put_mark(setting, page);
	setting->y += sheet_text(setting->sheet, setting->document->author,
	    &bold_look, SHEET_MARGIN, setting->y,
	    COLUMN - mark_width(setting, page));
	sheet_end(setting->sheet, "P");
}

static void
put_top(struct setting *setting, size_t number)
{
	const struct document *document = setting->document;

	if (number == 0)
		put_title(setting);
	else
		put_running_head(setting, &document->pages[number]);
	skip(setting, 3);
	sheet_rule(setting->sheet, SHEET_MARGIN, setting->y, COLUMN, 1);
	skip(setting, 1);
	if (document->demo.len > 0) {
		skip(setting, 3);
		put(setting, "P", document->demo, &bold_look, 0);
	}
}

/* The page set at the sheet's scale; whether it holds all of it. */
static bool
put_page(struct sheet *sheet, const struct document *document, size_t number,
    bool draws)
{
	struct setting setting = { sheet, document, SHEET_MARGIN, 0, false };

	sheet_draws(sheet, draws);
	sheet_tag(sheet, "Sect");
	put_top(&setting, number);
	put_blocks(&setting, document->pages[number].first, draws);
	sheet_end(sheet, "Sect");
	return setting.y <= BOTTOM && !setting.wide;
}

static void
put_document(struct sheet *sheet, const struct document *document)
{
	for (size_t i = 0; i < document->page_count; i++) {
		double scale = SCALE_MOST;

		sheet_scale(sheet, scale);
		while (!put_page(sheet, document, i, false) &&
		    scale > SCALE_LEAST) {
			scale -= SCALE_STEP;
			sheet_scale(sheet, scale);
		}
		(void)put_page(sheet, document, i, true);
		sheet_turn(sheet);
	}
}

enum message
render_pdf_warning(void)
{
	return sheet_has_font() ? MESSAGE_COUNT : MSG_REPORT_OTHER_FONT;
}

enum status
render_pdf(struct buf *out, const struct report *report,
    enum language language, struct err *err)
{
	struct document document;
	struct sheet *sheet = NULL;
	enum status code = pages_make(report, language, &document, err);

	if (code != OK)
		return code;
	code = sheet_new(out, &document, &sheet, err);
	if (code == OK) {
		put_document(sheet, &document);
		code = sheet_finish(sheet, err);
	}
	document_release(&document);
	return code;
}
