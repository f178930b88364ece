/* SPDX-License-Identifier: Apache-2.0
 * bench_moulds.c: on demand (ninja bench_moulds; a release build).  What the
 * fast path costs where it learns in vain: logs of JSON of which one record in
 * N is of a new mould, or of none that can be cast.  Processor time beside that of the reference, the least
 * of ROUNDS; fails when it is over LIMIT.
 */
#include "agent/sources/input.h"
#include "agent/sources/linelog.h"
#include "agent/sources/zone.h"

#include "core/catalogue.h"
#include "core/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 5
#define RECORDS 60000
#define LIMIT 1.10

static double
now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
push(void *cookie, const struct sighting *sighting)
{
	(void)cookie;
	(void)sighting;
}

/* A key that no other record has; a query, or another event. */
static void
write_record(FILE *out, unsigned i, bool is_new, const char *key,
    const char *event)
{
	(void)fprintf(out, "{\"timestamp\":\"2026-11-23T08:%02u:%02u.924120+0100\","
	    "\"%s%u\":%u,\"flow_id\":1797,\"in_iface\":\"eth0\",\"event_type\":"
	    "\"%s\",\"src_ip\":\"192.168.50.%u\",\"src_port\":52300,\"proto\":"
	    "\"UDP\",\"dns\":{\"type\":\"query\",\"id\":%u,\"rrname\":"
	    "\"host%u.example.org\",\"rrtype\":\"A\",\"tx_id\":0}}\n",
	    i / 600 % 60, i / 10 % 60, is_new ? key : "k", is_new ? i : 0, i, event, i % 250,
	    i % 65536, i % 3001);
}

static uint64_t
scan(const char *path, const struct match *match, const struct zone *zone,
    enum linelog_path way)
{
	const struct source_env env = { .match = match, .zone = zone,
		.window = { 0, 40000 },
		.sink = { push, NULL, NULL } };
	const struct linelog_options options = { .path = way };
	struct source_report report = { .first_day = CALENDAR_NO_DAY,
		.last_day = CALENDAR_NO_DAY };
	struct input *input = NULL;

	if (input_open(path, &input, NULL) != OK ||
	    linelog_scan(&env, input, &options, &report, NULL) != OK)
		report.records = 0;
	input_free(input);
	return report.records;
}

static double
seconds(const char *path, const struct match *match, const struct zone *zone,
    enum linelog_path way, uint64_t *ret_records)
{
	double least = 1e9;

	for (int i = 0; i < ROUNDS; i++) {
		double from = now();

		*ret_records = scan(path, match, zone, way);
		from = now() - from;
		least = from < least ? from : least;
	}
	return least;
}

/* One record in `each` is new; those of an event that is no query teach too. */
static bool
measure(const struct match *match, const struct zone *zone, unsigned each,
    const char *key, const char *event)
{
	char path[] = "/tmp/bench-moulds-XXXXXX";
	int fd = mkstemp(path);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	uint64_t records[2];
	double fast, reference;

	if (out == NULL)
		return false;
	for (unsigned i = 0; i < RECORDS; i++)
		write_record(out, i, i % each == 0, key,
		    i % 48 == 0 ? "dns" : event);
	(void)fclose(out);
	fast = seconds(path, match, zone, LINELOG_FAST, &records[0]);
	reference = seconds(path, match, zone, LINELOG_REFERENCE, &records[1]);
	(void)unlink(path);
	(void)printf("%-5s one in %-3u \"%s\"   %8.3f s   reference %.3f s   "
	    "%5.2f x   limit %.2f\n", event, each, key, fast, reference,
	    fast / reference, LIMIT);
	return records[0] == records[1] && records[0] > 0 &&
	    fast / reference <= LIMIT;
}

int
main(void)
{
	static const unsigned each[] = { 1, 2, 8, 20 };
	/* A key with an escape has no mould. */
	static const struct {
		const char *key, *event;
	} kinds[] = { { "k", "dns" }, { "k", "flow" }, { "\\n", "dns" },
		{ "\\n", "flow" } };
	struct match *match = NULL;
	struct zone *zone = NULL;
	bool good = true;

	if (match_new(catalogue_builtin(), &match, NULL) != OK ||
	    zone_new(STR("Europe/Paris"), &zone, NULL) != OK)
		return EXIT_FAILURE;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (size_t j = 0; j < sizeof(each) / sizeof(each[0]); j++)
			good = measure(match, zone, each[j], kinds[i].key,
			    kinds[i].event) && good;
	zone_free(zone);
	match_free(match);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
