/* SPDX-License-Identifier: Apache-2.0 */
#include "core/calendar.h"

#include <stdio.h>

/* Days since 1970-01-01 from a civil date and back: the usual shift of the
 * year to start in March, over eras of 400 years (146,097 days). */
#define ERA_DAYS 146097
#define EPOCH_FROM_ERA 719468

int32_t
calendar_day(struct civil date)
{
	int32_t year = date.month <= 2 ? date.year - 1 : date.year;
	int32_t era = (year >= 0 ? year : year - 399) / 400;
	int32_t year_of_era = year - era * 400;
	int32_t shifted = (date.month + 9) % 12;
	int32_t day_of_year = (153 * shifted + 2) / 5 + date.day - 1;
	int32_t day_of_era = year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year;

	return era * ERA_DAYS + day_of_era - EPOCH_FROM_ERA;
}

struct civil
calendar_civil(int32_t day)
{
	int64_t z = (int64_t)day + EPOCH_FROM_ERA;
	int64_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
	int64_t day_of_era = z - era * ERA_DAYS;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 +
	    day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era -
	    (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * day_of_year + 2) / 153;
	int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
	int64_t year = year_of_era + era * 400 + (month <= 2);

	return (struct civil){ (int32_t)year, (int32_t)month,
		(int32_t)(day_of_year - (153 * shifted + 2) / 5 + 1) };
}

