/* SPDX-License-Identifier: Apache-2.0
 * publication.h: what one period publishes, once and for ever: an immutable
 * document, made from rounded values only.  Must not know a true count, a
 * store or a language.  Covered by tests/unit/test_publication.c.
 *
 * Which figures appear at which number of ballots:
 *
 *     0 to 2    none
 *     3, 4      whether some computer used a service, when it can be said
 *     5 to 9    any use and unapproved use
 *     10 to 29  also regular use, contacts, and services by name from 3 on
 *     30 on     also categories, and percentages
 */
#ifndef COLLECTOR_REPORT_PUBLICATION_H
#define COLLECTOR_REPORT_PUBLICATION_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/catalogue.h"
#include "core/period.h"
#include "core/status.h"

#define PUBLICATION_VERSION 1
#define PUBLICATION_DIGEST 32
#define PUBLICATION_MAX_BYTES ((size_t)1 << 20)

/* A service is named from this published reach on. */
#define PUBLICATION_NAMED_FROM 3

enum tier {
	TIER_NOTHING,
	TIER_SENTENCE,
	TIER_WHOLES,
	TIER_SERVICES,
	TIER_CATEGORIES,
	TIER_COUNT
};

/* Rounded counts of computers. */
struct figure {
	uint32_t used;
	uint32_t regular;
};

/* Rounded values of one service, before thresholds. */
struct rounded_service {
	struct str id;
	enum category category;
	unsigned flags;  /* enum service_flag */
	bool unapproved; /* in the whole period */
	struct figure figure;
};

/* All that a publication is made from. */
struct rounded {
	struct period period;
	uint32_t enrolled, ballots, blanks; /* exact; blanks apart */
	struct str catalogue; /* version */
	uint8_t record[PUBLICATION_DIGEST];
	struct figure any, unapproved;
	uint32_t contacted;
	struct figure categories[CATEGORY_COUNT];
	const struct rounded_service *services;
	size_t service_count;
};

struct published_service {
	struct str id;
	struct figure figure;
};

/*
 * What may be shown depends on `tier` alone; members that the tier withholds
 * are zero here and null in the document.  `measured` is false for a period
 * whose ballot box was lost: every figure is then withheld.
 */
struct publication {
	struct period period;
	bool measured;
	enum tier tier;
	uint32_t enrolled, ballots, blanks;
	struct str catalogue;
	uint8_t record[PUBLICATION_DIGEST];
	bool someone; /* TIER_SENTENCE: a use can be told */
	struct figure any, unapproved;
	uint32_t contacted;
	struct figure categories[CATEGORY_COUNT];
	const struct published_service *services; /* most used first, then id */
	size_t service_count;
	struct arena memory; /* owner of what the slices show */
};

/* publication_has_percentages: from 30 ballots on. */
bool publication_has_percentages(const struct publication *publication);

/*
 * publication_make: apply the thresholds.  A part is never published above its
 * published whole; health and companion services are never named.  E_NOMEM.
 * Released by publication_release.
 */
MUST_CHECK enum status publication_make(const struct rounded *rounded,
    struct publication *ret, struct err *err);

/* publication_lost: a period that was not measured. */
MUST_CHECK enum status publication_lost(const struct rounded *rounded,
    struct publication *ret, struct err *err);
void publication_release(struct publication *publication);

/* publication_write: append the document, JSON with a final newline. */
void publication_write(struct buf *out, const struct publication *publication);

/* publication_read: exactly what publication_write writes; E_INVALID,
 * E_UNSUPPORTED (another version), E_LIMIT, E_NOMEM. */
MUST_CHECK enum status publication_read(struct str bytes,
    struct publication *ret, struct err *err);

#endif
