/* SPDX-License-Identifier: Apache-2.0
 * history_scan.c: one way of reading one history, timed from within.
 * Usage: history_scan place|join|copy|check FILE
 *   place: the file itself, as nothing but a bench does; join: likewise, by the
 *   plain join; copy: with the safe copy, as `lanterne scan` does; check: with
 *   the copy and quick_check, whatever the size.
 * Prints: milliseconds, records, matched, counted, peak RSS in KiB.
 */
#include "agent/sources/family.h"
#include "agent/sources/snapshot.h"
#include "core/db.h"
#include "core/match.h"
#include "tests/unit/history_world.h"

#include <sys/resource.h>
#include <time.h>

#define LAST_DAY 20782 /* 2026-11-25, the last of history_make.c */

struct mode {
	const char *name;
	bool copy, check, join;
};

static const struct mode modes[] = {
	{ "place", false, false, false },
	{ "join", false, false, true },
	{ "copy", true, false, false },
	{ "check", true, true, false },
};

static double
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static enum status
read_all(struct world *world, struct db *db, const struct mode *mode,
    struct source_report *report, struct err *err)
{
	struct family family = family_chromium.detect(db) ? family_chromium
	                                                  : family_firefox;
	enum status code = mode->check ? db_check(db, err) : OK;

	if (mode->join)
		family.can_seek = NULL;
	if (code == OK)
		code = family_count(&family, db, &world->env, report, err);
	if (code == OK)
		code = family_scan(&family, db, &world->env, report, err);
	return code;
}

static enum status
read_one(struct world *world, const char *path, const struct mode *mode,
    struct source_report *report, struct err *err)
{
	struct snapshot copy = { .db = NULL };
	struct db *db = NULL;
	enum status code = mode->copy
	    ? snapshot_open(path, &world->scratch, &copy, err)
	    : db_open(path, DB_READ_WRITE, &db, err);

	if (code == OK)
		code = read_all(world, mode->copy ? copy.db : db, mode, report,
		    err);
	snapshot_release(&copy);
	db_free(db);
	return code;
}

int
main(int argc, char **argv)
{
	static struct world world;
	struct source_report report = { .first_day = CALENDAR_NO_DAY };
	const struct mode *mode = NULL;
	struct match *match = NULL;
	struct rusage usage;
	struct err err = { "" };
	double start;
	enum status code;

	for (size_t i = 0; argc == 3 && i < 4; i++)
		if (strcmp(argv[1], modes[i].name) == 0)
			mode = &modes[i];
	if (mode == NULL || !world_init(&world, "Europe/Paris") ||
	    match_new(catalogue_builtin(), &match, &err) != OK)
		return 2;
	world.env.match = match;
	world.env.window = (struct window){ LAST_DAY - 89, LAST_DAY };
	start = now_ms();
	code = read_one(&world, argv[2], mode, &report, &err);
	start = now_ms() - start;
	(void)getrusage(RUSAGE_SELF, &usage);
	if (code == OK)
		(void)printf("%.1f %llu %llu %llu %ld\n", start,
		    (unsigned long long)report.records,
		    (unsigned long long)report.matched,
		    (unsigned long long)report.counted, usage.ru_maxrss);
	else
		(void)fprintf(stderr, "%s\n", err.text);
	world_release(&world);
	match_free(match);
	return code == OK ? 0 : 1;
}
