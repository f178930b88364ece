/* SPDX-License-Identifier: Apache-2.0
 * score.h: the four priority indices, their arithmetic, and what they would be
 * after a decision.  Must not know a true count, a sentence or a policy file.
 * Covered by tests/unit/test_score.c.
 *
 *     Governance = 100 * (0.50 * unapproved / any
 *                  + 0.25 without a charter + 0.25 without a session)
 *     the others = 100 * sum(computers * points / of) / sum(computers)
 *
 * Integers only: an index is a fraction; it is shown as a multiple of 5, its
 * nearest whole stands beside the arithmetic.  The board reads priorities, so
 * no index is ever summed with another.
 */
#ifndef COLLECTOR_REPORT_SCORE_H
#define COLLECTOR_REPORT_SCORE_H

#include "core/catalogue.h"

/* In the order in which equal indices are shown. */
enum risk_index {
	INDEX_GOVERNANCE,
	INDEX_CONFIDENTIALITY,
	INDEX_SECURITY,
	INDEX_REPUTATION,
	INDEX_COUNT
};

/* Of the shown multiple of 5. */
enum band {
	BAND_LOW,       /* 0 to 24 */
	BAND_MEDIUM,    /* 25 to 49 */
	BAND_HIGH,      /* 50 to 74 */
	BAND_VERY_HIGH, /* 75 and more */
	BAND_COUNT
};

enum score_state {
	SCORE_VALUE,
	SCORE_UNDOCUMENTED,  /* no answer of any service is known */
	SCORE_CHECKLIST,     /* published 0: governance as questions */
	SCORE_NOT_APPLICABLE, /* published 0: nothing to weigh */
	SCORE_NOT_COMPUTED,  /* not measured, or services without names */
	SCORE_STATE_COUNT
};

/* Only SCORE_VALUE has the members after `state`. */
struct score {
	enum score_state state;
	uint64_t numerator, denominator; /* of the index, 0 to 100 */
	uint32_t nearest;                /* the nearest whole, halves up */
	uint32_t shown;                  /* the nearest multiple of 5 */
	enum band band;
};

/* Published figures and the board's facts.  `any` is not 0. */
struct governance {
	uint32_t any, unapproved;
	bool charter;
	bool session; /* of awareness, within twelve months */
};

struct score score_governance(const struct governance *governance);

/* The points of one family over the named services, as they are added up. */
struct family_sum {
	uint64_t computers;  /* published reaches */
	uint64_t points;     /* reach times points */
	bool known;          /* some answer is known */
	bool known_point;    /* some point is a known "yes" */
	int of;
};

/* score_add: one service; a zeroed struct is the empty sum. */
void score_add(struct family_sum *sum, uint32_t computers,
    struct attention attention);

/*
 * score_family: of all that was added; of nothing, SCORE_NOT_APPLICABLE.  When
 * no answer at all is known, SCORE_UNDOCUMENTED.  While no point is a known
 * "yes", the top band is never given.
 */
struct score score_family(const struct family_sum *sum);

/* score_bare: a state without a value. */
struct score score_bare(enum score_state state);

/*
 * score_attention: a service's points, under a contract or not.  A contract
 * settles training, retention and the agreement; where data lie, it does not.
 */
struct attention score_attention(const struct service *service,
    enum risk_family family, bool contract);

/* score_index_of: the index that a family of points feeds. */
enum risk_index score_index_of(enum risk_family family);

#endif
