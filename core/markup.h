/* SPDX-License-Identifier: Apache-2.0
 * markup.h: how foreign text enters a terminal, HTML, CSV or Markdown without
 * becoming anything but text; and the frame that every page has.  Must not
 * know what a page says.  Covered by tests/unit/test_markup.c, fuzz_markup.
 *
 * Every function first lets fall what no reader should meet: bytes that are
 * not UTF-8, control characters (a tab or an end of line becomes a space),
 * and the invisible characters that reorder or hide text (bidirectional
 * controls, tags, U+FEFF), so that a name cannot forge what stands beside it.
 */
#ifndef CORE_MARKUP_H
#define CORE_MARKUP_H

#include "core/buf.h"
#include "core/prose.h"

/* markup_plain: for a terminal or a text file: nothing but the above. */
void markup_plain(struct buf *out, struct str text);

/* markup_html: for the text of an element and for a quoted attribute. */
void markup_html(struct buf *out, struct str text);

/* markup_csv: one cell (RFC 4180), quoted when it must be.  A cell that a
 * spreadsheet would take for a formula (= + - @ in front) gets an apostrophe
 * in front, as OWASP advises. */
void markup_csv(struct buf *out, struct str text);

/* markup_markdown: CommonMark text, on one line. */
void markup_markdown(struct buf *out, struct str text);

/*
 * The frame of a page: doctype, language, charset, a policy that lets nothing
 * be loaded or run (default-src 'none'; style-src 'unsafe-inline'), viewport,
 * title (escaped here) and one style sheet (ours, written as it is).  Between
 * markup_page_open and markup_page_close stands the content of <body>.
 */
struct markup_page {
	enum language language;
	struct str title;
	const char *style;
};
void markup_page_open(struct buf *out, const struct markup_page *page);
void markup_page_close(struct buf *out);

#endif
