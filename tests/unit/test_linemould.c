/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linemould.h"

#include "agent/sources/linefast_isa.h"

#include "tests/unit/unit.h"

#include <string.h>

static struct mould mould;
static struct mould_found found;
static char line[4096];
static struct linefast_lines lines;

/* The line's marks, by every set of instructions. */
static struct mould_marks
marks_by(const struct linefast_isa *isa, size_t len)
{
	struct mould_plain plain;

	mould_plain_init(&plain);
	mould_plain_but(&plain, &mould);
	lines.base = line;
	isa->index(len, &plain, &lines);
	return linefast_marks(&lines);
}

/* Whether the text fits, by every set of instructions. */
static bool
does_fit(const char *text, size_t from)
{
	const struct linefast_isa *isa;
	size_t len = strlen(text);
	int yes = 0, all = 0;

	memset(line, 'x', sizeof(line));
	memcpy(line, text, len);
	line[len] = '\n';
	for (size_t i = 0; (isa = linefast_isa_at(i)) != NULL; i++, all++) {
		found.marks = marks_by(isa, len + 1);
		yes += isa->fits(&mould, line + from, line + len, &found);
	}
	check_number(yes == 0 || yes == all, true, text);
	return yes > 0;
}

static void
check_tail(const char *expected_name, const char *client, const char *label)
{
	struct linetail tail;

	mould_tail(&mould, &found, &tail);
	check_str(tail.name, expected_name, label);
	if (client != NULL)
		check_str(tail.client, client, label);
	else
		assert_null(tail.client.at);
}

/* More than the marks that are loaded in one go. */
#define LONG \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

