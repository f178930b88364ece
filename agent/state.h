/* SPDX-License-Identifier: Apache-2.0
 * state.h: all that a computer keeps, in one file for its owner alone
 * (state.db): who it enrolled with, days with AI, how far logs were read.  Must
 * not know a source, the network or the clock.
 * Covered by tests/unit/test_state.c and tests/scenario/run_kill.sh.
 *
 * Days are a set of (day, service, evidence): to read the same thing twice adds
 * nothing.  Nothing finer is kept but the minute of a day's only DNS contact,
 * until that day ends.  What a pass brought is stored with its cursors in one
 * transaction, so a crash neither loses nor doubles a day.  Erased bytes are
 * overwritten (SQLite's secure_delete).
 */
#ifndef AGENT_STATE_H
#define AGENT_STATE_H

#include "agent/findings.h"

#include "core/joincode.h"

struct db;
struct state;

#define STATE_DIGEST 32
#define STATE_SALT 32
#define STATE_AUTHORITY 4096
#define STATE_DEVICE 32  /* hexadecimal digits */
#define STATE_SECRET 64  /* the same */

/* state_open: `path` is made when missing (mode 0600), older schemas are
 * brought up.  E_UNSUPPORTED: made by a newer version. */
MUST_CHECK enum status state_open(const char *path, struct state **ret_state,
    struct err *err);
void state_free(struct state *state);

/* state_db: for the other half of the same file, booth.c. */
struct db *state_db(struct state *state);

/* state_begin, state_end: a transaction of the caller's; state_end takes the
 * status so far, commits when it is OK, and else rolls back. */
MUST_CHECK enum status state_begin(struct state *state, struct err *err);
MUST_CHECK enum status state_end(struct state *state, enum status code,
    struct err *err);

/* What joining stored.  Texts end in NUL. */
struct state_join {
	uint8_t host_count;
	char hosts[JOINCODE_HOSTS][JOINCODE_HOST_MAX + 1];
	uint16_t port;
	char authority[STATE_AUTHORITY];  /* PEM; its fingerprint was checked */
	char device[STATE_DEVICE + 1];
	char secret[STATE_SECRET + 1];
	int32_t joined;                   /* day; nothing before is read */
	int32_t notice;                   /* day; CALENDAR_NO_DAY: not told */
	uint8_t salt[STATE_SALT];
	uint8_t machine[STATE_DIGEST];    /* of the machine's id, salted */
};

/* state_join: forget everything, then keep this: one transaction.  state_joined:
 * E_NOT_FOUND before.  state_join_wipe: the secret. */
MUST_CHECK enum status state_join(struct state *state,
    const struct state_join *join, struct err *err);
MUST_CHECK enum status state_joined(struct state *state,
    struct state_join *ret, struct err *err);
/* state_erase: forget everything. */
MUST_CHECK enum status state_erase(struct state *state, struct err *err);
void state_join_wipe(struct state_join *join);

/* state_notice: the day on which people are informed, as the policy now says.
 * A later day erases what was kept before it. */
MUST_CHECK enum status state_notice(struct state *state, int32_t day,
    struct err *err);

/* Small numbers, each with its own meaning. */
enum state_fact {
	FACT_PASS_AT,      /* UNIX seconds of the last pass */
	FACT_SELF_TEST,    /* of the last pass: 1 passed, 0 failed */
	FACT_ENCRYPTED_DNS,
	FACT_OPTED_OUT,
	FACT_WEEK,         /* of the last heartbeat: year * 100 + ISO week */
	FACT_KEEP_FROM,    /* day; all before was told or is past telling */
	FACT_SKEWED,       /* 1: the collector's clock is over 12 h away */
	FACT_REMOVED,      /* 1: the collector does not know us any more */
	FACT_WALL,         /* the last round: UNIX seconds, */
	FACT_BOOT,         /* which boot of the machine, */
	FACT_AWAKE,        /* seconds awake since, */
	FACT_ASLEEP,       /* seconds asleep since */
	FACT_RESUMED,      /* FACT_AWAKE when a resume was noticed */
	FACT_JUMPS,        /* times that the clock was set by over 2 minutes */
	FACT_COUNT
};
/* state_fact: *ret stays as it is when the fact was never set. */
MUST_CHECK enum status state_fact(struct state *state, enum state_fact fact,
    int64_t *ret, struct err *err);
MUST_CHECK enum status state_set_fact(struct state *state,
    enum state_fact fact, int64_t value, struct err *err);

/* Documents of the collector, under their SHA-256.  state_document appends;
 * E_NOT_FOUND. */
#define STATE_DOCUMENT ((size_t)1 << 20)
MUST_CHECK enum status state_keep_document(struct state *state,
    const uint8_t digest[STATE_DIGEST], struct str body, struct err *err);
MUST_CHECK enum status state_document(struct state *state,
    const uint8_t digest[STATE_DIGEST], struct buf *out, struct err *err);

/*
 * Pauses: days, the last one included; CALENDAR_NO_DAY: until resumed.  A
 * paused day is never kept.  state_pause adds one and erases its days;
 * state_resume ends the open ones with `today`, which stays a paused day.
 */
MUST_CHECK enum status state_pause(struct state *state, int32_t first,
    int32_t last, struct err *err);
MUST_CHECK enum status state_resume(struct state *state, int32_t today,
    struct err *err);
/* state_paused: true in *ret when a day of first..last was paused. */
MUST_CHECK enum status state_paused(struct state *state, int32_t first,
    int32_t last, bool *ret, struct err *err);

/* state_first: the first day that may be kept: not before the notice, the
 * join, or what was told.  CALENDAR_NO_DAY: none (no notice date). */
MUST_CHECK enum status state_first(struct state *state, int32_t *ret,
    struct err *err);

/*
 * state_commit: durably keep what a pass brought, and its cursors, together.
 * Days before state_first and paused days are let fall, and all contacts when
 * a user opted out.  The lone minutes of days before `today` are erased.
 */
MUST_CHECK enum status state_commit(struct state *state,
    const struct findings *findings, int32_t today, struct err *err);

/* state_days: the rows of first..last, by day and service. */
MUST_CHECK enum status state_days(struct state *state, int32_t first,
    int32_t last, void (*visit)(void *cookie, const struct finding *row),
    void *cookie, struct err *err);

/* state_recall: the cursors and the sources of the last pass, added to
 * findings_init's. */
MUST_CHECK enum status state_recall(struct state *state,
    struct findings *findings, struct err *err);

/* state_forget_before: erase days before `day`, now and for ever. */
MUST_CHECK enum status state_forget_before(struct state *state, int32_t day,
    struct err *err);

#endif
