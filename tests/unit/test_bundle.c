/* SPDX-License-Identifier: Apache-2.0 */
#include "core/bundle.h"

#include "core/hex.h"

#include "tests/unit/unit.h"

#include <string.h>

#define HEAD_TEXT \
	"LANTERNE-CATALOGUE 1\nversion 2026.11\nfile coding.yaml 5\n" \
	"file image.yaml 0\nfile writing.yaml 3\n\nc: 1\nw:\n"

static const uint8_t seed[BUNDLE_SEED] = { 1, 2, 3 };

static void
pack(struct buf *out)
{
	struct bundle_file files[] = {
		{ STR("writing.yaml"), STR("w:\n") },
		{ STR("coding.yaml"), STR("c: 1\n") },
		{ STR("image.yaml"), STR("") },
	};
	struct err err;

	buf_init(out, BUNDLE_MAX_BYTES);
	check_ok(bundle_pack(out, STR("2026.11"), files, COUNT(files), &err),
	    &err);
}

static void
sign(struct buf *out)
{
	struct err err;

	check_ok(bundle_sign(out, seed, &err), &err);
}

static enum status
open_with(struct str bytes, const char *in_force, struct bundle *ret,
    struct err *err)
{
	uint8_t key[BUNDLE_KEY];

	check_ok(bundle_key_of(seed, key, err), err);
	return bundle_open(bytes, key, str_of(in_force), ret, err);
}

static void
a_bundle_s_layout_is_frozen(void **state)
{
	struct buf out;

	(void)state;
	pack(&out);
	check_str(buf_view(&out), HEAD_TEXT, "layout");
	sign(&out);
	check_number((long long)buf_view(&out).len,
	    (long long)(sizeof(HEAD_TEXT) - 1 + BUNDLE_SIGNATURE), "signed");
	buf_release(&out);
}

static void
what_was_packed_is_read_back(void **state)
{
	struct bundle bundle;
	struct buf out;
	struct err err;

	(void)state;
	pack(&out);
	sign(&out);
	check_ok(open_with(buf_view(&out), "", &bundle, &err), &err);
	check_str(bundle.version, "2026.11", "version");
	assert_int_equal(bundle.file_count, 3);
	check_str(bundle.files[0].name, "coding.yaml", "name");
	check_str(bundle.files[0].text, "c: 1\n", "text");
	check_str(bundle.files[1].text, "", "empty");
	check_str(bundle.files[2].text, "w:\n", "last");
	buf_release(&out);
}

static void
one_changed_byte_anywhere_is_refused(void **state)
{
	struct buf out;

	(void)state;
	pack(&out);
	sign(&out);
	for (size_t i = 0; i < buf_view(&out).len; i++) {
		struct bundle bundle;
		struct err err;

		out.at[i] ^= 1;
		assert_int_equal(open_with(buf_view(&out), "", &bundle, &err),
		    E_INVALID);
		out.at[i] ^= 1;
	}
	buf_release(&out);
}

static void
a_missing_signature_is_told_from_a_bad_one(void **state)
{
	struct bundle bundle;
	struct buf out;
	struct err err;
	size_t at;

	(void)state;
	pack(&out);
	assert_int_equal(open_with(buf_view(&out), "", &bundle, &err),
	    E_INVALID);
	assert_true(str_find(str_of(err.text), STR("manque"), &at));
	sign(&out);
	out.at[buf_view(&out).len - 1] ^= 1;
	assert_int_equal(open_with(buf_view(&out), "", &bundle, &err),
	    E_INVALID);
	assert_true(str_find(str_of(err.text), STR("mauvaise"), &at));
	buf_release(&out);
}

static void
another_key_s_signature_is_refused(void **state)
{
	static const uint8_t other[BUNDLE_SEED] = { 9 };
	struct bundle bundle;
	struct buf out;
	struct err err;

	(void)state;
	pack(&out);
	check_ok(bundle_sign(&out, other, &err), &err);
	assert_int_equal(open_with(buf_view(&out), "", &bundle, &err),
	    E_INVALID);
	buf_release(&out);
}

struct body_row {
	const char *label, *body, *in_force;
	enum status code;
};

