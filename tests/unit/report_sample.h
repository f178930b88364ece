/* SPDX-License-Identifier: Apache-2.0
 * report_sample.h: fictional associations for the tests of the report and for
 * the samples that are looked at.
 */
#ifndef TESTS_UNIT_REPORT_SAMPLE_H
#define TESTS_UNIT_REPORT_SAMPLE_H

#include "collector/report/report.h"

#include "core/catalogue_yaml.h"

#include <string.h>

#define SAMPLE_SERVICES 16
#define SAMPLE_PAST 5

struct sample_service {
	const char *id;
	struct figure figure;
};

/* One office; what is not given is 0. */
struct sample_row {
	const char *name;
	const char *policy; /* file of tests/fixtures/report */
	const char *period;
	uint32_t enrolled, ballots, blanks;
	struct figure any, unapproved;
	uint32_t contacted;
	struct sample_service services[SAMPLE_SERVICES];
	uint32_t past_used[SAMPLE_PAST]; /* of the months before, oldest first */
	uint32_t past_ballots[SAMPLE_PAST]; /* 0: its ballot box was lost */
	size_t past;
	size_t covered;
	struct report_health health;
	bool lost, demo;
};

#define MOCK_SERVICES \
	{ \
		{ "chatgpt", { 6, 3 } }, { "deepl", { 6, 3 } }, \
		    { "gemini", { 3, 0 } }, { "le-chat", { 3, 3 } }, \
	}
#define MOCK_PAST \
	.past_used = { 6, 6, 6, 3, 9 }, .past_ballots = { 11, 12, 12, 9, 12 }, \
	.past = 5

