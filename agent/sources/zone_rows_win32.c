/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/zone_rows.h"

#include <string.h>

#include <windows.h>

/* FILETIME counts 100 ns since 1601. */
#define TICKS_TO_1970 INT64_C(116444736000000000)
#define TICKS_PER_SECOND INT64_C(10000000)

struct zone_name {
	const char *name;
	const wchar_t *key; /* of Windows' database, in the registry */
};

/* Unicode CLDR, windowsZones.xml, version 42: the zones of our users. */
static const struct zone_name names[] = {
	{ "Africa/Abidjan", L"Greenwich Standard Time" },
	{ "Africa/Algiers", L"W. Central Africa Standard Time" },
	{ "Africa/Casablanca", L"Morocco Standard Time" },
	{ "Africa/Dakar", L"Greenwich Standard Time" },
	{ "Africa/Tunis", L"W. Central Africa Standard Time" },
	{ "America/Cayenne", L"SA Eastern Standard Time" },
	{ "America/Chicago", L"Central Standard Time" },
	{ "America/Guadeloupe", L"SA Western Standard Time" },
	{ "America/Los_Angeles", L"Pacific Standard Time" },
	{ "America/Martinique", L"SA Western Standard Time" },
	{ "America/Miquelon", L"Saint Pierre Standard Time" },
	{ "America/New_York", L"Eastern Standard Time" },
	{ "America/St_Johns", L"Newfoundland Standard Time" },
	{ "America/Toronto", L"Eastern Standard Time" },
	{ "Asia/Tokyo", L"Tokyo Standard Time" },
	{ "Australia/Sydney", L"AUS Eastern Standard Time" },
	{ "Europe/Amsterdam", L"W. Europe Standard Time" },
	{ "Europe/Athens", L"GTB Standard Time" },
	{ "Europe/Berlin", L"W. Europe Standard Time" },
	{ "Europe/Brussels", L"Romance Standard Time" },
	{ "Europe/Bucharest", L"GTB Standard Time" },
	{ "Europe/Budapest", L"Central Europe Standard Time" },
	{ "Europe/Copenhagen", L"Romance Standard Time" },
	{ "Europe/Dublin", L"GMT Standard Time" },
	{ "Europe/Helsinki", L"FLE Standard Time" },
	{ "Europe/Istanbul", L"Turkey Standard Time" },
	{ "Europe/Lisbon", L"GMT Standard Time" },
	{ "Europe/London", L"GMT Standard Time" },
	{ "Europe/Luxembourg", L"W. Europe Standard Time" },
	{ "Europe/Madrid", L"Romance Standard Time" },
	{ "Europe/Monaco", L"W. Europe Standard Time" },
	{ "Europe/Moscow", L"Russian Standard Time" },
	{ "Europe/Oslo", L"W. Europe Standard Time" },
	{ "Europe/Paris", L"Romance Standard Time" },
	{ "Europe/Prague", L"Central Europe Standard Time" },
	{ "Europe/Rome", L"W. Europe Standard Time" },
	{ "Europe/Sofia", L"FLE Standard Time" },
	{ "Europe/Stockholm", L"W. Europe Standard Time" },
	{ "Europe/Vienna", L"W. Europe Standard Time" },
	{ "Europe/Warsaw", L"Central European Standard Time" },
	{ "Europe/Zurich", L"W. Europe Standard Time" },
	{ "Indian/Mayotte", L"E. Africa Standard Time" },
	{ "Indian/Reunion", L"Mauritius Standard Time" },
	{ "Pacific/Marquesas", L"Marquesas Standard Time" },
	{ "Pacific/Noumea", L"Central Pacific Standard Time" },
	{ "Pacific/Tahiti", L"Hawaiian Standard Time" },
};

/* A zone, and its rules for one year. */
struct zone_year {
	DYNAMIC_TIME_ZONE_INFORMATION zone;
	WORD year;
	TIME_ZONE_INFORMATION rules;
};

static bool
system_time(int64_t unix_seconds, SYSTEMTIME *ret)
{
	ULARGE_INTEGER ticks = { .QuadPart = (ULONGLONG)(
		unix_seconds * TICKS_PER_SECOND + TICKS_TO_1970) };
	FILETIME time = { ticks.LowPart, ticks.HighPart };

	return FileTimeToSystemTime(&time, ret);
}

static int64_t
seconds_of(const SYSTEMTIME *when)
{
	FILETIME time;
	ULARGE_INTEGER ticks;

	if (!SystemTimeToFileTime(when, &time))
		return 0;
	ticks.LowPart = time.dwLowDateTime;
	ticks.HighPart = time.dwHighDateTime;
	return ((int64_t)ticks.QuadPart - TICKS_TO_1970) / TICKS_PER_SECOND;
}

static int32_t
offset_at(void *cookie, int64_t unix_seconds)
{
	struct zone_year *of = cookie;
	SYSTEMTIME when, local;

	if (!system_time(unix_seconds, &when))
		return 0;
	if (when.wYear != of->year) {
		of->year = when.wYear;
		if (!GetTimeZoneInformationForYear(when.wYear, &of->zone,
		        &of->rules))
			return 0;
	}
	if (!SystemTimeToTzSpecificLocalTime(&of->rules, &when, &local))
		return 0;
	return (int32_t)(seconds_of(&local) - unix_seconds);
}

static const wchar_t *
key_of(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].key;
	return NULL;
}

static bool
find_zone(const wchar_t *key, DYNAMIC_TIME_ZONE_INFORMATION *ret)
{
	for (DWORD i = 0;
	     EnumDynamicTimeZoneInformation(i, ret) == ERROR_SUCCESS; i++)
		if (wcscmp(ret->TimeZoneKeyName, key) == 0)
			return true;
	return false;
}

enum status
zone_rows_read(const char *name, struct zone_rows *ret, struct err *err)
{
	struct zone_year of;
	const wchar_t *key = name == NULL ? NULL : key_of(name);

	memset(&of, 0, sizeof(of));
	if (name == NULL)
		(void)GetDynamicTimeZoneInformation(&of.zone);
	else if (key == NULL || !find_zone(key, &of.zone))
		return err_set(err, E_UNSUPPORTED, MSG_ZONE_NO_NAMES,
		    ARGS(name));
	zone_rows_fill(ret, offset_at, &of);
	return OK;
}
