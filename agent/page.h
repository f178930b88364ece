/* SPDX-License-Identifier: Apache-2.0
 * page.h: the pieces that a page is made of, each escaped on its way.  Must
 * not know what a page says.  Covered by tests/unit/test_golden.c.
 *
 * Messages are written in the page's language; what stands between back-quotes
 * in them becomes <code>.
 */
#ifndef AGENT_PAGE_H
#define AGENT_PAGE_H

#include "agent/answer.h"

#include "core/buf.h"

struct page {
	struct buf *out;
	const struct answer_model *answer;
	enum language language;
};

/* The class of a cell, or of a column's head, that holds a number. */
#define PAGE_NUMBER " class=\"n\""

/* page_raw: markup of our own, as it is. */
void page_raw(const struct page *page, const char *markup);

/* page_text: foreign text.  page_code: the same, with back-quotes. */
void page_text(const struct page *page, struct str words);
void page_code(const struct page *page, struct str words);

/* page_name: a foreign name, kept short, and apart from the direction of what
 * is around it.  page_small: a small line below; nothing when empty. */
void page_name(const struct page *page, struct str words);
void page_small(const struct page *page, const char *words);

/* page_say: a message.  page_element: a message in its element, "p" or "li".
 * page_paragraph: a sentence of answer_words.h in a <p>. */
void page_say(const struct page *page, enum message id,
    const char *const *args);
void page_element(const struct page *page, const char *tag, enum message id,
    const char *const *args);
void page_paragraph(const struct page *page,
    void (*words)(struct buf *out, enum language language,
        const struct answer_model *answer));

/* page_section: a <section> named by its <h2>, to be closed. */
void page_section(const struct page *page, const char *id, enum message title);
void page_section_end(const struct page *page);

/*
 * page_table: a table up to its first column's head; `class` is "" or an
 * attribute.  A table wider than a phone scrolls by itself, by keyboard too.
 * After the heads the caller ends <thead> and begins <tbody>.
 */
void page_table(const struct page *page, enum message caption,
    const char *class);
void page_column(const struct page *page, enum message title,
    const char *class);
void page_table_end(const struct page *page);

void page_number(const struct page *page, uint64_t value);
void page_number_cell(const struct page *page, uint64_t value);

#endif
