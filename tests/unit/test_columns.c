/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/columns.h"

#include "tests/unit/unit.h"

#define NNBSP "\xE2\x80\xAF"

struct fit_row {
	const char *text;
	size_t width;
	const char *fitted;
};

static const struct fit_row fit_rows[] = {
	{ "Firefox", 7, "Firefox" },
	{ "Firefox", 6, "Firef…" },
	{ "été", 3, "été" },
	{ "été!", 3, "ét…" },
	{ "日本語", 6, "日本語" },
	{ "日本語", 5, "日本…" },
	{ "日本語", 4, "日…" },
	{ "ae\xCC\x81z", 2, "a…" },
	{ "e\xCC\x81zz", 2, "e\xCC\x81…" },
	{ "abc", 1, "…" },
	{ "abc", 0, "" },
	{ "a\x1B[2Jb\n", 9, "a[2Jb " },
};

static void
what_is_too_wide_is_cut_between_characters(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fit_rows); i++) {
		struct buf out;

		buf_init(&out, 1024);
		columns_fit(&out, str_of(fit_rows[i].text), fit_rows[i].width);
		check_str(buf_view(&out), fit_rows[i].fitted,
		    fit_rows[i].text);
		buf_release(&out);
	}
}

struct wrap_row {
	const char *text;
	size_t width;
	const char *wrapped;
};

static const struct wrap_row wrap_rows[] = {
	{ "un deux trois", 13, "un deux trois\n" },
	{ "un deux trois", 12, "un deux\n  trois\n" },
	{ "un deux trois quatre", 8, "un deux\n  trois\n  quatre\n" },
	{ "anticonstitutionnellement oui", 8,
	    "anticonstitutionnellement\n  oui\n" },
	{ "quoi" NNBSP "? oui", 6, "quoi" NNBSP "?\n  oui\n" },
	{ "été été", 7, "été été\n" },
	{ "dire `a b c` ici", 9, "dire\n  `a b c`\n  ici\n" },
	{ "a\x1B[2J b", 9, "a[2J b\n" },
	{ "", 9, "\n" },
};

static void
paragraphs_break_at_spaces_and_commands_stay_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrap_rows); i++) {
		struct buf out;

		buf_init(&out, 1024);
		columns_wrap(&out, str_of(wrap_rows[i].text),
		    wrap_rows[i].width, 0, 2);
		check_str(buf_view(&out), wrap_rows[i].wrapped,
		    wrap_rows[i].text);
		buf_release(&out);
	}
}

static const char *const cells[2][3] = {
	{ "ChatGPT", "23", "à examiner" },
	{ "日本\x1B[2J", "1 234", "" },
};

static void
cell(struct buf *out, const void *cookie, size_t row, size_t column)
{
	(void)cookie;
	buf_text(out, cells[row][column]);
}

static const char *
paint(const void *cookie, size_t row, size_t column)
{
	(void)cookie;
	return row == 0 && column == 2 ? "33" : NULL;
}

static const struct column columns[] = {
	{ .title = "NOM", .keep = 3 },
	{ .title = "J", .side = COLUMNS_RIGHT, .gap = 2, .keep = 1 },
	{ .title = "ÉTAT", .gap = 2, .keep = 2 },
};

struct table_row {
	const char *label;
	size_t width;
	bool colour;
	bool whole;
	const char *text;
};

static const struct table_row table_rows[] = {
	{ "all fits", 26, false, true,
	    "NOM          J  ÉTAT\n"
	    "ChatGPT     23  à examiner\n"
	    "日本[2J  1 234\n" },
	{ "one column less, the least worth keeping", 25, false, false,
	    "NOM      ÉTAT\n"
	    "ChatGPT  à examiner\n"
	    "日本[2J\n" },
	{ "one is left, whatever the width", 3, false, false,
	    "NOM\nChatGPT\n日本[2J\n" },
	{ "colours around words, not around spaces", 26, true, true,
	    "\x1B[1mNOM\x1B[0m          \x1B[1mJ\x1B[0m  \x1B[1mÉTAT\x1B[0m\n"
	    "ChatGPT     23  \x1B[33mà examiner\x1B[0m\n"
	    "日本[2J  1 234\n" },
};

static void
a_table_is_aligned_and_drops_columns_to_fit(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(table_rows); i++) {
		struct columns_table table = {
			.columns = columns,
			.column_count = COUNT(columns),
			.row_count = 2,
			.width = table_rows[i].width,
			.colour = table_rows[i].colour,
			.cell = cell,
			.paint = paint,
		};
		struct buf out;

		buf_init(&out, 4096);
		check_number(columns_table(&out, &table), table_rows[i].whole,
		    table_rows[i].label);
		check_str(buf_view(&out), table_rows[i].text,
		    table_rows[i].label);
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_too_wide_is_cut_between_characters),
		cmocka_unit_test(
		    paragraphs_break_at_spaces_and_commands_stay_whole),
		cmocka_unit_test(a_table_is_aligned_and_drops_columns_to_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
