/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_strip.h"

#include "core/calendar.h"

/* A quarter in days, two years in weeks: bars stay 3 pixels wide on a phone. */
#define DAY_BARS_MAX 125
#define WEEK_BARS_MAX 125
#define DAYS_PER_WEEK 7
#define MONTH_COLUMNS_MAX 13

/* A bar's free space at each side, and where a contact's bar begins. */
#define BAR_MARGIN 1
#define CONTACT_TOP 12

static int32_t
months_since_0(int32_t day)
{
	struct civil date = calendar_civil(day);

	return date.year * 12 + date.month - 1;
}

static int32_t
ordinal(enum strip_unit unit, struct window window, int32_t day)
{
	switch (unit) {
	case STRIP_DAY:
		return day - window.first;
	case STRIP_WEEK:
		return (day - window.first) / DAYS_PER_WEEK;
	case STRIP_MONTH:
		return months_since_0(day) - months_since_0(window.first);
	case STRIP_YEAR:
	case STRIP_UNIT_COUNT:
		break;
	}
	return calendar_civil(day).year - calendar_civil(window.first).year;
}

static struct strip
strip_in(enum strip_unit unit, struct window window)
{
	return (struct strip){ window, unit,
		(uint32_t)ordinal(unit, window, window.last) + 1 };
}

struct strip
strip_of(struct window window)
{
	struct strip days = strip_in(STRIP_DAY, window);
	struct strip weeks = strip_in(STRIP_WEEK, window);

	if (days.count <= DAY_BARS_MAX)
		return days;
	return weeks.count <= WEEK_BARS_MAX ? weeks
	                                    : strip_in(STRIP_MONTH, window);
}

struct strip
strip_table_of(struct window window)
{
	struct strip months = strip_in(STRIP_MONTH, window);

	return months.count <= MONTH_COLUMNS_MAX ? months
	                                         : strip_in(STRIP_YEAR, window);
}

uint32_t
strip_at(const struct strip *strip, int32_t day)
{
	return (uint32_t)ordinal(strip->unit, strip->window, day);
}

static int32_t
month_start(int32_t months)
{
	return calendar_day(
	    (struct civil){ months / 12, months % 12 + 1, 1 });
}

int32_t
strip_first(const struct strip *strip, uint32_t at)
{
	int32_t first = strip->window.first;

	if (at == 0)
		return first;
	switch (strip->unit) {
	case STRIP_DAY:
		return first + (int32_t)at;
	case STRIP_WEEK:
		return first + (int32_t)at * DAYS_PER_WEEK;
	case STRIP_MONTH:
		return month_start(months_since_0(first) + (int32_t)at);
	case STRIP_YEAR:
	case STRIP_UNIT_COUNT:
		break;
	}
	return month_start((calendar_civil(first).year + (int32_t)at) * 12);
}

uint32_t
strip_days(const struct strip *strip, const struct answer_service *entry,
    uint32_t at, bool only_contacted)
{
	int32_t first = strip->window.first;
	int32_t end = at + 1 < strip->count ? strip_first(strip, at + 1)
	                                    : strip->window.last + 1;
	uint32_t days = 0;

	for (int32_t day = strip_first(strip, at); day < end; day++) {
		unsigned char marks = entry->marks[day - first];

		days += only_contacted ? marks == MARK_CONTACTED : marks != 0;
	}
	return days;
}

void
strip_svg(struct buf *out, const struct strip *strip,
    const struct answer_service *entry)
{
	for (uint32_t at = 0; at < strip->count; at++) {
		uint32_t days = strip_days(strip, entry, at, false);
		bool contacted = days > 0 &&
		    days == strip_days(strip, entry, at, true);
		int top = contacted ? CONTACT_TOP : 0;

		if (days > 0)
			buf_format(out,
			    "<rect class=\"%s\" x=\"%u\" y=\"%d\" width=\"%d\" "
			    "height=\"%d\"/>",
			    contacted ? "c" : "v",
			    at * STRIP_BAR + BAR_MARGIN, top,
			    STRIP_BAR - 2 * BAR_MARGIN, STRIP_HEIGHT - top);
	}
}
