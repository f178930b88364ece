/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/homes.h"

#include "core/str.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>

#include <windows.h>

/* An absolute path from the environment, with "/" between folders; "" when
 * there is none.  The program's manifest makes UTF-8 of the environment. */
static void
from_environment(const char *name, char *out)
{
	const char *value = getenv(name);
	struct str path = str_of(value);

	out[0] = '\0';
	if (path.len < 3 || path.len >= HOME_PATH_MAX ||
	    (value[1] != ':' && !str_starts(path, STR("\\\\"))))
		return;
	(void)snprintf(out, HOME_PATH_MAX, "%s", value);
	for (char *at = out; *at != '\0'; at++)
		if (*at == '\\')
			*at = '/';
}

enum status
homes_own(struct home *ret, struct err *err)
{
	struct home out = { .within = "" };

	from_environment("USERPROFILE", out.path);
	if (out.path[0] == '\0')
		return err_set(err, E_NOT_FOUND, MSG_HOME_NONE, NO_ARGS);
	from_environment("LOCALAPPDATA", out.local);
	from_environment("APPDATA", out.roaming);
	*ret = out;
	return OK;
}

#define PROFILES \
	L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList"
#define NAME_UNITS 256

/* People: local and domain accounts, and those of Entra ID; services have
 * profiles, too (learn.microsoft.com, "Security identifiers"). */
static bool
is_person(const wchar_t *identifier)
{
	return wcsncmp(identifier, L"S-1-5-21-", 9) == 0 ||
	    wcsncmp(identifier, L"S-1-12-1-", 9) == 0;
}

/* The folder of a profile; false when it has none of ours to read. */
static bool
folder_of(HKEY profiles, const wchar_t *identifier, struct home *ret)
{
	wchar_t path[HOME_PATH_MAX];
	DWORD size = sizeof(path);
	struct home home = { .within = "" };

	/* REG_EXPAND_SZ comes expanded */
	if (!is_person(identifier) ||
	    RegGetValueW(profiles, identifier, L"ProfileImagePath",
	        RRF_RT_REG_SZ, NULL, path, &size) != ERROR_SUCCESS ||
	    !wide_narrow(path, true, home.path, sizeof(home.path)))
		return false;
	*ret = home;
	return true;
}

enum status
homes_all(void (*visit)(void *cookie, const struct home *home), void *cookie,
    struct err *err)
{
	wchar_t name[NAME_UNITS];
	DWORD length = NAME_UNITS;
	HKEY profiles;
	LSTATUS failed = RegOpenKeyExW(HKEY_LOCAL_MACHINE, PROFILES, 0,
	    KEY_READ | KEY_WOW64_64KEY, &profiles);

	if (failed != ERROR_SUCCESS)
		return wide_failed(err, (unsigned long)failed, "ProfileList");
	for (DWORD i = 0; RegEnumKeyExW(profiles, i, name, &length, NULL, NULL,
	         NULL, NULL) == ERROR_SUCCESS; i++) {
		struct home home;

		if (folder_of(profiles, name, &home))
			visit(cookie, &home);
		length = NAME_UNITS;
	}
	(void)RegCloseKey(profiles);
	return OK;
}
