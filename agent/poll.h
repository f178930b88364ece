/* SPDX-License-Identifier: Apache-2.0
 * poll.h: what a computer learns about a period before it votes: its record,
 * the catalogue and the decisions that the record pins, a token.  Must not know
 * an answer.  Covered by tests/unit/test_vote.c.
 */
#ifndef AGENT_POLL_H
#define AGENT_POLL_H

#include "agent/vote.h"

/* poll_learn: all there is to know of the running period, by the identified
 * channel.  E_NETWORK: tried, and tried again next time. */
MUST_CHECK enum status poll_learn(const struct vote *vote, struct err *err);

/* poll_check: fetch the record again, without a name: so that a collector
 * which answers by who asks is found out.  Two texts: both are kept, and the
 * computer abstains. */
MUST_CHECK enum status poll_check(const struct vote *vote,
    struct booth *booth, struct err *err);

/* Of poll_learn, the parts that a trial needs.  poll_record: the record of
 * `name`, accepted when new; E_NOT_FOUND: the collector has none.  poll_token:
 * a token, unless there is one. */
MUST_CHECK enum status poll_record(const struct vote *vote, const char *name,
    struct booth *ret, struct err *err);
MUST_CHECK enum status poll_token(const struct vote *vote,
    struct booth *booth, struct err *err);

#endif
