/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnslogs.h"

#include "agent/sources/capture.h"
#include "agent/sources/cursor.h"
#include "agent/sources/dnsdb.h"
#include "agent/sources/input.h"
#include "agent/sources/linelog.h"

#include "core/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "DNS"
#define PATH_ROOM 4096

/* One file */

static void
begin_report(struct source_report *report, const char *path)
{
	*report = (struct source_report){ .kind = SOURCE_DNS };
	report->first_day = report->last_day = CALENDAR_NO_DAY;
	(void)snprintf(report->name, sizeof(report->name), "%s", NAME);
	(void)snprintf(report->path, sizeof(report->path), "%s", path);
}

/* The system's own sentences hold no remedy. */
static enum status
remedied(enum status code, struct err *err)
{
	if (code == E_NOT_FOUND)
		return err_set(err, code, MSG_SNAPSHOT_NOT_FOUND, NO_ARGS);
	if (code == E_ACCESS)
		return err_set(err, code, MSG_DNS_ACCESS, NO_ARGS);
	return code;
}

/* Put a finished report at the end of the list. */
static void
keep(struct source_list *list, const struct source_report *made)
{
	struct source_report *kept =
	    source_list_add(list, made->kind, made->name, made->path);

	if (kept == NULL)
		return;
	*kept = *made;
	kept->next = NULL;
}

static enum status
read_log(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_report *report,
    struct err *err)
{
	struct linelog_options line_options = {
		.format = options->format,
		.zone = options->zone,
		.year = options->year,
		.now = options->now,
		.threads = options->threads,
	};
	struct cursor place = { .head = 0 };
	struct input *input = NULL;
	bool unchanged = false;
	enum status code = remedied(input_open(path, &input, err), err);

	if (code == OK && options->cursors != NULL)
		code = cursors_find(options->cursors, input, &place,
		    &unchanged, err);
	line_options.from = place.offset;
	line_options.ret_end = &place.offset;
	if (code == OK && !unchanged)
		code = linelog_scan(env, input, &line_options, report, err);
	if (code == OK && options->cursors != NULL)
		cursors_note(options->cursors, &place);
	input_free(input);
	return code;
}

/* A format that was asked for is a text's. */
static bool
is_database(const char *path, const struct dnslogs_options *options)
{
	return options->format == NULL && strcmp(path, "-") != 0 &&
	    dnsdb_is(path);
}

static bool
is_capture(const char *path, const struct dnslogs_options *options)
{
	return options->format == NULL && options->captures &&
	    capture_is(path);
}

/* A log whose every line is unreadable tells nothing, a zero least of all.  Of
 * a log that is followed, the few new lines say little of the whole. */
static bool
is_unreadable(const struct source_report *report,
    const struct dnslogs_options *options)
{
	return options->cursors == NULL && report->rejected > 0 &&
	    report->records + report->others + report->nameless == 0;
}

/* Read one file into `report`, its state included; the status tells why. */
static enum status
read_file(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_report *report)
{
	struct err err;
	enum status code;

	begin_report(report, path);
	code = is_database(path, options)
	    ? dnsdb_scan(env, path, report, &err)
	    : is_capture(path, options)
	    ? capture_scan(env, path, report, &err)
	    : read_log(env, path, options, report, &err);
	if (code == OK && is_unreadable(report, options))
		code = err_set(&err, E_DAMAGED, MSG_DNS_UNREADABLE,
		    ARGS(report->name));
	if (code != OK)
		source_report_fail(report, code, &err);
	if (code != OK && report->records > 0)
		report->state = SOURCE_PARTIAL;
	return code;
}

/* A folder */

/*
 * The place of a file among its rotated kin: "pihole.log.2.gz" is number 2 of
 * "pihole.log", "named.log-20261101.gz" is dated, "pihole.log" is current.
 */
struct member {
	const char *name;
	struct str stem;
	uint64_t number; /* 0: current */
	bool dated;      /* the larger the number, the newer */
};

struct folder {
	struct arena memory;
	struct member *members;
	size_t count, cap;
	struct str prefix; /* names that begin with it, when not `exact` */
	bool exact;
	enum status failed;
};

