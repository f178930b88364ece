/* SPDX-License-Identifier: Apache-2.0 */
#include "core/map.h"

#include "tests/unit/unit.h"

#include <stdio.h>

#define MANY 5000

static struct str
key(char *out, size_t size, int n)
{
	(void)snprintf(out, size, "key-%d", n);
	return str_of(out);
}

static void
every_key_keeps_its_value_while_the_map_grows(void **state)
{
	struct map map;
	char text[32];
	uint64_t value;

	(void)state;
	map_init(&map, MANY, 1);
	assert_false(map_get(&map, STR("none"), &value));
	for (int i = 0; i < MANY; i++)
		assert_int_equal(map_put(&map, key(text, sizeof(text), i),
		    (uint64_t)i * 3), OK);
	for (int i = 0; i < MANY; i++) {
		assert_true(map_get(&map, key(text, sizeof(text), i), &value));
		assert_int_equal(value, i * 3);
	}
	map_release(&map);
	map_release(&map);
}

static void
the_limit_refuses_new_keys_only(void **state)
{
	struct map map;
	uint64_t value = 0;

	(void)state;
	map_init(&map, 2, 9);
	assert_int_equal(map_put(&map, STR("a"), 1), OK);
	assert_int_equal(map_put(&map, STR("b"), 2), OK);
	assert_int_equal(map_put(&map, STR("c"), 3), E_LIMIT);
	assert_int_equal(map_put(&map, STR("a"), 4), OK);
	assert_true(map_get(&map, STR("a"), &value));
	assert_int_equal(value, 4);
	assert_null(map_at(&map, STR("c")));
	*map_at(&map, STR("b")) += 5;
	assert_true(map_get(&map, STR("b"), &value));
	assert_int_equal(value, 7);
	map_release(&map);
}

static void
add_up(void *cookie, struct str name, uint64_t value)
{
	uint64_t *sum = cookie;

	*sum += value + name.len;
}

static void
each_entry_is_visited_once(void **state)
{
	struct map map;
	uint64_t sum = 0;

	(void)state;
	map_init(&map, 10, 2);
	map_each(&map, add_up, &sum);
	assert_int_equal(sum, 0);
	assert_int_equal(map_put(&map, STR("a"), 1), OK);
	assert_int_equal(map_put(&map, STR(""), 10), OK);
	map_each(&map, add_up, &sum);
	assert_int_equal(sum, 12);
	map_release(&map);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_keeps_its_value_while_the_map_grows),
		cmocka_unit_test(the_limit_refuses_new_keys_only),
		cmocka_unit_test(each_entry_is_visited_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
