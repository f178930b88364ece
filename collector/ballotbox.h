/* SPDX-License-Identifier: Apache-2.0
 * ballotbox.h: how a ballot is counted: its token verified, spent, and its
 * answers added to the urn, in one transaction.  Must not know HTTP or who
 * sent it.  Covered by tests/unit/test_ballotbox.c.
 */
#ifndef COLLECTOR_BALLOTBOX_H
#define COLLECTOR_BALLOTBOX_H

#include "collector/polls.h"

#include "core/ballot.h"

#define BALLOTBOX_BYTES (TOKEN_BYTES + BALLOT_BYTES)

/* A ballot that may be counted: what ballotbox_judge makes of the bytes. */
struct entry {
	const struct poll *poll; /* borrowed */
	struct ballot ballot;
	uint8_t nonce[TOKEN_NONCE];
	uint8_t digest[STORE_DIGEST]; /* SHA-256 of token and ballot */
};

/*
 * ballotbox_judge: token and ballot, one after the other, as they came.  Pure,
 * and where the work is: runs on any thread, before the queue.  Says no by
 * *ret_refusal (REFUSAL_BALLOT: *ret_fault says why): REFUSAL_FIELDS,
 * REFUSAL_TOKEN, REFUSAL_TOO_EARLY, REFUSAL_CLOSED, REFUSAL_BALLOT,
 * REFUSAL_FAILED.
 */
void ballotbox_judge(const struct polls *polls, struct str bytes, int64_t now,
    struct entry *ret, enum refusal *ret_refusal,
    enum ballot_fault *ret_fault);

struct ballotbox;

/* ballotbox_new: `urns` is the folder of the urns' keys. */
MUST_CHECK enum status ballotbox_new(const char *urns,
    struct ballotbox **ret_box, struct err *err);
void ballotbox_free(struct ballotbox *box);

/*
 * ballotbox_count: inside a batch of the store: spend, and add to the open
 * urn.  The same ballot again is counted once and refused never.
 * REFUSAL_SPENT, REFUSAL_CLOSED.
 */
MUST_CHECK enum status ballotbox_count(struct ballotbox *box,
    struct store *store, const struct entry *entry, enum refusal *ret,
    struct err *err);

/* ballotbox_seal: before the batch's commit: the urns that changed.
 * ballotbox_forget: after it: no key and no tally stays in memory. */
MUST_CHECK enum status ballotbox_seal(struct ballotbox *box,
    struct store *store, struct err *err);
void ballotbox_forget(struct ballotbox *box);

#endif
