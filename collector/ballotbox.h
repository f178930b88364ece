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
 * ballotbox_judge: verify the token and the ballot that follows it in `bytes`.
 * Pure, and the expensive part: it runs on any thread, before the job is
 * queued.  *ret_refusal: REFUSAL_NONE, or REFUSAL_FIELDS, REFUSAL_TOKEN,
 * REFUSAL_TOO_EARLY, REFUSAL_CLOSED, REFUSAL_FAILED, or REFUSAL_BALLOT, for
 * which *ret_fault tells the reason.
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
 * ballotbox_count: spend the token and add the answers to the open urn; to be
 * called inside a batch of the store.  A ballot that comes a second time is
 * accepted and not counted again.  REFUSAL_SPENT: another ballot had this
 * token; REFUSAL_CLOSED.
 */
MUST_CHECK enum status ballotbox_count(struct ballotbox *box,
    struct store *store, const struct entry *entry, enum refusal *ret,
    struct err *err);

/* ballotbox_seal: before a batch commits, write the urns that changed to the
 * store.  ballotbox_forget: after it, wipe all keys and tallies from memory. */
MUST_CHECK enum status ballotbox_seal(struct ballotbox *box,
    struct store *store, struct err *err);
void ballotbox_forget(struct ballotbox *box);

#endif
