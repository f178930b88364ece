/* SPDX-License-Identifier: Apache-2.0
 * zone_rows.h: the changes of offset of a zone, read once from the system.
 * One file per system; must not know a log.  Covered by tests/unit/test_zone.c.
 */
#ifndef AGENT_SOURCES_ZONE_ROWS_H
#define AGENT_SOURCES_ZONE_ROWS_H

#include "core/status.h"

#include <stddef.h>
#include <stdint.h>

#define ZONE_NAME_MAX 64

/* From `from` on (UNIX seconds), local time is UTC + `offset` seconds. */
struct zone_row {
	int64_t from;
	int32_t offset;
};

/* Two changes a year, four where Ramadan counts, for the years looked at. */
#define ZONE_ROWS_MAX 512
struct zone_rows {
	size_t count; /* at least 1; the first begins before all times */
	struct zone_row at[ZONE_ROWS_MAX];
};

/*
 * zone_rows_read: the changes of a named zone, or of the process's own local
 * time when `name` is NULL, from 1990 to 2060; the offsets of both ends hold
 * beyond.  E_USAGE: the system has no zone of that name; E_UNSUPPORTED: it
 * is not among the few that we know there (Windows).  Not thread-safe; what it returns is.
 */
MUST_CHECK enum status zone_rows_read(const char *name, struct zone_rows *ret,
    struct err *err);

/* zone_rows_fill: the same, from the offset at any time: for the files of the
 * systems. */
void zone_rows_fill(struct zone_rows *rows,
    int32_t (*offset_at)(void *cookie, int64_t unix_seconds), void *cookie);

#endif
