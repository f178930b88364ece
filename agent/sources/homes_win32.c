/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/homes.h"

#include "core/str.h"

#include <stdio.h>
#include <stdlib.h>

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
