/* SPDX-License-Identifier: Apache-2.0
 * figures.h: from a period's tallies to its publication: the one place where
 * true counts become rounded ones.  Pure; must not know a store or the clock.
 * Covered by tests/unit/test_figures.c.
 */
#ifndef COLLECTOR_FIGURES_H
#define COLLECTOR_FIGURES_H

#include "collector/report/publication.h"
#include "collector/rounding.h"
#include "collector/tallies.h"

/* What a close knows beside the tallies. */
struct figures_input {
	const struct catalogue *catalogue; /* the period's own */
	/* By service: whether it was unapproved on every day of the period.  The
	 * policy is frozen before the period starts, so a service is unapproved
	 * on some days only when its trial ends within the period. */
	const bool *unapproved;
	const uint8_t *secret; /* of the period's year, ROUNDING_SECRET bytes */
	/* All closes of the year, oldest first; the last is this one. */
	const struct rounding_close *closes;
	size_t close_count;
	uint32_t enrolled;
	uint8_t record[PUBLICATION_DIGEST];
};

/*
 * figures_publish: round, then apply the thresholds.  E_INVALID: the last
 * close does not say as many ballots as the tallies; E_LIMIT, E_NOMEM.
 */
MUST_CHECK enum status figures_publish(const struct tallies *tallies,
    const struct figures_input *input, struct publication *ret,
    struct err *err);

#endif