#define LABEL_63 \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static void
a_pattern_fits_what_it_says_and_nothing_else(void **state)
{
	static const struct {
		const char *pattern, *text, *name; /* NULL: it does not fit */
	} rows[] = {
		{ "from %a: %n.", "from 10.0.0.1: a-b.", "a-b" },
		{ "from %a: %n.", "from 10.0.0.1: a.b.", NULL },
		{ "from %a: %n.", "from 10.0.0.1: .", NULL },
		{ "from %a: %n.", "from 10.0.0.1: a", NULL },
		{ "from %a: %n.", "from 10.0.0.1: a. ", NULL },
		{ "%a _%n", "::1   a.b", "a.b" }, { "%a _%n", "::1 a.b", "a.b" },
		{ "%a _%n", "::1          a.b", "a.b" },
		{ "%a _%n", "::1\ta.b", NULL },
		{ "%a 0123456789abcdefghijklmnopqrstuvwxyz: %n",
		  "::1 0123456789abcdefghijklmnopqrstuvwxyz: x", "x" },
		{ "%a 0123456789abcdefghijklmnopqrstuvwxyz: %n",
		  "::1 0123456789abcdefghijklmnopqrstuvwxyZ: x", NULL },
		{ "%a#%d %n", "::1#1 a#b", "a#b" },
		{ "%a %n", "::1  a.b", NULL },
		{ "%a %4 %n", "::1 1234 x", "x" },
		{ "%a %4 %n", "::1 12345 x", NULL },
		{ "%a %5 %n", "::1 65535 x", "x" },
		{ "%a %5 %n", "::1 65536 x", NULL },
		{ "%a %5 %n", "::1 000001 x", NULL },
		{ "%a %p %n", "::1 1024 x", "x" },
		{ "%a %p %n", "::1 1023 x", NULL },
		{ "%a %p %n", "::1 65536 x", NULL },
		{ "%a %p %n", "::1 65535 x", "x" },
		{ "%a %p %n", "::1 01024 x", NULL },
		{ "%a %p %n", "::1 9999x x", NULL },
		{ "%a#%s %n", "::1#41#7+ x", "x" },
		{ "%a#%s %n", "::1#41#7a x", NULL },
		{ "%a %n %d", "::1 x 123", "x" },
		{ "%a %n %d", "::1 x 12a", NULL },
		{ "%a %t %n", "::1 AAAA x", "x" },
		{ "%a %t %n", "::1 TYPE65 x", NULL },
		{ "%a %t %n", "::1 ABCDEFGHIJK x", NULL },
		{ "%a %s %n", "::1 4170+$% x", "x" },
		{ "%a %s %n", "::1 41? x", NULL },
		{ "%a %s %n", "::1 41a x", NULL },
		{ "%a %i %n", "::1 HhAvVGS1D x", "x" },
		{ "%a %i %n", "::1 HhAvVGS1 x", NULL },
		{ "%a %N,", "::1 ab,", "ab" }, { "%a %N,", "::1 -,", NULL },
		{ "%a %N,", "::1 \"a\",", NULL }, { "%a %N,", "::1 a b,", NULL },
		{ "%e.%5 %n", "::1.53 x", "x" }, { "%e.%5 %n", "::1 53 x", NULL },
		{ "%a %h.%5 %n", "::1 10.0.0.1.53 x", "x" },
		{ "%a %h.%5 %n", "::1 .53 x", NULL },
		{ "%a %h.%w %n", "::1 10.0.abcdefghijklm x", "x" },
		{ "%a %h.%w %n", "::1 .abcdefghijklm x", NULL },
		{ "%a %n,%f,x", "::1 a,,x", "a" },
		{ "%a %n,%f,x", "::1 a, b ,x", "a" },
		{ "%a %n,%f,x", "::1 a, \"b,c\",x", "a" },
		{ "%a %n,%f,x", "::1 a,\"b\"\"c\",x", NULL },
		{ "%a %n,%f,x", "::1 a,\"b\" ,x", NULL },
		{ "%a %n,%f,x", "::1 a,\"b,x", NULL },
		{ "%a %n,%f,%f,x", "::1 a,b,,x", "a" },
		{ "%a %n,%f,%f,x", "::1 a,,\"b,c\",x", "a" },
		{ "%a %n,%f,%f,x", "::1 a, \"b,c\",\"d\",x", "a" },
		{ "%a %n,%f,%f,x", "::1 a,b\"c,d,x", "a" },
		{ "%a %n,%f,%f,x", "::1 a," LONG ",\"" LONG "," LONG "\",x", "a" },
		{ "%a %n,%f,%f,x", "::1 a,b,x", NULL },
		{ "%a %n,%f,%f,x", "::1 a,b\tc,,x", NULL },
		{ "%a %n,%f,%f,x", "::1 a,,\"b\tc\",x", NULL },
		{ "%a %n,%f,%f,x", "::1 a,,\"b,x", NULL },
		{ "%a %n,%f,%f", "::1 a,b,c", "a" },
		{ "%a %n,%f,%f", "::1 a,b", NULL },
		{ "%a %n,%f,%f", "::1 a,b,c,d", NULL },
		{ "%a\t%v\t%v\t%n", "::1\t\t\"b, c\tx", "x" },
		{ "%a\t%v\t%v\t%n", "::1\t" LONG "\t" LONG "\tx", "x" },
		{ "%a\t%v\t%v\t%n", "::1\ta\tx", NULL },
		{ "%a\t%v\t%v\t%n", "::1\ta\x01\tb\tx", NULL },
		{ "%a \"%o\",%n", "::1 \"b, c\",x", "x" },
		{ "%a \"%o\",%n", "::1 \"b\\\",x", NULL },
		{ "%a \"%o\",%n", "::1 \"b\"\"c\",x", NULL },
		{ "%a %n,%F", "::1 a,", "a" }, { "%a %n,%F", "::1 a,b\"", "a" },
		{ "%a %n,%F", "::1 a,\"b,c\", \"d\",", "a" },
		{ "%a %n,%F", "::1 a,b,\"c", NULL },
		{ "%a %n,%F", "::1 a,b,\"c\"d", NULL },
		{ "%a %n,%F", "::1 a,b\tc", NULL },
		{ "%a %n%T", "::1 a", "a" }, { "%a %n%T", "::1 a\t\"\x80", "a" },
		{ "%a %n%T", "::1 a b", NULL },
		{ "%a %x %n", "::1 09afAF x", "x" },
		{ "%a %x %n", "::1 09g x", NULL },
		{ "%a %x %n", "::1 0123456789abcdEF x", "x" },
		{ "%a %x %n", "::1 0123456789abcdEF0 x", NULL },
		{ "%a %x %n", "::1 0123@ x", NULL },
		{ "%a %x %n", "::1 0123456789` x", NULL },
		{ "%a %x %n", "::1 0\x10 x", NULL },
		{ "%a #### P ################%. %n",
		  "::1 09aF P 00000000001fAbB9f x", NULL },
		{ "%a #### P ################%. %n",
		  "::1 09aF P 00000000001fAbB9 x", "x" },
		{ "%a #### P ################%. %n",
		  "::1 09aG P 00000000001fAbB9 x", NULL },
		{ "%a #### P ################%. %n",
		  "::1 09aF P 00000000001fAbB: x", NULL },
		{ "%a #### P ################%. %n",
		  "::1 09aF Q 00000000001fAbB9 x", NULL },
		{ "%a #%.%n#", "::1 0y#", "y" }, { "%a #%.%n#", "::1 gy#", NULL },
		{ "%a %d %n", "::1 012345678901234567 x", "x" },
		{ "%a %d %n", "::1 0123456789012345678 x", NULL },
		{ "%a %d %n", "::1 1:2 x", NULL },
		{ "%a#%d (%w): %n", "::1#1 (a:b(c): x", "x" },
		{ "%a#%d (%w): %n", "::1#1 (a): b): x", NULL },
		{ "%a %w %n", "::1 \x7f x", NULL },
		{ "%a#%d (%w): %n", "::1#1 (a#" LONG LONG "): x", "x" },
		{ "%a#%d (%w): %n", "::1#1 (##" LONG "##" LONG "): x", "x" },
		{ "%a#%d (%w): %n", "::1#1 (a#" LONG LONG " ): x", NULL },
		{ "%a %u %n", "::1 NOERROR x", "x" },
		{ "%a %u %n", "::1 on x", NULL },
		{ "%a [%*] %n", "::1 [] x", "x" },
		{ "%a [%*] %n", "::1 [a b] x", "x" },
		{ "%a [%*] %n", "::1 [a\tb] x", NULL },
		{ "%a %n %q", "::1 x y z", "x" },
		{ "%a %n %q", "::1 x y\"z", NULL },
		{ "%a %n %r", "::1 x \"\t\x80", "x" },
		{ "%a %n", "::1 \xC3\xA9", NULL },
		{ "%a %l", "::1 (1)a(3)com(0)", "a.com." },
		{ "%a %l", "::1          (1)a(3)com(0)", "a.com." },
		{ "%a %l", "::1 (1)a(3)co(0)", NULL },
		{ "%a %l", "::1 (1)a(2)com(0)", NULL },
		{ "%a %l", "::1 (01)a(3)com(0)", "a.com." },
		{ "%a %l", "::1 (001)a(3)com(0)", NULL },
		{ "%a %l", "::1 (3)a.b(3)com(0)", NULL },
		{ "%a %l", "::1 (1)a(3)com", NULL },
		{ "%a %l", "::1 (0)", NULL },
		{ "%a %l", "::1 (12)abcdefghijkl(0)", "abcdefghijkl." },
		{ "%a %l", "::1 (12)abcdefghijkl(3)abc", NULL },
		{ "%a %l", "::1 (9)a b c d e(0)", NULL },
		{ "%a %l", "::1 (63)" LABEL_63 "(0)", LABEL_63 "." },
		{ "%a %l", "::1 (64)" LABEL_63 "x(0)", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool yes;

		mould_of_pattern(rows[i].pattern, LINECLASS_QUERY, &mould);
		yes = does_fit(rows[i].text, 0);
		check_number(yes, rows[i].name != NULL, rows[i].text);
		if (yes)
			check_tail(rows[i].name, strncmp(rows[i].text, "from", 4) == 0
			        ? "10.0.0.1" : "::1", rows[i].text);
	}
}

static const struct mould_keys keys = { .time = "t", .name = "n",
	.client = "c", .decisive = { "k" } };

/* Cast from RECORD, whose client stands after "c":" */
static bool
cast(const char *record)
{
	const char *at = strstr(record, "\"c\":\"");
	struct str client = STR("");

	if (at != NULL)
		client = (struct str){ at + 5, strcspn(at + 5, "\"") };
	return mould_of_record(str_of(record), 1, &keys, client,
	    LINECLASS_QUERY, &mould);
}

#define JSON(time, rest) "{\"t\":\"2026-11-23T" time "\",\"n\":\"a.b\"," \
	"\"c\":\"10.0.0.1\",\"k\":1" rest "}"

static void
a_record_fits_the_mould_of_another_unless_what_decides_differs(void **state)
{
	static const struct {
		const char *text;
		bool fits;
	} rows[] = {
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":[1,\"a\"]"), true },
		{ JSON("08:59:59Z", ",\"x\":\"abc\",\"y\":null"), true },
		{ JSON("08:59:59Z", ",\"x\":\"a\\n\",\"y\":[]"), true },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":-1.5"), true },
		{ JSON("08:60:00Z", ",\"x\":\"\",\"y\":1"), false },
		{ JSON("09:00:00Z", ",\"x\":\"\",\"y\":1"), false },
		{ JSON("08:00:00.5Z", ",\"x\":\"\",\"y\":1"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\\u0041\",\"y\":1"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\xC3\xA9\",\"y\":1"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":01"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":1e5"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":1234567890123456789"),
		  false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":[1,]"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":[{}]"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":[[1]]"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":tru"), false },
		{ JSON("08:00:00Z", ",\"x\":1,\"y\":1"), false },
		{ JSON("08:00:00Z", ",\"x\":\"\",\"y\":1 "), false },
		{ JSON("08:00:00Z", ""), false },
		{ "{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"a\\\\b\",\"c\":"
		  "\"10.0.0.1\",\"k\":1,\"x\":\"\",\"y\":1}", false },
		{ "{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"\",\"c\":"
		  "\"10.0.0.1\",\"k\":1,\"x\":\"\",\"y\":1}", false },
		{ "{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"x.y\",\"c\":"
		  "\"10.0.0.2\",\"k\":1,\"x\":\"\",\"y\":1}", true },
		{ "{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"x.y\",\"c\":"
		  "\"10.0.0.2\",\"k\":2,\"x\":\"\",\"y\":1}", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(cast(JSON("08:27:38Z", ",\"x\":\"q\",\"y\":1")));
		check_number(does_fit(rows[i].text, 1), rows[i].fits,
		    rows[i].text);
	}
	assert_true(does_fit(rows[0].text, 1));
	check_tail("a.b", "10.0.0.1", "json");
}