static const struct sample_row sample_rows[] = {
	{ .name = "four", .policy = "four.yaml", .period = "2026-T3",
	    .enrolled = 4, .ballots = 4, .any = { 3, 0 }, .covered = 1,
	    .health = { true, 4, 4, 4, 0, 0 } },
	{ .name = "fourteen", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 12, .any = { 9, 6 },
	    .unapproved = { 6, 3 }, .services = MOCK_SERVICES, MOCK_PAST,
	    .covered = 1, .health = { true, 12, 12, 12, 0, 3 } },
	{ .name = "hundred", .policy = "hundred.yaml", .period = "2026-10",
	    .enrolled = 120, .ballots = 117, .blanks = 2, .any = { 72, 48 },
	    .unapproved = { 54, 30 }, .contacted = 6,
	    .services = { { "chatgpt", { 48, 30 } }, { "deepl", { 21, 9 } },
	        { "le-chat", { 18, 12 } }, { "gemini", { 15, 6 } },
	        { "alba", { 12, 3 } }, { "fanal", { 9, 3 } },
	        { "ecume", { 6, 0 } }, { "dryade", { 6, 3 } },
	        { "jade", { 3, 3 } }, { "lotus", { 3, 0 } } },
	    .past_used = { 54, 57, 60, 60, 69 },
	    .past_ballots = { 110, 112, 112, 104, 116 }, .past = 5,
	    .covered = 1, .health = { true, 119, 117, 117, 12, 9 } },
	{ .name = "quarter", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 12, .any = { 9, 6 },
	    .unapproved = { 6, 3 }, .services = MOCK_SERVICES, MOCK_PAST,
	    .covered = 3, .health = { true, 12, 12, 12, 0, 3 } },
	{ .name = "first", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 12, .any = { 9, 6 },
	    .unapproved = { 0, 0 }, .services = { { "deepl", { 6, 3 } } },
	    .covered = 1 },
	/* its file does not say whether there is a charter */
	{ .name = "silent", .policy = "silent.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 12, .any = { 9, 6 },
	    .unapproved = { 6, 3 },
	    .services = { { "chatgpt", { 6, 3 } }, { "deepl", { 6, 3 } },
	        { "alba", { 3, 0 } }, { "gemini", { 3, 0 } } },
	    .covered = 1, .health = { true, 12, 11, 11, 0, 0 } },
	{ .name = "none", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .covered = 1 },
	{ .name = "unmeasured", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .covered = 1,
	    .health = { true, 14, 0, 0, 0, 0 } },
	{ .name = "lost", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .covered = 1, .lost = true },
	{ .name = "few", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 2, .covered = 1 },
	{ .name = "untold", .policy = "four.yaml", .period = "2026-T3",
	    .enrolled = 4, .ballots = 4, .covered = 1 },
	{ .name = "eight", .policy = "four.yaml", .period = "2026-T3",
	    .enrolled = 9, .ballots = 8, .any = { 3, 0 },
	    .unapproved = { 3, 0 }, .covered = 1 },
	{ .name = "thin", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 7, .any = { 3, 0 },
	    .unapproved = { 3, 0 }, .covered = 1 },
	{ .name = "zero", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 12, .covered = 1,
	    .health = { true, 12, 12, 12, 0, 0 } },
	/* a month without measure, and one after it */
	{ .name = "outage", .policy = "fourteen.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 12, .any = { 9, 6 },
	    .unapproved = { 6, 3 }, .services = MOCK_SERVICES,
	    .past_used = { 6, 0, 9 }, .past_ballots = { 12, 0, 12 },
	    .past = 3, .covered = 3, .health = { true, 12, 12, 12, 0, 0 } },
	/* more services than a table holds, some of which the catalogue lost,
	 * over as many months as it compares: the fullest page */
	{ .name = "many", .policy = "hundred.yaml", .period = "2026-10",
	    .enrolled = 90, .ballots = 84, .any = { 72, 48 },
	    .unapproved = { 66, 30 }, .contacted = 6,
	    .services = { { "chatgpt", { 48, 30 } }, { "gemini", { 30, 12 } },
	        { "deepl", { 21, 9 } }, { "le-chat", { 18, 12 } },
	        { "alba", { 12, 3 } }, { "beryl", { 12, 3 } },
	        { "fanal", { 9, 3 } }, { "ecume", { 6, 0 } },
	        { "dryade", { 6, 3 } }, { "karst", { 6, 3 } },
	        { "jade", { 3, 3 } }, { "lotus", { 3, 0 } },
	        { "a-service-with-a-long-name", { 3, 0 } },
	        { "lost-one", { 3, 0 } }, { "lost-three", { 3, 0 } },
	        { "lost-two", { 3, 0 } } },
	    .past_used = { 54, 57, 60, 60, 69 },
	    .past_ballots = { 80, 81, 82, 80, 84 }, .past = 5, .covered = 6,
	    .health = { true, 88, 84, 84, 12, 9 } },
	{ .name = "hostile", .policy = "hostile.yaml", .period = "2026-10",
	    .enrolled = 14, .ballots = 12, .any = { 9, 6 },
	    .unapproved = { 6, 3 },
	    .services = { { "karst", { 6, 3 } }, { "lost-one", { 3, 3 } } },
	    .covered = 1, .demo = true },
};

#define SAMPLE_COUNT (sizeof(sample_rows) / sizeof(sample_rows[0]))
#define SAMPLE_MONTH_DAYS 28

/* A report and all that it borrows. */
struct report_sample {
	struct catalogue *catalogue;
	struct policy *policy;
	struct publication publications[SAMPLE_PAST + 1];
	const struct publication *at[SAMPLE_PAST + 1];
	size_t count;
	struct report_source source;
	struct report report;
};

static uint8_t sample_digest[PUBLICATION_DIGEST] = { 0x9f, 0x2c, 0x51, 0x07,
	0xe4, 0x88, 0x1d, 0xb6 };

