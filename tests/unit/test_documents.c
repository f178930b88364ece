/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/documents.h"

#include "core/os.h"
#include "core/record.h"
#include "core/vocabulary.h"

#include "tests/unit/small_catalogue.h"
#include "tests/unit/store_make.h"

#include <openssl/evp.h>
#include <string.h>

static void
digest_of(struct str bytes, uint8_t ret[STORE_DIGEST])
{
	assert_int_equal(EVP_Digest(bytes.at, bytes.len, ret, NULL,
	    EVP_sha256(), NULL), 1);
}

static bool
kept(struct str bytes)
{
	uint8_t digest[STORE_DIGEST];
	struct buf found;
	enum status code;

	buf_init(&found, (size_t)1 << 20);
	digest_of(bytes, digest);
	code = store_document(store, digest, &found, &err);
	if (code != E_NOT_FOUND)
		check_ok(code, &err);
	buf_release(&found);
	return code == OK;
}

/* The vocabulary of a period whose signed catalogue is `bundle` (may be
 * empty). */
static void
write_vocabulary(struct buf *out, struct str bundle)
{
	uint8_t digest[STORE_DIGEST];

	buf_init(out, VOCABULARY_MAX_BYTES);
	digest_of(bundle, digest);
	vocabulary_write(out, &small_catalogue, bundle.len > 0 ? digest : NULL);
}

static void
add_period(const char *name, struct str policy, struct str bundle)
{
	struct store_period period = { .signature = STR("signature") };
	struct record record = { .opens_at = 1790000000,
		.closes_at = 1790003600 };
	uint8_t digests[3][STORE_DIGEST];
	struct buf vocabulary, bytes;
	struct store_document pinned[3];

	write_vocabulary(&vocabulary, bundle);
	pinned[0] = (struct store_document){ digests[0],
		buf_view(&vocabulary) };
	pinned[1] = (struct store_document){ digests[1], policy };
	pinned[2] = (struct store_document){ digests[2], bundle };
	for (size_t i = 0; i < 3; i++)
		digest_of(pinned[i].bytes, digests[i]);
	assert_true(period_parse(str_of(name), &record.period));
	if (record.period.kind != PERIOD_TRIAL) {
		record.opens_at = period_opens_at(&record.period);
		record.closes_at = period_closes_at(&record.period);
	}
	memcpy(record.catalogue, digests[0], STORE_DIGEST);
	memcpy(record.policy, digests[1], STORE_DIGEST);
	buf_init(&bytes, RECORD_MAX_BYTES);
	record_write(&bytes, &record);
	(void)snprintf(period.name, sizeof(period.name), "%s", name);
	period.record = buf_view(&bytes);
	check_ok(store_period_add(store, &period, pinned,
	    bundle.len > 0 ? 3 : 2, STR("urn"), &err), &err);
	buf_release(&bytes);
	buf_release(&vocabulary);
}

static bool
vocabulary_kept(struct str bundle)
{
	struct buf vocabulary;
	bool is;

	write_vocabulary(&vocabulary, bundle);
	is = kept(buf_view(&vocabulary));
	buf_release(&vocabulary);
	return is;
}

static void
purge(void)
{
	check_ok(documents_purge(store, &err), &err);
}

#define OLD STR("policy of October")
#define NEW STR("policy of November")
#define OTHER STR("policy that no period had")
#define SIGNED STR("the signed catalogue of October")

static void
what_an_open_period_pins_stays_with_its_signed_catalogue(void **state)
{
	(void)state;
	add_period("2026-10", OLD, SIGNED);
	add_period("2026-11", NEW, STR(""));
	purge();
	assert_true(kept(OLD));
	assert_true(kept(NEW));
	assert_true(kept(SIGNED));
	assert_true(vocabulary_kept(SIGNED));
	assert_true(vocabulary_kept(STR("")));
}

