/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/findings.h"

#include "tests/unit/unit.h"

static void
what_is_written_is_read(void **unused)
{
	struct findings out, in;
	struct err err = { "" };
	struct buf lines, again;
	struct finding row = { 20760, EVIDENCE_CONTACTED, 612, "mistral" };

	(void)unused;
	check_ok(findings_init(&out, &err), &err);
	check_ok(findings_init(&in, &err), &err);
	check_ok(findings_add(&out, &row, &err), &err);
	row = (struct finding){ 20761, EVIDENCE_VISITED, 0, "deepl" };
	check_ok(findings_add(&out, &row, &err), &err);
	out.cursors[out.cursor_count++] = (struct cursor){ UINT64_MAX,
		1u << 31, 1, 2, 1024, { 0xab } };
	findings_source(&out, SOURCE_HISTORY, STR("Chrome Beta"),
	    STR("not-permitted"));
	out.encrypted_dns = true;
	out.self_test = true;
	buf_init(&lines, 65536);
	buf_init(&again, 65536);
	findings_write(&lines, &out);
	check_ok(findings_read(buf_view(&lines), &in, &err), &err);
	findings_write(&again, &in);
	assert_true(str_eq(buf_view(&lines), buf_view(&again)));
	check_str(buf_view(&again),
	    "[\"day\",20760,\"mistral\",1,612]\n"
	    "[\"day\",20761,\"deepl\",0,0]\n"
	    "[\"cursor\",-1,2147483648,1,2,1024,\"ab0000000000000000000000000000"
	    "0000000000000000000000000000000000\"]\n"
	    "[\"source\",0,\"chrome-beta\",\"not-permitted\"]\n"
	    "[\"end\",1,0,1]\n", "lines");
	buf_release(&again);
	buf_release(&lines);
	findings_release(&in);
	findings_release(&out);
}

struct refused_row {
	const char *label;
	const char *lines;
	enum status code;
};

#define END "[\"end\",0,0,1]\n"

static const struct refused_row refused_rows[] = {
	{ "nothing", "", E_DAMAGED },
	{ "no end", "[\"day\",1,\"a\",0,0]\n", E_DAMAGED },
	{ "a line that is cut", END "[\"da", E_DAMAGED },
	{ "something after the end", END END, E_INVALID },
	{ "no JSON", "day 1\n" END, E_INVALID },
	{ "an object", "{}\n" END, E_INVALID },
	{ "an unknown line", "[\"url\",1]\n" END, E_INVALID },
	{ "a day before 1970", "[\"day\",-1,\"a\",0,0]\n" END, E_INVALID },
	{ "a day that is a text", "[\"day\",\"1\",\"a\",0,0]\n" END,
	    E_INVALID },
	{ "a service with a dot: a host", "[\"day\",1,\"a.b\",0,0]\n" END,
	    E_INVALID },
	{ "an empty service", "[\"day\",1,\"\",0,0]\n" END, E_INVALID },
	{ "a service with NUL", "[\"day\",1,\"a\\u0000b\",0,0]\n" END,
	    E_INVALID },
	{ "unknown evidence", "[\"day\",1,\"a\",2,0]\n" END, E_INVALID },
	{ "a minute of a visit", "[\"day\",1,\"a\",0,7]\n" END, E_INVALID },
	{ "a minute too large", "[\"day\",1,\"a\",1,65536]\n" END, E_INVALID },
	{ "one member too many", "[\"day\",1,\"a\",0,0,0]\n" END, E_INVALID },
	{ "a cursor with a short digest",
	    "[\"cursor\",1,1,1,1,1,\"ab\"]\n" END, E_INVALID },
	{ "a source with a path", "[\"source\",0,\"/home/x\",\"read\"]\n" END,
	    E_INVALID },
};

static void
other_lines_are_refused(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(refused_rows); i++) {
		struct findings in;
		struct err err = { "" };

		check_ok(findings_init(&in, &err), &err);
		check_number(findings_read(str_of(refused_rows[i].lines), &in,
		    &err), refused_rows[i].code, refused_rows[i].label);
		findings_release(&in);
	}
}

static void
rows_have_a_limit(void **unused)
{
	struct findings in;
	struct finding row = { 1, EVIDENCE_VISITED, 0, "a" };
	struct err err = { "" };

	(void)unused;
	check_ok(findings_init(&in, &err), &err);
	for (size_t i = 0; i < FINDINGS_ROWS; i++)
		check_ok(findings_add(&in, &row, &err), &err);
	assert_int_equal(findings_add(&in, &row, &err), E_LIMIT);
	findings_release(&in);
}

/* How many profiles there are is nobody's business. */
static void
several_profiles_of_a_browser_are_one_source(void **unused)
{
	struct findings in;
	struct err err = { "" };

	(void)unused;
	check_ok(findings_init(&in, &err), &err);
	assert_false(findings_measured(&in));
	findings_source(&in, SOURCE_HISTORY, STR("Firefox"), STR("read"));
	findings_source(&in, SOURCE_HISTORY, STR("Firefox"), STR("locked"));
	findings_source(&in, SOURCE_HISTORY, STR("Firefox"), STR("read"));
	assert_int_equal(in.source_count, 1);
	assert_string_equal(in.sources[0].state, "partial");
	findings_source(&in, SOURCE_HISTORY, STR("Edge"), STR("locked"));
	findings_source(&in, SOURCE_HISTORY, STR("Edge"), STR("damaged"));
	assert_string_equal(in.sources[1].state, "locked");
	in.source_count = 0;
	findings_source(&in, SOURCE_DNS, STR("dns"), STR("read"));
	assert_true(findings_measured(&in));
	assert_false(findings_history(&in));
	findings_source(&in, SOURCE_HISTORY, STR("Chrome"), STR("partial"));
	assert_true(findings_history(&in));
	findings_release(&in);
}

struct place_row {
	const char *label;
	const char *states[4]; /* of the places, as they are looked at */
	const char *state;
	enum findings_logs logs;
};

static const struct place_row place_rows[] = {
	{ "nobody looked", { NULL }, NULL, FINDINGS_LOGS_UNASKED },
	{ "none anywhere", { "absent", "absent", NULL }, "absent",
	    FINDINGS_LOGS_NONE },
	{ "one of several places", { "absent", "read", "absent", NULL },
	    "read", FINDINGS_LOGS_READ },
	{ "read to some line", { "partial", "absent", NULL }, "partial",
	    FINDINGS_LOGS_READ },
	{ "shut", { "absent", "not-permitted", "absent", NULL },
	    "not-permitted", FINDINGS_LOGS_UNREAD },
	{ "one of two", { "not-permitted", "read", NULL }, "partial",
	    FINDINGS_LOGS_READ },
};

static void
a_place_without_a_log_is_no_log_unread(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(place_rows); i++) {
		const struct place_row *row = &place_rows[i];
		struct findings in;
		struct err err = { "" };

		check_ok(findings_init(&in, &err), &err);
		findings_source(&in, SOURCE_HISTORY, STR("Edge"),
		    STR("locked"));
		for (size_t n = 0; row->states[n] != NULL; n++)
			findings_source(&in, SOURCE_DNS, STR("dns"),
			    str_of(row->states[n]));
		check_number(findings_logs(&in), row->logs, row->label);
		if (row->state != NULL)
			check_str(str_of(in.sources[1].state), row->state,
			    row->label);
		findings_release(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(other_lines_are_refused),
		cmocka_unit_test(rows_have_a_limit),
		cmocka_unit_test(a_place_without_a_log_is_no_log_unread),
		cmocka_unit_test(several_profiles_of_a_browser_are_one_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
