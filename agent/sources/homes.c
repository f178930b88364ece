/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/homes.h"

#include "core/os.h"

#include <stdio.h>

#define REAL_MAX 4096

/* Where a disk keeps its homes, beside root/. */
static const char *const places[] = { "home", "Users",
	"Documents and Settings" };

static bool
set(char *to, const char *text)
{
	return (size_t)snprintf(to, HOME_PATH_MAX, "%s", text) < HOME_PATH_MAX;
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
	char within[REAL_MAX];
	struct walk walk = { within, dir, visit, cookie };
	struct os_stat found;
	enum status code = os_stat(dir, &found, err);

	if (code == OK && found.kind == OS_NONE)
		code = err_set(err, E_NOT_FOUND, MSG_SYS_NOT_FOUND, ARGS(dir));
	if (code == OK && found.kind != OS_FOLDER)
		code = err_set(err, E_INVALID, MSG_HOME_NOT_FOLDER, ARGS(dir));
	if (code == OK)
		code = os_list(dir, ignore, NULL, err);
	if (code == OK)
		code = os_real(dir, within, sizeof(within), err);
	if (code != OK)
		return code;
	visit_path(&walk, dir);
	visit_disk(&walk, dir);
	return OK;
}

bool
home_holds(const struct home *home, const char *path)
{
	char real[REAL_MAX];
	struct str within = str_of(home->within);
	struct str found;
	enum status code;

	if (within.len == 0)
		return true;
	code = os_real(path, real, sizeof(real), NULL);
	if (code != OK)
		/* closed to us: to be reported, not passed over */
		return code == E_ACCESS;
	found = str_of(real);
	return str_eq(within, STR("/")) || str_eq(found, within) ||
	    (str_starts(found, within) && found.at[within.len] == '/');
}
