/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/publication.h"

#include "tests/unit/unit.h"

#include <string.h>

static const struct rounded_service services[] = {
	{ STR("alba"), CATEGORY_TEXT_ASSISTANT, 0, true, { 6, 3 } },
	{ STR("beryl"), CATEGORY_TEXT_ASSISTANT, 0, false, { 3, 0 } },
	{ STR("corail"), CATEGORY_TRANSLATION, 0, false, { 6, 3 } },
	{ STR("dryade"), CATEGORY_IMAGE, 0, true, { 0, 0 } },
	{ STR("halo"), CATEGORY_TEXT_ASSISTANT, FLAG_HEALTH, false, { 9, 9 } },
	{ STR("indigo"), CATEGORY_TEXT_ASSISTANT, FLAG_COMPANION, false,
	    { 9, 9 } },
	{ STR("jade"), CATEGORY_CODING, FLAG_RECORDS_PEOPLE, false, { 9, 6 } },
};

static struct rounded
sample(uint32_t ballots)
{
	struct rounded rounded = {
		.enrolled = ballots + 2,
		.ballots = ballots,
		.blanks = 1,
		.catalogue = STR("2026.11"),
		.any = { 9, 6 },
		.unapproved = { 6, 3 },
		.contacted = 3,
		.services = services,
		.service_count = COUNT(services),
	};

	assert_true(period_parse(STR("2026-10"), &rounded.period));
	memset(rounded.record, 0xab, sizeof(rounded.record));
	rounded.categories[CATEGORY_TEXT_ASSISTANT] = (struct figure){ 9, 6 };
	rounded.categories[CATEGORY_TRANSLATION] = (struct figure){ 6, 3 };
	rounded.categories[CATEGORY_CODING] = (struct figure){ 9, 6 };
	return rounded;
}

static struct publication
publish(const struct rounded *rounded)
{
	struct publication publication;
	struct err err;

	check_ok(publication_make(rounded, &publication, &err), &err);
	return publication;
}

static struct publication
publish_sample(uint32_t ballots)
{
	struct rounded rounded = sample(ballots);

	return publish(&rounded);
}

struct tier_row {
	uint32_t ballots;
	enum tier tier;
	bool whole, regular, services, categories, percentages;
};

static const struct tier_row tier_rows[] = {
	{ 0, TIER_NOTHING, false, false, false, false, false },
	{ 2, TIER_NOTHING, false, false, false, false, false },
	{ 3, TIER_SENTENCE, false, false, false, false, false },
	{ 4, TIER_SENTENCE, false, false, false, false, false },
	{ 5, TIER_WHOLES, true, false, false, false, false },
	{ 9, TIER_WHOLES, true, false, false, false, false },
	{ 10, TIER_SERVICES, true, true, true, false, false },
	{ 29, TIER_SERVICES, true, true, true, false, false },
	{ 30, TIER_CATEGORIES, true, true, true, true, true },
	{ 4000, TIER_CATEGORIES, true, true, true, true, true },
};

static void
each_number_of_ballots_shows_what_the_table_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(tier_rows); i++) {
		const struct tier_row *row = &tier_rows[i];
		struct publication p = publish_sample(row->ballots);
		const char *label = digits(row->ballots).text;

		check_number(p.tier, row->tier, label);
		check_number(p.any.used, row->whole ? 9 : 0, label);
		check_number(p.unapproved.used, row->whole ? 6 : 0, label);
		check_number(p.any.regular, row->regular ? 6 : 0, label);
		check_number(p.unapproved.regular, row->regular ? 3 : 0, label);
		check_number(p.contacted, row->services ? 3 : 0, label);
		check_number((long long)p.service_count, row->services ? 4 : 0,
		    label);
		check_number(p.categories[CATEGORY_CODING].used,
		    row->categories ? 9 : 0, label);
		check_number(publication_has_percentages(&p), row->percentages,
		    label);
		check_number(p.ballots, row->ballots, label);
		check_number(p.enrolled, row->ballots + 2, label);
		check_number(p.blanks, 1, label);
		publication_release(&p);
	}
}

static void
three_or_four_ballots_say_one_thing_or_nothing(void **state)
{
	struct rounded rounded = sample(4);
	struct publication p;

	(void)state;
	rounded.any.used = 3;
	p = publish(&rounded);
	assert_true(p.someone);
	publication_release(&p);
	rounded.any.used = 0;
	p = publish(&rounded);
	assert_false(p.someone);
	publication_release(&p);
	rounded = sample(2);
	p = publish(&rounded);
	assert_false(p.someone);
	publication_release(&p);
}