/* All with a right signature. */
static const struct body_row body_rows[] = {
	{ "as it is", HEAD_TEXT, "", OK },
	{ "the same again", HEAD_TEXT, "2026.11", OK },
	{ "newer than ours", HEAD_TEXT, "2026.9", OK },
	{ "older than ours", HEAD_TEXT, "2026.12", E_REFUSED },
	{ "older by a part", HEAD_TEXT, "2026.11.1", E_REFUSED },
	{ "another schema", "LANTERNE-CATALOGUE 2\nwhatever", "",
	    E_UNSUPPORTED },
	{ "another thing", "LANTERNE-POLICY 1\n", "", E_INVALID },
	{ "no schema", "LANTERNE-CATALOGUE x\n", "", E_INVALID },
	{ "no version", "LANTERNE-CATALOGUE 1\nfile a.yaml 0\n\n", "",
	    E_INVALID },
	{ "a bad version", "LANTERNE-CATALOGUE 1\nversion new\n"
	    "file a.yaml 0\n\n", "", E_INVALID },
	{ "no file", "LANTERNE-CATALOGUE 1\nversion 2026.11\n\n", "",
	    E_INVALID },
	{ "a file in another place", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file ../a.yaml 0\n\n", "", E_INVALID },
	{ "a hidden file", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file .yaml 0\n\n", "", E_INVALID },
	{ "a program", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file a.exe 0\n\n", "", E_INVALID },
	{ "a file twice", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file a.yaml 0\nfile a.yaml 0\n\n", "", E_INVALID },
	{ "files out of order", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file b.yaml 0\nfile a.yaml 0\n\n", "", E_INVALID },
	{ "more bytes than said", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file a.yaml 1\n\nab", "", E_INVALID },
	{ "fewer bytes than said", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file a.yaml 3\n\nab", "", E_INVALID },
	{ "a huge length", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file a.yaml 18446744073709551615\n\nab", "", E_INVALID },
	{ "a length with a zero before it",
	    "LANTERNE-CATALOGUE 1\nversion 2026.11\nfile a.yaml 01\n\na", "",
	    E_INVALID },
	{ "no end of the head", "LANTERNE-CATALOGUE 1\nversion 2026.11\n"
	    "file a.yaml 0\n", "", E_INVALID },
};

static void
what_is_signed_is_still_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(body_rows); i++) {
		const struct body_row *row = &body_rows[i];
		struct bundle bundle = { .file_count = 77 };
		struct buf out;
		struct err err;

		buf_init(&out, BUNDLE_MAX_BYTES);
		buf_text(&out, row->body);
		sign(&out);
		check_number(open_with(buf_view(&out), row->in_force, &bundle,
		    &err), row->code, row->label);
		if (row->code != OK)
			assert_int_equal(bundle.file_count, 77);
		buf_release(&out);
	}
}

static void
every_bundle_that_is_cut_short_is_refused(void **state)
{
	struct buf out;

	(void)state;
	pack(&out);
	sign(&out);
	for (size_t n = 0; n < buf_view(&out).len; n++) {
		struct bundle bundle;
		struct err err;

		assert_int_equal(open_with(str_head(buf_view(&out), n), "",
		    &bundle, &err), E_INVALID);
	}
	buf_release(&out);
}

static void
only_what_is_not_signed_yet_may_be_signed(void **state)
{
	struct bundle bundle = { .file_count = 77 };
	struct buf out;
	struct err err;

	(void)state;
	pack(&out);
	check_ok(bundle_unsigned(buf_view(&out), &bundle, &err), &err);
	assert_int_equal(bundle.file_count, 3);
	bundle.file_count = 77;
	sign(&out);
	assert_int_equal(bundle_unsigned(buf_view(&out), &bundle, &err),
	    E_INVALID);
	assert_true(holds(str_of(err.text), STR("déjà signé")));
	assert_int_equal(bundle_unsigned(STR("schema: 1\n"), &bundle, &err),
	    E_INVALID);
	assert_false(holds(str_of(err.text), STR("déjà signé")));
	assert_int_equal(bundle.file_count, 77);
	assert_true(bundle_is(str_head(buf_view(&out), 20)));
	assert_false(bundle_is(str_head(buf_view(&out), 18)));
	buf_release(&out);
}

/* A key of each kind, made by `openssl genpkey` for this test. */
#define PRIVATE_PEM \
	"-----BEGIN PRIVATE KEY-----\n" \
	"MC4CAQAwBQYDK2VwBCIEIAECAwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" \
	"-----END PRIVATE KEY-----\n"
#define X25519_PEM \
	"-----BEGIN PRIVATE KEY-----\n" \
	"MC4CAQAwBQYDK2VuBCIEIAECAwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" \
	"-----END PRIVATE KEY-----\n"

static void
a_key_comes_from_its_pem_file(void **state)
{
	uint8_t got[BUNDLE_SEED] = { 77 }, key[BUNDLE_KEY], other[BUNDLE_KEY];
	struct err err;

	(void)state;
	assert_int_equal(bundle_seed_of_pem(STR(X25519_PEM), got, &err),
	    E_INVALID);
	assert_int_equal(bundle_seed_of_pem(STR(""), got, &err), E_INVALID);
	assert_int_equal(got[0], 77);
	check_ok(bundle_seed_of_pem(STR(PRIVATE_PEM), got, &err), &err);
	assert_memory_equal(got, seed, sizeof(seed));
	check_ok(bundle_key_of_pem(STR(PRIVATE_PEM), key, &err), &err);
	check_ok(bundle_key_of(seed, other, &err), &err);
	assert_memory_equal(key, other, sizeof(key));
	assert_int_equal(bundle_key_of_pem(STR(X25519_PEM), key, &err),
	    E_INVALID);
	bundle_seed_wipe(got);
	assert_int_equal(got[0] | got[1] | got[2], 0);
}

struct pack_row {
	const char *label, *version, *name, *other;
	enum status code;
};

static const struct pack_row pack_rows[] = {
	{ "two files", "2026.11", "a.yaml", "b.yaml", OK },
	{ "a version of three parts", "2026.11.2", "a.yaml", "b.yaml", OK },
	{ "a version of one part", "2026", "a.yaml", "b.yaml", E_INVALID },
	{ "a version of five parts", "1.2.3.4.5", "a.yaml", "b.yaml",
	    E_INVALID },
	{ "a version with a line end", "2026.11\nfile", "a.yaml", "b.yaml",
	    E_INVALID },
	{ "the same name", "2026.11", "a.yaml", "a.yaml", E_INVALID },
	{ "a place", "2026.11", "a/b.yaml", "b.yaml", E_INVALID },
	{ "a capital", "2026.11", "A.yaml", "b.yaml", E_INVALID },
	{ "a space", "2026.11", "a b.yaml", "b.yaml", E_INVALID },
	{ "an option", "2026.11", "-a.yaml", "b.yaml", E_INVALID },
};

static void
only_plain_names_and_versions_are_packed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pack_rows); i++) {
		const struct pack_row *row = &pack_rows[i];
		struct bundle_file files[] = {
			{ str_of(row->name), STR("") },
			{ str_of(row->other), STR("") },
		};
		struct buf out;
		struct err err;

		buf_init(&out, BUNDLE_MAX_BYTES);
		check_number(bundle_pack(&out, str_of(row->version), files, 2,
		    &err), row->code, row->label);
		buf_release(&out);
	}
}

struct order_row {
	const char *a, *b;
	int order;
};

static const struct order_row order_rows[] = {
	{ "2026.11", "2026.11", 0 }, { "2026.11", "2026.11.0", 0 },
	{ "2026.9", "2026.11", -1 }, { "2026.11", "2026.9", 1 },
	{ "2026.11", "2027.1", -1 }, { "2026.11.2", "2026.11.10", -1 },
	{ "", "2026.11", -1 }, { "2026.11", "", 1 }, { "", "", 0 },
	{ "2026.11", "new", 1 },
};

static void
versions_are_ordered_by_their_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(order_rows); i++)
		check_number(bundle_version_order(str_of(order_rows[i].a),
		    str_of(order_rows[i].b)), order_rows[i].order,
		    order_rows[i].a);
}

/* RFC 8032 §7.1, TEST 2. */
static void
the_signature_is_that_of_rfc_8032(void **state)
{
	uint8_t secret[BUNDLE_SEED], key[BUNDLE_KEY], expected[BUNDLE_SIGNATURE];
	struct buf text;
	struct err err;

	(void)state;
	assert_true(hex_read(STR("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624"
	    "da8cf6ed4fb8a6fb"), secret, sizeof(secret)));
	assert_true(hex_read(STR("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968c"
	    "c0cd55f12af4660c"), expected, BUNDLE_KEY));
	check_ok(bundle_key_of(secret, key, &err), &err);
	assert_memory_equal(key, expected, BUNDLE_KEY);
	assert_true(hex_read(STR("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8f"
	    "b3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
	    "b00d291612bb0c00"), expected, sizeof(expected)));
	buf_init(&text, 256);
	buf_char(&text, 0x72);
	check_ok(bundle_sign(&text, secret, &err), &err);
	assert_memory_equal(text.at + 1, expected, BUNDLE_SIGNATURE);
	buf_release(&text);
}

static void
the_tree_s_own_key_is_known_as_a_test_key(void **state)
{
	uint8_t key[BUNDLE_KEY], test_seed[BUNDLE_SEED], expected[BUNDLE_KEY];
	struct err err;

	(void)state;
	assert_true(hex_read(STR("d4ed73270cad253aa6b8c9438d58ad4b2cedfa81c97f4fcd"
	    "a73f7f51e0a18cf9"), test_seed, sizeof(test_seed)));
	check_ok(bundle_key_of(test_seed, expected, &err), &err);
	if (!bundle_project_key(key))
		assert_memory_equal(key, expected, BUNDLE_KEY);
	else
		assert_memory_not_equal(key, expected, BUNDLE_KEY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bundle_s_layout_is_frozen),
		cmocka_unit_test(what_was_packed_is_read_back),
		cmocka_unit_test(one_changed_byte_anywhere_is_refused),
		cmocka_unit_test(a_missing_signature_is_told_from_a_bad_one),
		cmocka_unit_test(another_key_s_signature_is_refused),
		cmocka_unit_test(what_is_signed_is_still_checked),
		cmocka_unit_test(every_bundle_that_is_cut_short_is_refused),
		cmocka_unit_test(only_what_is_not_signed_yet_may_be_signed),
		cmocka_unit_test(a_key_comes_from_its_pem_file),
		cmocka_unit_test(only_plain_names_and_versions_are_packed),
		cmocka_unit_test(versions_are_ordered_by_their_numbers),
		cmocka_unit_test(the_signature_is_that_of_rfc_8032),
		cmocka_unit_test(the_tree_s_own_key_is_known_as_a_test_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
