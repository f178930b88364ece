/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/figures.h"

#include "tests/unit/dice.h"
#include "tests/unit/small_catalogue.h"
#include "tests/unit/unit.h"

#include <string.h>

/* alba, dryade, fanal ... need no approval */
static bool
is_unapproved(int service)
{
	return service % 3 != 0;
}

struct office {
	struct tallies tallies;
	struct rounding_close close;
	uint8_t secret[ROUNDING_SECRET];
	bool unapproved[SMALL_COUNT];
	uint32_t pcs;
};

static void
office_init(struct office *office, struct dice *dice)
{
	struct err err;

	memset(office, 0, sizeof(*office));
	check_ok(tallies_init(&office->tallies, &small_catalogue, &err), &err);
	dice_bytes(dice, office->secret, sizeof(office->secret));
	assert_true(period_parse(STR("2026-10"), &office->close.period));
	for (int i = 0; i < SMALL_COUNT; i++)
		office->unapproved[i] = is_unapproved(i);
}

static uint8_t
most(uint8_t a, uint8_t b)
{
	return a > b ? a : b;
}

/* A ballot that ingest would accept. */
static struct ballot
random_ballot(struct dice *dice, const struct period *period, uint32_t habit)
{
	struct ballot ballot = { .period = *period };

	if (dice_below(dice, 12) == 0)
		return ballot_blank(period);
	ballot.contacted = (uint8_t)dice_below(dice, 2);
	for (uint16_t i = 0; i < SMALL_COUNT &&
	    ballot.service_count < BALLOT_SERVICES; i++) {
		uint8_t value = (uint8_t)(1 + dice_below(dice, 2));
		uint8_t *category =
		    &ballot.categories[small_services[i].category];

		if (dice_below(dice, 100) >= habit)
			continue;
		ballot.services[ballot.service_count++] =
		    (struct ballot_service){ i, value };
		*category = most(*category, value);
		ballot.any = most(ballot.any, value);
		if (is_unapproved(i))
			ballot.unapproved = most(ballot.unapproved, value);
	}
	qsort(ballot.services, ballot.service_count, sizeof(ballot.services[0]),
	    ballot_service_order);
	assert_int_equal(ballot_check(&small_catalogue, &ballot), BALLOT_GOOD);
	return ballot;
}

static void
vote(struct office *office, const struct ballot *ballot)
{
	tallies_add(&office->tallies, ballot);
	office->pcs++;
}

static enum status
publish(struct office *office, struct publication *ret, struct err *err)
{
	struct figures_input input = {
		.catalogue = &small_catalogue,
		.unapproved = office->unapproved,
		.secret = office->secret,
		.closes = &office->close,
		.close_count = 1,
		.enrolled = office->pcs,
	};

	return figures_publish(&office->tallies, &input, ret, err);
}

/* Published values against the true counts that nobody else sees. */
static void
check_near(uint32_t published, uint32_t count, const char *label)
{
	if (published % 3 != 0 || published > count + 2 || published + 2 < count)
		fail_msg("%s: %u for %u", label, (unsigned)published,
		    (unsigned)count);
}

static void
check_figure(struct figure figure, struct sum sum, const char *label)
{
	check_near(figure.used, sum.used, label);
	check_near(figure.regular, sum.regular, label);
	assert_true(figure.regular <= figure.used);
}

static void
check_parts(const struct publication *p)
{
	assert_true(p->unapproved.used <= p->any.used);
	assert_true(p->unapproved.regular <= p->any.regular);
	for (int i = 0; i < CATEGORY_COUNT; i++)
		assert_true(p->categories[i].used <= p->any.used);
	for (size_t i = 0; i < p->service_count; i++) {
		const struct published_service *service = &p->services[i];
		int at = catalogue_find(&small_catalogue, service->id);

		assert_true(at >= 0 && service->figure.used >= 3);
		assert_true(service->figure.used <= p->any.used);
		if (is_unapproved(at))
			assert_true(service->figure.used <= p->unapproved.used);
		if (p->tier == TIER_CATEGORIES)
			assert_true(service->figure.used <=
			    p->categories[small_services[at].category].used);
	}
}

