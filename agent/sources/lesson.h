/* SPDX-License-Identifier: Apache-2.0
 * lesson.h: what the fast path is taught by a record that a format has read:
 * its shape or mould, once it is sure that all of that kind fall on one day.
 * Must not know a file, nor what is made of a query.
 * Covered by tests/unit/test_linefast.c, fuzz_linefast.
 */
#ifndef AGENT_SOURCES_LESSON_H
#define AGENT_SOURCES_LESSON_H

#include "agent/sources/candidates.h"

struct linefast;
struct stamp_clock;
struct zone;

/* Who is taught, and by what it is known.  All borrowed. */
struct lesson {
	struct linefast *fast;           /* NULL: nobody */
	const struct candidate *first;   /* the only one that is offered every
	                                  * line, and so can teach */
	const struct stamp_clock *clock; /* of the log's stamps */
	const struct zone *zone;         /* of days */
	const struct query *query;       /* as read last */
	bool wrapped; /* some lines are, and what begins with "{" may be */
};

/* A line, and what `candidate` has just read of it: all, or what was put before
 * its end (unwrap.h).  What is no part of the line teaches nothing. */
struct lesson_line {
	const struct candidate *candidate;
	struct str whole;
	struct str inner;
};

/* lesson_query: it was read as the query, at `unix_seconds`. */
void lesson_query(const struct lesson *lesson,
    const struct lesson_line *line, int64_t unix_seconds);

/* lesson_other: it was read as no query. */
void lesson_other(const struct lesson *lesson,
    const struct lesson_line *line);

#endif
