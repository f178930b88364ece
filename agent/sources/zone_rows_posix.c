/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/zone_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define DATABASE "/usr/share/zoneinfo/"

static int32_t
offset_at(void *cookie, int64_t unix_seconds)
{
	time_t when = (time_t)unix_seconds;
	struct tm local;

	(void)cookie;
	return localtime_r(&when, &local) == NULL ? 0
	                                          : (int32_t)local.tm_gmtoff;
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

enum status
zone_rows_read(const char *name, struct zone_rows *ret, struct err *err)
{
	char before[256] = "", path[sizeof(DATABASE) + ZONE_NAME_MAX];
	const char *found = getenv("TZ");
	struct stat file;

	if (name == NULL) {
		tzset();
		zone_rows_fill(ret, offset_at, NULL);
		return OK;
	}
	(void)snprintf(path, sizeof(path), DATABASE "%s", name);
	if (stat(path, &file) != 0 || !S_ISREG(file.st_mode) ||
	    (found != NULL && strlen(found) >= sizeof(before)))
		return err_set(err, E_USAGE, MSG_ZONE_UNKNOWN, ARGS(name));
	if (found != NULL)
		(void)snprintf(before, sizeof(before), "%s", found);
	set_zone(name);
	zone_rows_fill(ret, offset_at, NULL);
	set_zone(found == NULL ? NULL : before);
	return OK;
}
