/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/lens.h"

#include "core/calendar.h"

#include "tests/unit/unit.h"

#define DAY 20780
#define SERVICES 3

static struct lens *
lens_of(void)
{
	struct lens *lens = NULL;
	struct err err;

	check_ok(lens_new(SERVICES, 11, &lens, &err), &err);
	return lens;
}

static void
see(struct lens *lens, uint16_t service, uint32_t client, int minute)
{
	struct sighting sighting = {
		.unix_seconds = (int64_t)DAY * CALENDAR_SECONDS_PER_DAY +
		    minute * 60,
		.day = DAY,
		.service = service,
		.client = client,
		.evidence = EVIDENCE_CONTACTED,
		.verdict = VERDICT_USE,
	};

	lens_push(lens, &sighting);
}

struct band_row {
	uint32_t clients;
	enum lens_band band;
};

static const struct band_row band_rows[] = {
	{ 0, LENS_NONE },
	{ 1, LENS_FEW },
	{ 2, LENS_FEW },
	{ 3, LENS_SOME },
	{ 9, LENS_SOME },
	{ 10, LENS_TEN_UP },
	{ 11, LENS_TEN_UP },
	{ 5000, LENS_TEN_UP },
};

static void
distinct_clients_are_told_in_bands(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(band_rows); i++) {
		struct lens *lens = lens_of();
		struct lens_service seen;

		for (int again = 0; again < 3; again++)
			for (uint32_t c = 1; c <= band_rows[i].clients; c++)
				see(lens, 1, c, 5);
		seen = lens_service(lens, 1);
		check_number(seen.clients, band_rows[i].band, "clients");
		check_number(seen.confirmed, LENS_NONE, "confirmed");
		for (uint32_t c = 1; c <= band_rows[i].clients; c++)
			see(lens, 1, c, 7);
		seen = lens_service(lens, 1);
		check_number(seen.clients, band_rows[i].band, "clients");
		check_number(seen.confirmed, band_rows[i].band, "confirmed");
		check_number(lens_service(lens, 0).clients, LENS_NONE,
		    "another service");
		assert_false(lens_full(lens));
		lens_free(lens);
	}
}

static void
the_order_of_contacts_never_matters(void **state)
{
	struct lens *lens = lens_of();

	(void)state;
	/* Each of three asks at minute 4, again within it, and at 9. */
	for (int i = 0; i < 9; i++)
		see(lens, 0, (uint32_t)(i % 3) + 1, i < 6 ? 4 : 9);
	for (int i = 0; i < 9; i++)
		see(lens, 1, (uint32_t)(i / 3) + 1, i % 3 < 2 ? 9 : 4);
	assert_int_equal(lens_service(lens, 0).confirmed, LENS_SOME);
	assert_int_equal(lens_service(lens, 1).confirmed, LENS_SOME);
	assert_int_equal(lens_service(lens, 1).clients, LENS_SOME);
	lens_free(lens);
}

static void
what_is_no_use_or_no_service_is_let_fall(void **state)
{
	static const enum verdict others[] = { VERDICT_APPLICATION,
		VERDICT_POSSIBLE, VERDICT_READING };
	struct lens *lens = lens_of();

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		struct sighting sighting = { .service = 0, .client = 1,
			.verdict = others[i], .day = DAY };

		lens_push(lens, &sighting);
	}
	see(lens, SERVICES, 1, 0);
	assert_int_equal(lens_service(lens, 0).clients, LENS_NONE);
	assert_int_equal(lens_service(lens, 0).last_day, CALENDAR_NO_DAY);
	lens_free(lens);
}

static void
memory_has_a_limit_that_is_told(void **state)
{
	struct lens *lens = lens_of();

	(void)state;
	for (uint32_t i = 0; i < LENS_PAIRS_MAX; i++)
		see(lens, 0, i + 1, 1);
	assert_false(lens_full(lens));
	see(lens, 1, 1, 1);
	assert_true(lens_full(lens));
	assert_int_equal(lens_service(lens, 1).clients, LENS_NONE);
	see(lens, 0, 1, 2);
	assert_int_equal(lens_service(lens, 0).confirmed, LENS_FEW);
	lens_free(lens);
}

/* A service with its ten needs no more memory. */
static void
a_service_with_its_ten_takes_no_more_room(void **state)
{
	struct lens *lens = lens_of();

	(void)state;
	for (uint32_t i = 1; i <= LENS_MANY; i++) {
		see(lens, 0, i, 1);
		see(lens, 0, i, 2);
	}
	for (uint32_t i = 1; i <= LENS_PAIRS_MAX + 1; i++)
		see(lens, 0, i, 3);
	assert_false(lens_full(lens));
	lens_free(lens);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distinct_clients_are_told_in_bands),
		cmocka_unit_test(the_order_of_contacts_never_matters),
		cmocka_unit_test(what_is_no_use_or_no_service_is_let_fall),
		cmocka_unit_test(memory_has_a_limit_that_is_told),
		cmocka_unit_test(a_service_with_its_ten_takes_no_more_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
