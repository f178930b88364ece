/* SPDX-License-Identifier: Apache-2.0
 * homes.h: the homes whose histories are read: this user's own, or those of a
 * copied home or a mounted disk, whatever system it comes from.  Must not know
 * a browser.  One file per system.  Covered by tests/unit/test_browsers.c.
 */
#ifndef AGENT_SOURCES_HOMES_H
#define AGENT_SOURCES_HOMES_H

#include "core/status.h"

#include <stdbool.h>

#define HOME_PATH_MAX 1024

struct home {
	char path[HOME_PATH_MAX];
	/* XDG_CONFIG_HOME and XDG_DATA_HOME of this user; empty: the usual
	 * ".config" and ".local/share". */
	char config[HOME_PATH_MAX];
	char data[HOME_PATH_MAX];
	/* %LOCALAPPDATA% and %APPDATA% of this user; empty: "AppData/Local"
	 * and "AppData/Roaming". */
	char local[HOME_PATH_MAX];
	char roaming[HOME_PATH_MAX];
	/* Nothing outside of this folder is read, whatever a link says; empty:
	 * links are followed. */
	char within[HOME_PATH_MAX];
};

/* homes_own: this user's home.  E_NOT_FOUND: the system knows none. */
MUST_CHECK enum status homes_own(struct home *ret, struct err *err);

/*
 * homes_of: call `visit` for `dir` itself, then for every folder under its
 * home/, Users/ and Documents and Settings/, and for its root/: what a mounted
 * disk holds.  E_NOT_FOUND, E_ACCESS, E_INVALID (not a folder): about `dir`.
 */
MUST_CHECK enum status homes_of(const char *dir,
    void (*visit)(void *cookie, const struct home *home), void *cookie,
    struct err *err);

/* homes_all: call `visit` for the home of every user of this computer. */
MUST_CHECK enum status homes_all(
    void (*visit)(void *cookie, const struct home *home), void *cookie,
    struct err *err);

/* home_holds: false when `path`, links followed, lies outside of `within`, or
 * is not there. */
bool home_holds(const struct home *home, const char *path);

#endif