static void
health_and_companions_are_never_named(void **state)
{
	static const uint32_t ballots[] = { 10, 30, 4000 };

	(void)state;
	for (size_t i = 0; i < COUNT(ballots); i++) {
		struct publication p = publish_sample(ballots[i]);
		struct buf out;
		size_t at;

		buf_init(&out, PUBLICATION_MAX_BYTES);
		publication_write(&out, &p);
		assert_false(str_find(buf_view(&out), STR("halo"), &at));
		assert_false(str_find(buf_view(&out), STR("indigo"), &at));
		buf_release(&out);
		publication_release(&p);
	}
}

static void
services_are_named_from_three_on_most_used_first(void **state)
{
	static const char *const order[] = { "jade", "alba", "corail", "beryl" };
	struct publication p = publish_sample(12);

	(void)state;
	assert_int_equal(p.service_count, COUNT(order));
	for (size_t i = 0; i < COUNT(order); i++)
		check_str(p.services[i].id, order[i], "order");
	publication_release(&p);
}

struct cap_row {
	const char *label;
	uint32_t ballots;
	struct figure any, unapproved, category, service;
	struct figure shown; /* of the service; 0: not named */
};

/* A service of text assistance that is unapproved. */
static const struct cap_row cap_rows[] = {
	{ "nothing to cap", 30, { 9, 6 }, { 9, 6 }, { 9, 6 }, { 6, 3 },
	    { 6, 3 } },
	{ "above its category", 30, { 9, 9 }, { 9, 9 }, { 6, 3 }, { 9, 6 },
	    { 6, 3 } },
	{ "above a category that is not shown", 12, { 9, 9 }, { 9, 9 },
	    { 3, 3 }, { 9, 6 }, { 9, 6 } },
	{ "above any", 12, { 6, 6 }, { 9, 9 }, { 9, 9 }, { 9, 9 }, { 6, 6 } },
	{ "above unapproved", 12, { 9, 9 }, { 3, 0 }, { 9, 9 }, { 6, 6 },
	    { 3, 0 } },
	{ "below a category of none", 30, { 9, 9 }, { 9, 9 }, { 0, 0 },
	    { 3, 0 }, { 0, 0 } },
};

static void
a_part_is_never_published_above_its_published_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cap_rows); i++) {
		const struct cap_row *row = &cap_rows[i];
		struct rounded_service service = services[0];
		struct rounded rounded = sample(row->ballots);
		struct publication p;

		service.figure = row->service;
		rounded.any = row->any;
		rounded.unapproved = row->unapproved;
		rounded.categories[CATEGORY_TEXT_ASSISTANT] = row->category;
		rounded.services = &service;
		rounded.service_count = 1;
		p = publish(&rounded);
		check_number((long long)p.service_count, row->shown.used > 0,
		    row->label);
		if (p.service_count > 0) {
			check_number(p.services[0].figure.used, row->shown.used,
			    row->label);
			check_number(p.services[0].figure.regular,
			    row->shown.regular, row->label);
		}
		assert_true(p.unapproved.used <= p.any.used);
		publication_release(&p);
	}
}

#define DOCUMENT_12 \
	"{\n  \"v\": 1,\n  \"period\": \"2026-10\",\n  \"measured\": true,\n" \
	"  \"enrolled\": 14,\n  \"ballots\": 12,\n  \"blanks\": 1,\n" \
	"  \"catalogue\": \"2026.11\",\n  \"record\": \"" \
	"abababababababababababababababababababababababababababababababab" \
	"\",\n  \"someone\": null,\n" \
	"  \"any\": {\"used\": 9, \"regular\": 6},\n" \
	"  \"unapproved\": {\"used\": 6, \"regular\": 3},\n" \
	"  \"contacted\": 3,\n  \"services\": [\n" \
	"    {\"id\": \"jade\", \"used\": 9, \"regular\": 6},\n" \
	"    {\"id\": \"alba\", \"used\": 6, \"regular\": 3},\n" \
	"    {\"id\": \"corail\", \"used\": 6, \"regular\": 3},\n" \
	"    {\"id\": \"beryl\", \"used\": 3, \"regular\": 0}\n  ],\n" \
	"  \"categories\": null\n}\n"

