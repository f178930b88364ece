/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ballot.h"

#include "tests/unit/small_catalogue.h"
#include "tests/unit/unit.h"

#include <string.h>

#define SAMPLE_JSON \
	"{\"v\":1,\"period\":\"2026-10\",\"any\":2,\"unapproved\":1," \
	"\"contacted\":1,\"categories\":{\"text-assistant\":2,\"search\":0," \
	"\"image\":1,\"video\":0,\"audio-voice\":0,\"transcription\":0," \
	"\"translation\":0,\"writing\":0,\"coding\":0,\"data-office\":0," \
	"\"agents-automation\":0,\"model-platform\":0,\"local-models\":0}," \
	"\"services\":[[\"beryl\",2],[\"dryade\",1]],\"others\":0}"

static struct period
period(const char *text)
{
	struct period p;

	assert_true(period_parse(str_of(text), &p));
	return p;
}

static struct ballot
sample(void)
{
	return (struct ballot){
		.period = period("2026-10"),
		.any = 2,
		.unapproved = 1,
		.contacted = 1,
		.categories = { [CATEGORY_TEXT_ASSISTANT] = 2,
			[CATEGORY_IMAGE] = 1 },
		.service_count = 2,
		.services = { { BERYL, 2 }, { DRYADE, 1 } },
	};
}

static void
write(struct buf *out, const struct ballot *ballot, uint8_t filler)
{
	uint8_t random[BALLOT_BYTES];

	memset(random, filler, sizeof(random));
	buf_init(out, 2 * BALLOT_BYTES);
	ballot_write(out, &small_catalogue, ballot, random);
	assert_int_equal(buf_status(out), OK);
}

/* The fault found in a JSON text, padded to a ballot's size. */
static enum ballot_fault
fault_of(const char *json, const char *of_period)
{
	struct period p = period(of_period);
	enum ballot_fault fault = BALLOT_FAULT_COUNT;
	struct ballot ballot;
	struct buf bytes;
	struct err err;

	buf_init(&bytes, BALLOT_BYTES);
	buf_text(&bytes, json);
	buf_char(&bytes, '\n');
	buf_spaces(&bytes, BALLOT_BYTES - buf_view(&bytes).len);
	assert_int_equal(buf_status(&bytes), OK);
	if (ballot_read(&small_catalogue, &p, buf_view(&bytes), &ballot, &fault,
	        &err) == OK)
		assert_int_equal(fault, BALLOT_GOOD);
	else
		assert_true(err.text[0] != '\0');
	buf_release(&bytes);
	return fault;
}

static void
check_fault(enum ballot_fault actual, enum ballot_fault expected,
    const char *label)
{
	if (actual != expected)
		fail_msg("%s: %s is not %s", label, ballot_fault_code(actual),
		    ballot_fault_code(expected));
}

static void
a_ballot_s_schema_is_frozen(void **state)
{
	struct ballot ballot = sample(), blank = ballot_blank(&ballot.period);
	struct buf out;

	(void)state;
	buf_init(&out, BALLOT_BYTES);
	ballot_json(&out, &small_catalogue, &ballot);
	check_str(buf_view(&out), SAMPLE_JSON, "full");
	buf_reset(&out);
	ballot_json(&out, &small_catalogue, &blank);
	check_str(buf_view(&out), "{\"v\":1,\"period\":\"2026-10\",\"blank\":1}",
	    "blank");
	buf_release(&out);
}

static struct ballot
fullest(void)
{
	struct ballot ballot = { .period = period("2026-T4"), .any = 2,
		.unapproved = 2, .contacted = 1, .service_count = 8, .others = 1 };

	for (size_t i = 0; i < CATEGORY_COUNT; i++)
		ballot.categories[i] = 2;
	for (size_t i = 0; i < BALLOT_SERVICES; i++)
		ballot.services[i] = (struct ballot_service){ (uint16_t)i, 2 };
	return ballot;
}

static void
every_ballot_has_the_same_size_whatever_it_says(void **state)
{
	struct ballot rows[4] = { sample(), fullest() };

	(void)state;
	rows[2] = ballot_blank(&rows[0].period);
	rows[3] = (struct ballot){ .period = rows[0].period };
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;

		write(&out, &rows[i], 0x5a);
		check_number((long long)buf_view(&out).len, 4096, "size");
		assert_int_equal(out.at[4095], 0x5a);
		buf_release(&out);
	}
}

