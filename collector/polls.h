/* SPDX-License-Identifier: Apache-2.0
 * polls.h: the periods as they are served: each period's record, read, with
 * its key, its vocabulary and its window.  Must not know HTTP or a ballot.
 * Covered by tests/unit/test_polls.c.
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
	const bool *unapproved; /* by service, on every day; in its memory */
};

struct polls;

/* polls_load: all periods but those that were closed over 400 days ago.
 * E_DAMAGED: a record that does not read.  A period without its urn's key is
 * listed without it. */
MUST_CHECK enum status polls_load(struct folder *folder, int64_t now,
    struct polls **ret_polls, struct err *err);
struct polls *polls_share(struct polls *polls);
void polls_free(struct polls *polls);

/* polls_named: NULL when there is none; polls_asking: that whose challenge
 * this is.  Borrowed. */
const struct poll *polls_named(const struct polls *polls, struct str name);
const struct poll *polls_asking(const struct polls *polls,
    const uint8_t challenge[TOKEN_DIGEST]);
const struct poll *polls_at(const struct polls *polls, size_t i);

/* poll_started: shown to computers, and tokens are issued. */
bool poll_started(const struct poll *poll, int64_t now);

/*
 * polls_prepare: make the records that are due: that of the period which holds
 * `now` when the collector has none at all (it is new: nobody has enrolled),
 * and that of the following period.  A record is frozen when its period
 * starts, and shown to nobody before; until then it is made anew when the
 * policy, the catalogue or the kind of period has changed.  A period that
 * started while the collector was away has no record, and is not measured.
 */
MUST_CHECK enum status polls_prepare(struct folder *folder, int64_t now,
    struct err *err);

/* polls_trial: make a trial period, open at once; its name. */
MUST_CHECK enum status polls_trial(struct folder *folder, int64_t now,
    struct period *ret_period, struct err *err);

/* The longest prolongation: computers keep their days that long. */
#define POLLS_PROLONG_DAYS PERIOD_KEPT_DAYS

#endif
