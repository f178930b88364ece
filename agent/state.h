/* SPDX-License-Identifier: Apache-2.0
 * state.h: all that a computer keeps, in one file for its owner alone
 * (state.db): who it enrolled with, small facts, the collector's documents;
 * ledger.h and booth.h keep their tables in it.  Must not know a source, the
 * network or the clock.  Covered by tests/unit/test_state.c.
 *
 * Erased bytes are overwritten (SQLite's secure_delete).
 */
#ifndef AGENT_STATE_H
#define AGENT_STATE_H

#include "agent/findings.h"

#include "core/joincode.h"

struct db;
struct db_query;
struct state;

#define STATE_DIGEST 32
#define STATE_SALT 32
#define STATE_AUTHORITY 4096
#define STATE_DEVICE 32  /* hexadecimal digits */
#define STATE_SECRET 64  /* the same */

/* state_open: `path` is made when missing (mode 0600), older schemas are
 * brought up.  E_UNSUPPORTED: made by a newer version.  E_DAMAGED: cut, or not
 * ours. */
MUST_CHECK enum status state_open(const char *path, struct state **ret_state,
    struct err *err);
void state_free(struct state *state);

/*
 * For the other tables of the same file.  state_ask: prepare a statement whose
 * first arguments are `numbers`.  state_finish: run it to its first row, of
 * which *ret_row and *ret_number tell (NULL: not asked), and free it; takes the
 * status so far.  state_say: both.
 */
struct db *state_db(struct state *state);
MUST_CHECK enum status state_ask(struct state *state, const char *sql,
    const int64_t *numbers, size_t count, struct db_query **ret_query,
    struct err *err);
MUST_CHECK enum status state_finish(enum status code, struct db_query *query,
    bool *ret_row, int64_t *ret_number, struct err *err);
MUST_CHECK enum status state_say(struct state *state, const char *sql,
    const int64_t *numbers, size_t count, struct err *err);

/* state_text, state_bytes: copy what a column holds; false when it does not
 * fit, or is not `n` bytes.  A copied text ends in NUL. */
bool state_text(char *to, size_t room, struct str from);
bool state_bytes(void *to, size_t n, struct str from);

/* state_begin, state_end: a transaction of the caller's; state_end takes the
 * status so far, commits when it is OK, and else rolls back. */
MUST_CHECK enum status state_begin(struct state *state, struct err *err);
MUST_CHECK enum status state_end(struct state *state, enum status code,
    struct err *err);

/* state_try: write as a pass would, and take it back: E_ACCESS, E_IO as that
 * pass would fail, E_LOCKED while another does. */
MUST_CHECK enum status state_try(struct state *state, struct err *err);

/* state_shrink: give back the room of what was erased (and overwritten, in a
 * transaction before this): the file's size tells nothing of it.  Without room
 * on the disk it stays as it is. */
void state_shrink(struct state *state);

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
	FACT_REACHED_DAY,  /* when the collector last answered: a day (UTC) */
	FACT_ENROLLED,     /* computers, as told with the newest token */
	FACT_DOUBTED,      /* FACT_WALL when the clock moved by over 12 h; 0 */
	FACT_COUNT
};
/* state_fact: *ret stays as it is when the fact was never set. */
MUST_CHECK enum status state_fact(struct state *state, enum state_fact fact,
    int64_t *ret, struct err *err);
MUST_CHECK enum status state_set_fact(struct state *state,
    enum state_fact fact, int64_t value, struct err *err);

/* Documents of the collector, under their SHA-256.  state_document appends;
 * E_NOT_FOUND. */
#define STATE_DOCUMENT ((size_t)4 << 20) /* BUNDLE_MAX_BYTES */
MUST_CHECK enum status state_keep_document(struct state *state,
    const uint8_t digest[STATE_DIGEST], struct str body, struct err *err);
MUST_CHECK enum status state_document(struct state *state,
    const uint8_t digest[STATE_DIGEST], struct buf *out, struct err *err);
MUST_CHECK enum status state_drop_document(struct state *state,
    const uint8_t digest[STATE_DIGEST], struct err *err);

#endif