static void
a_retry_is_the_same_bytes_and_two_computers_differ(void **state)
{
	struct ballot ballot = sample();
	struct buf first, again, other;

	(void)state;
	write(&first, &ballot, 1);
	write(&again, &ballot, 1);
	write(&other, &ballot, 2);
	assert_true(str_eq(buf_view(&first), buf_view(&again)));
	assert_false(str_eq(buf_view(&first), buf_view(&other)));
	buf_release(&first);
	buf_release(&again);
	buf_release(&other);
}

static void
check_round_trip(const struct ballot *ballot)
{
	enum ballot_fault fault;
	struct ballot read;
	struct buf out, json, again;
	struct err err;

	write(&out, ballot, '\n');
	check_ok(ballot_read(&small_catalogue, &ballot->period, buf_view(&out),
	    &read, &fault, &err), &err);
	buf_init(&json, BALLOT_BYTES);
	buf_init(&again, BALLOT_BYTES);
	ballot_json(&json, &small_catalogue, ballot);
	ballot_json(&again, &small_catalogue, &read);
	assert_true(str_eq(buf_view(&json), buf_view(&again)));
	assert_int_equal(read.blank, ballot->blank);
	buf_release(&again);
	buf_release(&json);
	buf_release(&out);
}

static void
what_is_written_is_read_back(void **state)
{
	struct ballot rows[5] = { sample(), fullest() };
	struct period trial = period("essai-1");

	(void)state;
	rows[2] = ballot_blank(&rows[0].period);
	rows[3] = (struct ballot){ .period = rows[0].period, .contacted = 1 };
	rows[4] = (struct ballot){ .period = trial };
	for (size_t i = 0; i < COUNT(rows); i++)
		check_round_trip(&rows[i]);
}

struct size_row {
	const char *label;
	size_t bytes;
	enum ballot_fault fault;
};

static const struct size_row size_rows[] = {
	{ "empty", 0, BALLOT_SIZE },
	{ "a byte short", BALLOT_BYTES - 1, BALLOT_SIZE },
	{ "whole", BALLOT_BYTES, BALLOT_GOOD },
	{ "a byte long", BALLOT_BYTES + 1, BALLOT_SIZE },
};

static void
only_one_size_is_read(void **state)
{
	struct ballot ballot = sample(), read;
	enum ballot_fault fault;
	struct buf out;
	struct err err;

	(void)state;
	write(&out, &ballot, 7);
	buf_char(&out, 7);
	for (size_t i = 0; i < COUNT(size_rows); i++) {
		(void)!ballot_read(&small_catalogue, &ballot.period,
		    str_head(buf_view(&out), size_rows[i].bytes), &read, &fault,
		    &err);
		check_fault(fault, size_rows[i].fault, size_rows[i].label);
	}
	buf_release(&out);
}

struct text_row {
	const char *label;
	const char *from; /* in SAMPLE_JSON ... */
	const char *to;   /* ... becomes */
	enum ballot_fault fault;
};

