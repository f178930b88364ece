/* SPDX-License-Identifier: Apache-2.0
 * booth.h: what a computer keeps about each period: its record, the secrets of
 * its token, the token, the ballot, and how far it has got; in state.db.  Must
 * not know the network or the clock.  Covered by tests/unit/test_vote.c.
 *
 *     ACCEPTED --token--> HELD --ballot drafted--> DRAFTED --204--> SENT
 *         \________________\_____________\______________> ABSTAINED, MISSED
 *
 * A period's row is made once, before the first request, and its record never
 * changes.  The last three states keep no secret, no token and no ballot.
 */
#ifndef AGENT_BOOTH_H
#define AGENT_BOOTH_H

#include "agent/state.h"

#include "core/ballot.h"
#include "core/record.h"

enum booth_status {
	BOOTH_ACCEPTED,
	BOOTH_HELD,
	BOOTH_DRAFTED,
	BOOTH_SENT,
	BOOTH_ABSTAINED,
	BOOTH_MISSED,
	BOOTH_STATUS_COUNT
};

/* Why a computer abstains or has missed a period. */
enum booth_reason {
	REASON_NONE,
	REASON_RECORDS_DIFFER, /* two texts for one period: both are kept */
	REASON_TOKEN_TAKEN,    /* another request was answered for this PC */
	REASON_TOKEN_WRONG,    /* the collector signed something else */
	REASON_TOKEN_SPENT,    /* the token has served for another ballot */
	REASON_REFUSED,        /* the collector does not take this ballot */
	REASON_CLOSED,         /* counted before the ballot left */
	REASON_NO_TOKEN,       /* the period ended before there was a token */
	REASON_TOO_LATE,       /* seven days after the window: not reached */
	REASON_ASLEEP,         /* the same: not on long enough in the window */
	REASON_UNTESTED,       /* the same: no ballot without the self-test */
	REASON_COUNT
};

#define BOOTH_SIGNATURE 128 /* ECDSA P-256 in DER takes at most 72 */

struct booth {
	struct record record;
	char text[RECORD_MAX_BYTES + 1]; /* the record as it came */
	uint8_t signature[BOOTH_SIGNATURE];
	size_t signature_len;
	char other[RECORD_MAX_BYTES + 1]; /* a differing one, the proof */
	uint8_t other_signature[BOOTH_SIGNATURE];
	size_t other_signature_len;

	struct token_secrets secrets;
	uint8_t padding[BALLOT_BYTES]; /* the ballot's random bytes */
	uint8_t token[TOKEN_BYTES];    /* from BOOTH_HELD on */
	uint8_t ballot[BALLOT_BYTES];  /* from BOOTH_DRAFTED on */

	int64_t delay;    /* seconds awake in the window before it leaves */
	int64_t uptime;   /* so far */
	int64_t check_at; /* when the record is fetched a second time */
	bool checked;     /* and was the same */
	enum booth_status status;
	enum booth_reason reason;
};

/* booth_wipe: secrets, token, ballot. */
void booth_wipe(struct booth *booth);

/* booth_over: true for the three last states. */
bool booth_over(const struct booth *booth);

/* booth_accept: keep a new period.  E_REFUSED: it is there already; one record
 * per period, ever. */
MUST_CHECK enum status booth_accept(struct state *state,
    const struct booth *booth, struct err *err);

/* booth_load: E_NOT_FOUND. */
MUST_CHECK enum status booth_load(struct state *state,
    const struct period *period, struct booth *ret, struct err *err);

/* booth_save: all but the record.  A booth that is over is saved without its
 * secrets; with BOOTH_SENT or BOOTH_MISSED the days of its period are erased in
 * the same transaction. */
MUST_CHECK enum status booth_save(struct state *state,
    const struct booth *booth, struct err *err);

/* booth_each: every period, oldest first; it is borrowed for the call. */
MUST_CHECK enum status booth_each(struct state *state,
    void (*visit)(void *cookie, const struct booth *booth), void *cookie,
    struct err *err);

/* booth_kept_until: UNIX seconds: rows and ballot are kept until then. */
int64_t booth_kept_until(const struct booth *booth);

/* booth_forget: erase records of periods closed before `day` (two years are
 * kept: the proof that one was told something else). */
MUST_CHECK enum status booth_forget(struct state *state, int64_t before,
    struct err *err);

enum message booth_status_message(enum booth_status status);
enum message booth_reason_message(enum booth_reason reason);

#endif
