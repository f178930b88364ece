/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/zone.h"

#include "agent/sources/zone_rows.h"

#include <stdlib.h>

struct zone {
	struct zone_rows rows;
};

#define OFFSET_MAX_HOURS 15

/* "+02:00", "-0330", "+02" */
static bool
take_offset(struct str text, int32_t *ret_offset)
{
	uint32_t hours, minutes = 0;
	bool west = str_take_char(&text, '-');

	if (!west && !str_take_char(&text, '+'))
		return false;
	if (!str_take_digits(&text, 2, 2, &hours))
		return false;
	if (text.len > 0) {
		(void)str_take_char(&text, ':');
		if (!str_take_digits(&text, 2, 2, &minutes))
			return false;
	}
	if (text.len > 0 || hours > OFFSET_MAX_HOURS || minutes > 59)
		return false;
	*ret_offset = (int32_t)(hours * 3600 + minutes * 60) * (west ? -1 : 1);
	return true;
}

/* A name of the database: no way out of its folder. */
static bool
is_zone_name(struct str name)
{
	size_t at;

	if (name.len == 0 || name.len > ZONE_NAME_MAX || name.at[0] == '/' ||
	    str_find(name, STR(".."), &at))
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!char_is_alpha(c) && !char_is_digit(c) && c != '/' &&
		    c != '_' && c != '-' && c != '+')
			return false;
	}
	return true;
}

enum status
zone_new(struct str name, struct zone **ret_zone, struct err *err)
{
	struct zone *zone = calloc(1, sizeof(*zone));
	char text[ZONE_NAME_MAX + 1] = "";
	int32_t offset = 0;
	enum status code = OK;

	if (zone == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	for (size_t i = 0; i < name.len && i < ZONE_NAME_MAX; i++)
		text[i] = name.at[i];
	if (str_eq_nocase(name, STR("UTC")) || take_offset(name, &offset))
		zone->rows = (struct zone_rows){ .count = 1,
			.at = { { INT64_MIN, offset } } };
	else if (name.len == 0 || str_eq_nocase(name, STR("local")))
		code = zone_rows_read(NULL, &zone->rows, err);
	else if (is_zone_name(name))
		code = zone_rows_read(text, &zone->rows, err);
	else
		code = err_set(err, E_USAGE, MSG_ZONE_UNKNOWN, ARGS(text));
	if (code != OK) {
		zone_free(zone);
		return code;
	}
	*ret_zone = zone;
	return OK;
}

void
zone_free(struct zone *zone)
{
	free(zone);
}

/* The last row that begins at or before the time; the first one begins before
 * all times. */
static size_t
row_at(const struct zone_rows *rows, int64_t unix_seconds)
{
	size_t low = 0, high = rows->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (rows->at[middle].from <= unix_seconds)
			low = middle;
		else
			high = middle;
	}
	return low;
}

int32_t
zone_day(const struct zone *zone, int64_t unix_seconds)
{
	size_t i = row_at(&zone->rows, unix_seconds);

	return calendar_day_of(unix_seconds, zone->rows.at[i].offset);
}

bool
zone_one_day(const struct zone *zone, int64_t from, int64_t to)
{
	return row_at(&zone->rows, from) == row_at(&zone->rows, to) &&
	    zone_day(zone, from) == zone_day(zone, to);
}

/*
 * Walks the rows that may hold the local time, oldest first.  A local time
 * that two rows hold is found in the older; one that none holds falls before
 * the row after the change, and keeps the offset of the row before it.
 */
int64_t
zone_unix(const struct zone *zone, int32_t day, int32_t second)
{
	const struct zone_rows *rows = &zone->rows;
	int64_t local = (int64_t)day * CALENDAR_SECONDS_PER_DAY + second;
	size_t i = row_at(rows, local - 2 * CALENDAR_SECONDS_PER_DAY);
	int64_t unix_seconds = local - rows->at[i].offset;

	while (i + 1 < rows->count && unix_seconds >= rows->at[i + 1].from) {
		int64_t next = local - rows->at[i + 1].offset;

		if (next < rows->at[i + 1].from)
			break;
		unix_seconds = next;
		i++;
	}
	return unix_seconds;
}
