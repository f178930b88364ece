/* SPDX-License-Identifier: Apache-2.0
 * screen.h: messages laid out on a terminal.  Must not know what they say.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_SCREEN_H
#define AGENT_SCREEN_H

#include "agent/answer.h"
#include "agent/columns.h"

#include "core/buf.h"

/* Longer lines tire the eye, save those of a table. */
#define SCREEN_WIDTH ((size_t)100)

#define PAINT_REVIEW "33"  /* yellow */
#define PAINT_REFUSED "31" /* red */

/* screen_width: of a paragraph. */
size_t screen_width(const struct answer_look *look);

/* screen_paragraph: `text` wrapped, lines after the first indented by `rest`.
 * screen_say: a message as a paragraph. */
void screen_paragraph(struct buf *out, const struct answer_look *look,
    const struct buf *text, size_t rest);
void screen_say(struct buf *out, const struct answer_look *look,
    enum message id, const char *const *args);

/* screen_line: a message indented by `first`, wrapped at the terminal with its
 * other lines indented by `rest`; whole when there is no terminal. */
struct settings;
void screen_line(struct buf *out, const struct settings *settings,
    size_t first, size_t rest, enum message id, const char *const *args);

/* A column whose title is a message; screen_titles fills `ret` from rows. */
struct screen_column {
	enum message title;
	struct column column;
};
void screen_titles(struct column *ret, const struct screen_column *rows,
    size_t count, enum language language);

#endif
