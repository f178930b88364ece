/* SPDX-License-Identifier: Apache-2.0
 * casting.h: a ballot made and sent, by the anonymous channel.  Must not know
 * when.  Covered by tests/unit/test_vote.c and tests/scenario/vote_two.sh.
 */
#ifndef AGENT_CASTING_H
#define AGENT_CASTING_H

#include "agent/vote.h"

/* casting_draft: from what is kept; from then on the bytes never change. */
MUST_CHECK enum status casting_draft(const struct vote *vote,
    struct booth *booth, struct err *err);

/* casting_send: E_NETWORK: the same bytes leave another time. */
MUST_CHECK enum status casting_send(const struct vote *vote,
    struct booth *booth, struct err *err);

/* casting_trial: the newest trial of the collector: record, token, a ballot of
 * zeros, at once.  E_NOT_FOUND: there is none. */
MUST_CHECK enum status casting_trial(const struct vote *vote,
    struct period *ret_period, struct err *err);

#endif
