/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue.h"

#include "core/calendar.h"

#include "tests/unit/yaml_catalogue.h"

static void
every_id_stands_at_its_place_among_the_words_of_its_kind(void **state)
{
	(void)state;
	for (int i = 0; i < CATEGORY_COUNT; i++)
		assert_int_equal(category_of(category_id((enum category)i)), i);
	for (int i = 0; i < ROLE_COUNT; i++)
		assert_int_equal(str_index(catalogue_words(WORDS_ROLE),
		    role_id((enum role)i)), i);
	for (int i = 0; i < DNS_STRENGTH_COUNT; i++)
		assert_int_equal(str_index(catalogue_words(WORDS_DNS),
		    dns_strength_id((enum dns_strength)i)), i);
	for (int i = 0; i < RISK_COUNT; i++)
		assert_int_equal(str_index(catalogue_words(WORDS_RISK),
		    risk_id((enum risk)i)), i);
	for (int i = 0; i < ANSWER_VALUE_COUNT; i++)
		assert_int_equal(str_index(catalogue_words(WORDS_ANSWER),
		    answer_id((enum answer)i)), i);
	assert_int_equal(category_of(STR("Search")), -1);
	assert_int_equal(category_of(STR("")), -1);
}

static struct service
service_where(enum answer trains, enum answer dpa)
{
	static struct service_answers answers;

	answers.risks[RISK_C_TRAINS].answer = trains;
	answers.risks[RISK_C_RETENTION].answer = ANSWER_NO;
	answers.dpa.answer = dpa;
	return (struct service){ .category = CATEGORY_SEARCH,
		.answers = &answers };
}

static void
unknown_counts_as_yes_and_is_told_apart(void **state)
{
	static const struct str france[] = { { "FR", 2 }, { "EU", 2 } };
	static const struct str abroad[] = { { "FR", 2 }, { "US", 2 } };
	struct service service = service_where(ANSWER_UNKNOWN, ANSWER_YES);
	struct attention points;

	(void)state;
	service.hosting = (struct list){ france, 2 };
	points = service_attention(&service, RISKS_CONFIDENTIALITY);
	assert_int_equal(points.points, 1);
	assert_int_equal(points.unknown, 1);
	assert_int_equal(points.of, 4);
	service = service_where(ANSWER_YES, ANSWER_NO);
	service.hosting = (struct list){ abroad, 2 };
	points = service_attention(&service, RISKS_CONFIDENTIALITY);
	assert_int_equal(points.points, 3);
	assert_int_equal(points.unknown, 0);
}

static void
a_service_of_which_nothing_is_known_has_all_points(void **state)
{
	static const int of[RISK_FAMILY_COUNT] = {
		[RISKS_CONFIDENTIALITY] = 4,
		[RISKS_SECURITY] = 3,
		[RISKS_REPUTATION] = 3,
	};
	struct service service = { .category = CATEGORY_SEARCH };

	(void)state;
	for (int i = 0; i < RISK_FAMILY_COUNT; i++) {
		struct attention points =
		    service_attention(&service, (enum risk_family)i);

		assert_int_equal(points.of, of[i]);
		assert_int_equal(points.points, of[i]);
		assert_int_equal(points.unknown, of[i]);
	}
}

static void
norway_is_in_the_eea_and_switzerland_is_not(void **state)
{
	static const struct {
		const char *country;
		enum answer outside;
	} rows[] = {
		{ "NO", ANSWER_NO },
		{ "FR", ANSWER_NO },
		{ "EU", ANSWER_NO },
		{ "CH", ANSWER_YES },
		{ "GB", ANSWER_YES },
		{ "US", ANSWER_YES },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str country = str_of(rows[i].country);
		struct service service = { .hosting = { &country, 1 } };

		check_number(service_outside_eea(&service), rows[i].outside,
		    rows[i].country);
	}
}

static void
uses_are_the_services_own_or_its_categorys(void **state)
{
	static const struct str own[] = { { "network", 7 } };
	struct service service = { .category = CATEGORY_TEXT_ASSISTANT };

	(void)state;
	assert_int_equal(service_uses(&service),
	    1u << USE_DAILY | 1u << USE_COMMUNICATION);
	service.category = CATEGORY_TRANSCRIPTION;
	assert_int_equal(service_uses(&service),
	    1u << USE_NETWORK | 1u << USE_MANAGEMENT);
	service.uses = (struct list){ own, 1 };
	assert_int_equal(service_uses(&service), 1u << USE_NETWORK);
	service = (struct service){ .category = CATEGORY_LOCAL_MODELS };
	assert_int_equal(service_uses(&service), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_id_stands_at_its_place_among_the_words_of_its_kind),
		cmocka_unit_test(unknown_counts_as_yes_and_is_told_apart),
		cmocka_unit_test(
		    a_service_of_which_nothing_is_known_has_all_points),
		cmocka_unit_test(norway_is_in_the_eea_and_switzerland_is_not),
		cmocka_unit_test(uses_are_the_services_own_or_its_categorys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
