/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/chart.h"

#include "tests/unit/unit.h"

static size_t
shapes_of(uint32_t value, uint32_t of, enum fill fill,
    struct chart_shape ret[CHART_SHAPES_MAX])
{
	struct bar bar = { value, of, fill, STR(""), STR("") };

	return chart_bar(&bar, ret);
}

struct length_row {
	const char *label;
	uint32_t value, of;
	int width; /* 0: no bar */
};

static const struct length_row length_rows[] = {
	{ "nothing", 0, 100, 0 },
	{ "a third", 1, 3, CHART_WIDTH / 3 },
	{ "whole", 100, 100, CHART_WIDTH },
	{ "beyond the whole", 101, 100, CHART_WIDTH },
	{ "of nothing", 3, 0, 0 },
};

static void
a_solid_bar_is_as_long_as_its_share(void **state)
{
	struct chart_shape shapes[CHART_SHAPES_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(length_rows); i++) {
		const struct length_row *row = &length_rows[i];
		size_t count = shapes_of(row->value, row->of, FILL_SOLID,
		    shapes);

		check_number((long long)count, row->width > 0 ? 2 : 1,
		    row->label);
		check_number(shapes[0].kind, CHART_TRACK, row->label);
		check_number(shapes[0].width, CHART_WIDTH, row->label);
		if (row->width > 0)
			check_number(shapes[1].width, row->width, row->label);
	}
}

static void
nothing_is_drawn_outside_the_bar(void **state)
{
	struct chart_shape shapes[CHART_SHAPES_MAX];

	(void)state;
	for (int fill = 0; fill < FILL_COUNT; fill++)
		for (uint32_t value = 0; value <= 117; value++) {
			int end = (int)(value * CHART_WIDTH / 117);
			size_t count = shapes_of(value, 117, (enum fill)fill,
			    shapes);

			assert_true(count >= 1 && count < CHART_SHAPES_MAX);
			for (size_t i = 1; i < count; i++) {
				assert_true(shapes[i].x >= 0);
				assert_true(shapes[i].y >= 0);
				assert_true(shapes[i].x + shapes[i].width <=
				    end);
				assert_true(shapes[i].y + shapes[i].height <=
				    CHART_HEIGHT);
			}
		}
}

static void
the_three_fills_differ_without_colour(void **state)
{
	struct chart_shape shapes[CHART_SHAPES_MAX];
	size_t count;

	(void)state;
	count = shapes_of(6, 12, FILL_HATCHED, shapes);
	assert_true(count > 10);
	check_number(shapes[1].kind, CHART_LINE, "hatched");
	check_number(shapes[1].width, shapes[1].height, "at 45 degrees");
	check_number(shapes[count - 1].kind, CHART_OUTLINE, "and outlined");
	count = shapes_of(6, 12, FILL_DOTTED, shapes);
	assert_true(count > 5);
	check_number(shapes[1].kind, CHART_SOLID, "a dot");
	assert_true(shapes[1].width < 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_solid_bar_is_as_long_as_its_share),
		cmocka_unit_test(nothing_is_drawn_outside_the_bar),
		cmocka_unit_test(the_three_fills_differ_without_colour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
