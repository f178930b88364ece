/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/contents.h"

#include "tests/unit/small_catalogue.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct err err;

static void
what_is_written_is_read_back(void **state)
{
	const struct catalogue catalogue = { .services = small_services,
		.service_count = SMALL_COUNT };
	struct tallies tallies, again;
	struct buf bytes, key;

	(void)state;
	buf_init(&bytes, CONTENTS_MAX_BYTES);
	buf_init(&key, CONTENTS_KEY_BYTES);
	check_ok(tallies_init(&tallies, &catalogue, &err), &err);
	tallies.ballots = UINT32_MAX;
	tallies.blanks = 2;
	tallies.contacted = 3;
	tallies.any = (struct sum){ 9, 4 };
	tallies.unapproved = (struct sum){ 8, 1 };
	tallies.categories[CATEGORY_CODING] = (struct sum){ 7, 6 };
	tallies.services[LOTUS] = (struct sum){ 5, 0 };
	check_ok(contents_write(&bytes, STR("\x30\x00\xFFkey"), &tallies, &err),
	    &err);
	check_ok(contents_read(buf_view(&bytes), &catalogue, &key, &again,
	    &err), &err);
	assert_true(str_eq(buf_view(&key), STR("\x30\x00\xFFkey")));
	assert_int_equal(again.ballots, UINT32_MAX);
	assert_int_equal(again.blanks, 2);
	assert_int_equal(again.contacted, 3);
	assert_memory_equal(&again.any, &tallies.any, sizeof(again.any));
	assert_memory_equal(&again.unapproved, &tallies.unapproved,
	    sizeof(again.any));
	assert_memory_equal(again.categories, tallies.categories,
	    sizeof(again.categories));
	assert_memory_equal(again.services, tallies.services,
	    SMALL_COUNT * sizeof(*again.services));
	tallies_release(&again);
	tallies_release(&tallies);
	buf_release(&key);
	buf_release(&bytes);
}

static void
the_size_tells_nothing_of_the_counts(void **state)
{
	const struct catalogue catalogue = { .services = small_services,
		.service_count = SMALL_COUNT };
	struct tallies tallies;
	struct buf empty, full;

	(void)state;
	buf_init(&empty, CONTENTS_MAX_BYTES);
	buf_init(&full, CONTENTS_MAX_BYTES);
	check_ok(tallies_init(&tallies, &catalogue, &err), &err);
	check_ok(contents_write(&empty, STR("key"), &tallies, &err), &err);
	tallies.ballots = 1000000;
	for (size_t i = 0; i < SMALL_COUNT; i++)
		tallies.services[i] = (struct sum){ 1000000, 999999 };
	check_ok(contents_write(&full, STR("key"), &tallies, &err), &err);
	assert_int_equal(empty.len, full.len);
	assert_int_equal(empty.len % CONTENTS_STEP, 0);
	tallies_release(&tallies);
	buf_release(&full);
	buf_release(&empty);
}

static void
another_catalogue_or_a_broken_text_is_damage(void **state)
{
	const struct catalogue catalogue = { .services = small_services,
		.service_count = SMALL_COUNT };
	const struct catalogue shorter = { .services = small_services,
		.service_count = SMALL_COUNT - 1 };
	struct tallies tallies, again;
	struct buf bytes, key;

	(void)state;
	buf_init(&bytes, CONTENTS_MAX_BYTES);
	buf_init(&key, CONTENTS_KEY_BYTES);
	check_ok(tallies_init(&tallies, &catalogue, &err), &err);
	check_ok(contents_write(&bytes, STR("key"), &tallies, &err), &err);
	assert_int_equal(contents_read(buf_view(&bytes), &shorter, &key,
	    &again, &err), E_DAMAGED);
	assert_int_equal(contents_read(str_head(buf_view(&bytes), 100),
	    &catalogue, &key, &again, &err), E_DAMAGED);
	assert_int_equal(contents_read(STR("{}"), &catalogue, &key, &again,
	    &err), E_DAMAGED);
	tallies_release(&tallies);
	buf_release(&key);
	buf_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(the_size_tells_nothing_of_the_counts),
		cmocka_unit_test(another_catalogue_or_a_broken_text_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
