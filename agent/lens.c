/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/lens.h"

#include "core/calendar.h"
#include "core/map.h"

#include <stdlib.h>

#define SOME_FROM 3
#define SECONDS_PER_MINUTE 60

struct count {
	uint32_t clients;
	uint32_t confirmed;
	int32_t last_day;
};

struct lens {
	struct count *counts;
	uint32_t services;
	/* (service, client) -> its first minute, from 1; CONFIRMED */
	struct map pairs;
	bool full;
};

#define CONFIRMED UINT64_MAX

enum status
lens_new(uint32_t services, uint64_t seed, struct lens **ret_lens,
    struct err *err)
{
	struct lens *lens = calloc(1, sizeof(*lens));

	if (lens != NULL)
		lens->counts = calloc((size_t)services + 1,
		    sizeof(lens->counts[0]));
	if (lens == NULL || lens->counts == NULL) {
		lens_free(lens);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	for (uint32_t i = 0; i < services; i++)
		lens->counts[i].last_day = CALENDAR_NO_DAY;
	lens->services = services;
	map_init(&lens->pairs, LENS_PAIRS_MAX, seed);
	*ret_lens = lens;
	return OK;
}

void
lens_free(struct lens *lens)
{
	if (lens == NULL)
		return;
	map_release(&lens->pairs);
	free(lens->counts);
	free(lens);
}

static uint64_t *
find_pair(struct lens *lens, const struct sighting *sighting)
{
	uint32_t key[2] = { sighting->service, sighting->client };

	return map_at(&lens->pairs,
	    (struct str){ (const char *)key, sizeof(key) });
}

/* Minutes since 1970, from 1 and never CONFIRMED. */
static uint64_t
minute_of(const struct sighting *sighting)
{
	uint64_t minute = (uint64_t)sighting->unix_seconds / SECONDS_PER_MINUTE;

	return minute + 1;
}

static void
note_day(struct count *count, int32_t day)
{
	if (count->last_day == CALENDAR_NO_DAY || day > count->last_day)
		count->last_day = day;
}

void
lens_push(struct lens *lens, const struct sighting *sighting)
{
	struct count *count;
	uint64_t *pair;

	if (sighting->verdict != VERDICT_USE ||
	    sighting->service >= lens->services)
		return;
	count = &lens->counts[sighting->service];
	note_day(count, sighting->day);
	if (count->confirmed >= LENS_MANY)
		return;
	pair = find_pair(lens, sighting);
	if (pair == NULL) {
		lens->full = true;
		return;
	}
	if (*pair == 0) {
		*pair = minute_of(sighting);
		count->clients++;
	} else if (*pair != CONFIRMED && *pair != minute_of(sighting)) {
		*pair = CONFIRMED;
		count->confirmed++;
	}
}

bool
lens_full(const struct lens *lens)
{
	return lens->full;
}

static enum lens_band
band_of(uint32_t clients)
{
	if (clients >= LENS_MANY)
		return LENS_TEN_UP;
	if (clients >= SOME_FROM)
		return LENS_SOME;
	return clients > 0 ? LENS_FEW : LENS_NONE;
}

struct lens_service
lens_service(const struct lens *lens, uint32_t service)
{
	const struct count *count = &lens->counts[service];

	return (struct lens_service){
		.clients = band_of(count->clients),
		.confirmed = band_of(count->confirmed),
		.last_day = count->last_day,
	};
}

static const struct str band_ids[] = {
	[LENS_NONE] = { "0", 1 },
	[LENS_FEW] = { "1-2", 3 },
	[LENS_SOME] = { "3-9", 3 },
	[LENS_TEN_UP] = { "10+", 3 },
};
_Static_assert(sizeof(band_ids) / sizeof(band_ids[0]) == LENS_BAND_COUNT,
    "every band has a word");

struct str
lens_band_id(enum lens_band band)
{
	return band_ids[band];
}
