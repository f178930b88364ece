/* SPDX-License-Identifier: Apache-2.0
 * member.h: a computer's enrolment with a collector: joining, the weekly sign
 * of life, leaving; all by the identified channel.  Must not know a ballot.
 * Covered by tests/unit/test_vote.c and tests/scenario/agent_commands.sh.
 */
#ifndef AGENT_MEMBER_H
#define AGENT_MEMBER_H

#include "agent/vote.h"

/* member_enrol: the join code's secret for a device; the authority was pinned
 * before.  E_REFUSED, with the collector's sentence. */
MUST_CHECK enum status member_enrol(const struct vote *vote,
    const uint8_t secret[JOINCODE_SECRET], struct state_join *to,
    struct err *err);

/* member_leave: un-enrol; a computer that is not known has left. */
MUST_CHECK enum status member_leave(const struct vote *vote, struct err *err);

/* member_heartbeat: at most once a week: how the last reading's sources are.
 * Due once they have been read. */
MUST_CHECK enum status member_heartbeat(const struct vote *vote,
    struct err *err);

#endif
