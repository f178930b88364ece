/* SPDX-License-Identifier: Apache-2.0
 * fuzz_linelog.c: the whole engine on any bytes, the format voted, or forced
 * by the first byte (0x80 for the first of the list).  Reports must add up, and no sentence may
 * hold a byte of a name.
 */
#include "agent/sources/linelog.h"

#include "agent/sources/formats.h"
#include "agent/sources/input.h"
#include "agent/sources/zone.h"

#include "tests/fuzz/dns_file.h"
#include "tests/unit/dns_fake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No text begins with it: UTF-8 does not, nor a mark of byte order. */
#define FORCED 0x80

static struct fake_sink sink;

static void
check(const struct source_report *report)
{
	if (report->counted > report->matched ||
	    report->matched > report->records || sink.count != report->matched)
		abort();
	if ((report->rejected == 0) != (report->first_rejected_line == 0))
		abort();
	if ((report->records == 0) !=
	    (report->first_day == CALENDAR_NO_DAY) ||
	    report->first_day > report->last_day)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct linelog_options options = { .now = 1795608000 };
	struct source_report report = { .first_day = CALENDAR_NO_DAY,
		.last_day = CALENDAR_NO_DAY };
	struct dns_file file;
	struct input *input = NULL;
	struct zone *zone = NULL;
	struct source_env env;
	struct err err;

	if (size > 0 && data[0] >= FORCED && data[0] < FORCED + FORMATS_COUNT) {
		options.format = formats_at((size_t)(data[0] - FORCED));
		data++;
		size--;
	}
	sink.count = 0;
	if (zone_new(STR("+01:00"), &zone, NULL) != OK)
		abort();
	env = fake_env(zone, &sink);
	file = dns_file_of(data, size);
	if (input_open(file.path, &input, &err) == OK) {
		enum status code =
		    linelog_scan(&env, input, &options, &report, &err);

		if (code != OK && err.text[0] == '\0')
			abort();
		check(&report);
	}
	input_free(input);
	(void)close(file.fd);
	zone_free(zone);
	return 0;
}