#define TIMED(time) "{\"0123456789abcdefghi\":0,\"t\":\"2026-11-23T" \
	time "\",\"n\":\"a.b\",\"c\":\"10.0.0.1\",\"k\":1}"

static void
a_narrower_mould_fits_its_minute(void **state)
{
	const char *record = TIMED("08:27:38Z");

	(void)state;
	assert_true(cast(record));
	assert_true(does_fit(TIMED("08:00:59Z"), 1));
	assert_true(mould_narrow(&mould, str_of(record)));
	assert_true(does_fit(TIMED("08:27:59Z"), 1));
	assert_memory_equal(mould_time(&mould, &found),
	    "2026-11-23T08:27:59Z", 20);
	check_number(does_fit(TIMED("08:28:38Z"), 1), false, "next minute");
	check_number(does_fit(TIMED("08:37:38Z"), 1), false, "later");
	check_number(does_fit(TIMED("08:27:60Z"), 1), false, "no second");
	assert_false(mould_narrow(&mould, str_of(record)));
}

static void
a_client_may_have_no_address(void **state)
{
	(void)state;
	mould_of_pattern("%A %n", LINECLASS_QUERY, &mould);
	assert_true(does_fit("::1 a", 0));
	check_tail("a", "::1", "a client");
	assert_true(does_fit(" a", 0));
	check_tail("a", NULL, "none");
}

