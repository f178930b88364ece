/* SPDX-License-Identifier: Apache-2.0
 * zone.h: local time, both ways: this PC's, a fixed offset, or a named zone of
 * the system's database.  Must not know a log or a browser.
 * Covered by tests/unit/test_zone.c.
 */
#ifndef AGENT_SOURCES_ZONE_H
#define AGENT_SOURCES_ZONE_H

#include "core/calendar.h"
#include "core/status.h"

struct zone;

/*
 * zone_new: "local" (or empty), "UTC", an offset "+02:00" / "-0330", or a name
 * of the system's database such as "Europe/Paris".  E_USAGE for anything else;
 * E_UNSUPPORTED for a name that we do not know on Windows, which has others.
 */
MUST_CHECK enum status zone_new(struct str name, struct zone **ret_zone,
    struct err *err);
void zone_free(struct zone *zone);

/* zone_day: the local calendar day at a UNIX time.  Cheap when called for
 * neighbouring times. */
int32_t zone_day(const struct zone *zone, int64_t unix_seconds);

/* zone_one_day: whether `from`..`to` are one local day, in which the clock is
 * not changed. */
bool zone_one_day(const struct zone *zone, int64_t from, int64_t to);

/*
 * zone_unix: the UNIX time of a local date (a day) and second of that day.  A
 * time that daylight saving skips is taken an hour later; one that it repeats
 * is the first of both.
 */
int64_t zone_unix(const struct zone *zone, int32_t day, int32_t second);

#endif
