/* SPDX-License-Identifier: Apache-2.0 */
#include "core/record.h"

#include "core/hex.h"
#include "core/os.h"
#include "core/words.h"

#include "tests/unit/unit.h"

#include <string.h>

static struct record
sample(void)
{
	struct record record = { .opens_at = 0 };

	assert_true(period_parse(STR("2026-10"), &record.period));
	memset(record.key, 0x30, sizeof(record.key));
	memset(record.catalogue, 0xca, sizeof(record.catalogue));
	memset(record.policy, 0x0f, sizeof(record.policy));
	record.opens_at = period_opens_at(&record.period);
	record.closes_at = period_closes_at(&record.period);
	return record;
}

static void
write(struct buf *out, const struct record *record)
{
	buf_init(out, RECORD_MAX_BYTES);
	record_write(out, record);
	assert_int_equal(buf_status(out), OK);
}

static void
a_record_s_text_is_frozen(void **state)
{
	struct record record = sample();
	struct buf out;
	struct str text;

	(void)state;
	write(&out, &record);
	text = buf_view(&out);
	assert_true(str_starts(text,
	    STR("{\"v\":1,\"period\":\"2026-10\",\"key\":\"3030")));
	assert_true(str_ends(text, STR("30\",\"catalogue\":\""
	    "cacacacacacacacacacacacacacacacacacacacacacacacacacacacacacacaca"
	    "\",\"policy\":\""
	    "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
	    "\",\"opens_at\":1793577600,\"closes_at\":1794441600}")));
	check_number((long long)text.len, 919, "length");
	buf_release(&out);
}

static void
what_is_written_is_read_back(void **state)
{
	struct record record = sample(), read;
	struct buf out;
	struct err err;

	(void)state;
	write(&out, &record);
	check_ok(record_read(buf_view(&out), &read, &err), &err);
	assert_memory_equal(read.key, record.key, sizeof(record.key));
	assert_memory_equal(read.policy, record.policy, RECORD_DIGEST);
	assert_memory_equal(read.catalogue, record.catalogue, RECORD_DIGEST);
	assert_string_equal(read.period.text, "2026-10");
	assert_true(read.opens_at == record.opens_at);
	buf_release(&out);
}

struct bend_row {
	const char *label, *from, *to;
	enum status code;
};

static const struct bend_row bend_rows[] = {
	{ "a space", "{\"v\"", "{ \"v\"", E_INVALID },
	{ "a final newline", "1794441600}", "1794441600}\n", E_INVALID },
	{ "another version", "\"v\":1", "\"v\":2", E_UNSUPPORTED },
	{ "a version that is text", "\"v\":1", "\"v\":\"1\"", E_INVALID },
	{ "another period's window", "2026-10", "2026-11", E_INVALID },
	{ "a week", "2026-10", "2026-W4", E_INVALID },
	{ "opens a second early", "1793577600", "1793577599", E_INVALID },
	{ "closes a second late", "1794441600", "1794441601", E_INVALID },
	{ "a real number", "1793577600", "1793577600.0", E_INVALID },
	{ "upper-case digits", "cacaca\"", "cacaCA\"", E_INVALID },
	{ "a short digest", "caca\"", "ca\"", E_INVALID },
	{ "another key", ",\"opens_at\"", ",\"x\":1,\"opens_at\"", E_INVALID },
	{ "a key twice", ",\"opens_at\"", ",\"v\":1,\"opens_at\"", E_INVALID },
	{ "another order", "\"v\":1,\"period\":\"2026-10\"",
	    "\"period\":\"2026-10\",\"v\":1", E_INVALID },
	{ "an escape", "2026-10", "\\u0032026-10", E_INVALID },
	{ "something after it", "1794441600}", "1794441600}{}", E_INVALID },
};

static void
bend(struct buf *out, struct str text, const struct bend_row *row)
{
	struct str before, after;

	if (!str_cut(text, str_of(row->from), &before, &after))
		fail_msg("%s: nothing to bend", row->label);
	buf_str(out, before);
	buf_text(out, row->to);
	buf_str(out, after);
}

static void
a_record_is_read_in_one_spelling_only(void **state)
{
	struct record record = sample(), read;
	struct buf out;

	(void)state;
	write(&out, &record);
	for (size_t i = 0; i < COUNT(bend_rows); i++) {
		struct buf bent;
		struct err err;

		buf_init(&bent, RECORD_MAX_BYTES);
		bend(&bent, buf_view(&out), &bend_rows[i]);
		check_number(record_read(buf_view(&bent), &read, &err),
		    bend_rows[i].code, bend_rows[i].label);
		buf_release(&bent);
	}
	buf_release(&out);
}

