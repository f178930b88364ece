/* SPDX-License-Identifier: Apache-2.0
 * messages.h: every sentence that a person can read, in French and English,
 * from the one table messages.def.  Must not know who shows it, or where.
 * Covered by tests/unit/test_messages.c.
 */
#ifndef CORE_MESSAGES_H
#define CORE_MESSAGES_H

#include "core/prose.h"

#include <stddef.h>

enum message {
#define MESSAGE(id, fr, en) MSG_##id,
#include "core/messages.def"
#undef MESSAGE
	MESSAGE_COUNT
};

/*
 * Arguments of a message: strings only, so that the compiler checks them and
 * no format string exists.  "{1}" in the table is the first.  Numbers come
 * from digits().text or from prose.h.
 */
#define ARGS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define NO_ARGS ((const char *const[]){ NULL })

struct digits {
	char text[24];
};

/* digits: a number as ASCII digits, to be used in the same expression. */
struct digits digits(long long number);

/*
 * messages_speak: the operator's language, set once by main; French before.
 * It is the module's only state.  messages_language returns it.
 */
void messages_speak(enum language language);
enum language messages_language(void);

/*
 * message_write: append message `id` in `language` to `out` (buf.h), with its
 * arguments.  French text gets its typography (prose.h rules: U+202F before
 * ";!?", U+00A0 before ":" and "%", U+2019); arguments are inserted as they are.
 */
void message_write(struct buf *out, enum language language, enum message id,
    const char *const *args);

/* message_fill: the same into a fixed array, in the operator's language; cut
 * at a character boundary, always NUL-terminated. */
void message_fill(char *out, size_t size, enum message id,
    const char *const *args);

/* message_template: the row as it stands in the table, for tests. */
const char *message_template(enum language language, enum message id);

#endif
