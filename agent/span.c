/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/span.h"

#include "core/calendar.h"

#define YEARS_MAX 20
#define COUNT_MAX 9999

/* The same day some months before, or the last of that month. */
static int32_t
months_before(int32_t day, int32_t months)
{
	struct civil date = calendar_civil(day);
	int32_t index = date.year * 12 + date.month - 1 - months;
	int32_t last;

	date.year = index / 12;
	date.month = index % 12 + 1;
	last = calendar_month_days(date.year, date.month);
	if (date.day > last)
		date.day = last;
	return calendar_day(date);
}

static bool
first_of(struct str since, int32_t today, int32_t *ret_first)
{
	struct str rest = since;
	uint32_t count;

	if (calendar_parse(since, ret_first))
		return *ret_first <= today;
	if (!str_take_digits(&rest, 1, 4, &count) || rest.len != 1 ||
	    count == 0 || count > COUNT_MAX)
		return false;
	switch (rest.at[0]) {
	case 'd':
	case 'j':
		*ret_first = today - (int32_t)count + 1;
		return true;
	case 'w':
	case 's':
		*ret_first = today - (int32_t)count * 7 + 1;
		return true;
	case 'm':
		*ret_first = months_before(today, (int32_t)count) + 1;
		return count <= YEARS_MAX * 12;
	case 'y':
	case 'a':
		*ret_first = months_before(today, (int32_t)count * 12) + 1;
		return count <= YEARS_MAX;
	default:
		return false;
	}
}

int32_t
span_earliest(int32_t today)
{
	return months_before(today, YEARS_MAX * 12) + 1;
}

enum status
span_window(struct str since, int32_t today, struct window *ret_window,
    struct err *err)
{
	int32_t first = 0;

	if (!first_of(since, today, &first) ||
	    first < span_earliest(today))
		return err_set(err, E_USAGE, MSG_SINCE_INVALID, NO_ARGS);
	*ret_window = (struct window){ first, today };
	return OK;
}
