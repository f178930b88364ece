/* SPDX-License-Identifier: Apache-2.0 */
#include "core/period.h"

#include "core/calendar.h"

#include <stdio.h>

#define YEAR_MIN 2000
#define YEAR_MAX 9998
#define TRIAL_PREFIX "essai-"

static int32_t
months_of(enum period_kind kind)
{
	return kind == PERIOD_QUARTER ? 3 : 1;
}

/* `month` is the first one, 1..12. */
static struct period
period_from(int32_t year, int32_t month, enum period_kind kind)
{
	struct period period = { .kind = kind, .year = year };
	int32_t after = month + months_of(kind);

	period.first = calendar_day((struct civil){ year, month, 1 });
	period.end = calendar_day((struct civil){ year + (after > 12),
	    after > 12 ? after - 12 : after, 1 });
	if (kind == PERIOD_QUARTER)
		(void)snprintf(period.text, sizeof(period.text), "%04u-T%u",
		    (unsigned)year % 10000, (unsigned)month % 100 / 3 + 1);
	else
		(void)snprintf(period.text, sizeof(period.text), "%04u-%02u",
		    (unsigned)year % 10000, (unsigned)month % 100);
	return period;
}

struct period
period_trial(int32_t number)
{
	struct period period = { .kind = PERIOD_TRIAL };

	(void)snprintf(period.text, sizeof(period.text), TRIAL_PREFIX "%u",
	    (unsigned)number % (PERIOD_TRIAL_MAX + 1));
	return period;
}

static bool
parse_trial(struct str text, struct period *ret)
{
	uint64_t number;

	if (!str_take(&text, STR(TRIAL_PREFIX)) || text.len == 0 ||
	    text.at[0] == '0' || !str_number(text, PERIOD_TRIAL_MAX, &number))
		return false;
	*ret = period_trial((int32_t)number);
	return true;
}

bool
period_parse(struct str text, struct period *ret)
{
	struct str left = text;
	uint32_t year, part;

	if (!str_take_digits(&left, 4, 4, &year))
		return parse_trial(text, ret);
	if (!str_take_char(&left, '-') || year < YEAR_MIN || year > YEAR_MAX)
		return false;
	if (str_take_char(&left, 'T')) {
		if (!str_take_digits(&left, 1, 1, &part) || left.len > 0 ||
		    part < 1 || part > 4)
			return false;
		*ret = period_from((int32_t)year, (int32_t)part * 3 - 2,
		    PERIOD_QUARTER);
		return true;
	}
	if (!str_take_digits(&left, 2, 2, &part) || left.len > 0 || part < 1 ||
	    part > 12)
		return false;
	*ret = period_from((int32_t)year, (int32_t)part, PERIOD_MONTH);
	return true;
}

struct period
period_of(int32_t day, enum period_kind kind)
{
	struct civil date = calendar_civil(day);
	int32_t months = months_of(kind);

	return period_from(date.year,
	    (date.month - 1) / months * months + 1, kind);
}

static int32_t
trial_number(const struct period *period)
{
	uint64_t number = 0;

	(void)str_number(str_skip(str_of(period->text),
	    sizeof(TRIAL_PREFIX) - 1), PERIOD_TRIAL_MAX, &number);
	return (int32_t)number;
}

struct period
period_next(const struct period *period)
{
	if (period->kind != PERIOD_TRIAL)
		return period_of(period->end, period->kind);
	return period_trial(trial_number(period) < PERIOD_TRIAL_MAX
	    ? trial_number(period) + 1 : PERIOD_TRIAL_MAX);
}

enum period_kind
period_kind_for(int64_t enrolled)
{
	return enrolled < PERIOD_QUARTERS_BELOW ? PERIOD_QUARTER : PERIOD_MONTH;
}

/* `end` is the first of the month after. */
static int64_t
on_day(const struct period *period, int32_t day_of_month)
{
	return ((int64_t)period->end + day_of_month - 1) *
	    CALENDAR_SECONDS_PER_DAY;
}

int64_t
period_opens_at(const struct period *period)
{
	return on_day(period, PERIOD_OPENS_ON);
}

int64_t
period_closes_at(const struct period *period)
{
	return on_day(period, PERIOD_CLOSES_ON);
}
