/* SPDX-License-Identifier: Apache-2.0
 * candidates.h: the formats that a log may be of, in the order in which they are
 * offered its records, and what is known of each.  Must not know a file, nor one
 * format from another.
 * Covered by tests/unit/test_linelog.c.
 */
#ifndef AGENT_SOURCES_CANDIDATES_H
#define AGENT_SOURCES_CANDIDATES_H

#include "agent/sources/formats.h"

#include "core/status.h"

struct candidate {
	const struct format *format;
	size_t place; /* in the list of formats: settles ties, as sorting may not */
	struct learning learning;
	struct dialect dialect;
	uint64_t votes;
	uint32_t marks;    /* bit i: marks[i] was seen in the head */
	bool has_queries;  /* replies do not count any more */
	bool claimed;      /* some line was its own */
};

struct candidates {
	struct candidate at[FORMATS_COUNT];
	size_t count;
	bool forced; /* there is one, that was asked for */
	bool ranked; /* the vote is over */
};

/* candidates_init: all formats, or the one that is `forced`. */
void candidates_init(struct candidates *candidates,
    const struct format *forced);

/* candidates_vote: each bids for a record of the head, and sees its marks. */
void candidates_vote(struct candidates *candidates, struct str record);

/* candidates_rank: the vote is over: the order is by votes, once and for
 * all. */
void candidates_rank(struct candidates *candidates);

/* candidates_settle: each is told that there is no more to learn. */
void candidates_settle(struct candidates *candidates, int32_t latest_day);

/* candidates_claimed: whether any has claimed a record.
 * candidates_name: the titles of those, "dnsmasq / Pi-hole + Unbound". */
bool candidates_claimed(const struct candidates *candidates);
void candidates_name(const struct candidates *candidates, char *out,
    size_t size);

/* candidates_unknown: E_UNSUPPORTED, or E_INVALID when one was forced: the
 * nearest three, and the marks of each that were not seen.  Ends the order. */
enum status candidates_unknown(struct candidates *candidates,
    struct err *err);

#endif