static inline void
sample_figures(struct rounded *rounded, const struct sample_row *row,
    struct rounded_service services[SAMPLE_SERVICES],
    const struct report_sample *sample)
{
	for (size_t i = 0; i < SAMPLE_SERVICES && row->services[i].id != NULL;
	     i++) {
		struct str id = str_of(row->services[i].id);
		int at = catalogue_find(sample->catalogue, id);
		const struct service *service = at < 0
		    ? NULL : &sample->catalogue->services[at];
		enum category category = service == NULL
		    ? CATEGORY_WRITING : service->category;

		services[i] = (struct rounded_service){ id, category, 0, false,
			row->services[i].figure };
		if (rounded->categories[category].used <
		    row->services[i].figure.used)
			rounded->categories[category] =
			    row->services[i].figure;
		rounded->service_count = i + 1;
	}
	rounded->services = services;
}

static inline enum status
sample_publish(struct report_sample *sample, const struct rounded *rounded,
    bool lost, struct err *err)
{
	struct publication *publication =
	    &sample->publications[sample->count];
	enum status code = lost
	    ? publication_lost(rounded, publication, err)
	    : publication_make(rounded, publication, err);

	if (code == OK)
		sample->at[sample->count++] = publication;
	return code;
}

/* The month `back` months before the row's. */
static inline struct period
sample_period(const struct sample_row *row, size_t back)
{
	struct period period;

	(void)period_parse(str_of(row->period), &period);
	for (; back > 0; back--)
		period = period_of(period.first - 1, period.kind);
	return period;
}

static inline enum status
sample_publications(struct report_sample *sample,
    const struct sample_row *row, struct err *err)
{
	struct rounded_service services[SAMPLE_SERVICES];
	enum status code = OK;

	for (size_t i = 0; i <= row->past && code == OK; i++) {
		struct rounded rounded = {
			.period = sample_period(row, row->past - i),
			.enrolled = row->enrolled,
			.ballots = row->ballots,
			.blanks = row->blanks,
			.catalogue = STR("2026.11"),
			.any = row->any,
			.unapproved = row->unapproved,
			.contacted = row->contacted,
		};

		for (size_t b = 0; b < sizeof(rounded.record); b++)
			rounded.record[b] = (uint8_t)(17 * b + 5);
		if (i == row->past || i + 1 == row->past)
			sample_figures(&rounded, row, services, sample);
		if (i < row->past) {
			rounded.ballots = row->past_ballots[i];
			rounded.any = (struct figure){ row->past_used[i], 0 };
			rounded.unapproved = rounded.any;
		}
		code = sample_publish(sample, &rounded, i == row->past
		        ? row->lost : rounded.ballots == 0, err);
	}
	return code;
}

/* sample_make: tests/fixtures/report is in `folder`. */
static inline enum status
sample_make(const struct sample_row *row, const char *folder,
    struct report_sample *sample, struct err *err)
{
	char path[1024];
	enum status code;

	memset(sample, 0, sizeof(*sample));
	(void)snprintf(path, sizeof(path), "%s/catalogue", folder);
	code = catalogue_yaml_load(path, NULL, &sample->catalogue, err);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, row->policy);
	if (code == OK)
		code = policy_load(path, sample->catalogue, &sample->policy,
		    err);
	if (code == OK)
		code = sample_publications(sample, row, err);
	if (code != OK)
		return code;
	sample->source = (struct report_source){ sample->at, sample->count,
		row->covered, sample->policy, sample->catalogue, sample_digest,
		row->health,
		{ CALENDAR_NO_DAY, CALENDAR_NO_DAY, CALENDAR_NO_DAY },
		CALENDAR_NO_DAY, row->demo };
	return report_make(&sample->source, &sample->report, err);
}

static inline void
sample_free(struct report_sample *sample)
{
	report_release(&sample->report);
	for (size_t i = 0; i < sample->count; i++)
		publication_release(&sample->publications[i]);
	policy_free(sample->policy);
	catalogue_free(sample->catalogue);
}

static inline const struct sample_row *
sample_named(const char *name)
{
	for (size_t i = 0; i < SAMPLE_COUNT; i++)
		if (strcmp(sample_rows[i].name, name) == 0)
			return &sample_rows[i];
	return NULL;
}

#endif
