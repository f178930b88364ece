/* SPDX-License-Identifier: Apache-2.0
 * settings.h: what the system says about this run: clock, locale, terminal,
 * folders.  The only module of core that reads the environment; both programs'
 * main calls it, and no module below a command is given it.
 * Covered by the scenarios.
 */
#ifndef CORE_SETTINGS_H
#define CORE_SETTINGS_H

#include "core/messages.h"

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

struct settings {
	enum language language; /* LC_ALL, LC_MESSAGES, LANG: fr unless told */
	int64_t now;            /* UNIX seconds */
	bool out_is_terminal;
	bool err_is_terminal;
	bool in_is_terminal;
	bool colour;            /* a terminal, and NO_COLOR is not set */
	size_t columns;         /* of the terminal; 80 when unknown */
	const char *home;       /* of the user; "" when unknown */
	const char *temporary;  /* where private copies go */
};

/* settings_load: read them once. */
void settings_load(struct settings *ret);

/* settings_message_columns: the width of the terminal that stderr is; 0 when it
 * is none: lines that go to a file or a pipe are not broken. */
size_t settings_message_columns(void);

/* settings_language: the language that --lang names ("fr", "en"). */
bool settings_language(const char *name, enum language *ret);

/* settings_milliseconds: a clock that never goes back; its zero is any. */
int64_t settings_milliseconds(void);

/* Exit codes of both programs, as the manuals say. */
enum exit_code {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,    /* usage or configuration */
	EXIT_PARTIAL = 3,  /* something could not be read */
	EXIT_NETWORK = 4,
	EXIT_REFUSED = 5,  /* by the collector */
	EXIT_FINDINGS = 10 /* only with --fail-on */
};

#endif