static const struct mould_keys pairs = { .pairs = true, .time = "t",
	.name = "n", .client = "c", .decisive = { "k" } };

#define PAIRS(time, rest) "head k=\"x y\" t=\"" time "\" n=\"a.b\" " \
	"c=\"[::1]:53\"" rest

static bool
cast_pairs(const char *record)
{
	return mould_of_record(str_of(record), strlen("head "), &pairs,
	    STR("::1"), LINECLASS_QUERY, &mould);
}

static void
a_record_of_pairs_fits_the_mould_of_another(void **state)
{
	static const struct {
		const char *text;
		bool fits;
	} rows[] = {
		{ PAIRS("1795419999.1", " e=\"\""), true },
		{ PAIRS("1795419000.123456", " e=\"\\\"x\""), true },
		{ PAIRS("1795420000.1", " e=\"\""), false },
		{ PAIRS("1795419066", " e=\"\""), false },
		{ PAIRS("1795419066.1", " e=\"\\032\""), false },
		{ PAIRS("1795419066.1", " e=\"\" "), false },
		{ PAIRS("1795419066.1", " f=\"\""), false },
		{ PAIRS("1795419066.1", ""), false },
		{ "head k=\"x z\" t=\"1795419066.1\" n=\"a.b\" c=\"[::1]:53\" "
		  "e=\"\"", false },
		{ "head k=\"x y\" t=\"1795419066.1\" n=\"q\" c=\"[fd00::21]:1\" "
		  "e=\"\"", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(cast_pairs(PAIRS("1795419066.594", " e=\"f\"")));
		check_number(does_fit(rows[i].text, 5), rows[i].fits,
		    rows[i].text);
	}
	assert_false(cast_pairs(PAIRS("1795419066.594", " e=f")));
	assert_false(cast_pairs(PAIRS("1795419066.594", " e")));
	assert_false(cast_pairs(PAIRS("1795419066.594", " n=\"\"")));
	assert_false(cast_pairs(PAIRS("1795419066.594", " e=\"\r\"")));
	assert_false(cast_pairs(PAIRS("x", "")));
}

static const struct mould_keys timeless = { .name = "n" };

static void
a_record_may_have_no_time(void **state)
{
	(void)state;
	assert_true(mould_of_record(STR("{\"n\":\"a\",\"x\":1}"), 1, &timeless,
	    STR(""), LINECLASS_QUERY, &mould));
	check_number(mould.timed, MOULD_NO_PIECE, "timed");
	assert_true(does_fit("{\"n\":\"b.c\",\"x\":null}", 1));
	check_tail("b.c", NULL, "timeless");
}

static void
what_is_out_of_the_ordinary_has_no_mould(void **state)
{
	static const char *const rows[] = { "{}", "[]", "{", "",
		"{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"a\"}",
		"{\"t\":\"x\",\"n\":\"a\",\"c\":\"::1\"}",
		"{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"\",\"c\":\"::1\"}",
		"{\"t\":\"2026-11-23T08:00:00Z\",\"n\":1,\"c\":\"::1\"}",
		"{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"a\",\"c\":\"::1\","
		"\"o\":{\"n\":\"b\"}}",
		"{\"t\":\"2026-11-23T08:00:00Z\",\"n\":\"a\\u0041\","
		"\"c\":\"::1\"}" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_number(cast(rows[i]), false, rows[i]);
}

static void
a_sample_has_nothing_of_the_line_but_what_is_fixed(void **state)
{
	char text[MOULD_SAMPLE_MAX];
	size_t len;

	(void)state;
	assert_true(cast(JSON("08:27:38.75+01:00", ",\"x\":\"q\",\"y\":[1]")));
	len = mould_sample(&mould, STR("s.t"), STR("1.2.3.4"), text);
	check_str((struct str){ text, len }, "\"t\":\"2026-11-23T08:00:00.0"
	    "+01:00\",\"n\":\"s.t\",\"c\":\"1.2.3.4\",\"k\":1,\"x\":\"\",\"y\":0}",
	    "sample");
}

static void
moulds_are_alike_when_their_time_alone_differs(void **state)
{
	static struct mould other;

	(void)state;
	assert_true(cast(JSON("08:27:38Z", "")));
	other = mould;
	assert_true(cast(JSON("09:27:38Z", "")));
	assert_true(mould_alike(&mould, &other));
	assert_true(cast(JSON("09:27:38Z", ",\"x\":1")));
	assert_false(mould_alike(&mould, &other));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_fits_what_it_says_and_nothing_else),
		cmocka_unit_test(
		    a_record_fits_the_mould_of_another_unless_what_decides_differs),
		cmocka_unit_test(a_narrower_mould_fits_its_minute),
		cmocka_unit_test(a_client_may_have_no_address),
		cmocka_unit_test(a_record_of_pairs_fits_the_mould_of_another),
		cmocka_unit_test(a_record_may_have_no_time),
		cmocka_unit_test(what_is_out_of_the_ordinary_has_no_mould),
		cmocka_unit_test(
		    a_sample_has_nothing_of_the_line_but_what_is_fixed),
		cmocka_unit_test(moulds_are_alike_when_their_time_alone_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
