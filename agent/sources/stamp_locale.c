/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/stamp_locale.h"

#define DAY ((int32_t)CALENDAR_SECONDS_PER_DAY)

enum half { HALF_NONE, HALF_AM, HALF_PM };

struct half_row {
	const char *text;
	enum half half;
};

/* The AM and PM of Windows' locales (NLS: s1159, s2359), longest first where
 * one begins another. */
static const struct half_row half_rows[] = {
	{ "AM", HALF_AM }, { "PM", HALF_PM }, { "am", HALF_AM },
	{ "pm", HALF_PM }, { "a. m.", HALF_AM }, { "p. m.", HALF_PM },
	{ "a.m.", HALF_AM }, { "p.m.", HALF_PM },
	{ "a.\xc2\xa0m.", HALF_AM }, { "p.\xc2\xa0m.", HALF_PM },
	{ "a.\xa0m.", HALF_AM }, { "p.\xa0m.", HALF_PM }, { "午前", HALF_AM },
	{ "午後", HALF_PM }, { "上午", HALF_AM }, { "下午", HALF_PM },
	{ "오전", HALF_AM }, { "오후", HALF_PM }, { "πμ", HALF_AM },
	{ "μμ", HALF_PM },
};

static enum half
take_half(struct str *cursor)
{
	struct str rest = *cursor;
	size_t count = sizeof(half_rows) / sizeof(half_rows[0]);

	str_skip_spaces(&rest);
	if (rest.len > 0 && char_is_digit(rest.at[0]))
		return HALF_NONE;
	for (size_t i = 0; i < count; i++)
		if (str_take(&rest, str_of(half_rows[i].text)) &&
		    (rest.len == 0 || rest.at[0] == ' ')) {
			*cursor = rest;
			return half_rows[i].half;
		}
	return HALF_NONE;
}

/* Three numbers and what separates them: '/', '-', '.'; "20041105" has none. */
struct fields {
	uint32_t at[3];
	char separator;
	bool year_first;
};

static bool
take_compact(struct str *cursor, struct fields *ret)
{
	struct str rest = *cursor;
	struct fields made = { .separator = 0, .year_first = true };
	uint32_t more;

	if (!str_take_digits(&rest, 4, 4, &made.at[0]) ||
	    !str_take_digits(&rest, 2, 2, &made.at[1]) ||
	    !str_take_digits(&rest, 2, 2, &made.at[2]) ||
	    str_take_digits(&rest, 1, 1, &more))
		return false;
	*ret = made;
	*cursor = rest;
	return true;
}

/* Hungarian and Czech put a space after the dot ("2025. 11. 23."); Croatian and
 * Latvian, too, end with one ("23.11.2025."). */
static bool
take_separator(struct str *cursor, char separator)
{
	if (!str_take_char(cursor, separator))
		return false;
	if (separator == '.')
		(void)str_take_char(cursor, ' ');
	return true;
}

static bool
take_fields(struct str *cursor, struct fields *ret)
{
	struct str rest = *cursor, before;
	struct fields made = { .separator = 0 };
	size_t digits;

	if (take_compact(cursor, ret))
		return true;
	if (!str_take_digits(&rest, 1, 4, &made.at[0]) || rest.len == 0)
		return false;
	made.separator = rest.at[0];
	made.year_first = cursor->len - rest.len == 4;
	if (made.separator != '/' && made.separator != '-' &&
	    made.separator != '.')
		return false;
	if (!take_separator(&rest, made.separator) ||
	    !str_take_digits(&rest, 1, 2, &made.at[1]) ||
	    !take_separator(&rest, made.separator))
		return false;
	before = rest;
	if (!str_take_digits(&rest, 1, 4, &made.at[2]))
		return false;
	digits = before.len - rest.len;
	if (made.year_first ? digits > 2 : digits != 2 && digits != 4)
		return false;
	if (made.separator == '.')
		(void)str_take_char(&rest, '.');
	*ret = made;
	*cursor = rest;
	return true;
}

/* Two-digit years of short-date patterns are of this century. */
static struct civil
civil_of(const struct fields *fields, bool month_first)
{
	uint32_t year = fields->at[fields->year_first ? 0 : 2];

	if (year < 100)
		year += 2000;
	if (fields->year_first)
		return (struct civil){ (int32_t)year, (int32_t)fields->at[1],
			(int32_t)fields->at[2] };
	return (struct civil){ (int32_t)year,
		(int32_t)fields->at[month_first ? 0 : 1],
		(int32_t)fields->at[month_first ? 1 : 0] };
}

static bool
take_number(struct str *cursor, uint32_t most, uint32_t *ret)
{
	struct str rest = *cursor;

	if (!str_take_digits(&rest, 1, 2, ret) || *ret > most)
		return false;
	*cursor = rest;
	return true;
}