#define ROTATION_MAX UINT32_MAX

static struct member
member_of(struct str name)
{
	struct member member = { .name = name.at, .stem = name };
	struct str stem = name, tail;

	if (str_ends(stem, STR(".gz")))
		stem.len -= 3;
	if (str_cut_last(stem, STR("."), &member.stem, &tail) &&
	    str_number(tail, ROTATION_MAX, &member.number)) {
		/* pihole.log.1: the one just before the current is 1; BIND's
		 * versions begin at 0. */
		member.number++;
	} else if (str_cut_last(stem, STR("-"), &member.stem, &tail) &&
	    tail.len == 8 && str_number(tail, ROTATION_MAX, &member.number)) {
		member.dated = true;
	} else {
		member.stem = stem;
		member.number = 0;
	}
	return member;
}

/* By stem; the oldest first; the current one last. */
static int
by_age(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = str_compare(x->stem, y->stem);

	if (order != 0)
		return order;
	if ((x->number == 0) != (y->number == 0))
		return x->number == 0 ? 1 : -1;
	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->number == y->number)
		return strcmp(x->name, y->name);
	return (x->number < y->number) == x->dated ? -1 : 1;
}

static bool
grow(struct folder *folder)
{
	size_t cap = folder->cap == 0 ? 64 : folder->cap * 2;
	struct member *grown =
	    arena_alloc(&folder->memory, cap, sizeof(*grown));

	if (grown == NULL)
		return false;
	if (folder->count > 0)
		memcpy(grown, folder->members,
		    folder->count * sizeof(*grown));
	folder->members = grown;
	folder->cap = cap;
	return true;
}

static void
collect(void *cookie, const char *name)
{
	struct folder *folder = cookie;
	struct str copy, wanted = str_of(name);

	if (folder->exact ? !str_eq(wanted, folder->prefix)
	                  : !str_starts(wanted, folder->prefix))
		return;
	copy = arena_str(&folder->memory, wanted);
	if (copy.at == NULL ||
	    (folder->count == folder->cap && !grow(folder))) {
		folder->failed = E_NOMEM;
		return;
	}
	folder->members[folder->count++] = member_of(copy);
}

/* The entries of a folder that `pattern` names, in the order of reading. */
static enum status
list_folder(struct folder *folder, const char *path, const char *pattern,
    struct err *err)
{
	enum status code;

	*folder = (struct folder){ .prefix = str_of(pattern), .exact = true };
	arena_init(&folder->memory, (size_t)64 << 20);
	if (str_ends(folder->prefix, STR("*"))) {
		folder->exact = false;
		folder->prefix.len--;
	}
	code = remedied(os_list(path, collect, folder, err), err);
	if (code == OK && folder->failed != OK)
		code = err_set(err, folder->failed, MSG_NO_MEMORY, NO_ARGS);
	if (code == OK && folder->count > 1)
		qsort(folder->members, folder->count,
		    sizeof(folder->members[0]), by_age);
	return code;
}

static bool
is_file(const char *path)
{
	struct os_stat found;

	/* What we may not look at is told by its opening. */
	return os_stat(path, &found, NULL) != OK || found.kind == OS_FILE;
}

/* No log at all, not even one that is known and not read: said for a file that
 * was named, not for one in a folder. */
static bool
is_no_log(enum status code, const struct source_report *report)
{
	return report->records == 0 && strcmp(report->name, NAME) == 0 &&
	    (code == E_UNSUPPORTED || code == E_INVALID);
}

/* Of a hundred captures in a folder one tells how to export them. */
static bool
is_refused_again(const struct source_report *report,
    const struct source_report *refused)
{
	return report->state == SOURCE_NOT_SUPPORTED &&
	    strcmp(report->name, refused->name) == 0;
}

static bool
is_kept(enum status code, const struct source_report *report,
    const struct source_report *refused, bool shared, bool read_on)
{
	if (shared)
		return report->records > 0 || (read_on && code == OK);
	return !is_no_log(code, report) && !is_refused_again(report, refused);
}

