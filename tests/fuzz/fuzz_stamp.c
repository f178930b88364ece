/* SPDX-License-Identifier: Apache-2.0
 * fuzz_stamp.c: every parser of time stamps on the lines of the input, then
 * the file's clock; what is accepted must be a date that exists.
 */
#include "agent/sources/loghead.h"
#include "agent/sources/stamp_clock.h"
#include "agent/sources/stamp_locale.h"
#include "agent/sources/zone.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct stamp *stamp)
{
	struct civil date = stamp->date;

	if (stamp->kind == STAMP_NONE || stamp->kind == STAMP_UNIX)
		return;
	if (stamp->kind == STAMP_YEARLESS)
		date.year = 2000;
	if (!calendar_valid(date) || stamp->second < 0 ||
	    stamp->second >= CALENDAR_SECONDS_PER_DAY)
		abort();
}

static void
one_line(struct stamp_clock *clock, struct stamp_order_clues *clues,
    struct str line)
{
	struct loghead head;
	struct stamp stamp;
	struct str cursor = line;
	int64_t seconds;

	loghead_read(line, &head);
	check(&head.stamp);
	if (head.rest.len > line.len || head.text.len > head.rest.len)
		abort();
	stamp_clock_sample(clock, &head.stamp);
	stamp_order_learn(clues, line);
	if (stamp_take_locale(&cursor, STAMP_MONTH_FIRST, &stamp)) {
		check(&stamp);
		if (!stamp_unix(clock, &stamp, &seconds))
			abort();
	}
}

static void
all_lines(struct stamp_clock *clock, struct str text)
{
	struct stamp_order_clues clues = { 0 };
	struct str line, rest = text;
	int64_t seconds;

	while (str_take_until(&rest, '\n', &line))
		one_line(clock, &clues, line);
	(void)stamp_order_decide(&clues, 20782);
	stamp_clock_start(clock);
	while (str_take_until(&text, '\n', &line)) {
		struct loghead head;

		loghead_read(line, &head);
		if (stamp_unix(clock, &head.stamp, &seconds) &&
		    head.stamp.kind == STAMP_YEARLESS && !clock->forced &&
		    zone_day(clock->zone, seconds) > clock->latest_day)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zone *zone = NULL;
	struct stamp_clock clock;

	if (zone_new(STR("+05:30"), &zone, NULL) != OK)
		abort();
	stamp_clock_init(&clock, zone, 1795608000, 0);
	all_lines(&clock, (struct str){ (const char *)data, size });
	zone_free(zone);
	return 0;
}
