/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/cells.h"

#include "core/buf.h"

#include "tests/unit/unit.h"

struct row {
	const char *label;
	const char *line;
	const char *cells; /* joined by "|"; NULL: refused */
};

static const struct row csv_rows[] = {
	{ "plain", "a,b,c", "a|b|c" },
	{ "empty", "", "" },
	{ "empty cells", ",a,,", "|a||" },
	{ "quoted", "\"a,b\",\"c\"", "a,b|c" },
	{ "space before a cell", "\"a\", \"b,c\", d", "a|b,c|d" },
	{ "doubled quotes stay", "\"a\"\"b\",c", "a\"\"b|c" },
	{ "only doubled quotes", "\"\"\"\",c", "\"\"|c" },
	{ "empty in quotes", "\"\",\"\"", "|" },
	{ "a quote within a bare cell", "a\"b,c", "a\"b|c" },
	{ "text after a quoted cell is dropped", "\"a\"x,b", "a|b" },
	{ "not closed", "a,\"b", NULL },
	{ "not closed at the end", "a,\"", NULL },
	{ "closed by a doubled quote only", "\"a\"\"", NULL },
};

static void
check_cells(const struct cells *cells, const struct row *row)
{
	struct buf text;

	buf_init(&text, 1024);
	for (size_t i = 1; i <= cells->count; i++) {
		buf_text(&text, i == 1 ? "" : "|");
		buf_str(&text, cells_at(cells, i));
	}
	check_str(buf_view(&text), row->cells, row->label);
	buf_release(&text);
}

static void
commas_and_quotes_make_cells(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(csv_rows); i++) {
		struct cells cells;
		bool good = cells_csv(str_of(csv_rows[i].line), &cells);

		check_number(good, csv_rows[i].cells != NULL,
		    csv_rows[i].label);
		if (good)
			check_cells(&cells, &csv_rows[i]);
	}
}

static void
tabs_make_cells_and_quotes_do_not(void **state)
{
	static const struct row rows[] = {
		{ "plain", "a\tb c\t", "a|b c|" },
		{ "quotes", "\"a\tb\"", "\"a|b\"" },
		{ "empty", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cells cells;

		cells_tsv(str_of(rows[i].line), &cells);
		check_cells(&cells, &rows[i]);
	}
}

static void
cells_over_the_limit_are_left(void **state)
{
	char line[2 * CELLS_MAX];
	struct cells cells;

	(void)state;
	for (size_t i = 0; i < sizeof(line); i++)
		line[i] = ',';
	assert_true(cells_csv((struct str){ line, CELLS_MAX - 1 }, &cells));
	check_number((long long)cells.count, CELLS_MAX, "at the limit");
	assert_true(cells_csv((struct str){ line, sizeof(line) }, &cells));
	check_number((long long)cells.count, CELLS_MAX, "over it");
	for (size_t i = 0; i < sizeof(line); i++)
		line[i] = '\t';
	cells_tsv((struct str){ line, sizeof(line) }, &cells);
	check_number((long long)cells.count, CELLS_MAX, "tabs over it");
}

static void
a_column_is_found_by_name_and_counted_from_one(void **state)
{
	struct cells cells;

	(void)state;
	cells_tsv(STR("ts\tuid\tquery"), &cells);
	check_number((long long)cells_find(&cells, STR("ts")), 1, "ts");
	check_number((long long)cells_find(&cells, STR("query")), 3, "query");
	check_number((long long)cells_find(&cells, STR("quer")), 0, "none");
	check_str(cells_at(&cells, 0), "", "column 0");
	check_str(cells_at(&cells, 3), "query", "column 3");
	check_str(cells_at(&cells, 4), "", "column 4");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_and_quotes_make_cells),
		cmocka_unit_test(tabs_make_cells_and_quotes_do_not),
		cmocka_unit_test(cells_over_the_limit_are_left),
		cmocka_unit_test(
		    a_column_is_found_by_name_and_counted_from_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
