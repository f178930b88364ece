/* SPDX-License-Identifier: Apache-2.0
 * draft.h: the ballot of a period as it would leave now, from what is kept.
 * Must not know the network or the clock.  Covered by tests/unit/test_vote.c.
 */
#ifndef AGENT_DRAFT_H
#define AGENT_DRAFT_H

#include "agent/booth.h"

#include "core/policy.h"
#include "core/vocabulary.h"

/* Why a ballot is blank. */
enum draft_blank {
	DRAFT_ANSWERS,    /* it is not */
	DRAFT_PAUSED,     /* a day of the period was paused */
	DRAFT_UNMEASURED, /* no source could be read: a zero would be a lie */
	DRAFT_TRIAL       /* zeros, on purpose */
};

struct draft {
	struct ballot ballot;
	enum draft_blank blank;
	bool dns_stands_in; /* no history can be read here */
	uint8_t bytes[BALLOT_BYTES];
	struct vocabulary vocabulary; /* what its services are */
	struct policy *policy;        /* of the period */
};

/*
 * draft_make: with the catalogue and the policy that the period's record pins.
 * E_NOT_FOUND: they have not been fetched yet.  Released by draft_release,
 * which is safe on a zeroed struct.
 */
MUST_CHECK enum status draft_make(struct state *state,
    const struct booth *booth, struct draft *ret, struct err *err);
void draft_release(struct draft *draft);

/* draft_sent: the answers in a ballot that is drafted already. */
MUST_CHECK enum status draft_sent(struct state *state,
    const struct booth *booth, struct draft *ret, struct err *err);

#endif
