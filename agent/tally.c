/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/tally.h"

#include "core/calendar.h"

#include <stdlib.h>

#define SECONDS_PER_MINUTE 60

/* A minute is kept modulo this, plus one, in 16 bits: no two minutes of a
 * day are so far apart, and 0 stays free for "none yet". */
#define MINUTE_CYCLE 65535

struct service_days {
	unsigned char *bits[TRACE_COUNT]; /* NULL: no such day */
	uint16_t *first_minute;           /* of a day's contacts */
};

struct tally {
	struct window window;
	size_t days;
	uint32_t service_count;
	enum status failed;
	struct service_days services[];
};

enum status
tally_new(uint32_t services, struct window window, struct tally **ret_tally,
    struct err *err)
{
	int64_t days = (int64_t)window.last - window.first + 1;
	struct tally *tally;

	if (days < 1 || days > TALLY_DAYS_MAX)
		return err_set(err, E_USAGE, MSG_TALLY_WINDOW,
		    ARGS(digits(TALLY_DAYS_MAX / 366).text));
	tally = calloc(1, sizeof(*tally) +
	    services * sizeof(tally->services[0]));
	if (tally == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	tally->window = window;
	tally->days = (size_t)days;
	tally->service_count = services;
	*ret_tally = tally;
	return OK;
}

void
tally_free(struct tally *tally)
{
	if (tally == NULL)
		return;
	for (uint32_t i = 0; i < tally->service_count; i++) {
		for (int trace = 0; trace < TRACE_COUNT; trace++)
			free(tally->services[i].bits[trace]);
		free(tally->services[i].first_minute);
	}
	free(tally);
}

static void
set(struct tally *tally, struct service_days *service, enum trace trace,
    size_t at)
{
	if (service->bits[trace] == NULL)
		service->bits[trace] = calloc((tally->days + 7) / 8, 1);
	if (service->bits[trace] == NULL)
		tally->failed = E_NOMEM;
	else
		service->bits[trace][at / 8] |= (unsigned char)(1u << at % 8);
}

static uint16_t
minute_of(int64_t unix_seconds)
{
	int64_t minute = unix_seconds / SECONDS_PER_MINUTE -
	    (unix_seconds % SECONDS_PER_MINUTE < 0);
	int64_t turned = minute % MINUTE_CYCLE;

	return (uint16_t)((turned < 0 ? turned + MINUTE_CYCLE : turned) + 1);
}

/* The first minute waits for a second one, whichever comes first. */
static void
contact(struct tally *tally, struct service_days *service, size_t at,
    int64_t unix_seconds)
{
	uint16_t minute = minute_of(unix_seconds);

	if (service->first_minute == NULL)
		service->first_minute = calloc(tally->days,
		    sizeof(*service->first_minute));
	if (service->first_minute == NULL)
		tally->failed = E_NOMEM;
	else if (service->first_minute[at] == 0)
		service->first_minute[at] = minute;
	else if (service->first_minute[at] != minute)
		set(tally, service, TRACE_CONTACTED, at);
}

static const enum trace trace_of[VERDICT_COUNT] = {
	[VERDICT_NONE] = TRACE_COUNT,
	[VERDICT_READING] = TRACE_READING,
	[VERDICT_POSSIBLE] = TRACE_POSSIBLE,
	[VERDICT_APPLICATION] = TRACE_APPLICATION,
	[VERDICT_USE] = TRACE_VISITED,
};

static bool
within(const struct tally *tally, uint32_t service, int32_t day)
{
	return service < tally->service_count && day >= tally->window.first &&
	    day <= tally->window.last;
}

void
tally_push(void *cookie, const struct sighting *sighting)
{
	struct tally *tally = cookie;
	enum trace trace = trace_of[sighting->verdict];
	struct service_days *service;
	size_t at;

	if (!within(tally, sighting->service, sighting->day) ||
	    trace == TRACE_COUNT)
		return;
	service = &tally->services[sighting->service];
	at = (size_t)(sighting->day - tally->window.first);
	if (sighting->verdict == VERDICT_USE &&
	    sighting->evidence == EVIDENCE_CONTACTED)
		contact(tally, service, at, sighting->unix_seconds);
	else
		set(tally, service, trace, at);
}

enum status
tally_status(const struct tally *tally, struct err *err)
{
	if (tally->failed == OK)
		return OK;
	return err_set(err, tally->failed, MSG_NO_MEMORY, NO_ARGS);
}

struct window
tally_window(const struct tally *tally)
{
	return tally->window;
}

bool
tally_seen(const struct tally *tally, uint32_t service, enum trace trace)
{
	return service < tally->service_count &&
	    tally->services[service].bits[trace] != NULL;
}

bool
tally_on(const struct tally *tally, uint32_t service, enum trace trace,
    int32_t day)
{
	const unsigned char *bits;
	size_t at;

	if (!within(tally, service, day))
		return false;
	bits = tally->services[service].bits[trace];
	at = (size_t)(day - tally->window.first);
	return bits != NULL && (bits[at / 8] >> at % 8 & 1) != 0;
}

bool
tally_ai_day(const struct tally *tally, uint32_t service, int32_t day)
{
	return tally_on(tally, service, TRACE_VISITED, day) ||
	    tally_on(tally, service, TRACE_CONTACTED, day);
}

bool
tally_lone(const struct tally *tally, uint32_t service, int32_t day)
{
	const uint16_t *minutes;

	if (!within(tally, service, day))
		return false;
	minutes = tally->services[service].first_minute;
	return minutes != NULL && minutes[day - tally->window.first] != 0 &&
	    !tally_ai_day(tally, service, day);
}

bool
tally_may_be_lone(const struct tally *tally, uint32_t service)
{
	return service < tally->service_count &&
	    tally->services[service].first_minute != NULL;
}

uint16_t
tally_minute(const struct tally *tally, uint32_t service, int32_t day)
{
	return tally_lone(tally, service, day)
	    ? tally->services[service].first_minute[day - tally->window.first]
	    : 0;
}

uint32_t
tally_days(const struct tally *tally, uint32_t service, enum trace trace)
{
	uint32_t days = 0;

	if (!tally_seen(tally, service, trace))
		return 0;
	for (int32_t day = tally->window.first; day <= tally->window.last; day++)
		days += tally_on(tally, service, trace, day);
	return days;
}