static void
the_document_s_schema_is_frozen(void **state)
{
	struct publication p = publish_sample(12);
	struct buf out;

	(void)state;
	buf_init(&out, PUBLICATION_MAX_BYTES);
	publication_write(&out, &p);
	check_str(buf_view(&out), DOCUMENT_12, "document");
	buf_release(&out);
	publication_release(&p);
}

static void
check_round_trip(const struct publication *publication)
{
	struct publication read;
	struct buf out, again;
	struct err err;

	buf_init(&out, PUBLICATION_MAX_BYTES);
	buf_init(&again, PUBLICATION_MAX_BYTES);
	publication_write(&out, publication);
	check_ok(publication_read(buf_view(&out), &read, &err), &err);
	publication_write(&again, &read);
	assert_true(str_eq(buf_view(&out), buf_view(&again)));
	assert_int_equal(read.tier, publication->tier);
	publication_release(&read);
	buf_release(&again);
	buf_release(&out);
}

static void
every_tier_is_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(tier_rows); i++) {
		struct publication p = publish_sample(tier_rows[i].ballots);

		check_round_trip(&p);
		publication_release(&p);
	}
}

static void
a_lost_period_says_that_it_was_not_measured(void **state)
{
	struct rounded rounded = sample(12);
	struct publication p;
	struct buf out;
	struct err err;
	size_t at;

	(void)state;
	check_ok(publication_lost(&rounded, &p, &err), &err);
	assert_false(p.measured);
	assert_int_equal(p.ballots, 0);
	assert_int_equal(p.any.used, 0);
	buf_init(&out, PUBLICATION_MAX_BYTES);
	publication_write(&out, &p);
	assert_true(str_find(buf_view(&out), STR("\"measured\": false"), &at));
	assert_true(str_find(buf_view(&out), STR("\"any\": null"), &at));
	buf_release(&out);
	check_round_trip(&p);
	publication_release(&p);
}

struct bend_row {
	const char *label, *from, *to;
	enum status code;
};

static const struct bend_row bend_rows[] = {
	{ "as it is", "", "", OK },
	{ "another version", "\"v\": 1", "\"v\": 2", E_UNSUPPORTED },
	{ "no version", "\"v\": 1,\n", "", E_INVALID },
	{ "no period", "2026-10", "2026-13", E_INVALID },
	{ "figures that the tier withholds", "\"ballots\": 12",
	    "\"ballots\": 4", E_INVALID },
	{ "another key", "\"blanks\"", "\"names\": [],\n  \"blanks\"",
	    E_INVALID },
	{ "a space", "\"v\": 1", "\"v\":  1", E_INVALID },
	{ "a real number", "\"used\": 9", "\"used\": 9.0", E_INVALID },
	{ "less than nothing", "\"used\": 9", "\"used\": -9", E_INVALID },
	{ "a digest that is short", "abab\"", "ab\"", E_INVALID },
	{ "no JSON", "{\n", "", E_INVALID },
};

static void
a_document_that_was_changed_by_hand_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bend_rows); i++) {
		const struct bend_row *row = &bend_rows[i];
		struct publication p;
		struct str before, after;
		struct buf bent;
		struct err err;
		enum status code;

		assert_true(str_cut(STR(DOCUMENT_12), str_of(row->from), &before,
		    &after));
		buf_init(&bent, PUBLICATION_MAX_BYTES);
		buf_str(&bent, before);
		buf_text(&bent, row->to);
		buf_str(&bent, after);
		code = publication_read(buf_view(&bent), &p, &err);
		check_number(code, row->code, row->label);
		if (code == OK)
			publication_release(&p);
		buf_release(&bent);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_number_of_ballots_shows_what_the_table_says),
		cmocka_unit_test(three_or_four_ballots_say_one_thing_or_nothing),
		cmocka_unit_test(health_and_companions_are_never_named),
		cmocka_unit_test(services_are_named_from_three_on_most_used_first),
		cmocka_unit_test(
		    a_part_is_never_published_above_its_published_whole),
		cmocka_unit_test(the_document_s_schema_is_frozen),
		cmocka_unit_test(every_tier_is_read_back),
		cmocka_unit_test(a_lost_period_says_that_it_was_not_measured),
		cmocka_unit_test(a_document_that_was_changed_by_hand_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
