/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/bundles.h"

#include "core/bundle.h"
#include "core/vocabulary.h"

#include "tests/unit/bundle_make.h"
#include "tests/unit/state_make.h"

#include <openssl/evp.h>
#include <stdlib.h>

static struct place_of_state place;
static struct token_key key;
static struct err err;

/* A period whose record pins a vocabulary that names `bundle`. */
static void
pin(int month, const char *version, struct str bundle,
    enum booth_status status)
{
	struct booth *booth = calloc(1, sizeof(*booth));
	struct catalogue catalogue = { .version = str_of(version) };
	uint8_t digest[STATE_DIGEST];
	struct buf document, record;

	assert_non_null(booth);
	buf_init(&document, 65536);
	buf_init(&record, RECORD_MAX_BYTES);
	bundle_digest(bundle, digest);
	vocabulary_write(&document, &catalogue, digest);
	booth->record.period = period_of(calendar_day((struct civil){ 2026,
	    month, 1 }), PERIOD_MONTH);
	booth->record.opens_at = period_opens_at(&booth->record.period);
	booth->record.closes_at = period_closes_at(&booth->record.period);
	memcpy(booth->record.key, key.spki, sizeof(booth->record.key));
	bundle_digest(buf_view(&document), booth->record.catalogue);
	record_write(&record, &booth->record);
	(void)snprintf(booth->text, sizeof(booth->text), "%s",
	    buf_z(&record));
	check_ok(state_keep_document(place.state, booth->record.catalogue,
	    buf_view(&document), &err), &err);
	check_ok(booth_accept(place.state, booth, &err), &err);
	booth->status = status;
	check_ok(booth_save(place.state, booth, &err), &err);
	buf_release(&record);
	buf_release(&document);
	free(booth);
}

static enum status
take(struct str bytes)
{
	uint8_t digest[STATE_DIGEST];

	bundle_digest(bytes, digest);
	return bundles_take(place.state, bytes, digest, &err);
}

static void
check_in_force(struct str expected, const char *label)
{
	struct buf found;

	buf_init(&found, STATE_DOCUMENT);
	check_ok(bundles_in_force(place.state, &found, &err), &err);
	if (!str_eq(buf_view(&found), expected))
		fail_msg("%s: %zu bytes, not %zu", label, found.len,
		    expected.len);
	buf_release(&found);
}

static void
only_what_the_project_signed_and_nothing_older_is_kept(void **unused)
{
	struct buf good = bundle_make("2099.5", bundle_seed());
	struct buf older = bundle_make("2099.4", bundle_seed());
	struct buf ancient = bundle_make("2019.1", bundle_seed());
	struct buf other = bundle_make("2099.6", bundle_other_seed());
	struct buf forged = bundle_make("2099.6", bundle_seed());
	struct str unsigned_one;
	const struct {
		const char *label;
		struct str bytes;
		enum status expected;
	} rows[] = {
		{ "older than the built-in one", buf_view(&ancient), E_REFUSED },
		{ "good", buf_view(&good), OK },
		{ "the same again", buf_view(&good), OK },
		{ "older than what is kept", buf_view(&older), E_REFUSED },
		{ "signed by another", buf_view(&other), E_INVALID },
		{ "one byte changed", buf_view(&forged), E_INVALID },
		{ "cut", str_head(buf_view(&good), 150), E_INVALID },
		{ "nothing", STR(""), E_INVALID },
	};

	(void)unused;
	forged.at[forged.len - BUNDLE_SIGNATURE - 2] ^= 1;
	unsigned_one = str_head(buf_view(&good), good.len - BUNDLE_SIGNATURE);
	pin(10, "2099.5", buf_view(&good), BOOTH_HELD);
	for (size_t i = 0; i < COUNT(rows); i++)
		check_number(take(rows[i].bytes), rows[i].expected,
		    rows[i].label);
	check_number(take(unsigned_one), E_INVALID, "unsigned");
	assert_non_null(strstr(err.text, "signature manque"));
	check_in_force(buf_view(&good), "after all refusals");
	buf_release(&good);
	buf_release(&older);
	buf_release(&ancient);
	buf_release(&other);
	buf_release(&forged);
}

static void
a_period_is_read_to_its_end_by_its_own_catalogue(void **unused)
{
	struct buf october = bundle_make("2099.1", bundle_seed());
	struct buf november = bundle_make("2099.2", bundle_seed());

	(void)unused;
	check_in_force(STR(""), "no period");
	pin(9, "2099.0", STR("never fetched"), BOOTH_SENT);
	pin(10, "2099.1", buf_view(&october), BOOTH_HELD);
	check_in_force(STR(""), "pinned, and not fetched");
	check_ok(take(buf_view(&october)), &err);
	check_in_force(buf_view(&october), "October runs");
	pin(11, "2099.2", buf_view(&november), BOOTH_ACCEPTED);
	check_ok(take(buf_view(&november)), &err);
	check_in_force(buf_view(&october), "October's ballot is not made");
	buf_release(&november);
	buf_release(&october);
}

static void
the_next_catalogue_serves_once_the_ballot_is_made(void **unused)
{
	static const enum booth_status over[] = { BOOTH_DRAFTED, BOOTH_SENT,
		BOOTH_ABSTAINED, BOOTH_MISSED };
	struct buf october = bundle_make("2099.1", bundle_seed());
	struct buf november = bundle_make("2099.2", bundle_seed());
	struct buf found;

	for (size_t i = 0; i < COUNT(over); i++) {
		uint8_t digest[STATE_DIGEST];

		state_unmake(&place);
		state_make(&place);
		pin(10, "2099.1", buf_view(&october), over[i]);
		check_ok(take(buf_view(&october)), &err);
		pin(11, "2099.2", buf_view(&november), BOOTH_HELD);
		check_in_force(buf_view(&october), "November's is not there");
		check_ok(take(buf_view(&november)), &err);
		check_in_force(buf_view(&november), "November's");
		pin(12, "2099.2", buf_view(&november), BOOTH_HELD);
		/* What nothing is read by any more goes at the next one. */
		check_ok(take(buf_view(&november)), &err);
		bundle_digest(buf_view(&october), digest);
		buf_init(&found, STATE_DOCUMENT);
		assert_int_equal(state_document(place.state, digest, &found,
		    &err), over[i] == BOOTH_DRAFTED ? OK : E_NOT_FOUND);
		buf_release(&found);
	}
	(void)unused;
	buf_release(&november);
	buf_release(&october);
}

static int
setup(void **unused)
{
	(void)unused;
	state_make(&place);
	return 0;
}

static int
teardown(void **unused)
{
	(void)unused;
	state_unmake(&place);
	return 0;
}

static int
make_key(void **unused)
{
	(void)unused;
	check_ok(token_key_new(NULL, &key, &err), &err);
	return 0;
}

static int
free_key(void **unused)
{
	(void)unused;
	token_key_release(&key);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_what_the_project_signed_and_nothing_older_is_kept),
		TEST(a_period_is_read_to_its_end_by_its_own_catalogue),
		TEST(the_next_catalogue_serves_once_the_ballot_is_made),
	};

	return cmocka_run_group_tests(tests, make_key, free_key);
}
