/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/history.h"

#include "agent/sources/browsers.h"
#include "agent/sources/doh.h"
#include "agent/sources/family.h"
#include "agent/sources/snapshot.h"
#include "core/db.h"
#include "core/map.h"
#include "core/os.h"

#include <string.h>

#define PATH_BYTES 4096
#define FILES_MAX 100000

/* The order matters: desktop Firefox has rev_host, Android's has not. */
static const struct family *const families[] = {
	&family_chromium,
	&family_firefox,
	&family_safari,
	&family_qutebrowser,
	&family_firefox_android,
	&family_firefox_android_old,
};

static const struct family *
family_of(struct db *db)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (families[i]->detect(db))
			return families[i];
	return NULL;
}

/* A failure in the middle has pushed what came before: partial, not none. */
static void
fail(struct source_report *report, enum status code, const struct err *err)
{
	source_report_fail(report, code, err);
	if (report->matched == 0)
		return;
	report->state = SOURCE_PARTIAL;
	message_fill(report->why.text, sizeof(report->why.text),
	    MSG_HISTORY_CUT, ARGS(err->text));
}

/* The first query: a schema that cannot be read is damage, not "no table". */
static enum status
read_schema(struct db *db, struct err *err)
{
	int64_t count;

	return db_one_number(db, "SELECT count(*) FROM sqlite_master", &count,
	    err);
}

static enum status
read_tables(const struct source_env *env, struct db *db,
    struct source_report *report, struct err *err)
{
	const struct family *family = NULL;
	enum status code = read_schema(db, err);

	if (code == OK)
		family = family_of(db);
	if (code == OK && family == NULL)
		code = err_set(err, E_UNSUPPORTED, MSG_HISTORY_NO_TABLES,
		    NO_ARGS);
	if (code != OK)
		return code;
	if (report->name[0] == '\0')
		(void)snprintf(report->name, sizeof(report->name), "%s",
		    family->name);
	if (family->unsupported)
		return err_set(err, E_UNSUPPORTED, MSG_HISTORY_FIREFOX_ANDROID,
		    NO_ARGS);
	code = family_count(family, db, env, report, err);
	if (code == OK)
		code = family_scan(family, db, env, report, err);
	return code;
}

static void
read_file(const struct source_env *env, const char *path,
    struct source_report *report)
{
	struct snapshot copy = { .db = NULL };
	struct err err = { "" };
	enum status code = snapshot_open(path, env->scratch, &copy, &err);

	if (code == OK)
		code = read_tables(env, copy.db, report, &err);
	if (code != OK)
		fail(report, code, &err);
	snapshot_release(&copy);
}

/* Old formats that are told by their first bytes. */
struct magic_row {
	const char *id; /* of browsers.c */
	size_t at;
	struct str bytes;
};

static const struct magic_row magics[] = {
	{ "ie", 0, { "Client UrlCache MMF", 19 } },
	{ "ie", 4, { "\xef\xcd\xab\x89", 4 } }, /* ESE database */
	{ "safari-plist", 0, { "bplist00", 8 } },
};

static const struct browser *
browser_of_id(const char *id)
{
	size_t count;
	const struct browser *row = browsers(&count);

	for (; count > 0; count--, row++)
		if (strcmp(row->id, id) == 0)
			return row;
	return NULL;
}

/* The row of an old format, from its bytes or its name; NULL: none. */
static const struct browser *
old_format(const char *path)
{
	char head[32];
	size_t n = 0;
	int fd = -1;

	if (os_open(path, &fd, NULL) != OK)
		return NULL;
	if (os_read(fd, head, sizeof(head), &n, NULL) != OK)
		n = 0;
	os_close(fd);
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (str_starts(str_skip((struct str){ head, n }, magics[i].at),
		        magics[i].bytes))
			return browser_of_id(magics[i].id);
	if (str_ends(str_of(path), STR("global_history.dat")))
		return browser_of_id("opera-presto");
	return NULL;
}

static void
refuse(struct source_report *report, const struct browser *browser)
{
	struct err err;

	source_report_fail(report,
	    err_set(&err, E_UNSUPPORTED, browser->why, NO_ARGS), &err);
}

void
history_scan_file(const struct source_env *env, const char *path,
    struct source_list *list)
{
	const struct browser *browser = browsers_at(str_of(path));
	const struct browser *old = old_format(path);
	struct source_report *report;

	if (old != NULL)
		browser = old;
	report = source_list_add(list, SOURCE_HISTORY,
	    browser != NULL ? browser->name : "", path);
	if (report == NULL)
		return;
	if (browser != NULL && browser->kind == KIND_UNSUPPORTED)
		refuse(report, browser);
	else
		read_file(env, path, report);
	if (report->name[0] == '\0')
		message_fill(report->name, sizeof(report->name),
		    MSG_HISTORY_UNKNOWN, NO_ARGS);
}

/* One home. */
struct tour {
	const struct source_env *env;
	struct source_list *list;
	const struct home *home;
	struct map seen; /* files and closed folders, so that each comes once */
};

static bool
is_new(struct tour *tour, struct str key)
{
	uint64_t *times = map_at(&tour->seen, key);

	return times == NULL || (*times)++ == 0;
}

/* A profile can be reached by two paths: links, letter case. */
static bool
is_new_file(struct tour *tour, const char *path)
{
	struct os_stat found;
	uint64_t key[2];

	if (os_stat(path, &found, NULL) != OK)
		return is_new(tour, str_of(path));
	key[0] = found.device;
	key[1] = found.inode;
	return is_new(tour, (struct str){ (const char *)key, sizeof(key) });
}

