/* SPDX-License-Identifier: Apache-2.0
 * bench_unchanged.c: on demand (ninja bench_unchanged; a release build).  What a
 * pass of the service costs for a log in which nothing is new: bench_unchanged
 * FILE...  Goal: 3 ms each.  Fails when it is missed.
 */
#include "agent/sources/cursor.h"
#include "agent/sources/dnslogs.h"
#include "agent/sources/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 50
#define GOAL_MS 3.0

static struct cursor known[CURSORS_MAX], next[CURSORS_MAX];

static double
now_ms(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
push(void *cookie, const struct sighting *sighting)
{
	(void)cookie;
	(void)sighting;
}

/* One pass; how many records it read. */
static uint64_t
pass(const struct source_env *env, const char *path, size_t *known_count)
{
	struct cursors cursors = { .key = { 1 }, .known = known,
		.known_count = *known_count, .next = next };
	const struct dnslogs_options options = { .cursors = &cursors,
		.now = time(NULL) };
	struct source_list list;
	uint64_t records = 0;

	source_list_init(&list);
	dnslogs_scan(env, path, &options, &list);
	for (const struct source_report *report = list.first; report != NULL;
	     report = report->next)
		records += report->records;
	source_list_release(&list);
	memcpy(known, next, cursors.next_count * sizeof(next[0]));
	*known_count = cursors.next_count;
	return records;
}

/* False when the log is none, or was read again, or the goal is missed. */
static bool
measure(const struct source_env *env, const char *path)
{
	double least = 1e9, least_cpu = 1e9;
	size_t known_count = 0;
	uint64_t first = pass(env, path, &known_count), again = 0;

	for (int i = 0; i < ROUNDS; i++) {
		double wall = now_ms(CLOCK_MONOTONIC);
		double cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID);

		again += pass(env, path, &known_count);
		wall = now_ms(CLOCK_MONOTONIC) - wall;
		cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu;
		least = wall < least ? wall : least;
		least_cpu = cpu < least_cpu ? cpu : least_cpu;
	}
	(void)printf("%s: %llu records, then %.3f ms, of the processor %.3f"
	    "   limit %.0f\n", path, (unsigned long long)first, least, least_cpu,
	    GOAL_MS);
	return first > 0 && again == 0 && least_cpu <= GOAL_MS;
}

int
main(int argc, char **argv)
{
	struct match *match = NULL;
	struct zone *zone = NULL;
	bool good = argc > 1;

	if (match_new(catalogue_builtin(), &match, NULL) != OK ||
	    zone_new(STR("local"), &zone, NULL) != OK)
		return 1;
	for (int i = 1; i < argc; i++) {
		const struct source_env env = { .match = match, .zone = zone,
			.window = { 0, 40000 },
			.sink = { push, NULL, NULL } };

		good = measure(&env, argv[i]) && good;
	}
	zone_free(zone);
	match_free(match);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
