/* SPDX-License-Identifier: Apache-2.0
 * dnslogs.h: which DNS logs to read: a file, a folder of rotated files,
 * standard input, or the places where this system's daemons keep theirs.  Must
 * not know a format's lines.  Covered by tests/unit/test_dnslogs.c.
 */
#ifndef AGENT_SOURCES_DNSLOGS_H
#define AGENT_SOURCES_DNSLOGS_H

#include "agent/sources/source.h"

struct cursors; /* cursor.h */
struct format;

struct dnslogs_options {
	const struct format *format; /* forced (formats_find); NULL: by vote */
	const struct zone *zone;     /* of stamps without one; NULL: local */
	int32_t year;                /* of a file's first year-less stamp; 0 */
	int64_t now;                 /* UNIX seconds: the time of a pipe */
	const char *root;            /* put before well-known places, for
	                              * tests; NULL or "": none */
	struct cursors *cursors;     /* read on from there; NULL: read all */
	bool captures;               /* read binary logs too (capture.h) */
	unsigned threads;            /* for text logs: 1 (as 0), or 2 */
};

/*
 * dnslogs_scan: read `path`, append its report or reports to `list`.
 *
 * A file, or "-" for standard input, always gives one report.  A folder gives
 * one for each of its own log files (not of its sub-folders'), the oldest of a
 * rotated set first; its files that are no DNS logs, its FIFOs and devices are
 * passed over, and when nothing is left one report says so; of binary logs that
 * are known and not read (binlog.h) the first of each run is reported.  A
 * failure is a report, never more.
 */
void dnslogs_scan(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_list *list);

/*
 * dnslogs_scan_known: look at the well-known places of this system.  Each file
 * found there is reported; those of shared logs (syslog) only when they hold a
 * DNS log; a daemon's own folder that is shut to us too.  A place where there
 * is no log that we may read is a report, SOURCE_ABSENT, whose path is the
 * place's row ("/var/log/unbound*"), without `root`.
 */
void dnslogs_scan_known(const struct source_env *env,
    const struct dnslogs_options *options, struct source_list *list);

/* A well-known place.  `name` may end in "*"; only files count. */
struct dnslogs_place {
	const char *folder;
	const char *name;
	bool shared; /* a log of many daemons */
};

/* dnslogs_places: the rows of this system (dnslogs_posix.c). */
const struct dnslogs_place *dnslogs_places(size_t *ret_count);

#endif
