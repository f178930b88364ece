/* SPDX-License-Identifier: Apache-2.0
 * ballot.h: the one thing that a computer says about a period: its answers,
 * their checks, and their 4,096 bytes.  Must not know a person, a computer, a
 * domain or the network.  Covered by tests/unit/test_ballot.c.
 *
 * Bytes: one canonical JSON object, a line feed, then random bytes up to
 * BALLOT_BYTES, so that every ballot has the same size.
 */
#ifndef CORE_BALLOT_H
#define CORE_BALLOT_H

#include "core/buf.h"
#include "core/catalogue.h"
#include "core/period.h"
#include "core/status.h"

#define BALLOT_VERSION 1
#define BALLOT_BYTES 4096
#define BALLOT_SERVICES 8

/* From this many distinct days on, a use is regular. */
#define BALLOT_REGULAR_DAYS 5

enum ballot_value {
	BALLOT_NONE,
	BALLOT_OCCASIONAL, /* 1 to 4 days */
	BALLOT_REGULAR     /* BALLOT_REGULAR_DAYS or more */
};

struct ballot_service {
	uint16_t service; /* index in the catalogue */
	uint8_t value;    /* BALLOT_OCCASIONAL or BALLOT_REGULAR */
};

/*
 * All answers.  A blank one (a paused computer) has no answer: all zero.
 * `contacted` stands apart from `any`: a service that DNS saw and no history
 * did says nothing about a use.
 */
struct ballot {
	struct period period;
	bool blank;
	uint8_t any;
	uint8_t unapproved;
	uint8_t contacted; /* 0 or 1 */
	uint8_t categories[CATEGORY_COUNT];
	uint8_t service_count;
	struct ballot_service services[BALLOT_SERVICES]; /* by value, then id */
	uint8_t others;    /* 0 or 1: more services than fit */
};

/* ballot_service_order: for qsort, the order on paper: value, then id, so that
 * the order tells no more than the values do. */
int ballot_service_order(const void *a, const void *b);

/* ballot_blank: what a paused computer sends. */
struct ballot ballot_blank(const struct period *period);

/* ballot_json: append the canonical JSON alone, for preview. */
void ballot_json(struct buf *out, const struct catalogue *catalogue,
    const struct ballot *ballot);

/*
 * ballot_write: append the BALLOT_BYTES bytes that leave.  `random` is drawn
 * once per ballot and kept with it, so that a retry is the same bytes.
 */
void ballot_write(struct buf *out, const struct catalogue *catalogue,
    const struct ballot *ballot, const uint8_t random[BALLOT_BYTES]);

/* Why a ballot is refused; each has its own code and sentence. */
enum ballot_fault {
	BALLOT_GOOD,
	BALLOT_SIZE,             /* not BALLOT_BYTES */
	BALLOT_NO_JSON,          /* no object before a line feed */
	BALLOT_KEYS,             /* a key missing, unknown, twice, mistyped */
	BALLOT_OTHER_VERSION,
	BALLOT_OTHER_PERIOD,
	BALLOT_VALUE,            /* outside 0, 1, 2 (or 0, 1) */
	BALLOT_CATEGORY,         /* a category unknown or missing */
	BALLOT_SERVICE_UNKNOWN,
	BALLOT_SERVICE_TWICE,
	BALLOT_SERVICES_UNSORTED,
	BALLOT_SERVICES_MANY,    /* more than BALLOT_SERVICES */
	BALLOT_OTHERS,           /* others without eight services */
	BALLOT_SERVICE_EXCEEDS,  /* a service above its category */
	BALLOT_CATEGORY_EXCEEDS, /* a category above any */
	BALLOT_UNAPPROVED_EXCEEDS,
	BALLOT_UNAPPROVED_BELOW, /* the collector knows the decisions */
	BALLOT_NOTHING_BEHIND,   /* a use without the service that makes it */
	BALLOT_TRIAL_NOT_ZERO,
	BALLOT_NOT_CANONICAL,    /* right, but spelt otherwise */
	BALLOT_FAULT_COUNT
};

/*
 * ballot_read: the answers in bytes that a stranger sent for `period`.
 * E_INVALID with *ret_fault set; the sentence in err says the same.
 */
MUST_CHECK enum status ballot_read(const struct catalogue *catalogue,
    const struct period *period, struct str bytes, struct ballot *ret,
    enum ballot_fault *ret_fault, struct err *err);

/* ballot_check: the rules between answers, as ballot_read applies them. */
enum ballot_fault ballot_check(const struct catalogue *catalogue,
    const struct ballot *ballot);

/* ballot_fault_code: "ballot_size" and so on, for error bodies. */
const char *ballot_fault_code(enum ballot_fault fault);
enum message ballot_fault_message(enum ballot_fault fault);

#endif