static void
a_record_made_anew_takes_its_documents_along(void **state)
{
	(void)state;
	add_period("2026-10", OLD, STR(""));
	add_period("2026-11", OTHER, SIGNED);
	check_ok(store_forget_period(store, "2026-11", &err), &err);
	add_period("2026-11", NEW, STR(""));
	assert_true(kept(OTHER));
	purge();
	assert_false(kept(OTHER));
	assert_false(kept(SIGNED));
	assert_false(vocabulary_kept(SIGNED));
	assert_true(kept(OLD));
	assert_true(kept(NEW));
	assert_true(vocabulary_kept(STR("")));
}

static void
a_closed_period_keeps_them_until_its_publication_goes(void **state)
{
	(void)state;
	add_period("2026-10", OLD, SIGNED);
	add_period("2026-11", NEW, STR(""));
	check_ok(store_close(store, "2026-10", STR("published"), STR("roster"),
	    &err), &err);
	purge();
	assert_true(kept(OLD));
	assert_true(kept(SIGNED));
	check_ok(store_purge(store, "2026-10", &err), &err);
	purge();
	assert_false(kept(OLD));
	assert_false(kept(SIGNED));
	assert_true(kept(NEW));
}

static void
an_ended_trial_keeps_its_name_only(void **state)
{
	const struct period trial = period_trial(1);

	(void)state;
	add_period(trial.text, OLD, SIGNED);
	add_period("2026-11", NEW, STR(""));
	purge();
	assert_true(kept(OLD));
	check_ok(store_end_trial(store, trial.text, &err), &err);
	purge();
	assert_false(kept(OLD));
	assert_false(kept(SIGNED));
	assert_true(kept(NEW));
}

/* The store's bytes themselves: nothing is left in a free page. */
static void
what_is_forgotten_is_overwritten(void **state)
{
	struct buf file;
	struct err why;

	(void)state;
	add_period("2026-10", OTHER, STR(""));
	check_ok(store_forget_period(store, "2026-10", &err), &err);
	purge();
	buf_init(&file, (size_t)1 << 22);
	check_ok(os_read_file(path, &file, &why), &why);
	assert_false(str_holds(buf_view(&file), OTHER));
	buf_release(&file);
}

static void
a_record_that_does_not_read_stops_the_purge(void **state)
{
	const uint8_t digest[STORE_DIGEST] = { 1 };
	const struct store_document lone = { digest, STR("lone") };
	const struct store_period period = { .name = "2026-10",
		.record = STR("{}"), .signature = STR("signature") };
	struct buf found;

	(void)state;
	check_ok(store_period_add(store, &period, &lone, 1, STR("urn"), &err),
	    &err);
	assert_int_equal(documents_purge(store, &err), E_INVALID);
	buf_init(&found, 100);
	check_ok(store_document(store, digest, &found, &err), &err);
	buf_release(&found);
}

static void
a_batch_is_purged_and_the_rest_the_next_time(void **state)
{
	char policy[32];

	(void)state;
	for (int i = 0; i < STORE_PURGED_MAX + 1; i++) {
		struct period trial = period_trial(i + 1);

		(void)snprintf(policy, sizeof(policy), "policy %d", i);
		add_period(trial.text, str_of(policy), STR(""));
		check_ok(store_end_trial(store, trial.text, &err), &err);
	}
	purge();
	purge(); /* 64 policies, then one, and the vocabulary */
	for (int i = 0; i < STORE_PURGED_MAX + 1; i++) {
		(void)snprintf(policy, sizeof(policy), "policy %d", i);
		assert_false(kept(str_of(policy)));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_an_open_period_pins_stays_with_its_signed_catalogue),
		STORE_TEST(a_record_made_anew_takes_its_documents_along),
		STORE_TEST(a_closed_period_keeps_them_until_its_publication_goes),
		STORE_TEST(an_ended_trial_keeps_its_name_only),
		STORE_TEST(what_is_forgotten_is_overwritten),
		STORE_TEST(a_record_that_does_not_read_stops_the_purge),
		STORE_TEST(a_batch_is_purged_and_the_rest_the_next_time),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
