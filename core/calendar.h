/* SPDX-License-Identifier: Apache-2.0
 * calendar.h: days, months and ISO weeks of the proleptic Gregorian calendar.
 * Must not know a time zone or the clock.  Covered by tests/unit/test_calendar.c.
 *
 * A day is the number of days since 1970-01-01 (int32_t, may be negative).
 */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include "core/str.h"

#define CALENDAR_SECONDS_PER_DAY 86400

/* A day that no calendar holds: "not known". */
#define CALENDAR_NO_DAY INT32_MIN

struct civil {
	int32_t year;
	int32_t month; /* 1..12 */
	int32_t day;   /* 1..31 */
};

/* calendar_day: the day number of a civil date; the date must be valid. */
int32_t calendar_day(struct civil date);
struct civil calendar_civil(int32_t day);

/* calendar_valid: true for a date that exists, years 1 to 9999. */
bool calendar_valid(struct civil date);

/* calendar_month_days: 28 to 31. */
int32_t calendar_month_days(int32_t year, int32_t month);

/* calendar_iso_week: ISO 8601 week 1..53 and the year that it belongs to.
 * calendar_week: "2026-W48"; years 0 to 9999. */
int32_t calendar_iso_week(int32_t day, int32_t *ret_year);
struct calendar_week {
	char text[9];
};
struct calendar_week calendar_week(int32_t day);

/* calendar_parse: "2026-11-23", nothing around it. */
bool calendar_parse(struct str text, int32_t *ret_day);

/* calendar_text: "2026-11-23"; years 0 to 9999. */
struct calendar_text {
	char text[16];
};
struct calendar_text calendar_text(int32_t day);

/* calendar_month_of: 1..12 of a name or abbreviation as localised logs print it
 * ("Nov", "mai", "févr.", "Mär", "dic", "paź"), without regard to the case of
 * ASCII letters; 0 when unknown. */
int32_t calendar_month_of(struct str name);

/* calendar_day_of: the day of a UNIX time under a fixed offset (both seconds),
 * rounding toward the past.  Their sum is within the years that int32_t days
 * reach. */
int32_t calendar_day_of(int64_t unix_seconds, int32_t offset_seconds);

#endif
