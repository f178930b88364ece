/* SPDX-License-Identifier: Apache-2.0
 * settings.h: what the surroundings say: clock, locale, terminal, folders.
 * The only reader of the environment; called by both programs' main.  Stops at
 * cmd_*: never passed below.  Covered by the scenarios.
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

/* settings_message_columns: of the terminal that messages (stderr) go to; 0
 * when they go elsewhere, where lines are nobody's to break. */
size_t settings_message_columns(void);

/* settings_language: the language that --lang names ("fr", "en"). */
bool settings_language(const char *name, enum language *ret);

/* settings_milliseconds: of a clock that never goes back. */
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
