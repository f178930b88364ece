/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/stamp.h"

#define DAY ((int32_t)CALENDAR_SECONDS_PER_DAY)

/* "27", ":27", as `min` digits up to `most`; the separator may be 0: none. */
static bool
take_field(struct str *cursor, char separator, unsigned min, uint32_t most,
    int32_t *ret)
{
	struct str rest = *cursor;
	uint32_t number;

	if ((separator != 0 && !str_take_char(&rest, separator)) ||
	    !str_take_digits(&rest, min, 2, &number) || number > most)
		return false;
	*ret = (int32_t)number;
	*cursor = rest;
	return true;
}

/* A leap second (60) is the last of its minute. */
static bool
take_clock(struct str *cursor, unsigned hour_digits, char separator,
    int32_t *ret_second)
{
	struct str rest = *cursor;
	int32_t hour, minute, second;

	if (!take_field(&rest, 0, hour_digits, 23, &hour) ||
	    !take_field(&rest, separator, 2, 59, &minute) ||
	    !take_field(&rest, separator, 2, 60, &second))
		return false;
	*ret_second = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
	*cursor = rest;
	return true;
}

static void
skip_fraction(struct str *cursor)
{
	struct str rest = *cursor;
	uint32_t digit;

	if (!str_take_char(&rest, '.') && !str_take_char(&rest, ','))
		return;
	if (!str_take_digits(&rest, 1, 1, &digit))
		return;
	while (str_take_digits(&rest, 1, 1, &digit))
		;
	*cursor = rest;
}

static bool
is_date(struct civil date, bool yearless)
{
	/* 2000 is a leap year: 29 February may be in some year. */
	if (yearless)
		date.year = 2000;
	return calendar_valid(date);
}

static void
set_civil(struct stamp *ret, struct civil date, int32_t second)
{
	*ret = (struct stamp){
		.kind = date.year == 0 ? STAMP_YEARLESS : STAMP_CIVIL,
		.date = date,
		.second = second,
	};
}

/* "Nov", "mai", "févr." */
static bool
take_month(struct str *cursor, int32_t *ret_month)
{
	struct str rest = *cursor, word;
	int32_t month;

	if (!str_take_until(&rest, ' ', &word) || word.len > 12)
		return false;
	/* A day or an hour: most words are told from months by that. */
	if (rest.len == 0 || (rest.at[0] != ' ' && !char_is_digit(rest.at[0])))
		return false;
	month = calendar_month_of(word);
	if (month == 0)
		return false;
	*ret_month = month;
	*cursor = rest;
	return true;
}

/* "Nov 23 ", "Nov  3 ", "23 nov. ", "mai 04 " */
static bool
take_month_day(struct str *cursor, struct civil *ret)
{
	struct str rest = *cursor;
	int32_t month, day;
	bool day_first = rest.len > 0 && char_is_digit(rest.at[0]);

	if (day_first && (!take_field(&rest, 0, 1, 31, &day) ||
	                     !str_take_char(&rest, ' ')))
		return false;
	if (!take_month(&rest, &month))
		return false;
	if (!day_first) {
		str_skip_spaces(&rest);
		if (!take_field(&rest, 0, 1, 31, &day) ||
		    !str_take_char(&rest, ' '))
			return false;
	}
	*ret = (struct civil){ 0, month, day };
	*cursor = rest;
	return true;
}

bool
stamp_take_syslog(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor, with_year;
	struct civil date;
	uint32_t year;
	int32_t second;

	if (!take_month_day(&rest, &date))
		return false;
	with_year = rest;
	if (str_take_digits(&with_year, 4, 4, &year) &&
	    str_take_char(&with_year, ' ')) {
		date.year = (int32_t)year;
		rest = with_year;
	}
	if (!take_clock(&rest, 2, ':', &second) ||
	    !is_date(date, date.year == 0))
		return false;
	skip_fraction(&rest);
	set_civil(ret, date, second);
	*cursor = rest;
	return true;
}

/* "Z", "+01:00", "+0100", " UTC"; true when one stood there. */
static bool
take_offset(struct str *cursor, int32_t *ret_offset)
{
	struct str rest = *cursor;
	int32_t hours, minutes;
	bool west;

	if (str_take_char(&rest, 'Z') || str_take(&rest, STR(" UTC")) ||
	    str_take(&rest, STR(" GMT"))) {
		*ret_offset = 0;
		*cursor = rest;
		return true;
	}
	west = str_take_char(&rest, '-');
	if (!west && !str_take_char(&rest, '+'))
		return false;
	if (!take_field(&rest, 0, 2, 23, &hours))
		return false;
	(void)str_take_char(&rest, ':');
	if (!take_field(&rest, 0, 2, 59, &minutes))
		return false;
	*ret_offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
	*cursor = rest;
	return true;
}

static bool
take_iso_date(struct str *cursor, struct civil *ret)
{
	struct str rest = *cursor;
	uint32_t year;
	struct civil date = { 0, 0, 0 };

	if (!str_take_digits(&rest, 4, 4, &year) ||
	    !take_field(&rest, '-', 2, 12, &date.month) ||
	    !take_field(&rest, '-', 2, 31, &date.day))
		return false;
	date.year = (int32_t)year;
	if (!is_date(date, false))
		return false;
	*ret = date;
	*cursor = rest;
	return true;
}

