/* SPDX-License-Identifier: Apache-2.0
 * bench_match.c: on demand (ninja bench_match; a release build).  2,000 invented
 * services in a folder of YAML: its load, the index of rules, look-ups of a
 * host and of an address; then the start of the built-in catalogue.  Goals:
 * 60 ms, 3 ms, 100 ns.  Fails when one is missed.
 */
#include "core/buf.h"
#include "core/calendar.h"
#include "core/catalogue_yaml.h"
#include "core/match.h"
#include "core/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SERVICES 2000
#define FILES 13
#define ROUNDS 20
#define LOOKUPS 2000000
#define HOSTS 1024

/* Processor time since the program was loaded, whatever else runs here. */
static double
now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
die(const char *what)
{
	(void)fprintf(stderr, "bench_match: %s\n", what);
	exit(1);
}

static void
put_service(struct buf *out, int i)
{
	buf_format(out,
	    "  - id: service-%04d\n    name: Service %04d\n"
	    "    vendor: Vendor of service %d\n    vendor_country: FR\n"
	    "    hosting: [FR, US]\n    account_required: yes\n    match:\n"
	    "      - {host: service%d.example.org, role: primary}\n"
	    "      - {host: api.service%d.example.org, role: api}\n"
	    "      - {host: service%d.example.org, path: /share, role: info}\n"
	    "    dpa: {answer: unknown}\n    source: none\n"
	    "    last_checked: 2026-11-25\n",
	    i, i, i, i, i, i);
}

static void
write_folder(const char *folder)
{
	static const char *const categories[FILES] = { "text-assistant",
		"search", "image", "video", "audio-voice", "transcription",
		"translation", "writing", "coding", "data-office",
		"agents-automation", "model-platform", "local-models" };
	struct buf text;
	char path[256];

	buf_init(&text, 1 << 20);
	for (int f = 0; f < FILES; f++) {
		buf_reset(&text);
		buf_format(&text, "schema: 1\n%scategory: %s\nservices:\n",
		    f == 0 ? "version: 1\n" : "", categories[f]);
		for (int i = f; i < SERVICES; i += FILES)
			put_service(&text, i);
		(void)snprintf(path, sizeof(path), "%s/%s.yaml", folder,
		    categories[f]);
		if (buf_status(&text) != OK ||
		    outfile_publish(path, OUTFILE_OWNER, buf_view(&text),
		        NULL) != OK)
			die("cannot write");
	}
	buf_release(&text);
}

static void
report(const char *what, double took, const char *unit, double goal)
{
	(void)printf("%-28s %8.2f %s (goal %g)\n", what, took, unit, goal);
	if (took > goal)
		die("goal missed");
}

static struct catalogue *
bench_load(const char *folder)
{
	struct catalogue *catalogue = NULL;
	double best = 1e9;
	struct err err;

	for (int i = 0; i < ROUNDS; i++) {
		double start = now_ms();

		catalogue_free(catalogue);
		if (catalogue_yaml_load(folder, NULL, &catalogue, &err) != OK)
			die(err.text);
		start = now_ms() - start;
		best = start < best ? start : best;
	}
	report("2,000 services, YAML", best, "ms", 60);
	return catalogue;
}

static struct match *
bench_index(const char *what, const struct catalogue *catalogue, int rounds)
{
	struct match *match = NULL;
	double best = 1e9;

	for (int i = 0; i < rounds; i++) {
		double start = now_ms();

		match_free(match);
		if (match_new(catalogue, &match, NULL) != OK)
			die("out of memory");
		start = now_ms() - start;
		best = start < best ? start : best;
	}
	report(what, best, "ms", 3);
	return match;
}

struct asked {
	char text[80];
	struct str host;
};

/* A third matches, a third is near, a third is like the rest of the web. */
static void
fill_hosts(struct asked hosts[HOSTS])
{
	static const char *const shapes[] = { "www.service%d.example.org",
		"notservice%d.example.org", "cdn%d.static.media.example.com" };

	for (int i = 0; i < HOSTS; i++) {
		struct asked *asked = &hosts[i];
		const char *shape = shapes[i % 3];
		struct buf text;

		buf_init(&text, sizeof(asked->text));
		while (*shape != '\0') {
			if (*shape == '%' && *++shape == 'd')
				buf_number(&text, i * 7 % SERVICES);
			else
				buf_char(&text, *shape);
			shape++;
		}
		memcpy(asked->text, buf_z(&text), text.len);
		asked->host = (struct str){ asked->text, text.len };
		buf_release(&text);
	}
}

static void
bench_lookups(const struct match *match)
{
	static struct asked hosts[HOSTS];
	double start, contact, visit;
	long found = 0;

	fill_hosts(hosts);
	start = now_ms();
	for (int i = 0; i < LOOKUPS; i++)
		found += match_contact(match, hosts[i % HOSTS].host, 20782)
		             .service >= 0;
	contact = (now_ms() - start) * 1e6 / LOOKUPS;
	start = now_ms();
	for (int i = 0; i < LOOKUPS; i++)
		found += match_visit(match, hosts[i % HOSTS].host,
		             STR("/share/1"), STR("a=1&b=2"), 20782)
		             .service >= 0;
	visit = (now_ms() - start) * 1e6 / LOOKUPS;
	if (found == 0 || found == 2L * LOOKUPS)
		die("wrong answers");
	report("look-up of a host", contact, "ns", 100);
	report("look-up of an address", visit, "ns", 200);
}

static void
remove_folder(const char *folder)
{
	char command[256];

	(void)snprintf(command, sizeof(command), "rm -r '%s'", folder);
	if (system(command) != 0)
		die("cannot clean up");
}

int
main(void)
{
	char folder[] = "/tmp/bench_match_XXXXXX";
	struct match *builtin, *match;
	struct catalogue *catalogue;

	(void)printf("%-28s %8.2f ms\n", "load of the program", now_ms());
	/* First, while none of its pages has been touched. */
	builtin = bench_index("built-in catalogue, start", catalogue_builtin(),
	    1);
	if (mkdtemp(folder) == NULL)
		die("no temporary folder");
	write_folder(folder);
	catalogue = bench_load(folder);
	match = bench_index("2,000 services, index", catalogue, ROUNDS);
	bench_lookups(match);
	remove_folder(folder);
	match_free(match);
	match_free(builtin);
	catalogue_free(catalogue);
	return 0;
}
