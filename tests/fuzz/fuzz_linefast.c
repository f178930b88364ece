/* SPDX-License-Identifier: Apache-2.0
 * fuzz_linefast.c: the reference and the fast path agree on any bytes, with one
 * of the sets of instructions that this machine has, by their number.  First bytes that ask
 * for more: '!', a stamp zone far from that of the days; '*', all formats at
 * once, not only that of the first line of any.
 */
#include "tests/fuzz/dns_file.h"
#include "tests/unit/dns_differ.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct differ reference, fast;

static struct zone *
zone_of(const char *name)
{
	struct zone *zone = NULL;

	if (zone_new(str_of(name), &zone, NULL) != OK)
		abort();
	return zone;
}

/* The one that bids the most for the line; NULL when none does. */
static const struct format *
format_of_line(struct str line)
{
	const struct format *best = NULL;
	int most = 0;

	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		int bid = formats_at(i)->bid(line);

		best = bid > most ? formats_at(i) : best;
		most = bid > most ? bid : most;
	}
	return best;
}

static const struct format *
format_of(struct str text)
{
	const struct format *format = NULL;
	struct str line;

	while (format == NULL && str_take_until(&text, '\n', &line))
		format = format_of_line(line);
	return format;
}

static const struct linefast_isa *
isa_of(size_t size)
{
	size_t count = 0;

	while (linefast_isa_at(count) != NULL)
		count++;
	return linefast_isa_at(size % count);
}

static void
compare(const char *path, const struct differ_zones *zones,
    struct linelog_options options)
{
	const char *what;

	options.path = LINELOG_REFERENCE;
	differ_scan(path, zones, &options, &reference);
	options.path = LINELOG_FAST;
	differ_scan(path, zones, &options, &fast);
	what = differ_what(&reference, &fast);
	if (what != NULL) {
		(void)fprintf(stderr, "%s: %s differ\n", options.isa->name,
		    what);
		abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct differ_zones zones;
	struct str text = { (const char *)data, size };
	bool apart = str_take_char(&text, '!');
	bool all = str_take_char(&text, '*');
	struct linelog_options options = { .isa = isa_of(size) };
	struct dns_file file;

	if (zones.days == NULL)
		zones = (struct differ_zones){ zone_of("+12:45"),
			zone_of("-09:30") };
	options.zone = apart ? zones.stamps : zones.days;
	options.format = all ? NULL : format_of(text);
	file = dns_file_of((const uint8_t *)text.at, text.len);
	compare(file.path, &zones, options);
	(void)close(file.fd);
	return 0;
}
