/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/ballot_days.h"

#include "tests/unit/small_catalogue.h"
#include "tests/unit/unit.h"

#define ROWS_MAX 400

/* October 2026, whose rows a test adds by hand. */
struct office {
	struct period period;
	struct ballot_day rows[ROWS_MAX];
	size_t count;
};

static struct office
october(void)
{
	struct office office = { .count = 0 };

	assert_true(period_parse(STR("2026-10"), &office.period));
	return office;
}

static void
add(struct office *office, int nth, enum small_service service, bool visited,
    bool contacted, bool unapproved)
{
	assert_true(office->count < ROWS_MAX);
	office->rows[office->count++] = (struct ballot_day){
		office->period.first + nth, (uint16_t)service, visited, contacted,
		unapproved };
}

/* Visits on the first `days` days. */
static void
visits(struct office *office, enum small_service service, int days)
{
	for (int i = 0; i < days; i++)
		add(office, i, service, true, false, false);
}

static struct ballot
sum(const struct office *office, bool dns_stands_in)
{
	struct ballot ballot;
	struct err err;

	check_ok(ballot_days_sum(&small_catalogue, &office->period, office->rows,
	    office->count, dns_stands_in, &ballot, &err), &err);
	assert_int_equal(ballot_check(&small_catalogue, &ballot), BALLOT_GOOD);
	return ballot;
}

struct threshold_row {
	int days;
	uint8_t value;
};

static const struct threshold_row threshold_rows[] = {
	{ 0, BALLOT_NONE }, { 1, BALLOT_OCCASIONAL }, { 4, BALLOT_OCCASIONAL },
	{ 5, BALLOT_REGULAR }, { 31, BALLOT_REGULAR },
};

static void
five_days_make_a_use_regular(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(threshold_rows); i++) {
		struct office office = october();
		struct ballot ballot;

		visits(&office, BERYL, threshold_rows[i].days);
		ballot = sum(&office, false);
		assert_int_equal(ballot.any, threshold_rows[i].value);
		assert_int_equal(ballot.categories[CATEGORY_TEXT_ASSISTANT],
		    threshold_rows[i].value);
		assert_int_equal(ballot.service_count,
		    threshold_rows[i].days > 0);
	}
}

static void
days_are_distinct_in_a_category_and_in_all(void **state)
{
	struct office office = october();
	struct ballot ballot;

	(void)state;
	for (int i = 0; i < 3; i++) {
		add(&office, i, ALBA, true, false, false);
		add(&office, i, ALBA, true, true, false); /* seen twice */
		add(&office, i + 2, BERYL, true, false, false);
	}
	ballot = sum(&office, false);
	assert_int_equal(ballot.categories[CATEGORY_TEXT_ASSISTANT],
	    BALLOT_REGULAR); /* days 0 to 4 */
	assert_int_equal(ballot.any, BALLOT_REGULAR);
	assert_int_equal(ballot.services[0].value, BALLOT_OCCASIONAL);
	assert_int_equal(ballot.services[1].value, BALLOT_OCCASIONAL);
}

static void
only_the_days_of_the_period_count(void **state)
{
	struct office office = october();
	struct ballot ballot;

	(void)state;
	add(&office, -1, ALBA, true, false, true);
	add(&office, 31, ALBA, true, true, true);
	add(&office, 4000, BERYL, true, true, true);
	ballot = sum(&office, false);
	assert_int_equal(ballot.any, BALLOT_NONE);
	assert_int_equal(ballot.contacted, 0);
	add(&office, 0, ALBA, true, false, false);
	add(&office, 30, BERYL, true, false, false);
	ballot = sum(&office, false);
	assert_int_equal(ballot.service_count, 2);
}

static void
a_quarter_s_last_day_counts(void **state)
{
	struct office office = { .count = 0 };

	(void)state;
	assert_true(period_parse(STR("2026-T4"), &office.period));
	assert_int_equal(office.period.end - office.period.first, 92);
	add(&office, 91, ALBA, true, false, false);
	assert_int_equal(sum(&office, false).any, BALLOT_OCCASIONAL);
}

static void
unapproved_days_are_counted_apart(void **state)
{
	struct office office = october();
	struct ballot ballot;

	(void)state;
	visits(&office, ALBA, 6);
	for (int i = 0; i < 2; i++)
		add(&office, i, BERYL, true, false, true);
	add(&office, 9, BERYL, false, true, true); /* only contacted */
	ballot = sum(&office, false);
	assert_int_equal(ballot.any, BALLOT_REGULAR);
	assert_int_equal(ballot.unapproved, BALLOT_OCCASIONAL);
}