int32_t
calendar_month_days(int32_t year, int32_t month)
{
	static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool
calendar_valid(struct civil date)
{
	return date.year >= 1 && date.year <= 9999 && date.month >= 1 &&
	    date.month <= 12 && date.day >= 1 &&
	    date.day <= calendar_month_days(date.year, date.month);
}

/* 1 Monday to 7 Sunday (ISO 8601). */
static int32_t
weekday(int32_t day)
{
	int32_t since_monday = (int32_t)(((int64_t)day + 3) % 7);

	return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* A week belongs to the year that its Thursday is in. */
int32_t
calendar_iso_week(int32_t day, int32_t *ret_year)
{
	int32_t thursday = day + 4 - weekday(day);
	int32_t year = calendar_civil(thursday).year;

	*ret_year = year;
	return (thursday - calendar_day((struct civil){ year, 1, 1 })) / 7 + 1;
}

struct calendar_week
calendar_week(int32_t day)
{
	int32_t year;
	int32_t week = calendar_iso_week(day, &year);
	struct calendar_week out;

	(void)snprintf(out.text, sizeof(out.text), "%04u-W%02u",
	    (unsigned)year % 10000, (unsigned)week % 100);
	return out;
}

bool
calendar_parse(struct str text, int32_t *ret_day)
{
	uint32_t year, month, day;
	struct civil date;

	if (!str_take_digits(&text, 4, 4, &year) ||
	    !str_take_char(&text, '-') ||
	    !str_take_digits(&text, 2, 2, &month) ||
	    !str_take_char(&text, '-') ||
	    !str_take_digits(&text, 2, 2, &day) || text.len != 0)
		return false;
	date = (struct civil){ (int32_t)year, (int32_t)month, (int32_t)day };
	if (!calendar_valid(date))
		return false;
	*ret_day = calendar_day(date);
	return true;
}

struct calendar_text
calendar_text(int32_t day)
{
	struct civil date = calendar_civil(day);
	struct calendar_text out;

	(void)snprintf(out.text, sizeof(out.text), "%04d-%02d-%02d",
	    (int)(date.year % 10000), (int)(date.month % 100),
	    (int)(date.day % 100));
	return out;
}

struct month_row {
	struct str name;
	int32_t month;
};

#define MONTH(name, month) { { name, sizeof(name) - 1 }, month }

/* glibc's and strftime's names, abbreviated and full; those of nearly all logs
 * first.  No name is another month's in another language. */
static const struct month_row month_rows[] = {
	MONTH("jan", 1), MONTH("feb", 2), MONTH("mar", 3), MONTH("apr", 4),
	MONTH("may", 5), MONTH("jun", 6), MONTH("jul", 7), MONTH("aug", 8),
	MONTH("sep", 9), MONTH("oct", 10), MONTH("nov", 11), MONTH("dec", 12),
	MONTH("april", 4), MONTH("august", 8), MONTH("août", 8),
	MONTH("avr", 4), MONTH("avril", 4), MONTH("december", 12),
	MONTH("déc", 12), MONTH("décembre", 12), MONTH("february", 2),
	MONTH("fév", 2), MONTH("févr", 2), MONTH("février", 2),
	MONTH("janv", 1), MONTH("janvier", 1), MONTH("january", 1),
	MONTH("juil", 7), MONTH("juillet", 7), MONTH("juin", 6),
	MONTH("july", 7), MONTH("june", 6), MONTH("mai", 5), MONTH("march", 3),
	MONTH("mars", 3), MONTH("november", 11), MONTH("novembre", 11),
	MONTH("october", 10), MONTH("octobre", 10), MONTH("sept", 9),
	MONTH("september", 9), MONTH("septembre", 9),
	/* German */
	MONTH("januar", 1), MONTH("jänner", 1), MONTH("jän", 1),
	MONTH("februar", 2), MONTH("märz", 3), MONTH("mär", 3),
	MONTH("mrz", 3), MONTH("juni", 6), MONTH("juli", 7),
	MONTH("oktober", 10), MONTH("okt", 10), MONTH("dezember", 12),
	MONTH("dez", 12),
	/* Spanish */
	MONTH("ene", 1), MONTH("enero", 1), MONTH("febrero", 2),
	MONTH("marzo", 3), MONTH("abr", 4), MONTH("abril", 4),
	MONTH("mayo", 5), MONTH("junio", 6), MONTH("julio", 7),
	MONTH("ago", 8), MONTH("agosto", 8), MONTH("septiembre", 9),
	MONTH("setiembre", 9), MONTH("octubre", 10), MONTH("noviembre", 11),
	MONTH("dic", 12), MONTH("diciembre", 12),
	/* Italian */
	MONTH("gen", 1), MONTH("gennaio", 1), MONTH("febbraio", 2),
	MONTH("aprile", 4), MONTH("mag", 5), MONTH("maggio", 5),
	MONTH("giu", 6), MONTH("giugno", 6), MONTH("lug", 7),
	MONTH("luglio", 7), MONTH("set", 9), MONTH("settembre", 9),
	MONTH("ott", 10), MONTH("ottobre", 10), MONTH("dicembre", 12),
	/* Dutch */
	MONTH("januari", 1), MONTH("februari", 2), MONTH("mrt", 3),
	MONTH("maart", 3), MONTH("mei", 5), MONTH("augustus", 8),
	/* Portuguese */
	MONTH("janeiro", 1), MONTH("fev", 2), MONTH("fevereiro", 2),
	MONTH("março", 3), MONTH("maio", 5), MONTH("junho", 6),
	MONTH("julho", 7), MONTH("setembro", 9), MONTH("out", 10),
	MONTH("outubro", 10), MONTH("novembro", 11), MONTH("dezembro", 12),
	/* Polish */
	MONTH("sty", 1), MONTH("lut", 2), MONTH("kwi", 4), MONTH("maj", 5),
	MONTH("cze", 6), MONTH("lip", 7), MONTH("sie", 8), MONTH("wrz", 9),
	MONTH("paź", 10), MONTH("lis", 11), MONTH("gru", 12),
	/* Danish, Norwegian, Swedish */
	MONTH("marts", 3), MONTH("augusti", 8), MONTH("des", 12),
	MONTH("desember", 12),
	/* Czech */
	MONTH("led", 1), MONTH("úno", 2), MONTH("bře", 3), MONTH("dub", 4),
	MONTH("kvě", 5), MONTH("čen", 6), MONTH("čvn", 6), MONTH("čec", 7),
	MONTH("čvc", 7), MONTH("srp", 8), MONTH("zář", 9), MONTH("říj", 10),
	MONTH("pro", 12),
};

int32_t
calendar_month_of(struct str name)
{
	char first;

	if (str_ends(name, STR(".")))
		name.len--;
	if (name.len == 0)
		return 0;
	first = char_lower(name.at[0]);
	for (size_t i = 0; i < sizeof(month_rows) / sizeof(month_rows[0]); i++)
		if (month_rows[i].name.len == name.len &&
		    month_rows[i].name.at[0] == first &&
		    str_eq_nocase(month_rows[i].name, name))
			return month_rows[i].month;
	return 0;
}

int32_t
calendar_day_of(int64_t unix_seconds, int32_t offset_seconds)
{
	int64_t local = unix_seconds + offset_seconds;
	int64_t day = local / CALENDAR_SECONDS_PER_DAY -
	    (local % CALENDAR_SECONDS_PER_DAY < 0);

	return (int32_t)day;
}
