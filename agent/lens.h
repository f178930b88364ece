/* SPDX-License-Identifier: Apache-2.0
 * lens.h: the gateway lens: of the clients of a log that serves many computers,
 * how many contacted a service, in bands.  Must not know an address: a client
 * is a number (clients.h).  Covered by tests/unit/test_lens.c.
 *
 * Apart from the tally: nothing here is a day of this PC.  The order of
 * sightings never matters.  A client is confirmed for a service once it has
 * contacted it in two separate minutes: one contact alone may be a link that a
 * page looked up without being asked.
 */
#ifndef AGENT_LENS_H
#define AGENT_LENS_H

#include "agent/sources/source.h"

/* A client and a service that it contacted; some 20 MB.  A service that has
 * its LENS_MANY confirmed clients needs no more of them. */
#define LENS_PAIRS_MAX ((size_t)1 << 18)
#define LENS_MANY 10

enum lens_band {
	LENS_NONE,
	LENS_FEW,      /* 1 or 2 */
	LENS_SOME,     /* 3 to 9 */
	LENS_TEN_UP,   /* 10 or more */
	LENS_BAND_COUNT
};

struct lens;

/* What is known of one service; an exact number of clients is never told. */
struct lens_service {
	enum lens_band clients;   /* distinct, that contacted it */
	enum lens_band confirmed; /* those in two separate minutes or more */
	int32_t last_day;         /* CALENDAR_NO_DAY: never contacted */
};

/* lens_new: of `services` services; `seed` is random.  E_NOMEM. */
MUST_CHECK enum status lens_new(uint32_t services, uint64_t seed,
    struct lens **ret_lens, struct err *err);
void lens_free(struct lens *lens);

/* lens_push: note a sighting whose client is not 0; those that are not use, or
 * of an unknown service, are let fall. */
void lens_push(struct lens *lens, const struct sighting *sighting);

/* lens_full: true once a pair was let fall at the limit, or without memory:
 * the bands are then minimums. */
bool lens_full(const struct lens *lens);

struct lens_service lens_service(const struct lens *lens, uint32_t service);

/* lens_band_id: "0", "1-2", "3-9", "10+", as in --json. */
struct str lens_band_id(enum lens_band band);

#endif
