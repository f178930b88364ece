/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/document.h"

#include "core/markup.h"

#define MEMORY_MAX ((size_t)8 << 20)
#define TEXT_MAX ((size_t)64 * 1024)
#define ELLIPSIS "\xE2\x80\xA6"

void
document_init(struct document *document, enum language language)
{
	*document = (struct document){ .language = language };
	arena_init(&document->memory, MEMORY_MAX);
}

void
document_release(struct document *document)
{
	arena_release(&document->memory);
	*document = (struct document){ .failed = true };
}

/* Zeroed memory, or NULL and the document has failed. */
static void *
take(struct document *document, size_t size)
{
	void *at = arena_alloc(&document->memory, 1, size);

	if (at == NULL)
		document->failed = true;
	return at;
}

struct str
document_keep(struct document *document, struct str text)
{
	struct str copy = arena_str(&document->memory, text);

	if (copy.at != NULL)
		return copy;
	document->failed = true;
	return STR("");
}

void
document_page(struct document *document)
{
	struct buf mark;

	buf_init(&mark, TEXT_MAX);
	message_write(&mark, document->language, MSG_REPORT_PAGE,
	    ARGS(digits((long long)document->page_count + 1).text,
	        digits(DOCUMENT_PAGES).text));
	document->pages[document->page_count++].mark =
	    document_keep(document, buf_view(&mark));
	buf_release(&mark);
}

struct block *
document_add(struct document *document, enum block_kind kind, struct str text)
{
	struct page *page = &document->pages[document->page_count - 1];
	struct block *block = take(document, sizeof(*block));

	if (block == NULL) {
		document->spare_block = (struct block){ .kind = kind };
		return &document->spare_block;
	}
	block->kind = kind;
	block->text = document_keep(document, text);
	if (page->last == NULL)
		page->first = block;
	else
		page->last->next = block;
	page->last = block;
	return block;
}

struct str
document_words(struct document *document, enum message id,
    const char *const *args)
{
	struct buf words;
	struct str kept;

	buf_init(&words, TEXT_MAX);
	message_write(&words, document->language, id, args);
	kept = document_keep(document, buf_view(&words));
	buf_release(&words);
	return kept;
}

struct block *
document_say(struct document *document, enum block_kind kind, enum message id,
    const char *const *args)
{
	return document_add(document, kind,
	    document_words(document, id, args));
}

void
document_choice(struct document *document, struct block *block,
    enum message id)
{
	if (block->choice_count < DECISION_CHOICES_MAX)
		block->choices[block->choice_count++] =
		    document_words(document, id, NO_ARGS);
}

void
document_line(struct document *document, struct block *block, struct str text)
{
	if (block->line_count < DECISION_LINES_MAX)
		block->lines[block->line_count++] =
		    document_keep(document, text);
}

struct table *
document_table(struct document *document, struct str caption)
{
	struct block *block = document_add(document, BLOCK_TABLE, STR(""));

	block->table = take(document, sizeof(*block->table));
	if (block->table == NULL)
		block->table = &document->spare_table;
	block->table->caption = document_keep(document, caption);
	return block->table;
}

void
document_column(struct document *document, struct table *table,
    enum message title, bool number)
{
	if (table->column_count == TABLE_COLUMNS_MAX)
		return;
	table->columns[table->column_count].number = number;
	table->columns[table->column_count++].title =
	    document_words(document, title, NO_ARGS);
}

void
document_item(struct document *document, struct block *block, struct str text)
{
	struct item *item = take(document, sizeof(*item));

	if (item == NULL)
		return;
	item->text = document_keep(document, text);
	if (block->last_item == NULL)
		block->items = item;
	else
		block->last_item->next = item;
	block->last_item = item;
}

struct table_row *
document_row(struct document *document, struct table *table)
{
	struct table_row *row = take(document, sizeof(*row));

	if (row == NULL)
		return &document->spare_row;
	if (table->last == NULL)
		table->rows = row;
	else
		table->last->next = row;
	table->last = row;
	return row;
}

const struct bar *
document_bar(struct document *document, struct bar bar)
{
	struct bar *kept = take(document, sizeof(*kept));

	if (kept != NULL)
		*kept = bar;
	return kept;
}

/* The first `characters` of UTF-8 text. */
static struct str
first_characters(struct str text, size_t characters)
{
	size_t n = 0;

	for (; n < text.len; n++)
		if (((unsigned char)text.at[n] & 0xC0) != 0x80 &&
		    characters-- == 0)
			break;
	return str_head(text, n);
}

void
document_name(struct buf *out, struct str name, size_t characters)
{
	struct buf plain;
	struct str shown;

	buf_init(&plain, TEXT_MAX);
	markup_plain(&plain, name);
	shown = first_characters(buf_view(&plain), characters);
	buf_text(out, MARK_NAME);
	if (shown.len < plain.len) {
		buf_str(out, first_characters(shown, characters - 1));
		buf_text(out, ELLIPSIS);
	} else
		buf_str(out, shown);
	buf_text(out, MARK_NAME_END);
	buf_release(&plain);
}

bool
document_is_blank(struct str text, size_t at)
{
	struct str before = str_head(text, at);

	return str_starts(str_skip(text, at), STR(ELLIPSIS)) &&
	    (str_ends(before, STR(" ")) || str_ends(before, STR("\xC2\xA0")));
}
