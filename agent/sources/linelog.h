/* SPDX-License-Identifier: Apache-2.0
 * linelog.h: the engine of text logs: which formats a file holds, its records,
 * their days and what they match.  The reference parses every line; linefast.h
 * passes over those that it would only count.  Must not know where files are,
 * nor one format from another.
 * Covered by tests/unit/test_linelog.c, fuzz_linelog.
 */
#ifndef AGENT_SOURCES_LINELOG_H
#define AGENT_SOURCES_LINELOG_H

#include "agent/sources/source.h"

struct format;
struct input;

/* How a file is read: for tests, that compare them; the answers are equal. */
struct linefast_isa;
enum linelog_path {
	LINELOG_FAST,
	LINELOG_REFERENCE
};

struct linelog_options {
	const struct format *format; /* forced; NULL: by vote */
	const struct zone *zone;     /* of stamps without one; NULL: env's */
	int32_t year;                /* of the first year-less stamp, or 0 */
	int64_t now;                 /* the mtime of what has none (a pipe) */
	unsigned threads;            /* 2: one reads ahead of the other */
	enum linelog_path path;
	const struct linefast_isa *isa; /* of the fast path; NULL: the best */
	uint64_t from;               /* lines that begin before this place
	                              * (input_position) teach, and count
	                              * nothing */
	uint64_t *ret_end;           /* after the last whole line; NULL */
};

/*
 * linelog_scan: read `input` to its end, push its sightings, fill `report`
 * (counts, days, name).
 *
 * The formats are those that the first 200 lines vote for; a line that none of
 * them claims is offered to the others, so that a daemon which speaks later, or
 * little, in a shared syslog is found too.  A file of which nobody claims a line
 * of the head or of the samples is read on only when it looks like a syslog.  A
 * query without a date counts on the file's day, at noon when it has no time,
 * and report->without_time tells.  A last line without newline that cannot be
 * read is being written: it is not rejected.  Lines are records (records.h).
 *
 * E_UNSUPPORTED: no format knows it (the nearest three and what they miss), or
 * it is a known binary format (how to export it as text).
 * E_INVALID: it is empty, or has no line of the forced format.  E_DAMAGED,
 * E_IO: reading stopped there; what came before is counted.
 */
MUST_CHECK enum status linelog_scan(const struct source_env *env,
    struct input *input, const struct linelog_options *options,
    struct source_report *report, struct err *err);

#endif
