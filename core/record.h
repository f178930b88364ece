/* SPDX-License-Identifier: Apache-2.0
 * record.h: the period record: what every computer of an association must have
 * been told alike before a period starts.  Must not know a signature or the
 * network.  Covered by tests/unit/test_record.c.
 *
 * Its bytes are canonical: one record, one text, so one digest.  The token
 * commits to the digest; people compare eight words of it.
 */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include "core/period.h"
#include "core/token.h"

#define RECORD_VERSION 1
#define RECORD_DIGEST 32
#define RECORD_MAX_BYTES 2048

/* A trial's window is at most this long. */
#define RECORD_TRIAL_SECONDS (7 * 86400)

struct record {
	struct period period;
	uint8_t key[TOKEN_SPKI_BYTES];
	uint8_t catalogue[RECORD_DIGEST]; /* SHA-256 of the vocabulary */
	uint8_t policy[RECORD_DIGEST];    /* SHA-256 of the policy served */
	int64_t opens_at;                 /* UNIX seconds */
	int64_t closes_at;
};

/* record_write: append the canonical JSON: keys in this order, no space, no
 * final newline. */
void record_write(struct buf *out, const struct record *record);

/*
 * record_read: exactly what record_write writes, with the window that the
 * period has by rule (a trial's is short).  E_INVALID otherwise; E_UNSUPPORTED:
 * another version.
 */
MUST_CHECK enum status record_read(struct str bytes, struct record *ret,
    struct err *err);

/* record_digest: SHA-256 of the record's bytes. */
MUST_CHECK enum status record_digest(struct str bytes,
    uint8_t ret[RECORD_DIGEST], struct err *err);

#endif
