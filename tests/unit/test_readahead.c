/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/readahead.h"

#include "agent/sources/block.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include <stdatomic.h>
#include <stdio.h>

/* What fills: block 7 says "007;", up to the last. */
struct script {
	const char *label;
	unsigned last;
	unsigned slow_filling; /* milliseconds before a text is there */
	unsigned slow_reading;
	enum status failed; /* of the last */
	atomic_uint filled;
};

static void
fill(void *cookie, struct block *block)
{
	struct script *script = cookie;
	unsigned i = atomic_load(&script->filled);

	block->len = 0;
	block->failed = OK;
	if (script->slow_filling > 0)
		os_pause(script->slow_filling);
	block->len = (size_t)snprintf(block_text(block), BLOCK_ROOM, "%03u;",
	    i);
	block->ended = i == script->last;
	if (block->ended && script->failed != OK)
		block->failed = err_set(&block->why, script->failed,
		    MSG_INPUT_GZIP_CUT, NO_ARGS);
	atomic_store(&script->filled, i + 1);
}

/* Each block, with the text of the one before carried in front. */
static void
check_block(const struct script *script, const struct block *block,
    struct str left, unsigned i)
{
	char expected[32];
	struct str text = { block_text_of(block) - left.len,
		left.len + block->len };
	bool last = i == script->last;

	if (i == 0)
		(void)snprintf(expected, sizeof(expected), "%03u;", i);
	else
		(void)snprintf(expected, sizeof(expected), "%03u;%03u;", i - 1,
		    i);
	check_str(text, expected, script->label);
	check_number(block->ended, last, script->label);
	check_number(block->failed, last ? script->failed : OK, script->label);
	check_number(block->why.text[0] != '\0', last && script->failed != OK,
	    script->label);
}

static struct script scripts[] = {
	{ .label = "one block", .last = 0 },
	{ .label = "as many as there are", .last = READAHEAD_BLOCKS - 1 },
	{ .label = "one more", .last = READAHEAD_BLOCKS },
	{ .label = "many", .last = 900 },
	{ .label = "slow filling", .last = 20, .slow_filling = 2 },
	{ .label = "slow reading", .last = 20, .slow_reading = 2 },
	{ .label = "a fault", .last = 9, .failed = E_DAMAGED },
	{ .label = "a fault, slowly", .last = 9, .slow_filling = 2,
	    .failed = E_IO },
	{ .label = "a fault, at once", .last = 0, .failed = E_IO },
};

static void
blocks_come_whole_and_in_order_with_what_ends_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(scripts); i++) {
		struct script *script = &scripts[i];
		struct readahead *ahead = readahead_new(fill, script);
		struct str left = STR("");

		assert_non_null(ahead);
		for (unsigned k = 0; k <= script->last; k++) {
			const struct block *block = readahead_next(ahead, left);

			check_block(script, block, left, k);
			left = (struct str){ block_text_of(block), block->len };
			if (script->slow_reading > 0)
				os_pause(script->slow_reading);
		}
		readahead_free(ahead);
		check_number(atomic_load(&script->filled), script->last + 1,
		    script->label);
	}
}

/* The one that is being read is not given back before the next is asked for. */
static void
no_block_is_filled_over_one_that_is_read(void **state)
{
	struct script script = { .label = "endless", .last = 100000 };
	struct readahead *ahead = readahead_new(fill, &script);
	struct str left = STR("");

	(void)state;
	assert_non_null(ahead);
	for (unsigned i = 0; i < 40; i++) {
		const struct block *block = readahead_next(ahead, left);

		os_pause(1);
		check_block(&script, block, left, i);
		left = (struct str){ block_text_of(block), block->len };
		assert_true(atomic_load(&script.filled) <=
		    i + READAHEAD_BLOCKS);
	}
	readahead_free(ahead);
	assert_true(atomic_load(&script.filled) <= 40 + READAHEAD_BLOCKS);
}

static void
a_reader_may_stop_at_any_block(void **state)
{
	(void)state;
	for (unsigned stop = 0; stop < 3 * READAHEAD_BLOCKS; stop++) {
		struct script script = { .label = "stopped", .last = 1000 };
		struct readahead *ahead = readahead_new(fill, &script);

		assert_non_null(ahead);
		for (unsigned i = 0; i < stop; i++)
			(void)readahead_next(ahead, STR(""));
		readahead_free(ahead);
		assert_true(atomic_load(&script.filled) >= stop);
	}
	readahead_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    blocks_come_whole_and_in_order_with_what_ends_them),
		cmocka_unit_test(no_block_is_filled_over_one_that_is_read),
		cmocka_unit_test(a_reader_may_stop_at_any_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
