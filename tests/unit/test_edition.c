/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/polls.h"

#include "core/bundle.h"

#include "tests/unit/bundle_make.h"
#include "tests/unit/collector_folder.h"

static enum status
install(struct str bytes)
{
	struct buf version;
	enum status code;

	buf_init(&version, 64);
	code = folder_install(&folder, bytes, &version, &err);
	buf_release(&version);
	if (code == OK)
		check_ok(folder_editions(&folder, &err), &err);
	return code;
}

static void
check_version(const char *expected, const char *label)
{
	if (!str_eq(folder.edition.catalogue->version, str_of(expected)))
		fail_msg("%s: %s", label, folder.edition.catalogue->version.at);
}

static void
what_is_refused_leaves_the_old_one(void **state)
{
	struct buf good = bundle_make("2099.5", bundle_seed());
	struct buf older = bundle_make("2099.4", bundle_seed());
	struct buf other = bundle_make("2099.6", bundle_other_seed());
	const struct {
		const char *label;
		struct str bytes;
		enum status expected;
		const char *said;
	} rows[] = {
		{ "good", buf_view(&good), OK, "" },
		{ "older", buf_view(&older), E_REFUSED, "plus ancien" },
		{ "another key", buf_view(&other), E_INVALID,
		    "mauvaise signature" },
		{ "unsigned", str_head(buf_view(&good),
		    good.len - BUNDLE_SIGNATURE), E_INVALID,
		    "signature manque" },
		{ "nothing", STR(""), E_INVALID, "pas un catalogue" },
	};

	(void)state;
	assert_null(edition_bundle(&folder.edition));
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_number(install(rows[i].bytes), rows[i].expected,
		    rows[i].label);
		if (strstr(err.text, rows[i].said) == NULL)
			fail_msg("%s: %s", rows[i].label, err.text);
		check_version("2099.5", rows[i].label);
	}
	assert_non_null(edition_bundle(&folder.edition));
	buf_release(&good);
	buf_release(&older);
	buf_release(&other);
}

/* A policy names a service by its id, which the new catalogue does not hold. */
static void
a_catalogue_that_the_policy_does_not_fit_is_refused(void **state)
{
	struct buf good = bundle_make("2099.5", bundle_seed());

	(void)state;
	write_inner("policy.yaml", "schema: 1\nassociation: Les Sentiers\n"
	    "period: month\ndecisions:\n"
	    "  - {service: chatgpt, status: allowed, date: 2026-09-01}\n");
	assert_int_equal(install(buf_view(&good)), E_INVALID);
	assert_non_null(strstr(err.text, "chatgpt"));
	assert_null(edition_bundle(&folder.edition));
	buf_release(&good);
}

static void
a_damaged_file_is_told_and_the_built_in_one_serves(void **state)
{
	struct buf good = bundle_make("2099.5", bundle_seed());

	(void)state;
	check_ok(install(buf_view(&good)), &err);
	write_inner("catalogue.bundle", "LANTERNE-CATALOGUE 1\nversion 2099.5\n");
	check_ok(folder_editions(&folder, &err), &err);
	assert_null(edition_bundle(&folder.edition));
	assert_true(folder.edition.fault.text[0] != '\0');
	assert_ptr_equal(folder.edition.catalogue, catalogue_builtin());
	check_ok(install(buf_view(&good)), &err);
	assert_int_equal(folder.edition.fault.text[0], '\0');
	buf_release(&good);
}

static const struct poll *
poll_of(const struct polls *polls, const char *name)
{
	const struct poll *poll = polls_named(polls, str_of(name));

	assert_non_null(poll);
	return poll;
}

static void
the_running_period_keeps_its_catalogue_and_the_next_has_the_new(void **state)
{
	struct buf good = bundle_make("2099.5", bundle_seed());
	struct polls *polls = NULL;
	const struct poll *poll;
	struct buf served;

	(void)state;
	check_ok(polls_prepare(&folder, at(2026, 10, 15), &err), &err);
	check_ok(install(buf_view(&good)), &err);
	check_ok(polls_prepare(&folder, at(2026, 10, 16), &err), &err);
	check_ok(polls_load(&folder, at(2026, 10, 16), &polls, &err), &err);
	assert_false(poll_of(polls, "2026-10")->vocabulary.has_bundle);
	poll = poll_of(polls, "2026-11");
	assert_true(poll->vocabulary.has_bundle);
	assert_memory_equal(poll->vocabulary.bundle, folder.edition.digest, 32);
	assert_int_equal(poll->vocabulary.catalogue.service_count, 1);
	buf_init(&served, BUNDLE_MAX_BYTES);
	check_ok(store_document(folder.store, poll->vocabulary.bundle, &served,
	    &err), &err);
	assert_true(str_eq(buf_view(&served), buf_view(&good)));
	buf_release(&served);
	polls_free(polls);
	buf_release(&good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(what_is_refused_leaves_the_old_one),
		FOLDER_TEST(a_catalogue_that_the_policy_does_not_fit_is_refused),
		FOLDER_TEST(a_damaged_file_is_told_and_the_built_in_one_serves),
		FOLDER_TEST(
		    the_running_period_keeps_its_catalogue_and_the_next_has_the_new),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