/* How many reports the members gave. */
static size_t
scan_members(const struct source_env *env, const struct folder *folder,
    const char *path, const struct dnslogs_options *options, bool shared,
    struct source_list *list)
{
	struct source_report report, refused = { .name = "" };
	size_t kept = 0;

	for (size_t i = 0; i < folder->count; i++) {
		struct buf file;
		enum status code;

		buf_init(&file, PATH_ROOM);
		os_join(&file, path, folder->members[i].name);
		if (buf_status(&file) == OK && is_file(buf_z(&file))) {
			code = read_file(env, buf_z(&file), options, &report);
			if (is_kept(code, &report, &refused, shared,
			        options->cursors != NULL)) {
				keep(list, &report);
				kept++;
				if (report.state == SOURCE_NOT_SUPPORTED)
					refused = report;
			}
		}
		buf_release(&file);
	}
	return kept;
}

static void
scan_folder(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_list *list)
{
	struct source_report report;
	struct folder folder;
	struct err err;
	enum status code = list_folder(&folder, path, "*", &err);
	size_t kept = 0;

	if (code == OK)
		kept = scan_members(env, &folder, path, options, false, list);
	if (code == OK && kept == 0)
		code = err_set(&err, E_UNSUPPORTED, MSG_DNS_NO_LOG_IN_FOLDER,
		    NO_ARGS);
	if (code != OK) {
		begin_report(&report, path);
		source_report_fail(&report, code, &err);
		keep(list, &report);
	}
	arena_release(&folder.memory);
}

void
dnslogs_scan(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_list *list)
{
	struct source_report report;
	struct os_stat found;
	struct err err;

	if (strcmp(path, "-") != 0 && os_stat(path, &found, &err) == OK &&
	    found.kind == OS_FOLDER) {
		scan_folder(env, path, options, list);
		return;
	}
	(void)!read_file(env, path, options, &report);
	keep(list, &report);
}

/* The well-known places */

/* A daemon's own folder that we may not enter is a blind spot worth a line; a
 * shared log that we may not read is every visitor's lot. */
static size_t
report_shut(const char *path, const struct dnslogs_place *place,
    enum status code, const struct err *err, struct source_list *list)
{
	struct source_report report;

	if (code != E_ACCESS || place->shared)
		return 0;
	begin_report(&report, path);
	source_report_fail(&report, code, err);
	keep(list, &report);
	return 1;
}

/* How many reports the place gave. */
static size_t
scan_place(const struct source_env *env, const struct dnslogs_place *place,
    const char *path, const struct dnslogs_options *options,
    struct source_list *list)
{
	struct folder folder;
	struct os_stat found;
	struct err err;
	enum status code = remedied(os_stat(path, &found, &err), &err);
	size_t kept = 0;

	if (code != OK)
		return report_shut(path, place, code, &err, list);
	if (found.kind != OS_FOLDER)
		return 0;
	code = list_folder(&folder, path, place->name, &err);
	if (code == OK)
		kept = scan_members(env, &folder, path, options,
		    place->shared, list);
	else
		kept = report_shut(path, place, code, &err, list);
	arena_release(&folder.memory);
	return kept;
}

static void
report_absent(const struct dnslogs_place *place, struct source_list *list)
{
	struct source_report report;
	struct buf path;
	struct err err;

	buf_init(&path, PATH_ROOM);
	os_join(&path, place->folder, place->name);
	begin_report(&report, buf_z(&path));
	source_report_fail(&report, err_set(&err, E_NOT_FOUND,
	    MSG_DNS_PLACE_EMPTY, NO_ARGS), &err);
	keep(list, &report);
	buf_release(&path);
}

void
dnslogs_scan_known(const struct source_env *env,
    const struct dnslogs_options *options, struct source_list *list)
{
	size_t count;
	const struct dnslogs_place *places = dnslogs_places(&count);

	for (size_t i = 0; i < count; i++) {
		struct buf path;

		buf_init(&path, PATH_ROOM);
		buf_text(&path, options->root == NULL ? "" : options->root);
		buf_text(&path, places[i].folder);
		if (scan_place(env, &places[i], buf_z(&path), options,
		        list) == 0)
			report_absent(&places[i], list);
		buf_release(&path);
	}
}