static const struct text_row text_rows[] = {
	{ "nothing changed", "", "", BALLOT_GOOD },
	{ "no JSON", "{\"v\"", "\"v\"", BALLOT_NO_JSON },
	{ "a key twice", "\"any\":2", "\"any\":2,\"any\":2", BALLOT_NO_JSON },
	{ "something after it", "\"others\":0}", "\"others\":0} {}",
	    BALLOT_NO_JSON },
	{ "a digest", "\"v\":1", "\"v\":1,\"catalogue\":\"9f2c\"", BALLOT_KEYS },
	{ "a host", "\"v\":1", "\"v\":1,\"host\":\"pc-7\"", BALLOT_KEYS },
	{ "a missing key", ",\"others\":0", "", BALLOT_KEYS },
	{ "an answer and blank", "\"others\"", "\"blank\"", BALLOT_KEYS },
	{ "a version that is text", "\"v\":1", "\"v\":\"1\"", BALLOT_KEYS },
	{ "a real number", "\"any\":2", "\"any\":2.0", BALLOT_KEYS },
	{ "true", "\"contacted\":1", "\"contacted\":true", BALLOT_KEYS },
	{ "a period that is a number", "\"2026-10\"", "2026", BALLOT_KEYS },
	{ "another version", "\"v\":1", "\"v\":2", BALLOT_OTHER_VERSION },
	{ "another period", "2026-10", "2026-11", BALLOT_OTHER_PERIOD },
	{ "three", "\"any\":2", "\"any\":3", BALLOT_VALUE },
	{ "less than nothing", "\"unapproved\":1", "\"unapproved\":-1",
	    BALLOT_VALUE },
	{ "contacted twice", "\"contacted\":1", "\"contacted\":2",
	    BALLOT_VALUE },
	{ "a huge number", "\"any\":2", "\"any\":4294967298", BALLOT_VALUE },
	{ "a category of three", "\"search\":0", "\"search\":3", BALLOT_VALUE },
	{ "a service of zero", "[\"dryade\",1]", "[\"dryade\",0]",
	    BALLOT_VALUE },
	{ "an unknown category", "\"search\"", "\"sport\"", BALLOT_CATEGORY },
	{ "a missing category", "\"search\":0,", "", BALLOT_CATEGORY },
	{ "a category more", "\"search\":0,", "\"search\":0,\"sport\":0,",
	    BALLOT_CATEGORY },
	{ "an unknown service", "dryade", "wyverne", BALLOT_SERVICE_UNKNOWN },
	{ "a host for a service", "dryade", "dryade.example",
	    BALLOT_SERVICE_UNKNOWN },
	{ "a service twice", "\"dryade\",1", "\"beryl\",2",
	    BALLOT_SERVICE_TWICE },
	{ "a service twice, apart", "[\"dryade\",1]",
	    "[\"dryade\",1],[\"beryl\",1]", BALLOT_SERVICE_TWICE },
	{ "one before two", "[[\"beryl\",2],[\"dryade\",1]]",
	    "[[\"dryade\",1],[\"beryl\",2]]", BALLOT_SERVICES_UNSORTED },
	{ "ids out of order", "[[\"beryl\",2],[\"dryade\",1]]",
	    "[[\"dryade\",1],[\"beryl\",1]]", BALLOT_SERVICES_UNSORTED },
	{ "a triple", "[\"dryade\",1]", "[\"dryade\",1,1]", BALLOT_KEYS },
	{ "a bare id", "[\"dryade\",1]", "\"dryade\"", BALLOT_KEYS },
	{ "nine services", "[[\"beryl\",2],[\"dryade\",1]]",
	    "[1,2,3,4,5,6,7,8,9]", BALLOT_SERVICES_MANY },
	{ "others after two", "\"others\":0", "\"others\":1", BALLOT_OTHERS },
	{ "a service above its category", "\"dryade\",1", "\"dryade\",2",
	    BALLOT_SERVICE_EXCEEDS },
	{ "a category above any", "\"any\":2", "\"any\":1",
	    BALLOT_CATEGORY_EXCEEDS },
	{ "nothing, and a category", "\"any\":2", "\"any\":0",
	    BALLOT_CATEGORY_EXCEEDS },
	{ "a category without its service", "\"coding\":0", "\"coding\":1",
	    BALLOT_NOTHING_BEHIND },
	{ "a space", "{\"v\":1", "{ \"v\":1", BALLOT_NOT_CANONICAL },
	{ "another order", "\"v\":1,\"period\":\"2026-10\"",
	    "\"period\":\"2026-10\",\"v\":1", BALLOT_NOT_CANONICAL },
	{ "an escape", "dryade", "\\u0064ryade", BALLOT_NOT_CANONICAL },
};

static void
each_wrong_ballot_has_its_own_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(text_rows); i++) {
		const struct text_row *row = &text_rows[i];
		struct str before, after;
		struct buf text;

		if (!str_cut(STR(SAMPLE_JSON), str_of(row->from), &before,
		        &after))
			fail_msg("%s: nothing to change", row->label);
		buf_init(&text, BALLOT_BYTES);
		buf_str(&text, before);
		buf_text(&text, row->to);
		buf_str(&text, after);
		check_fault(fault_of(buf_z(&text), "2026-10"), row->fault,
		    row->label);
		buf_release(&text);
	}
}

static void
no_line_feed_is_no_ballot(void **state)
{
	struct period p = period("2026-10");
	char bytes[BALLOT_BYTES];
	enum ballot_fault fault;
	struct ballot ballot;
	struct err err;

	(void)state;
	memset(bytes, '{', sizeof(bytes));
	assert_int_equal(ballot_read(&small_catalogue, &p,
	    (struct str){ bytes, sizeof(bytes) }, &ballot, &fault, &err),
	    E_INVALID);
	assert_int_equal(fault, BALLOT_NO_JSON);
}

