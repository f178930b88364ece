/* SPDX-License-Identifier: Apache-2.0
 * document.h: four pages of plain blocks, in one language: what a renderer of
 * pages sees, and nothing else.  Must not know a figure, a policy or a format.
 * Covered by tests/unit/test_report_golden.c.
 *
 * Text is UTF-8, already with its typography.  An ellipsis after a space is
 * room to write by hand; between back-quotes stands a command.  The only
 * control characters are these, which each renderer writes in its own way:
 */
#ifndef COLLECTOR_REPORT_DOCUMENT_H
#define COLLECTOR_REPORT_DOCUMENT_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/messages.h"
#include "core/status.h"

#define MARK_NAME "\x01"     /* a foreign name follows ... */
#define MARK_NAME_END "\x02" /* ... and ends */

#define DOCUMENT_PAGES 4

/* A foreign text longer than this is cut, with an ellipsis. */
#define DOCUMENT_NAME_CHARACTERS 60
#define DOCUMENT_REMARK_CHARACTERS 160

enum fill {
	FILL_SOLID,   /* allowed, and whatever has no status */
	FILL_HATCHED, /* to review, forbidden */
	FILL_DOTTED,  /* on trial */
	FILL_COUNT
};

/* A horizontal bar from zero; title and desc are for those who hear it. */
struct bar {
	uint32_t value, of;
	enum fill fill;
	struct str title, desc;
};

struct cell {
	struct str text;
	struct str small;
	const struct bar *bar; /* instead of a text */
};

struct column {
	struct str title; /* empty: the one before spans it */
	bool number;      /* aligned to the right */
};

#define TABLE_COLUMNS_MAX 10

struct table_row {
	struct cell cells[TABLE_COLUMNS_MAX];
	struct table_row *next;
};

struct table {
	struct str caption;
	struct column columns[TABLE_COLUMNS_MAX];
	size_t column_count;
	struct table_row *rows, *last;
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_SENTENCE, /* the one that a reader keeps */
	BLOCK_STRESS,   /* what stands out after it */
	BLOCK_TEXT,
	BLOCK_SMALL,
	BLOCK_WARNING,
	BLOCK_QUOTE,
	BLOCK_DECISION, /* numbered: text, choices to tick, lines */
	BLOCK_BULLET,
	BLOCK_TERM,     /* term, text */
	BLOCK_TABLE,
	BLOCK_GROUP,    /* a short heading, short items; side by side */
	BLOCK_KIND_COUNT
};

#define DECISION_CHOICES_MAX 6
#define DECISION_LINES_MAX 3

/* Of a BLOCK_GROUP. */
struct item {
	struct str text;
	struct item *next;
};

struct block {
	enum block_kind kind;
	unsigned number;
	struct str term;
	struct str text;
	struct str choices[DECISION_CHOICES_MAX];
	size_t choice_count;
	struct str lines[DECISION_LINES_MAX];
	size_t line_count;
	struct table *table;
	struct item *items, *last_item;
	struct block *next;
};

struct page {
	struct str mark; /* "p. 1/4" */
	struct block *first, *last;
};

struct document {
	enum language language;
	struct str title;  /* "Rapport de gouvernance ..." */
	struct str period; /* "Octobre 2026" */
	struct str who;    /* association and meeting */
	struct str author; /* association alone */
	struct str demo;   /* empty, or what every page says */
	int32_t day;       /* on which it was made */
	struct page pages[DOCUMENT_PAGES];
	size_t page_count;
	bool failed;       /* without memory: incomplete */
	struct arena memory;
	/* Handed out when there is no memory; what is written here is lost. */
	struct block spare_block;
	struct table spare_table;
	struct table_row spare_row;
};

/* document_init: empty.  document_release: free everything. */
void document_init(struct document *document, enum language language);
void document_release(struct document *document);

/* document_keep: a copy that lives as long as the document. */
struct str document_keep(struct document *document, struct str text);

/* document_page: begin the next page. */
void document_page(struct document *document);

/* document_add: a block at the end of the page; without memory a spare one,
 * and `failed` is set.  So it is with tables and rows: never NULL. */
struct block *document_add(struct document *document, enum block_kind kind,
    struct str text);

/* document_say: the same from a message. */
struct block *document_say(struct document *document, enum block_kind kind,
    enum message id, const char *const *args);

/* document_words: a message, kept. */
struct str document_words(struct document *document, enum message id,
    const char *const *args);

/* document_choice, document_line: of a BLOCK_DECISION. */
void document_choice(struct document *document, struct block *block,
    enum message id);
void document_line(struct document *document, struct block *block,
    struct str text);

/* document_item: of a BLOCK_GROUP. */
void document_item(struct document *document, struct block *block,
    struct str text);

/* document_table: a BLOCK_TABLE; document_column, document_row fill it. */
struct table *document_table(struct document *document, struct str caption);
void document_column(struct document *document, struct table *table,
    enum message title, bool number);
struct table_row *document_row(struct document *document,
    struct table *table);

/* document_bar: a bar for a cell; NULL without memory. */
const struct bar *document_bar(struct document *document, struct bar bar);

/* document_is_blank: room to write by hand begins at `at`. */
bool document_is_blank(struct str text, size_t at);

/*
 * document_name: append a foreign text between the marks of a name, without
 * what could reorder or hide its surroundings, of at most `characters`.
 */
void document_name(struct buf *out, struct str name, size_t characters);

#endif
