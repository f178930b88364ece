/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/page.h"

#include "agent/columns.h"

#include "core/markup.h"

#define TEXT_MAX ((size_t)64 * 1024)

/* A longer name is cut: it would push all else from the page. */
#define NAME_WIDTH 48
#define PLACE_WIDTH 160

void
page_raw(const struct page *page, const char *markup)
{
	buf_text(page->out, markup);
}

void
page_text(const struct page *page, struct str words)
{
	markup_html(page->out, words);
}

/* A foreign name, kept short and apart from the direction of what is around
 * it. */
void
page_name(const struct page *page, struct str words)
{
	struct buf fitted;

	buf_init(&fitted, TEXT_MAX);
	columns_fit(&fitted, words, NAME_WIDTH);
	page_raw(page, "<bdi>");
	page_text(page, buf_view(&fitted));
	page_raw(page, "</bdi>");
	buf_release(&fitted);
}

/* Between back-quotes stands a command. */
void
page_code(const struct page *page, struct str words)
{
	struct str before;
	bool code = false;

	while (str_cut(words, STR("`"), &before, &words)) {
		page_text(page, before);
		page_raw(page, code ? "</code>" : "<code>");
		code = !code;
	}
	page_text(page, words);
	page_raw(page, code ? "</code>" : "");
}

void
page_say(const struct page *page, enum message id, const char *const *args)
{
	struct buf words;

	buf_init(&words, TEXT_MAX);
	message_write(&words, page->language, id, args);
	page_code(page, buf_view(&words));
	buf_release(&words);
}

/* "<p>...</p>" and the like. */
void
page_element(const struct page *page, const char *tag, enum message id,
    const char *const *args)
{
	buf_format(page->out, "<%s>", tag);
	page_say(page, id, args);
	buf_format(page->out, "</%s>\n", tag);
}

/* A sentence of answer_words.h, as a paragraph. */
void
page_paragraph(const struct page *page,
    void (*words)(struct buf *out, enum language language,
        const struct answer_model *answer))
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	words(&said, page->language, page->answer);
	page_raw(page, "<p>");
	page_code(page, buf_view(&said));
	page_raw(page, "</p>\n");
	buf_release(&said);
}

void
page_section(const struct page *page, const char *id, enum message title)
{
	buf_format(page->out,
	    "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	page_say(page, title, NO_ARGS);
	page_raw(page, "</h2>\n");
}

void
page_section_end(const struct page *page)
{
	page_raw(page, "</section>\n");
}

/* A table may be wider than a phone: then it scrolls, by keyboard too. */
void
page_table(const struct page *page, enum message caption, const char *class)
{
	page_raw(page, "<div class=\"wide\" role=\"group\" tabindex=\"0\" "
	    "aria-label=\"");
	page_say(page, caption, NO_ARGS);
	buf_format(page->out, "\">\n<table%s>\n<caption>", class);
	page_say(page, caption, NO_ARGS);
	page_raw(page, "</caption>\n<thead>\n<tr>");
}

void
page_table_end(const struct page *page)
{
	page_raw(page, "</tbody>\n</table>\n</div>\n");
}

void
page_column(const struct page *page, enum message title, const char *class)
{
	buf_format(page->out, "<th scope=\"col\"%s>", class);
	page_say(page, title, NO_ARGS);
	page_raw(page, "</th>");
}

void
page_number(const struct page *page, uint64_t value)
{
	prose_number(page->out, page->language, (long long)value);
}

void
page_number_cell(const struct page *page, uint64_t value)
{
	page_raw(page, "<td" PAGE_NUMBER ">");
	page_number(page, value);
	page_raw(page, "</td>");
}

void
page_small(const struct page *page, const char *words)
{
	struct buf fitted;

	if (words[0] == '\0')
		return;
	buf_init(&fitted, TEXT_MAX);
	columns_fit(&fitted, str_of(words), PLACE_WIDTH);
	page_raw(page, "<small><bdi>");
	page_text(page, buf_view(&fitted));
	page_raw(page, "</bdi></small>");
	buf_release(&fitted);
}
