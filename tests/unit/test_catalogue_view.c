/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/catalogue_json.h"
#include "agent/catalogue_stats.h"

#include "core/calendar.h"
#include "core/json.h"

#include "tests/unit/yaml_catalogue.h"

static const char text[] = HEAD
    "  - {id: alba, name: Alba Nova, former_names: [Aube], common: yes,"
    " vendor: Alba SAS, vendor_country: FR, source: https://a.ai,"
    " last_checked: 2026-01-10, note: {fr: Bonjour, en: Hello},"
    " dpa: {answer: yes, source: https://a.ai/d, via: archive,"
    " verified: 2026-01-09}, match: [{host: nova.ai, role: primary}]}\n"
    "  - {id: beryl, name: Beryl, vendor: Beryl Inc, vendor_country: US,"
    " source: none, match: [{host: b.ai, path: /c, role: info}]}\n";

struct search_row {
	const char *word;
	uint32_t found;
};

static const struct search_row search_rows[] = {
	{ "alba", 1 },
	{ "ALBANOVA", 1 },
	{ "alba-nova", 1 },
	{ "aube", 1 },
	{ "nova.ai", 1 },
	{ "inc", 1 },
	{ ".ai", 2 },
	{ "corail", 0 },
};

static struct catalogue_view
view_of(const struct catalogue *catalogue)
{
	return (struct catalogue_view){ catalogue, LANGUAGE_EN, 80, false,
		calendar_day((struct civil){ 2026, 11, 25 }) };
}

static void
a_service_is_found_by_any_of_its_names(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct catalogue_view view = view_of(catalogue);

	(void)state;
	for (size_t i = 0; i < COUNT(search_rows); i++) {
		struct buf out;

		buf_init(&out, 1 << 16);
		check_number(catalogue_view_list(&out, &view,
		                 str_of(search_rows[i].word)),
		    search_rows[i].found, search_rows[i].word);
		assert_int_equal(buf_view(&out).len > 0,
		    search_rows[i].found > 0);
		buf_release(&out);
	}
	catalogue_free(catalogue);
}

static void
check_has(struct str text_shown, const char *words)
{
	size_t at;

	if (!str_find(text_shown, str_of(words), &at))
		fail_msg("no \"%s\" in:\n%.*s", words, (int)text_shown.len,
		    text_shown.at);
}

static void
a_service_is_shown_with_its_sources(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct catalogue_view view = view_of(catalogue);
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 16);
	catalogue_view_show(&out, &view, &catalogue->services[0]);
	check_has(buf_view(&out), "Alba Nova (alba): Search");
	check_has(buf_view(&out), "Hello");
	check_has(buf_view(&out), "(https://a.ai/d, archive, 2026-01-09)");
	check_has(buf_view(&out), "Confidentiality: 3/4");
	check_has(buf_view(&out), "Source: https://a.ai, checked on: 2026-01-10");
	check_has(buf_view(&out), "nova.ai, primary, dns strong");
	buf_release(&out);
	catalogue_free(catalogue);
}

static void
statistics_count_each_service_once(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct catalogue_view view = view_of(catalogue);
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 16);
	catalogue_stats(&out, &view);
	check_has(buf_view(&out), "       2  services\n");
	check_has(buf_view(&out), "       2  Search\n");
	check_has(buf_view(&out), "       1  with a path or a query\n");
	check_has(buf_view(&out), "       1  services of French vendors\n");
	check_has(buf_view(&out), "       1  checked 6 to 12 months ago\n");
	check_has(buf_view(&out), "       1  never checked against a page\n");
	check_has(buf_view(&out), "The most used\n       1  services\n");
	check_has(buf_view(&out), "       1  documented in confidentiality,");
	check_has(buf_view(&out), "       0  documented in security,");
	buf_release(&out);
	catalogue_free(catalogue);
}

/* The JSON in `out`, which is reset for the next. */
static json_t *
read_back(struct buf *out)
{
	struct err err = { "" };
	json_t *value = NULL;

	check_ok(json_read(buf_view(out), 1 << 16, &value, &err), &err);
	buf_reset(out);
	return value;
}

static void
programs_get_the_same_as_json(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct catalogue_view view = view_of(catalogue);
	struct buf out;
	json_t *value, *dpa, *row;

	(void)state;
	buf_init(&out, 1 << 16);
	check_number(catalogue_json_list(&out, catalogue, STR("corail")), 0,
	    "nothing found");
	assert_int_equal(buf_view(&out).len, 0);
	check_number(catalogue_json_list(&out, catalogue, STR("aube")), 1,
	    "found by a former name");
	value = read_back(&out);
	check_number((long long)json_array_size(value), 1, "one in the array");
	check_str(json_get_str(json_array_get(value, 0), "id"), "alba", "id");
	json_decref(value);

	catalogue_json_show(&out, catalogue, &catalogue->services[0]);
	value = read_back(&out);
	dpa = json_object_get(value, "dpa");
	row = json_array_get(json_object_get(value, "match"), 0);
	check_str(json_get_str(dpa, "answer"), "yes", "answer");
	check_str(json_get_str(dpa, "source"), "https://a.ai/d", "source");
	check_str(json_get_str(dpa, "verified"), "2026-01-09", "verified");
	check_str(json_get_str(row, "host"), "nova.ai", "host");
	assert_true(json_is_null(json_object_get(row, "path")));
	json_decref(value);

	catalogue_stats_json(&out, &view);
	value = read_back(&out);
	check_number(json_integer_value(json_object_get(
	    json_object_get(value, "categories"), "search")), 2, "category");
	check_number(json_integer_value(json_object_get(
	    json_object_get(value, "verified"), "never")), 1, "never checked");
	json_decref(value);
	buf_release(&out);
	catalogue_free(catalogue);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_service_is_found_by_any_of_its_names),
		cmocka_unit_test(a_service_is_shown_with_its_sources),
		cmocka_unit_test(statistics_count_each_service_once),
		cmocka_unit_test(programs_get_the_same_as_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