static void
check_counts(const struct publication *p, const struct tallies *t)
{
	assert_int_equal(p->ballots, t->ballots);
	assert_int_equal(p->blanks, t->blanks);
	if (p->tier < TIER_WHOLES)
		return;
	check_near(p->any.used, t->any.used, "any");
	check_near(p->unapproved.used, t->unapproved.used, "unapproved");
	if (p->tier < TIER_SERVICES)
		return;
	check_figure(p->any, t->any, "any");
	check_figure(p->unapproved, t->unapproved, "unapproved");
	check_near(p->contacted, t->contacted, "contacted");
	for (size_t i = 0; i < p->service_count; i++)
		check_figure(p->services[i].figure, t->services[catalogue_find(
		    &small_catalogue, p->services[i].id)], "service");
	for (int i = 0; p->tier == TIER_CATEGORIES && i < CATEGORY_COUNT; i++)
		check_figure(p->categories[i], t->categories[i], "category");
}

static void
publications_are_near_the_truth_and_parts_below_wholes(void **state)
{
	struct dice dice = { 29 };
	uint32_t tries = dice_tries(800, 200000);

	(void)state;
	for (uint32_t n = 0; n < tries; n++) {
		uint32_t pcs = dice_below(&dice, 50), habit;
		struct publication publication;
		struct office office;
		struct err err;

		habit = dice_below(&dice, 70);
		office_init(&office, &dice);
		for (uint32_t i = 0; i < pcs; i++) {
			struct ballot ballot = random_ballot(&dice,
			    &office.close.period, habit);

			vote(&office, &ballot);
		}
		office.close.ballots = office.tallies.ballots;
		check_ok(publish(&office, &publication, &err), &err);
		check_counts(&publication, &office.tallies);
		check_parts(&publication);
		publication_release(&publication);
		tallies_release(&office.tallies);
	}
}

/* One computer, honest or not, is one in each count and three in a reach. */
static void
one_ballot_shifts_no_published_count_by_more_than_three(void **state)
{
	struct dice dice = { 37 };

	(void)state;
	for (int n = 0; n < 200; n++) {
		struct publication before, after;
		struct office office;
		struct ballot ballot;
		struct err err;

		office_init(&office, &dice);
		for (int i = 0; i < 60; i++) {
			ballot = random_ballot(&dice, &office.close.period, 30);
			vote(&office, &ballot);
		}
		office.close.ballots = office.tallies.ballots;
		check_ok(publish(&office, &before, &err), &err);
		ballot = random_ballot(&dice, &office.close.period, 100);
		vote(&office, &ballot);
		office.close.ballots = office.tallies.ballots;
		check_ok(publish(&office, &after, &err), &err);
		for (int i = 0; i < CATEGORY_COUNT; i++)
			assert_in_range(3 + (int)after.categories[i].used -
			    (int)before.categories[i].used, 0, 6);
		assert_in_range(3 + (int)after.any.used - (int)before.any.used,
		    0, 6);
		publication_release(&before);
		publication_release(&after);
		tallies_release(&office.tallies);
	}
}

static void
blanks_are_counted_apart(void **state)
{
	struct dice dice = { 1 };
	struct office office;
	struct ballot blank;

	(void)state;
	office_init(&office, &dice);
	blank = ballot_blank(&office.close.period);
	tallies_add(&office.tallies, &blank);
	assert_int_equal(office.tallies.ballots, 0);
	assert_int_equal(office.tallies.blanks, 1);
	assert_int_equal(office.tallies.any.used, 0);
	tallies_release(&office.tallies);
}

static void
tallies_of_another_period_are_refused(void **state)
{
	struct publication publication;
	struct dice dice = { 1 };
	struct office office;
	struct err err;

	(void)state;
	office_init(&office, &dice);
	office.close.ballots = 1;
	assert_int_equal(publish(&office, &publication, &err), E_INVALID);
	tallies_release(&office.tallies);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    publications_are_near_the_truth_and_parts_below_wholes),
		cmocka_unit_test(
		    one_ballot_shifts_no_published_count_by_more_than_three),
		cmocka_unit_test(blanks_are_counted_apart),
		cmocka_unit_test(tallies_of_another_period_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
