/* SPDX-License-Identifier: Apache-2.0
 * dns_differ.h: one log read by the reference and by the fast path: all that
 * they say must be equal.  For the unit test and the fuzzer.
 */
#ifndef TESTS_UNIT_DNS_DIFFER_H
#define TESTS_UNIT_DNS_DIFFER_H

#include "agent/sources/formats.h"
#include "agent/sources/input.h"
#include "agent/sources/linefast_isa.h"
#include "agent/sources/linelog.h"
#include "agent/sources/zone.h"

#include "tests/unit/dns_fake.h"

struct differ {
	struct source_report report;
	struct fake_sink sink;
	enum status code;
	struct err err;
};

/* Zones as wide apart as there are: of the stamps, and of the days. */
struct differ_zones {
	struct zone *stamps;
	struct zone *days;
};

static inline void
differ_scan(const char *path, const struct differ_zones *zones,
    const struct linelog_options *options, struct differ *ret)
{
	struct input *input = NULL;
	struct source_env env = fake_env(zones->days, &ret->sink);

	ret->sink.count = 0;
	ret->report = (struct source_report){ .first_day = CALENDAR_NO_DAY,
		.last_day = CALENDAR_NO_DAY };
	ret->err = (struct err){ .text = "" };
	ret->code = input_open(path, &input, &ret->err);
	if (ret->code == OK)
		ret->code = linelog_scan(&env, input, options, &ret->report,
		    &ret->err);
	input_free(input);
}

static inline bool
differ_same_sighting(const struct sighting *a, const struct sighting *b)
{
	return a->unix_seconds == b->unix_seconds && a->day == b->day &&
	    a->service == b->service && a->evidence == b->evidence &&
	    a->verdict == b->verdict;
}

/* What differs between the two, or NULL. */
static inline const char *
differ_what(const struct differ *a, const struct differ *b)
{
	const struct source_report *x = &a->report, *y = &b->report;

	if (a->code != b->code || strcmp(a->err.text, b->err.text) != 0)
		return "status";
	if (strcmp(x->name, y->name) != 0)
		return "name";
	if (x->records != y->records)
		return "records";
	if (x->matched != y->matched || x->counted != y->counted ||
	    a->sink.count != b->sink.count)
		return "matched";
	if (x->rejected != y->rejected ||
	    x->first_rejected_line != y->first_rejected_line)
		return "rejected";
	if (x->first_day != y->first_day || x->last_day != y->last_day ||
	    x->without_time != y->without_time)
		return "days";
	for (size_t i = 0; i < a->sink.count && i < FAKE_SIGHTINGS_MAX; i++)
		if (!differ_same_sighting(&a->sink.at[i], &b->sink.at[i]))
			return "sightings";
	return NULL;
}

#endif
