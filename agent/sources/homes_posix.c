/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/homes.h"

#include "core/str.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool
set(char *to, const char *text)
{
	return (size_t)snprintf(to, HOME_PATH_MAX, "%s", text) < HOME_PATH_MAX;
}

/* An absolute path from the environment; the XDG specification says to ignore
 * a relative one. */
static const char *
from_environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] == '/' ? value : "";
}

enum status
homes_own(struct home *ret, struct err *err)
{
	struct home out = { .within = "" };
	const char *path = from_environment("HOME");
	const struct passwd *entry = path[0] == '\0' ? getpwuid(geteuid())
	                                             : NULL;

	if (entry != NULL && entry->pw_dir != NULL)
		path = entry->pw_dir;
	if (path[0] == '\0')
		return err_set(err, E_NOT_FOUND, MSG_HOME_NONE, NO_ARGS);
	if (!set(out.path, path) ||
	    !set(out.config, from_environment("XDG_CONFIG_HOME")) ||
	    !set(out.data, from_environment("XDG_DATA_HOME")))
		return err_system(err, ENAMETOOLONG, path);
	*ret = out;
	return OK;
}

struct homes {
	void (*visit)(void *cookie, const struct home *home);
	void *cookie;
};

/* The root itself is nobody's home. */
static void
pass_on(void *cookie, const struct home *home)
{
	const struct homes *homes = cookie;

	if (!str_eq(str_of(home->path), STR("/")))
		homes->visit(homes->cookie, home);
}

enum status
homes_all(void (*visit)(void *cookie, const struct home *home), void *cookie,
    struct err *err)
{
	struct homes homes = { visit, cookie };

	return homes_of("/", pass_on, &homes, err);
}
