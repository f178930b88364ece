/* SPDX-License-Identifier: Apache-2.0
 * console.h: a program that was started by a double click, in a console of its
 * own.  One file per system; must not know a command.
 * Covered by tests/windows/commands.sh; the double click by a real Windows alone.
 */
#ifndef AGENT_CONSOLE_H
#define AGENT_CONSOLE_H

#include <stdbool.h>

/* console_is_own: the console was opened for us and closes when we end: what
 * we print would be gone before it is read.  Never on POSIX. */
bool console_is_own(void);

/* console_show: open a file with the program of its kind (a page: the
 * browser).  False when the system knows none. */
bool console_show(const char *path);

/* console_wait: until a key is pressed. */
void console_wait(void);

#endif