bool
stamp_take_iso(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor;
	struct civil date;
	int32_t second, offset;

	if (!take_iso_date(&rest, &date) ||
	    (!str_take_char(&rest, 'T') && !str_take_char(&rest, ' ')) ||
	    !take_clock(&rest, 2, ':', &second))
		return false;
	skip_fraction(&rest);
	if (take_offset(&rest, &offset))
		*ret = (struct stamp){
			.kind = STAMP_UNIX,
			.unix_seconds = (int64_t)calendar_day(date) * DAY +
			    second - offset,
		};
	else
		set_civil(ret, date, second);
	*cursor = rest;
	return true;
}

bool
stamp_take_epoch(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor;
	uint32_t high, low, more;

	if (!str_take_digits(&rest, 5, 5, &high) || high < 10000 ||
	    !str_take_digits(&rest, 5, 5, &low) ||
	    str_take_digits(&rest, 1, 1, &more))
		return false;
	skip_fraction(&rest);
	*ret = (struct stamp){
		.kind = STAMP_UNIX,
		.unix_seconds = (int64_t)high * 100000 + low,
	};
	*cursor = rest;
	return true;
}

static bool
take_weekday(struct str *cursor)
{
	static const char *const days[] = { "Mon ", "Tue ", "Wed ", "Thu ",
		"Fri ", "Sat ", "Sun " };

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (str_take(cursor, str_of(days[i])))
			return true;
	return false;
}

bool
stamp_take_ctime(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor;
	struct civil date;
	uint32_t year;
	int32_t second;

	if (!take_weekday(&rest) || !take_month_day(&rest, &date) ||
	    !take_clock(&rest, 2, ':', &second) || !str_take_char(&rest, ' ') ||
	    !str_take_digits(&rest, 4, 4, &year))
		return false;
	date.year = (int32_t)year;
	if (!is_date(date, false))
		return false;
	set_civil(ret, date, second);
	*cursor = rest;
	return true;
}

bool
stamp_take_bind(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor, month;
	struct civil date = { 0, 0, 0 };
	uint32_t year;
	int32_t second;

	if (!take_field(&rest, 0, 2, 31, &date.day) ||
	    !str_take_char(&rest, '-') ||
	    !str_take_until(&rest, '-', &month) || month.len > 12 ||
	    !str_take_digits(&rest, 4, 4, &year) || !str_take_char(&rest, ' '))
		return false;
	date.month = calendar_month_of(month);
	date.year = (int32_t)year;
	if (!is_date(date, false) || !take_clock(&rest, 2, ':', &second))
		return false;
	skip_fraction(&rest);
	set_civil(ret, date, second);
	*cursor = rest;
	return true;
}

bool
stamp_take_time(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor;
	int32_t second;

	if (!take_clock(&rest, 2, ':', &second))
		return false;
	skip_fraction(&rest);
	*ret = (struct stamp){ .kind = STAMP_TIME, .second = second };
	*cursor = rest;
	return true;
}

void
stamp_utc(struct stamp *stamp)
{
	if (stamp->kind != STAMP_CIVIL)
		return;
	stamp->kind = STAMP_UNIX;
	stamp->unix_seconds =
	    (int64_t)calendar_day(stamp->date) * DAY + stamp->second;
}

/* journalctl -o short-full: "Mon 2026-11-23 08:27:38 CET": the abbreviation
 * is that of the host's own local time. */
static bool
take_full(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor, word, after;

	if (!take_weekday(&rest) || !stamp_take_iso(&rest, ret))
		return false;
	after = rest;
	if (ret->kind == STAMP_CIVIL && str_take_char(&after, ' ') &&
	    str_take_word(&after, &word) && word.len >= 3 && word.len <= 5 &&
	    word.at[0] >= 'A' && word.at[0] <= 'Z' &&
	    word.at[1] >= 'A' && word.at[1] <= 'Z')
		rest = after;
	*cursor = rest;
	return true;
}

static bool
take_bracketed(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor;
	struct stamp made;

	if (!str_take_char(&rest, '[') || !stamp_take_epoch(&rest, &made) ||
	    !str_take_char(&rest, ']'))
		return false;
	*ret = made;
	*cursor = rest;
	return true;
}

bool
stamp_take_any(struct str *cursor, struct stamp *ret)
{
	if (cursor->len == 0)
		return false;
	if (cursor->at[0] == '[')
		return take_bracketed(cursor, ret);
	if (char_is_digit(cursor->at[0]))
		return stamp_take_iso(cursor, ret) ||
		    stamp_take_epoch(cursor, ret) ||
		    stamp_take_bind(cursor, ret) ||
		    stamp_take_syslog(cursor, ret);
	return stamp_take_syslog(cursor, ret) ||
	    stamp_take_ctime(cursor, ret) || take_full(cursor, ret);
}
