/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/homes.h"

#include "core/os.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

/* Where a disk keeps its homes, beside root/. */
static const char *const places[] = { "home", "Users",
	"Documents and Settings" };

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

struct walk {
	const char *within;
	const char *folder;
	void (*visit)(void *cookie, const struct home *home);
	void *cookie;
};

static void
visit_path(const struct walk *walk, const char *path)
{
	struct home home = { .config = "" };
	struct os_stat found;

	if (set(home.path, path) && set(home.within, walk->within) &&
	    home_holds(&home, path) && os_stat(path, &found, NULL) == OK &&
	    found.kind == OS_FOLDER)
		walk->visit(walk->cookie, &home);
}

static void
visit_name(void *cookie, const char *name)
{
	const struct walk *walk = cookie;
	char path[HOME_PATH_MAX];

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", walk->folder, name) <
	    sizeof(path))
		visit_path(walk, path);
}

static void
visit_disk(struct walk *walk, const char *dir)
{
	char path[HOME_PATH_MAX];
	struct home disk = { .path = "" };

	(void)set(disk.within, walk->within);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if ((size_t)snprintf(path, sizeof(path), "%s/%s", dir,
		        places[i]) >= sizeof(path) ||
		    !home_holds(&disk, path))
			continue;
		walk->folder = path;
		/* a folder that is not there, or closed to us, holds none */
		(void)!os_list(path, visit_name, walk, NULL);
	}
	walk->folder = dir;
	visit_name(walk, "root");
}

static void
ignore(void *cookie, const char *name)
{
	(void)cookie;
	(void)name;
}

enum status
homes_of(const char *dir,
    void (*visit)(void *cookie, const struct home *home), void *cookie,
    struct err *err)
{
	char within[PATH_MAX];
	struct walk walk = { within, dir, visit, cookie };
	struct os_stat found;
	enum status code = os_stat(dir, &found, err);

	if (code == OK && found.kind == OS_NONE)
		code = err_set(err, E_NOT_FOUND, MSG_SYS_NOT_FOUND, ARGS(dir));
	if (code == OK && found.kind != OS_FOLDER)
		code = err_set(err, E_INVALID, MSG_HOME_NOT_FOLDER, ARGS(dir));
	if (code == OK)
		code = os_list(dir, ignore, NULL, err);
	if (code == OK && realpath(dir, within) == NULL)
		code = err_system(err, errno, dir);
	if (code != OK)
		return code;
	visit_path(&walk, dir);
	visit_disk(&walk, dir);
	return OK;
}

bool
home_holds(const struct home *home, const char *path)
{
	char real[PATH_MAX];
	struct str within = str_of(home->within);
	struct str found;

	if (within.len == 0)
		return true;
	if (realpath(path, real) == NULL)
		/* closed to us: to be reported, not passed over */
		return errno == EACCES;
	found = str_of(real);
	return str_eq(within, STR("/")) || str_eq(found, within) ||
	    (str_starts(found, within) && found.at[within.len] == '/');
}