static struct str
folder_of(struct str path)
{
	(void)str_cut_last(path, STR("/"), &path, NULL);
	return path;
}

static bool
is_there(struct str path)
{
	struct os_stat found;
	char text[PATH_BYTES];

	(void)snprintf(text, sizeof(text), "%.*s", (int)path.len, path.at);
	return os_stat(text, &found, NULL) == OK && found.kind != OS_NONE;
}

/*
 * A closed folder is reported once: by the browser's name when the folder is
 * the browser's, as "browsers" when one above it hides whether there is any.
 */
static void
report_closed(struct tour *tour, const struct browser_place *place)
{
	struct str closed = str_of(place->path);
	struct source_report *report;
	char name[64], path[PATH_BYTES];

	message_fill(name, sizeof(name), MSG_HISTORY_BROWSERS, NO_ARGS);
	if (is_there(closed))
		(void)snprintf(name, sizeof(name), "%s", place->browser->name);
	while (!is_there(closed) && folder_of(closed).len > 0 &&
	    folder_of(closed).len < closed.len)
		closed = folder_of(closed);
	(void)snprintf(path, sizeof(path), "%.*s", (int)closed.len, closed.at);
	if (!is_new(tour, closed))
		return;
	report = source_list_add(tour->list, SOURCE_HISTORY, name, path);
	if (report == NULL)
		return;
	source_report_fail(report, place->code, place->err);
	if (place->code == E_ACCESS)
		message_fill(report->why.text, sizeof(report->why.text),
		    MSG_HISTORY_CLOSED, NO_ARGS);
}

/* The side files are read too: a link must not lead out by them. */
static bool
sides_held(const struct home *home, const char *path)
{
	static const char *const suffixes[] = { "-wal", "-journal" };
	struct buf side;
	struct os_stat found;
	bool held = true;

	buf_init(&side, PATH_BYTES);
	for (size_t i = 0; i < 2; i++) {
		buf_reset(&side);
		buf_text(&side, path);
		buf_text(&side, suffixes[i]);
		if (os_stat(buf_z(&side), &found, NULL) == OK &&
		    found.kind != OS_NONE && !home_holds(home, buf_z(&side)))
			held = false;
	}
	buf_release(&side);
	return held;
}

static void
read_place(struct tour *tour, const struct browser_place *place,
    struct source_report *report)
{
	struct str folder = folder_of(str_of(place->path));
	struct str name = folder;
	char profile[PATH_BYTES];

	(void)str_cut_last(folder, STR("/"), NULL, &name);
	(void)snprintf(report->profile, sizeof(report->profile), "%.*s",
	    (int)name.len, name.at);
	(void)snprintf(profile, sizeof(profile), "%.*s", (int)folder.len,
	    folder.at);
	if (place->browser->kind == KIND_CHROMIUM)
		report->encrypted_dns = doh_chromium(tour->home, profile);
	if (place->browser->kind == KIND_FIREFOX)
		report->encrypted_dns = doh_firefox(tour->home, profile);
	if (place->browser->kind == KIND_UNSUPPORTED) {
		refuse(report, place->browser);
	} else if (!sides_held(tour->home, place->path)) {
		struct err err;

		source_report_fail(report, err_set(&err, E_INVALID,
		    MSG_SNAPSHOT_NOT_FILE, NO_ARGS), &err);
	} else {
		read_file(tour->env, place->path, report);
	}
}

static void
see_place(void *cookie, const struct browser_place *place)
{
	struct tour *tour = cookie;
	struct source_report *report;

	if (place->code != OK) {
		report_closed(tour, place);
		return;
	}
	if (!is_new_file(tour, place->path))
		return;
	report = source_list_add(tour->list, SOURCE_HISTORY,
	    place->browser->name, place->path);
	if (report != NULL)
		read_place(tour, place, report);
}

struct scan {
	const struct source_env *env;
	struct source_list *list;
};

static void
see_home(void *cookie, const struct home *home)
{
	struct scan *scan = cookie;
	struct tour tour = { .env = scan->env, .list = scan->list,
		.home = home };
	size_t count;
	const struct browser *row = browsers(&count);

	map_init(&tour.seen, FILES_MAX, 0);
	for (; count > 0; count--, row++)
		browsers_find(row, home, see_place, &tour);
	map_release(&tour.seen);
}

static void
report_home(struct source_list *list, const char *dir, enum status code,
    const struct err *err)
{
	char name[64];
	struct source_report *report;

	message_fill(name, sizeof(name), MSG_HISTORY_BROWSERS, NO_ARGS);
	report = source_list_add(list, SOURCE_HISTORY, name, dir);
	if (report != NULL)
		source_report_fail(report, code, err);
}

void
history_scan_home(const struct source_env *env, const char *dir,
    struct source_list *list)
{
	struct scan scan = { env, list };
	struct home own = { .path = "" };
	struct err err = { "" };
	size_t before = list->count;
	enum status code = dir != NULL
	    ? homes_of(dir, see_home, &scan, &err)
	    : homes_own(&own, &err);

	if (code == OK && dir == NULL)
		see_home(&scan, &own);
	if (code == OK && list->count == before && !list->cut)
		code = err_set(&err, E_NOT_FOUND, MSG_HISTORY_NO_BROWSER,
		    NO_ARGS);
	if (code != OK)
		report_home(list, dir != NULL ? dir : own.path, code, &err);
}