static void
a_contact_counts_only_where_no_history_is_read(void **state)
{
	struct office office = october();
	struct ballot ballot;

	(void)state;
	for (int i = 0; i < 5; i++)
		add(&office, i, CORAIL, false, true, false);
	ballot = sum(&office, false);
	assert_int_equal(ballot.any, BALLOT_NONE);
	assert_int_equal(ballot.service_count, 0);
	assert_int_equal(ballot.contacted, 1);
	ballot = sum(&office, true);
	assert_int_equal(ballot.any, BALLOT_REGULAR);
	assert_int_equal(ballot.categories[CATEGORY_TRANSLATION],
	    BALLOT_REGULAR);
	assert_int_equal(ballot.contacted, 1);
}

static void
a_service_that_was_visited_is_not_only_contacted(void **state)
{
	struct office office = october();

	(void)state;
	add(&office, 1, CORAIL, true, false, false);
	add(&office, 2, CORAIL, false, true, false);
	assert_int_equal(sum(&office, false).contacted, 0);
	add(&office, 2, DRYADE, false, true, false);
	assert_int_equal(sum(&office, false).contacted, 1);
}

static void
eight_services_fit_and_a_ninth_becomes_others(void **state)
{
	struct office office = october();
	struct ballot ballot;

	(void)state;
	for (int i = 0; i < 8; i++)
		visits(&office, (enum small_service)i, 1);
	ballot = sum(&office, false);
	assert_int_equal(ballot.service_count, 8);
	assert_int_equal(ballot.others, 0);
	visits(&office, LOTUS, 1);
	ballot = sum(&office, false);
	assert_int_equal(ballot.service_count, 8);
	assert_int_equal(ballot.others, 1);
	assert_int_equal(ballot.services[7].service, HALO); /* by id */
}

static void
most_days_are_named_but_the_paper_shows_no_ranking(void **state)
{
	struct office office = october();
	struct ballot ballot;

	(void)state;
	for (int i = 0; i < SMALL_COUNT; i++)
		visits(&office, (enum small_service)i, 1 + i);
	ballot = sum(&office, false);
	assert_int_equal(ballot.service_count, 8);
	for (int i = 0; i < 8; i++) /* ECUME has 5 days, LOTUS 12 */
		assert_int_equal(ballot.services[i].service, ECUME + i);
	assert_int_equal(ballot.others, 1);
}

static void
rows_in_any_order_make_the_same_ballot(void **state)
{
	struct office office = october(), other;
	struct ballot a, b;

	(void)state;
	for (int i = 0; i < SMALL_COUNT; i++)
		visits(&office, (enum small_service)i, 1 + i * 7 % 9);
	other = office;
	for (size_t i = 0; i < office.count; i++)
		other.rows[i] = office.rows[office.count - 1 - i];
	a = sum(&office, false);
	b = sum(&other, false);
	assert_memory_equal(a.services, b.services, sizeof(a.services));
	assert_memory_equal(a.categories, b.categories, sizeof(a.categories));
}

static void
nothing_seen_is_a_ballot_of_zeros(void **state)
{
	struct office office = october();
	struct ballot ballot = sum(&office, false);

	(void)state;
	assert_false(ballot.blank);
	assert_int_equal(ballot.any + ballot.unapproved + ballot.contacted +
	    ballot.others + ballot.service_count, 0);
}

static void
a_service_that_the_catalogue_dropped_counts_nothing(void **state)
{
	struct office office = october();

	(void)state;
	add(&office, 1, (enum small_service)SMALL_COUNT, true, true, true);
	assert_int_equal(sum(&office, false).any, BALLOT_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_days_make_a_use_regular),
		cmocka_unit_test(days_are_distinct_in_a_category_and_in_all),
		cmocka_unit_test(only_the_days_of_the_period_count),
		cmocka_unit_test(a_quarter_s_last_day_counts),
		cmocka_unit_test(unapproved_days_are_counted_apart),
		cmocka_unit_test(a_contact_counts_only_where_no_history_is_read),
		cmocka_unit_test(a_service_that_was_visited_is_not_only_contacted),
		cmocka_unit_test(eight_services_fit_and_a_ninth_becomes_others),
		cmocka_unit_test(most_days_are_named_but_the_paper_shows_no_ranking),
		cmocka_unit_test(rows_in_any_order_make_the_same_ballot),
		cmocka_unit_test(nothing_seen_is_a_ballot_of_zeros),
		cmocka_unit_test(a_service_that_the_catalogue_dropped_counts_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