struct trial_row {
	const char *label;
	int64_t opens, closes;
	enum status code;
};

static const struct trial_row trial_rows[] = {
	{ "a week", 1000, 1000 + 7 * 86400, OK },
	{ "more than a week", 1000, 1001 + 7 * 86400, E_INVALID },
	{ "a second", 1000, 1001, OK },
	{ "nothing", 1000, 1000, E_INVALID },
	{ "before 1970", -5, 1000, E_INVALID },
};

static void
a_trial_states_a_short_window_of_its_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(trial_rows); i++) {
		struct record record = sample(), read;
		struct buf out;
		struct err err;

		record.period = period_trial(3);
		record.opens_at = trial_rows[i].opens;
		record.closes_at = trial_rows[i].closes;
		write(&out, &record);
		check_number(record_read(buf_view(&out), &read, &err),
		    trial_rows[i].code, trial_rows[i].label);
		buf_release(&out);
	}
}

static void
one_changed_byte_changes_the_eight_words(void **state)
{
	struct record record = sample();
	uint8_t digest[RECORD_DIGEST];
	struct buf out, words, other;
	struct err err;

	(void)state;
	write(&out, &record);
	buf_init(&words, 256);
	buf_init(&other, 256);
	check_ok(record_digest(buf_view(&out), digest, &err), &err);
	words_write(&words, digest, WORDS_SHOWN);
	out.at[100] ^= 1;
	check_ok(record_digest(buf_view(&out), digest, &err), &err);
	words_write(&other, digest, WORDS_SHOWN);
	assert_false(str_eq(buf_view(&words), buf_view(&other)));
	buf_release(&other);
	buf_release(&words);
	buf_release(&out);
}

static void
check_hex(const uint8_t *bytes, const char *expected)
{
	struct buf out;

	buf_init(&out, 128);
	hex_write(&out, bytes, RECORD_DIGEST);
	check_str(buf_view(&out), expected, "digest");
	buf_release(&out);
}

/* docs/PROTOCOL.md sections 2 and 3, computed there by another program. */
static void
the_worked_example_of_the_protocol_comes_out(void **state)
{
	uint8_t digest[RECORD_DIGEST];
	struct buf bytes, words;
	struct token_key key;
	struct record record;
	struct err err;

	(void)state;
	buf_init(&bytes, RECORD_MAX_BYTES);
	buf_init(&words, 256);
	check_ok(os_read_file(TESTS_DIR "/fuzz/corpus/record/accepted-month",
	    &bytes, &err), &err);
	check_ok(record_read(buf_view(&bytes), &record, &err), &err);
	check_ok(record_digest(buf_view(&bytes), digest, &err), &err);
	check_hex(digest,
	    "e0d482e7f6eb70dbdc5e735aeacf07447e3f352c3aa6503283e064ac3c6e15e1");
	words_write(&words, digest, WORDS_SHOWN);
	check_str(buf_view(&words),
	    "tabouret savon lapin timbre viaduc tortue igloo sorbet", "words");
	check_ok(token_challenge_of(digest, digest, &err), &err);
	check_hex(digest,
	    "ef99584cb895c2dc9b25df874adf5f9b34974f61ed0a1c748e381f7b1acba6a9");
	check_ok(token_key_public((struct str){ (char *)record.key,
	    sizeof(record.key) }, &key, &err), &err);
	check_hex(key.id,
	    "ca572f8982a9ca248a3056186322d93ca147266121ddeb5632c07f1f71cd2708");
	token_key_release(&key);
	buf_release(&words);
	buf_release(&bytes);
}

static void
hexadecimal_digits_are_lower_case_and_as_many_as_asked(void **state)
{
	uint8_t bytes[2] = { 1, 2 };

	(void)state;
	assert_true(hex_read(STR("00ff"), bytes, 2));
	assert_int_equal(bytes[1], 0xff);
	assert_false(hex_read(STR("00FF"), bytes, 2));
	assert_false(hex_read(STR("00f"), bytes, 2));
	assert_false(hex_read(STR("00ff0"), bytes, 2));
	assert_false(hex_read(STR("00fg"), bytes, 2));
	assert_int_equal(bytes[1], 0xff);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_s_text_is_frozen),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(a_record_is_read_in_one_spelling_only),
		cmocka_unit_test(a_trial_states_a_short_window_of_its_own),
		cmocka_unit_test(one_changed_byte_changes_the_eight_words),
		cmocka_unit_test(the_worked_example_of_the_protocol_comes_out),
		cmocka_unit_test(
		    hexadecimal_digits_are_lower_case_and_as_many_as_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
