/* SPDX-License-Identifier: Apache-2.0
 * browsers.h: where each browser keeps its histories, one row per browser,
 * system and way of installing it.  Must not know a schema.
 * Covered by tests/unit/test_browsers.c: sorted, and a fixture for each id.
 */
#ifndef AGENT_SOURCES_BROWSERS_H
#define AGENT_SOURCES_BROWSERS_H

#include "agent/sources/homes.h"
#include "core/messages.h"
#include "core/str.h"

#include <stddef.h>

enum browser_system {
	SYSTEM_ANDROID,
	SYSTEM_LINUX,
	SYSTEM_MACOS,
	SYSTEM_WINDOWS,
	SYSTEM_COUNT
};

/* The folder of a home that a glob starts from. */
enum browser_base {
	BASE_CONFIG,  /* .config, or XDG_CONFIG_HOME */
	BASE_DATA,    /* .local/share, or XDG_DATA_HOME */
	BASE_HOME,
	BASE_LOCAL,   /* %LOCALAPPDATA% */
	BASE_ROAMING, /* %APPDATA% */
	BASE_SUPPORT, /* Library/Application Support */
	BASE_COUNT
};

/* What the file is, and where its profile keeps the DNS settings. */
enum browser_kind {
	KIND_CHROMIUM,
	KIND_FIREFOX,
	KIND_OTHER,
	KIND_UNSUPPORTED, /* named, and not read: `why` says it */
	KIND_COUNT
};

struct browser {
	const char *id;
	const char *name;
	enum browser_system system;
	enum browser_base base;
	enum browser_kind kind;
	const char *glob; /* "/" between folders; "*" inside of one name */
	enum message why; /* KIND_UNSUPPORTED only */
};

/* browsers: the rows, sorted by id, system, base and glob. */
const struct browser *browsers(size_t *ret_count);

/*
 * What browsers_find met: a file (or whatever stands at its place), or with
 * `code` not OK a folder that could not be looked into.  `path` is borrowed.
 */
struct browser_place {
	const struct browser *browser;
	const char *path;
	enum status code;
	const struct err *err;
};

/* browsers_find: call `visit` for all that the row's glob meets in `home`, in
 * the order of names. */
void browsers_find(const struct browser *browser, const struct home *home,
    void (*visit)(void *cookie, const struct browser_place *place),
    void *cookie);

/* browsers_at: the row whose glob `path` ends with, or NULL: the browser of a
 * file that was named by hand. */
const struct browser *browsers_at(struct str path);

#endif
