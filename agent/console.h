/* SPDX-License-Identifier: Apache-2.0
 * console.h: the terminal before the person: a program that was started by a
 * double click, in a console of its own; a secret that is typed.  One file per
 * system; must not know a command.
 * Covered by tests/windows/commands.sh and tests/scenario/agent_handed.sh; the
 * double click by a real Windows alone.
 */
#ifndef AGENT_CONSOLE_H
#define AGENT_CONSOLE_H

#include "core/buf.h"

#include <stdbool.h>

/* console_is_own: the console was opened for us and closes when we end: what
 * we print would be gone before it is read.  Never on POSIX. */
bool console_is_own(void);

/* console_show: open a file with the program of its kind (a page: the
 * browser).  False when the system knows none. */
bool console_show(const char *path);

/* console_wait: until a key is pressed. */
void console_wait(void);

/*
 * console_ask_unseen: write `question` on stderr and append the line that is
 * typed on the terminal of standard input, which does not show it; nothing when
 * there is none.  What was typed before the question, or after the line, is
 * dropped.  A signal that ends or stops us finds the terminal as it was.
 */
void console_ask_unseen(const char *question, struct buf *out);

#endif
