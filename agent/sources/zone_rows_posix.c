/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/zone_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define DATABASE "/usr/share/zoneinfo/"

#define FIRST ((int64_t)631152000)  /* 1990-01-01 */
#define LAST ((int64_t)2840140800)  /* 2060-01-01 */

/* Shorter than any stretch between two changes of a zone since 1990 (Morocco's
 * Ramadan: about 30 days). */
#define STRIDE ((int64_t)14 * 86400)

static int32_t
offset_at(int64_t unix_seconds)
{
	time_t when = (time_t)unix_seconds;
	struct tm local;

	return localtime_r(&when, &local) == NULL ? 0
	                                          : (int32_t)local.tm_gmtoff;
}

/* The first second of (low, high] with the offset of high. */
static int64_t
change_between(int64_t low, int64_t high)
{
	int32_t after = offset_at(high);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (offset_at(middle) == after)
			high = middle;
		else
			low = middle;
	}
	return high;
}

static void
fill(struct zone_rows *rows)
{
	rows->count = 1;
	rows->at[0] = (struct zone_row){ INT64_MIN, offset_at(FIRST) };
	for (int64_t t = FIRST; t < LAST && rows->count < ZONE_ROWS_MAX;
	     t += STRIDE) {
		int32_t offset = offset_at(t + STRIDE);

		if (offset == rows->at[rows->count - 1].offset)
			continue;
		rows->at[rows->count++] = (struct zone_row){
			change_between(t, t + STRIDE), offset };
	}
}

static void
set_zone(const char *name)
{
	if (name == NULL)
		(void)unsetenv("TZ");
	else
		(void)setenv("TZ", name, 1);
	tzset();
}

bool
zone_rows_read(const char *name, struct zone_rows *ret)
{
	char before[256] = "", path[sizeof(DATABASE) + ZONE_NAME_MAX];
	const char *found = getenv("TZ");
	struct stat file;

	if (name == NULL) {
		tzset();
		fill(ret);
		return true;
	}
	(void)snprintf(path, sizeof(path), DATABASE "%s", name);
	if (stat(path, &file) != 0 || !S_ISREG(file.st_mode) ||
	    (found != NULL && strlen(found) >= sizeof(before)))
		return false;
	if (found != NULL)
		(void)snprintf(before, sizeof(before), "%s", found);
	set_zone(name);
	fill(ret);
	set_zone(found == NULL ? NULL : before);
	return true;
}
