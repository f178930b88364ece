/* SPDX-License-Identifier: Apache-2.0
 * zone_rows.h: the changes of offset of a zone, read once from the system.
 * One file per system; must not know a log.  Covered by tests/unit/test_zone.c.
 */
#ifndef AGENT_SOURCES_ZONE_ROWS_H
#define AGENT_SOURCES_ZONE_ROWS_H

#include <stdbool.h>
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
 * beyond.  False when the system has no zone of that name.  Not thread-safe;
 * what it returns is.
 */
bool zone_rows_read(const char *name, struct zone_rows *ret);

#endif