/* "14:05:09", "14.05.09" (Finnish, older Italian), "1:51:18 PM". */
static bool
take_time(struct str *cursor, enum half *ret_half, int32_t *ret_second)
{
	struct str rest = *cursor;
	enum half half = take_half(&rest);
	uint32_t hour, minute, second;
	char separator;

	str_skip_spaces(&rest);
	if (!take_number(&rest, 23, &hour) || rest.len == 0)
		return false;
	separator = rest.at[0];
	if ((separator != ':' && separator != '.') ||
	    !str_take_char(&rest, separator) ||
	    !take_number(&rest, 59, &minute) ||
	    !str_take_char(&rest, separator) ||
	    !take_number(&rest, 59, &second))
		return false;
	if (half == HALF_NONE)
		half = take_half(&rest);
	if (half == HALF_PM && hour < 12)
		hour += 12;
	else if (half == HALF_AM && hour == 12)
		hour = 0;
	*ret_half = half;
	*ret_second = (int32_t)(hour * 3600 + minute * 60 + second);
	*cursor = rest;
	return true;
}

/* The order that the line itself proves; with "/" only. */
static enum stamp_order
proved_order(const struct fields *fields)
{
	if (fields->separator != '/')
		return STAMP_DAY_FIRST;
	if (fields->at[0] > 12)
		return STAMP_DAY_FIRST;
	if (fields->at[1] > 12)
		return STAMP_MONTH_FIRST;
	return STAMP_ORDER_UNKNOWN;
}

bool
stamp_take_locale(struct str *cursor, enum stamp_order slash,
    struct stamp *ret)
{
	struct str rest = *cursor;
	struct fields fields;
	struct civil date;
	enum half half;
	enum stamp_order order;
	int32_t second;

	if (!take_fields(&rest, &fields) || rest.len == 0 ||
	    rest.at[0] != ' ' || !take_time(&rest, &half, &second))
		return false;
	order = proved_order(&fields);
	if (order == STAMP_ORDER_UNKNOWN)
		order = slash;
	if (order == STAMP_ORDER_UNKNOWN && half != HALF_NONE)
		order = STAMP_MONTH_FIRST;
	date = civil_of(&fields, order == STAMP_MONTH_FIRST);
	if (!calendar_valid(date))
		return false;
	*ret = (struct stamp){ .kind = STAMP_CIVIL, .date = date,
		.second = second };
	*cursor = rest;
	return true;
}

/* The first date of a line that is written with "/" and not year first: at
 * its start, or after a space (the header's). */
static bool
find_slash_date(struct str line, struct fields *ret, enum half *ret_half)
{
	size_t space;
	int32_t second;

	for (; line.len > 0; line = str_skip(line, space + 1)) {
		struct str rest = line;

		if (char_is_digit(line.at[0]) && take_fields(&rest, ret) &&
		    take_time(&rest, ret_half, &second))
			return ret->separator == '/' && !ret->year_first;
		if (!str_find(line, STR(" "), &space))
			return false;
	}
	return false;
}

static void
walk(struct stamp_order_clues *clues, const struct fields *fields)
{
	for (int month_first = 0; month_first < 2; month_first++) {
		struct civil date = civil_of(fields, month_first == 1);
		int32_t day, step;

		if (!calendar_valid(date))
			continue;
		day = calendar_day(date);
		step = clues->any ? day - clues->last[month_first] : 0;
		clues->walked[month_first] += step < 0 ? -(int64_t)step : step;
		clues->backward[month_first] += step < 0;
		clues->last[month_first] = day;
	}
	clues->any = true;
}

void
stamp_order_learn(struct stamp_order_clues *clues, struct str line)
{
	struct fields fields;
	enum half half;
	size_t at;

	line = str_head(line, 256);
	if (!str_find(line, STR("/"), &at) ||
	    !find_slash_date(line, &fields, &half))
		return;
	clues->halves += half != HALF_NONE;
	switch (proved_order(&fields)) {
	case STAMP_DAY_FIRST:
		clues->day_first++;
		break;
	case STAMP_MONTH_FIRST:
		clues->month_first++;
		break;
	case STAMP_ORDER_UNKNOWN:
		walk(clues, &fields);
		break;
	}
}

static enum stamp_order
order_of(bool month_first)
{
	return month_first ? STAMP_MONTH_FIRST : STAMP_DAY_FIRST;
}

enum stamp_order
stamp_order_decide(const struct stamp_order_clues *clues, int32_t latest_day)
{
	bool late[2];

	if (clues->day_first != clues->month_first)
		return order_of(clues->month_first > clues->day_first);
	if (!clues->any)
		return STAMP_ORDER_UNKNOWN;
	if (clues->backward[0] != clues->backward[1])
		return order_of(clues->backward[1] < clues->backward[0]);
	if (clues->walked[0] != clues->walked[1])
		return order_of(clues->walked[1] < clues->walked[0]);
	for (int i = 0; i < 2; i++)
		late[i] = clues->last[i] > latest_day + 1;
	if (late[0] != late[1])
		return order_of(late[0]);
	if (clues->halves > 0)
		return STAMP_MONTH_FIRST;
	if (clues->last[0] == clues->last[1])
		return STAMP_ORDER_UNKNOWN;
	return order_of(clues->last[1] > clues->last[0]);
}
