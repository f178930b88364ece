/* SPDX-License-Identifier: Apache-2.0
 * polls.h: the periods that the collector serves, each with its record
 * (parsed), its key, its vocabulary and its window.  Must not know HTTP or a
 * ballot.  Covered by tests/unit/test_polls.c.
 *
 * A list is a picture of the store at one moment and never changes; threads
 * share it by counted references.
 */
#ifndef COLLECTOR_POLLS_H
#define COLLECTOR_POLLS_H

#include "collector/folder.h"
#include "collector/store.h"

#include "core/record.h"
#include "core/vocabulary.h"

struct poll {
	struct record record;
	struct buf bytes;     /* of the record */
	struct buf signature; /* of the authority, DER */
	uint8_t digest[RECORD_DIGEST];
	uint8_t challenge[TOKEN_DIGEST];
	bool closed; /* or a trial whose urn is lost */
	/* Ballots are taken until then: the record's end, prolonged by the days
	 * of the window on which the collector was down. */
	int64_t taken_until;
	/* Of a period that is not closed: */
	struct token_key key; /* a pair while tokens are issued, else public */
	bool issues;
	bool urn; /* its key file is there */
	struct vocabulary vocabulary;
	/* By service of the vocabulary, in whose memory it lies: whether it is
	 * unapproved on every day of the period. */
	const bool *unapproved;
};

struct polls;

/* polls_load: all periods but those that were closed over 400 days ago.
 * E_DAMAGED: a record that does not read.  A period without its urn's key is
 * listed without it. */
MUST_CHECK enum status polls_load(struct folder *folder, int64_t now,
    struct polls **ret_polls, struct err *err);
struct polls *polls_share(struct polls *polls);
void polls_free(struct polls *polls);

/* polls_named: the period of that name.  polls_asking: the period that has this
 * challenge.  NULL when there is none; borrowed from the list. */
const struct poll *polls_named(const struct polls *polls, struct str name);
const struct poll *polls_asking(const struct polls *polls,
    const uint8_t challenge[TOKEN_DIGEST]);
const struct poll *polls_at(const struct polls *polls, size_t i);

/* poll_started: computers may now see the period and get tokens for it. */
bool poll_started(const struct poll *poll, int64_t now);

/*
 * polls_prepare: make the record of the period that follows the one which holds
 * `now`.  A new collector, which has no record at all, gets that of the present
 * period too.  A record is frozen when its period starts and shown to nobody
 * before; until then it is made anew when the policy, the catalogue or the kind
 * of period has changed.  A period that started while the collector was away
 * has no record, and is not measured.
 */
MUST_CHECK enum status polls_prepare(struct folder *folder, int64_t now,
    struct err *err);

/* polls_trial: make a trial period, open at once, and give its name. */
MUST_CHECK enum status polls_trial(struct folder *folder, int64_t now,
    struct period *ret_period, struct err *err);

/* The longest prolongation: computers keep their days that long. */
#define POLLS_PROLONG_DAYS PERIOD_KEPT_DAYS

#endif
