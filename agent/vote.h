/* SPDX-License-Identifier: Apache-2.0
 * vote.h: what a computer has in hand when it takes part, and how it asks a
 * collector on either channel (docs/PROTOCOL.md).  Must not know what is asked,
 * how bytes travel, nor read a clock.  Covered by tests/unit/test_vote.c.
 *
 * member.h, poll.h and casting.h ask; turn.h says which of them may.
 * Everything drawn for a period is committed before the first request, and
 * every answer before the next step: a crash at any point asks the same again.
 * Usage never travels with identity: no function uses both channels in one go
 * but casting_trial, whose ballot holds zeros only.
 */
#ifndef AGENT_VOTE_H
#define AGENT_VOTE_H

#include "agent/booth.h"
#include "agent/client.h"
#include "agent/schedule.h"

/* The two channels; client.c's functions, or a test's. */
struct vote_net {
	enum status (*identified)(const struct client_place *place,
	    const char *bearer, const struct client_call *call,
	    struct client_reply *ret, struct err *err);
	enum status (*anonymous)(const struct client_place *place,
	    const struct client_call *call, struct client_reply *ret,
	    struct err *err);
};

struct vote {
	struct state *state;
	const struct state_join *join;
	const struct vote_net *net;
	struct schedule_moment now; /* wall: invented in a demo */
	int64_t clock;              /* UNIX seconds, the true ones, for skew */
	void (*say)(void *cookie, enum message id, const char *const *args);
	void *cookie;
};

/* vote_place: where `join` says that the collector is; borrows it. */
struct client_place vote_place(const struct state_join *join);

/* vote_doubts: this computer's clock is not to be trusted: the collector's is
 * over 12 hours away; or it moved by as much, neither has the collector
 * confirmed it since, nor has it stood for a week.  While so, nothing is read,
 * erased, made or sent: a round asks the collector, and that is all. */
MUST_CHECK enum status vote_doubts(const struct vote *vote, bool *ret,
    struct err *err);

/* vote_ask: an identified call; notes whether the collector still knows this
 * computer, and how far its clock is.  E_REFUSED: over 12 hours.  vote_ask_anonymously: without a name. */
MUST_CHECK enum status vote_ask(const struct vote *vote,
    const struct client_call *call, struct client_reply *ret, struct err *err);
MUST_CHECK enum status vote_ask_anonymously(const struct vote *vote,
    const struct client_call *call, struct client_reply *ret, struct err *err);

/* vote_is_busy: an HTTP status that another time may change. */
bool vote_is_busy(int http);

/* vote_refused: the collector's own words for what it refused: E_NETWORK when
 * it is busy, else E_REFUSED.  vote_is_refusal: its code is `word`. */
MUST_CHECK enum status vote_refused(const struct client_reply *reply,
    struct err *err);
bool vote_is_refusal(const struct client_reply *reply, const char *word);

/* vote_give_up: a period ends here: its secrets go, and the person is told
 * why. */
MUST_CHECK enum status vote_give_up(const struct vote *vote,
    struct booth *booth, enum booth_status status, enum booth_reason reason,
    struct err *err);

#endif
