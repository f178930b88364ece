/* SPDX-License-Identifier: Apache-2.0
 * turn.h: whose turn it is: time awake counted, periods past their telling
 * ended, and the one kind of call that a round may make.  Must not know what a
 * call says, nor read a clock.  Covered by tests/unit/test_vote.c.
 */
#ifndef AGENT_TURN_H
#define AGENT_TURN_H

#include "agent/vote.h"

/* What a round does with the network: one kind of thing, so that nobody can
 * put two together by their time. */
enum turn {
	TURN_REST,       /* nothing is due */
	TURN_IDENTIFIED, /* heartbeat, record, documents, token */
	TURN_CHECK,      /* a record is fetched again */
	TURN_DRAFT,      /* a ballot is to be made: read the sources first */
	TURN_SEND        /* a ballot leaves */
};

/* turn_clock: count the time awake in open windows and note the clocks, once
 * per round, before anything else; fills vote->now.resumed. */
MUST_CHECK enum status turn_clock(struct vote *vote, struct err *err);

/* turn_expire: periods past their telling are over, and their days erased;
 * nothing by a clock that is in doubt. */
MUST_CHECK enum status turn_expire(const struct vote *vote, struct err *err);

/* turn_due: what is most urgent, and the period that it is about. */
MUST_CHECK enum status turn_due(const struct vote *vote, enum turn *ret_turn,
    struct booth *ret_booth, struct err *err);

#endif
