/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/cursor.h"
#include "agent/sources/dnslogs.h"
#include "agent/sources/zone.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A log of Unbound in UNIX time; each line is a minute after the last. */
#define START 1793577600

struct world {
	struct os_scratch scratch;
	struct cursor known[CURSORS_MAX];
	size_t known_count;
	char seen[4096]; /* the minutes of sightings: "0 1 2 " */
	size_t len;
	struct match *match;
	struct zone *zone;
};

static void
push(void *cookie, const struct sighting *sighting)
{
	struct world *world = cookie;
	int n = snprintf(world->seen + world->len,
	    sizeof(world->seen) - world->len, "%d ",
	    (int)((sighting->unix_seconds - START) / 60));

	assert_true(n > 0);
	world->len += (size_t)n;
}

static int
run(const struct world *world, const char *commands)
{
	char line[4096];

	(void)snprintf(line, sizeof(line), "cd %s && { %s; }",
	    world->scratch.path, commands);
	return system(line); /* tests may: fixed text */
}

/* Lines first..last of the log. */
static void
append(const struct world *world, const char *name, int first, int last)
{
	char path[700];
	FILE *log;

	(void)snprintf(path, sizeof(path), "%s/%s", world->scratch.path, name);
	log = fopen(path, "a");
	assert_non_null(log);
	for (int i = first; i <= last; i++)
		assert_true(fprintf(log, "[%d] unbound[7:0] info: 127.0.0.1 "
		    "chatgpt.com. A IN\n", START + i * 60) > 0);
	assert_int_equal(fclose(log), 0);
}

/* One pass over the folder; what it saw is in world->seen. */
static void
pass(struct world *world)
{
	static struct cursor next[CURSORS_MAX];
	struct cursors cursors = { .key = { 1 }, .known = world->known,
		.known_count = world->known_count, .next = next };
	const struct source_env env = { .match = world->match,
		.zone = world->zone, .window = { 0, 40000 },
		.scratch = &world->scratch, .sink = { push, NULL, world } };
	const struct dnslogs_options options = { .cursors = &cursors,
		.now = START };
	char folder[700];
	struct source_list list;

	world->len = 0;
	world->seen[0] = '\0';
	(void)snprintf(folder, sizeof(folder), "%s/logs", world->scratch.path);
	source_list_init(&list);
	dnslogs_scan(&env, folder, &options, &list);
	source_list_release(&list);
	memcpy(world->known, next, cursors.next_count * sizeof(next[0]));
	world->known_count = cursors.next_count;
}

struct rotation_row {
	const char *label;
	const char *commands; /* between the two passes */
	int first, last;      /* lines then written to logs/q.log */
	const char *seen;     /* by the second pass, which had seen 0..2 */
};

static const struct rotation_row rotation_rows[] = {
	{ "nothing new", ":", 1, 0, "" },
	{ "two new lines", ":", 3, 4, "3 4 " },
	{ "renamed, and a new file", "mv logs/q.log logs/q.log.1", 3, 4,
	    "3 4 " },
	{ "renamed with lines that came in between",
	    "mv logs/more logs/x; cat logs/x >> logs/q.log; rm logs/x;"
	    " mv logs/q.log logs/q.log.1", 5, 5, "3 4 5 " },
	{ "copied, then emptied (copytruncate)",
	    "cp logs/q.log logs/q.log.1; : > logs/q.log", 3, 4, "3 4 " },
	{ "compressed", "mv logs/q.log logs/q.log.2; gzip logs/q.log.2", 3, 4,
	    "3 4 " },
	{ "lines came, then it was compressed",
	    "mv logs/more logs/x; cat logs/x >> logs/q.log; rm logs/x;"
	    " mv logs/q.log logs/q.log.2; gzip logs/q.log.2", 5, 5,
	    "3 4 5 " },
	{ "moved to another disk: another inode, the same text",
	    "cp logs/q.log logs/z; rm logs/q.log; mv logs/z logs/q.log", 3, 3,
	    "3 " },
	{ "emptied and written anew: another text, read whole",
	    ": > logs/q.log", 7, 8, "7 8 " },
	{ "deleted", "rm logs/q.log", 9, 9, "9 " },
};

static void
a_log_is_found_again_after_every_rotation(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(rotation_rows); i++) {
		const struct rotation_row *row = &rotation_rows[i];
		struct world *world = calloc(1, sizeof(*world));
		struct err err = { "" };

		assert_non_null(world);
		world->scratch.lock = -1;
		check_ok(os_scratch_open("/tmp", &world->scratch, &err), &err);
		check_ok(match_new(catalogue_builtin(), &world->match, &err),
		    &err);
		check_ok(zone_new(STR("UTC"), &world->zone, &err), &err);
		assert_int_equal(run(world, "mkdir logs"), 0);
		append(world, "logs/q.log", 0, 2);
		pass(world);
		check_str(str_of(world->seen), "0 1 2 ", row->label);
		if (strstr(row->commands, "logs/more") != NULL)
			append(world, "logs/more", 3, 4);
		assert_int_equal(run(world, row->commands), 0);
		append(world, "logs/q.log", row->first, row->last);
		pass(world);
		check_str(str_of(world->seen), row->seen, row->label);
		pass(world);
		check_str(str_of(world->seen), "", row->label);
		zone_free(world->zone);
		match_free(world->match);
		os_scratch_close(&world->scratch);
		free(world);
	}
}

static void
a_line_that_is_being_written_is_read_when_it_is_whole(void **unused)
{
	struct world *world = calloc(1, sizeof(*world));
	struct err err = { "" };

	(void)unused;
	assert_non_null(world);
	world->scratch.lock = -1;
	check_ok(os_scratch_open("/tmp", &world->scratch, &err), &err);
	check_ok(match_new(catalogue_builtin(), &world->match, &err), &err);
	check_ok(zone_new(STR("UTC"), &world->zone, &err), &err);
	assert_int_equal(run(world, "mkdir logs"), 0);
	append(world, "logs/q.log", 0, 2);
	assert_int_equal(run(world, "printf '[%d] unbound[7:0] info: 127.0.0'"
	    " 1793577780 >> logs/q.log"), 0);
	pass(world);
	check_str(str_of(world->seen), "0 1 2 ", "half a line");
	assert_int_equal(run(world, "printf '.1 chatgpt.com. A IN\\n'"
	    " >> logs/q.log"), 0);
	pass(world);
	check_str(str_of(world->seen), "3 ", "its other half");
	zone_free(world->zone);
	match_free(world->match);
	os_scratch_close(&world->scratch);
	free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_log_is_found_again_after_every_rotation),
		cmocka_unit_test(
		    a_line_that_is_being_written_is_read_when_it_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
