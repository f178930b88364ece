/* SPDX-License-Identifier: Apache-2.0
 * vote.h: what a computer does toward a collector, and when: enrolment's
 * calls, signs of life, records, tokens, ballots (docs/PROTOCOL.md).  Must not
 * know how bytes travel, nor read a clock.
 * Covered by tests/unit/test_vote.c and tests/scenario/vote_*.sh.
 *
 * Everything drawn for a period is committed before the first request, and
 * every answer before the next step: a crash at any point asks the same again.
 * Usage never travels with identity: no function here uses both channels in
 * one go but vote_trial, whose ballot holds zeros only.
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

/* vote_enrol: the join code's secret for a device; the authority was pinned
 * before.  E_REFUSED, with the collector's sentence. */
MUST_CHECK enum status vote_enrol(const struct vote *vote,
    const uint8_t secret[JOINCODE_SECRET], struct state_join *to,
    struct err *err);

/* vote_leave: un-enrol. */
MUST_CHECK enum status vote_leave(const struct vote *vote, struct err *err);

/* vote_clock: count the time awake in open windows and note the clocks, once
 * per round, before anything else; fills vote->now.resumed. */
MUST_CHECK enum status vote_clock(struct vote *vote, struct err *err);

/* vote_expire: periods past their telling are over, and their days erased. */
MUST_CHECK enum status vote_expire(const struct vote *vote, struct err *err);

/* What a round does with the network: one kind of thing, so that nobody can
 * put two together by their time. */
enum vote_step {
	VOTE_REST,       /* nothing is due */
	VOTE_IDENTIFIED, /* heartbeat, record, documents, token */
	VOTE_CHECK,      /* a record is fetched again */
	VOTE_DRAFT,      /* a ballot is to be made: read the sources first */
	VOTE_SEND        /* a ballot leaves */
};
MUST_CHECK enum status vote_due(const struct vote *vote,
    enum vote_step *ret_step, struct booth *ret_booth, struct err *err);

/* Each of them.  E_NETWORK: tried, and tried again next time.  The identified
 * step is two: what there is to know, then, once the sources have been read,
 * the sign of life that tells how they are. */
MUST_CHECK enum status vote_learn(const struct vote *vote, struct err *err);
MUST_CHECK enum status vote_heartbeat(const struct vote *vote,
    struct err *err);
MUST_CHECK enum status vote_check(const struct vote *vote,
    struct booth *booth, struct err *err);
MUST_CHECK enum status vote_draft(const struct vote *vote,
    struct booth *booth, struct err *err);
MUST_CHECK enum status vote_send(const struct vote *vote,
    struct booth *booth, struct err *err);

/* vote_trial: the newest trial of the collector: record, token, a ballot of
 * zeros, at once.  E_NOT_FOUND: there is none. */
MUST_CHECK enum status vote_trial(const struct vote *vote,
    struct period *ret_period, struct err *err);

#endif
