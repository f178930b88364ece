/* SPDX-License-Identifier: Apache-2.0
 * tallies.h: the sums of a period's ballots: how many computers said what.
 * True counts; they live sealed in the ballot box until the close.  Must not
 * know a store or what is published.  Covered by tests/unit/test_figures.c.
 */
#ifndef COLLECTOR_TALLIES_H
#define COLLECTOR_TALLIES_H

#include "core/arena.h"
#include "core/ballot.h"

/* Computers with any use, of which regular. */
struct sum {
	uint32_t used;
	uint32_t regular;
};

struct tallies {
	uint32_t ballots; /* with answers */
	uint32_t blanks;
	uint32_t contacted;
	struct sum any, unapproved;
	struct sum categories[CATEGORY_COUNT];
	struct sum *services; /* by the catalogue's index */
	uint32_t service_count;
	struct arena memory;
};

/* tallies_init: all zero, for a catalogue's services.  E_NOMEM. */
MUST_CHECK enum status tallies_init(struct tallies *tallies,
    const struct catalogue *catalogue, struct err *err);
void tallies_release(struct tallies *tallies);

/* tallies_add: count one ballot, which ballot_read accepted for the same
 * catalogue: each count rises by one at most. */
void tallies_add(struct tallies *tallies, const struct ballot *ballot);

#endif
