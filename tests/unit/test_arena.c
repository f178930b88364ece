/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"

#include "tests/unit/unit.h"

static void
pieces_are_zeroed_aligned_and_apart(void **state)
{
	struct arena arena;
	char *last = NULL;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t n = 1; n < 300; n++) {
		char *piece = arena_alloc(&arena, n, 3);

		assert_non_null(piece);
		assert_int_equal((uintptr_t)piece % 16, 0);
		assert_ptr_not_equal(piece, last);
		for (size_t i = 0; i < n * 3; i++) {
			assert_int_equal(piece[i], 0);
			piece[i] = 1;
		}
		last = piece;
	}
	assert_non_null(arena_alloc(&arena, 200000, 1));
	arena_release(&arena);
	arena_release(&arena);
}

static void
the_limit_and_overflow_give_nothing(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 64);
	assert_non_null(arena_alloc(&arena, 64, 1));
	assert_null(arena_alloc(&arena, 1, 1));
	assert_null(arena_alloc(&arena, SIZE_MAX / 2, 4));
	assert_null(arena_str(&arena, STR("x")).at);
	arena_release(&arena);
}

static void
a_copied_slice_ends_in_nul(void **state)
{
	struct arena arena;
	struct str copy;

	(void)state;
	arena_init(&arena, 1000);
	copy = arena_str(&arena, str_head(STR("lanterne"), 3));
	assert_string_equal(copy.at, "lan");
	assert_int_equal(copy.len, 3);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(the_limit_and_overflow_give_nothing),
		cmocka_unit_test(a_copied_slice_ends_in_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
