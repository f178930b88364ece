/* SPDX-License-Identifier: Apache-2.0
 * rounding.h: random rounding to base 3 of counts of computers: the only way
 * from what was counted to what is published.  Pure; must not know a threshold,
 * a name, a ballot or a store.  Covered by tests/unit/test_rounding.c and, as
 * an attacker sees it, tests/unit/test_attacks.c.
 *
 * With S the year's secret and PRF(fields) = HMAC-SHA256(S, fields separated by
 * a zero byte), a question's offset in 0..2 is
 *
 *     label  = the first question, in the order below, of those joined to it
 *              by inclusion with an equal count (the same computers)
 *     anchor = the last close of the year, up to this one, that is its first,
 *              or whose (ballots, roster) differs from the one before, or with
 *              PRF("tick", label, period)[0] < 32
 *     offset = the first byte below 255 of PRF("off", "0", label, anchor),
 *              PRF("off", "1", label, anchor) ..., modulo 3
 *     reach  = min(3 * floor((count + offset) / 3), 3 * floor(ballots / 3))
 *
 * so that a reach is never more than 2 from its count, right on average, and
 * the same from month to month while the same computers vote (about one month
 * in eight it is drawn again: an offset that stood for a year could be worked
 * out by who watches the year).  In PRF a question is "service/ID",
 * "category/ID", "unapproved", "any" or "contacted", a period its text.
 *
 * A question has two counts, any use and regular use, which share its label
 * and so its offset: with one offset each, an attacker who knows all but one
 * computer guesses that one a little better (67 % against 64 %).
 */
#ifndef COLLECTOR_ROUNDING_H
#define COLLECTOR_ROUNDING_H

#include "core/period.h"
#include "core/status.h"

#define ROUNDING_BASE 3
#define ROUNDING_SECRET 32
#define ROUNDING_ROSTER 32
#define ROUNDING_QUESTIONS_MAX 8192

/* In the order of labels. */
enum question_kind {
	QUESTION_SERVICE,  /* by id */
	QUESTION_CATEGORY, /* in the catalogue's order */
	QUESTION_UNAPPROVED,
	QUESTION_ANY,
	QUESTION_CONTACTED,
	QUESTION_KIND_COUNT
};

enum count_kind {
	COUNT_USED,    /* computers with any use */
	COUNT_REGULAR, /* of which regular */
	COUNT_KIND_COUNT
};

#define QUESTION_NOWHERE (-1)

/* True counts: they go in here and nowhere else. */
struct question {
	enum question_kind kind;
	struct str id;
	/* Questions whose computers include all of this one's: indices in the
	 * array, or QUESTION_NOWHERE. */
	int within[2];
	uint32_t count[COUNT_KIND_COUNT];
};

struct reach {
	uint32_t count[COUNT_KIND_COUNT];
};

/* One close of the year, and the set of computers that it was counted from. */
struct rounding_close {
	struct period period;
	uint32_t ballots; /* blanks apart */
	uint8_t roster[ROUNDING_ROSTER];
};

/*
 * rounding_roster: PRF of the ids of the devices that were issued a token for
 * the period, sorted by bytes here; the array is left sorted.  Ids hold no
 * zero byte.
 */
MUST_CHECK enum status rounding_roster(const uint8_t secret[ROUNDING_SECRET],
    struct str *ids, size_t count, uint8_t ret[ROUNDING_ROSTER],
    struct err *err);

/*
 * rounding_reach: the reach of each question at the last of `closes`, which
 * are all closes of its calendar year up to it, oldest first, at least one.
 * `questions` are in the order of labels.  E_LIMIT: more than
 * ROUNDING_QUESTIONS_MAX; E_NOMEM.
 */
MUST_CHECK enum status rounding_reach(const uint8_t secret[ROUNDING_SECRET],
    const struct rounding_close *closes, size_t close_count,
    const struct question *questions, size_t count, struct reach *ret,
    struct err *err);

#endif
