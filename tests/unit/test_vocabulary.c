/* SPDX-License-Identifier: Apache-2.0 */
#include "core/vocabulary.h"

#include "tests/unit/unit.h"

static struct err err;

static void
the_built_in_catalogue_is_read_back_as_it_was_written(void **state)
{
	const struct catalogue *built_in = catalogue_builtin();
	struct vocabulary vocabulary;
	struct buf bytes;

	(void)state;
	buf_init(&bytes, VOCABULARY_MAX_BYTES);
	vocabulary_write(&bytes, built_in, NULL);
	check_ok(vocabulary_read(buf_view(&bytes), &vocabulary, &err), &err);
	assert_int_equal(vocabulary.catalogue.service_count,
	    built_in->service_count);
	for (uint32_t i = 0; i < built_in->service_count; i++) {
		const struct service *is = &vocabulary.catalogue.services[i];
		const struct service *was = &built_in->services[i];

		assert_true(str_eq(is->id, was->id));
		assert_int_equal(is->category, was->category);
		assert_int_equal(is->flags, was->flags);
	}
	vocabulary_release(&vocabulary);
	buf_release(&bytes);
}

#define HEAD "{\"v\":1,\"version\":\"1\",\"services\":["
#define A "{\"id\":\"a\",\"category\":\"search\",\"flags\":[]}"
#define BUNDLE(digits) "{\"v\":1,\"version\":\"1\",\"bundle\":\"" digits \
	"\",\"services\":[]}"
#define HALF "0123456789abcdef0123456789abcdef"
#define B "{\"id\":\"b\",\"category\":\"image\",\"flags\":[\"health\"]}"

static void
one_document_has_one_text(void **state)
{
	static const struct {
		const char *label, *text;
		enum status expected;
	} rows[] = {
		{ "two services", HEAD A "," B "]}", OK },
		{ "none", HEAD "]}", OK },
		{ "unsorted", HEAD B "," A "]}", E_INVALID },
		{ "twice", HEAD A "," A "]}", E_INVALID },
		{ "a space", HEAD A ", " B "]}", E_INVALID },
		{ "a final newline", HEAD A "]}\n", E_INVALID },
		{ "another version",
		    "{\"v\":2,\"version\":\"1\",\"services\":[]}", E_INVALID },
		{ "an unknown member",
		    "{\"v\":1,\"version\":\"1\",\"services\":[],\"x\":1}",
		    E_INVALID },
		{ "an unknown category", HEAD
		    "{\"id\":\"a\",\"category\":\"x\",\"flags\":[]}]}",
		    E_INVALID },
		{ "an unknown flag", HEAD
		    "{\"id\":\"a\",\"category\":\"search\",\"flags\":[\"x\"]}]}",
		    E_INVALID },
		{ "flags out of order", HEAD
		    "{\"id\":\"a\",\"category\":\"search\","
		    "\"flags\":[\"companion\",\"health\"]}]}", E_INVALID },
		{ "a host for an id", HEAD
		    "{\"id\":\"a.fr\",\"category\":\"search\",\"flags\":[]}]}",
		    E_INVALID },
		{ "a bundle", BUNDLE(HALF HALF), OK },
		{ "a bundle's digest too short", BUNDLE(HALF), E_INVALID },
		{ "a bundle's digest in capitals",
		    BUNDLE(HALF "0123456789ABCDEF0123456789ABCDEF"), E_INVALID },
		{ "an empty bundle", BUNDLE(""), E_INVALID },
		{ "a bundle that is a number",
		    "{\"v\":1,\"version\":\"1\",\"bundle\":1,\"services\":[]}",
		    E_INVALID },
		{ "a bundle behind the services", "{\"v\":1,\"version\":\"1\","
		    "\"services\":[],\"bundle\":\"" HALF HALF "\"}", E_INVALID },
		{ "no object", "[]", E_INVALID },
		{ "nothing", "", E_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vocabulary vocabulary = { .catalogue = { .memory = NULL } };

		check_number(vocabulary_read(str_of(rows[i].text), &vocabulary,
		    &err), rows[i].expected, rows[i].label);
		vocabulary_release(&vocabulary);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_built_in_catalogue_is_read_back_as_it_was_written),
		cmocka_unit_test(one_document_has_one_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