/* Changes to a sound ballot's answers, and what is then wrong. */
struct ballot_rule_row {
	const char *label;
	void (*change)(struct ballot *ballot);
	enum ballot_fault fault;
};

static void
keep(struct ballot *b)
{
	(void)b;
}

static void
service_above_category(struct ballot *b)
{
	b->services[1].value = 2;
}

static void
category_at_any(struct ballot *b)
{
	b->categories[CATEGORY_IMAGE] = 2;
}

static void
unapproved_at_any(struct ballot *b)
{
	b->unapproved = 2;
}

static void
unapproved_above_any(struct ballot *b)
{
	*b = (struct ballot){ .period = b->period, .any = 1, .unapproved = 2,
		.categories = { [CATEGORY_IMAGE] = 1 }, .service_count = 1,
		.services = { { DRYADE, 1 } } };
}

static void
unapproved_without_any(struct ballot *b)
{
	*b = (struct ballot){ .period = b->period, .unapproved = 1 };
}

static void
any_alone(struct ballot *b)
{
	*b = (struct ballot){ .period = b->period, .any = 1 };
}

static void
service_without_category(struct ballot *b)
{
	b->categories[CATEGORY_IMAGE] = 0;
}

static void
contacted_alone(struct ballot *b)
{
	*b = (struct ballot){ .period = b->period, .contacted = 1 };
}

static void
trial_with_contact(struct ballot *b)
{
	*b = (struct ballot){ .period = period_trial(1), .contacted = 1 };
}

static void
trial_with_use(struct ballot *b)
{
	b->period = period_trial(1);
}

static void
trial_of_zeros(struct ballot *b)
{
	*b = (struct ballot){ .period = period_trial(1) };
}

static void
others_explain_a_category(struct ballot *b)
{
	*b = fullest();
}

static const struct ballot_rule_row rule_rows[] = {
	{ "as it is", keep, BALLOT_GOOD },
	{ "a service above its category", service_above_category,
	    BALLOT_SERVICE_EXCEEDS },
	{ "a service whose category is none", service_without_category,
	    BALLOT_SERVICE_EXCEEDS },
	{ "a category equal to any", category_at_any, BALLOT_GOOD },
	{ "unapproved equal to any", unapproved_at_any, BALLOT_GOOD },
	{ "unapproved above any", unapproved_above_any,
	    BALLOT_UNAPPROVED_EXCEEDS },
	{ "unapproved without any", unapproved_without_any,
	    BALLOT_UNAPPROVED_EXCEEDS },
	{ "any alone", any_alone, BALLOT_NOTHING_BEHIND },
	{ "contacted alone", contacted_alone, BALLOT_GOOD },
	{ "others explain a category", others_explain_a_category, BALLOT_GOOD },
	{ "a trial of zeros", trial_of_zeros, BALLOT_GOOD },
	{ "a trial with a use", trial_with_use, BALLOT_TRIAL_NOT_ZERO },
	{ "a trial with a contact", trial_with_contact, BALLOT_TRIAL_NOT_ZERO },
};

static void
answers_that_cannot_stand_together_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rule_rows); i++) {
		struct ballot ballot = sample();

		rule_rows[i].change(&ballot);
		check_fault(ballot_check(&small_catalogue, &ballot),
		    rule_rows[i].fault, rule_rows[i].label);
	}
}

static void
every_fault_has_a_code_and_a_sentence_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < BALLOT_FAULT_COUNT; i++)
		for (int j = 0; j < i; j++) {
			assert_string_not_equal(
			    ballot_fault_code((enum ballot_fault)i),
			    ballot_fault_code((enum ballot_fault)j));
			assert_int_not_equal(
			    ballot_fault_message((enum ballot_fault)i),
			    ballot_fault_message((enum ballot_fault)j));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ballot_s_schema_is_frozen),
		cmocka_unit_test(every_ballot_has_the_same_size_whatever_it_says),
		cmocka_unit_test(a_retry_is_the_same_bytes_and_two_computers_differ),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(only_one_size_is_read),
		cmocka_unit_test(each_wrong_ballot_has_its_own_reason),
		cmocka_unit_test(no_line_feed_is_no_ballot),
		cmocka_unit_test(answers_that_cannot_stand_together_are_refused),
		cmocka_unit_test(every_fault_has_a_code_and_a_sentence_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
