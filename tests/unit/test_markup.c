/* SPDX-License-Identifier: Apache-2.0 */
#include "core/markup.h"

#include "tests/unit/unit.h"

struct row {
	const char *label;
	const char *raw;
	const char *plain;
	const char *html;
	const char *csv;
};

#define ROBOT "\xF0\x9F\xA4\x96"
#define SHALOM "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"

static const struct row rows[] = {
	{ "nothing", "", "", "", "" },
	{ "plain", "Le Chat", "Le Chat", "Le Chat", "\"Le Chat\"" },
	{ "a tag", "<b a=\"x\">&amp;'", "<b a=\"x\">&amp;'",
	    "&lt;b a=&quot;x&quot;&gt;&amp;amp;&#39;",
	    "\"<b a=\"\"x\"\">&amp;'\"" },
	{ "a comma", "a,b", "a,b", "a,b", "\"a,b\"" },
	{ "a semicolon", "a;b", "a;b", "a;b", "\"a;b\"" },
	{ "a quote", "a\"b", "a\"b", "a&quot;b", "\"a\"\"b\"" },
	{ "an end of line", "a\r\nb", "a  b", "a  b", "a  b" },
	{ "a terminal's escape", "a\x1B[31mb", "a[31mb", "a[31mb", "a[31mb" },
	{ "C1 controls", "a\xC2\x9B" "31mb", "a31mb", "a31mb", "a31mb" },
	{ "delete", "a\x7F" "b", "ab", "ab", "ab" },
	{ "no UTF-8", "a\xFF\xC3(b\xE2\x82", "a(b", "a(b", "a(b" },
	{ "an overlong slash", "a\xC0\xAF" "b", "ab", "ab", "ab" },
	{ "a surrogate", "a\xED\xA0\x80" "b", "ab", "ab", "ab" },
	{ "over the last point", "a\xF4\x90\x80\x80" "b", "ab", "ab", "ab" },
	{ "right to left, as letters", SHALOM, SHALOM, SHALOM, SHALOM },
	{ "right to left, as an override", "a\xE2\x80\xAE" "b\xE2\x81\xA6" "c",
	    "abc", "abc", "abc" },
	{ "a narrow no-break space stays", "a\xE2\x80\xAF" "b",
	    "a\xE2\x80\xAF" "b", "a\xE2\x80\xAF" "b", "a\xE2\x80\xAF" "b" },
	{ "line separator", "a\xE2\x80\xA8" "b", "a b", "a b", "a b" },
	{ "invisible tags", "a\xF3\xA0\x81\x81" "b", "ab", "ab", "ab" },
	{ "a byte order mark", "\xEF\xBB\xBF" "b", "b", "b", "b" },
	{ "emoji", ROBOT, ROBOT, ROBOT, ROBOT },
	{ "a formula", "=cmd", "=cmd", "=cmd", "'=cmd" },
	{ "plus", "+1", "+1", "+1", "'+1" },
	{ "minus", "-1", "-1", "-1", "'-1" },
	{ "at", "@sum", "@sum", "@sum", "'@sum" },
	{ "a tab, then a formula", "\t=cmd", " =cmd", " =cmd", "' =cmd" },
	{ "a space, then a formula", " =a", " =a", " =a", "\"' =a\"" },
	{ "dropped bytes, then a formula", "\xFF\x01=a", "=a", "=a", "'=a" },
	{ "a formula with a quote", "=a\"b", "=a\"b", "=a&quot;b",
	    "\"'=a\"\"b\"" },
	{ "not in front", "a=b", "a=b", "a=b", "a=b" },
};

struct way {
	const char *name;
	void (*write)(struct buf *out, struct str text);
};

static const char *
expected(const struct row *row, size_t way)
{
	return way == 0 ? row->plain : way == 1 ? row->html : row->csv;
}

static void
foreign_text_stays_text_in_every_format(void **state)
{
	static const struct way ways[] = { { "plain", markup_plain },
		{ "html", markup_html }, { "csv", markup_csv } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t w = 0; w < COUNT(ways); w++) {
			struct buf out;

			buf_init(&out, 4096);
			ways[w].write(&out, str_of(rows[i].raw));
			if (!str_eq(buf_view(&out),
			        str_of(expected(&rows[i], w))))
				fail_msg("%s as %s: %s", rows[i].label,
				    ways[w].name, buf_z(&out));
			buf_release(&out);
		}
}

static void
a_nul_byte_falls_too(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	markup_html(&out, STR("a\0b"));
	check_str(buf_view(&out), "ab", "html");
	buf_reset(&out);
	markup_csv(&out, STR("\0=b"));
	check_str(buf_view(&out), "'=b", "csv");
	buf_release(&out);
}

struct markdown_row {
	const char *raw;
	const char *written;
};

static const struct markdown_row markdown_rows[] = {
	{ "Le Chat", "Le Chat" },
	{ "# a", "\\# a" },
	{ "1. a", "1\\. a" },
	{ "[a](http://b)", "\\[a\\]\\(http\\://b\\)" },
	{ "a|b", "a\\|b" },
	{ "<script>", "&lt;script&gt;" },
	{ "`*_~", "\\`\\*\\_\\~" },
	{ "a\n- b", "a \\- b" },
};

static void
markdown_is_text_on_one_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(markdown_rows); i++) {
		struct buf out;

		buf_init(&out, 1024);
		markup_markdown(&out, str_of(markdown_rows[i].raw));
		check_str(buf_view(&out), markdown_rows[i].written,
		    markdown_rows[i].raw);
		buf_release(&out);
	}
}

static void
a_page_lets_nothing_be_loaded_or_run(void **state)
{
	struct markup_page page = { LANGUAGE_FR, STR("a</title><script>"),
		"p{margin:0}\n" };
	struct buf out;
	struct str text;

	(void)state;
	buf_init(&out, 65536);
	markup_page_open(&out, &page);
	markup_page_close(&out);
	text = buf_view(&out);
	assert_true(str_starts(text, STR("<!DOCTYPE html>\n<html lang=\"fr\">")));
	assert_true(holds(text, STR("<meta charset=\"utf-8\">")));
	assert_true(holds(text, STR("content=\"default-src 'none'; "
	                               "style-src 'unsafe-inline'\"")));
	assert_true(holds(text, STR("width=device-width")));
	assert_true(holds(text,
	    STR("<title>a&lt;/title&gt;&lt;script&gt;</title>")));
	assert_false(holds(text, STR("<script")));
	assert_true(str_ends(text, STR("</body>\n</html>\n")));
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(foreign_text_stays_text_in_every_format),
		cmocka_unit_test(a_nul_byte_falls_too),
		cmocka_unit_test(markdown_is_text_on_one_line),
		cmocka_unit_test(a_page_lets_nothing_be_loaded_or_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
