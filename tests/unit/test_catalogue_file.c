/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue_file.h"

#include "tests/unit/unit.h"

static const uint8_t seed[BUNDLE_SEED] = { 1, 2, 3 };

#define HEAD "schema: 1\nversion: 2026.11\n"
#define IMAGE \
	"schema: 1\ncategory: image\nservices:\n" \
	"  - {id: alba, name: Alba, source: none," \
	" match: [{host: alba.example, role: primary}]}\n"

/* A bundle of two files, signed. */
static struct buf
bundle_of(const char *version, const char *head, const char *image)
{
	struct bundle_file files[] = {
		{ STR("catalogue.yaml"), str_of(head) },
		{ STR("image.yaml"), str_of(image) },
	};
	struct buf out;
	struct err err;

	buf_init(&out, BUNDLE_MAX_BYTES);
	check_ok(bundle_pack(&out, str_of(version), files, COUNT(files), &err),
	    &err);
	check_ok(bundle_sign(&out, seed, &err), &err);
	return out;
}

struct bundle_row {
	const char *label, *version, *head, *image, *in_force;
	enum status code;
	const char *said;
};

static const struct bundle_row bundle_rows[] = {
	{ "as it should be", "2026.11", HEAD, IMAGE, "2026.11", OK, NULL },
	{ "older", "2026.11", HEAD, IMAGE, "2026.12", E_REFUSED,
	    "plus ancien" },
	{ "another version inside", "2026.12", HEAD, IMAGE, "2026.11",
	    E_INVALID, "diffèrent" },
	{ "no version inside", "2026.11", "schema: 1\n", IMAGE, "2026.11",
	    E_INVALID, "version" },
	{ "a file of a later schema", "2026.11", HEAD,
	    "schema: 2\ncategory: image\n", "2026.11", E_INVALID,
	    "image.yaml:1:9" },
	{ "a file that is no catalogue", "2026.11", HEAD, "schema: [\n",
	    "2026.11", E_INVALID, "image.yaml" },
};

static void
a_bundle_is_taken_whole_or_not_at_all(void **state)
{
	uint8_t key[BUNDLE_KEY];
	struct err err;

	(void)state;
	check_ok(bundle_key_of(seed, key, &err), &err);
	for (size_t i = 0; i < COUNT(bundle_rows); i++) {
		const struct bundle_row *row = &bundle_rows[i];
		struct buf bytes =
		    bundle_of(row->version, row->head, row->image);
		struct catalogue *catalogue = NULL;

		check_number(catalogue_bundle_load(buf_view(&bytes), key,
		    str_of(row->in_force), &catalogue, &err), row->code,
		    row->label);
		if (row->code != OK) {
			assert_null(catalogue);
			assert_true(holds(str_of(err.text), str_of(row->said)));
		}
		buf_release(&bytes);
		if (catalogue != NULL) { /* nothing of it was in the bytes */
			check_str(catalogue_rule(catalogue, 0).host, "alba.example",
			    row->label);
			check_str(catalogue->version, "2026.11", row->label);
		}
		catalogue_free(catalogue);
	}
}

static void
a_bundle_by_another_key_is_refused(void **state)
{
	static const uint8_t other[BUNDLE_SEED] = { 9 };
	struct buf bytes = bundle_of("2026.11", HEAD, IMAGE);
	struct catalogue *catalogue = NULL;
	uint8_t key[BUNDLE_KEY];
	struct err err;

	(void)state;
	check_ok(bundle_key_of(other, key, &err), &err);
	assert_int_equal(catalogue_bundle_load(buf_view(&bytes), key, STR(""),
	    &catalogue, &err), E_INVALID);
	assert_null(catalogue);
	buf_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bundle_is_taken_whole_or_not_at_all),
		cmocka_unit_test(a_bundle_by_another_key_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
