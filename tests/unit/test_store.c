/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store.h"

#include "collector/sql.h"

#include "tests/unit/store_make.h"

#include "core/db.h"

#include <string.h>
#include <sys/stat.h>

static char copy_path[64];

#define TODAY 20782 /* 25 November 2026 */

static const uint8_t secret_a[STORE_DIGEST] = { 1 };
static const uint8_t secret_b[STORE_DIGEST] = { 2 };
static const uint8_t digest_a[STORE_DIGEST] = { 3 };
static const uint8_t digest_b[STORE_DIGEST] = { 4 };

static int
make_paths(void **state)
{
	int made = make_folder(state);

	(void)snprintf(copy_path, sizeof(copy_path), "%s/copy.db", folder);
	return made;
}

static int
end_stores(void **state)
{
	(void)unlink(copy_path);
	return end_store(state);
}

static void
add_code(uint8_t first, int64_t uses, int32_t expires)
{
	struct store_code code = { .label = "accueil", .expires = expires,
		.uses = uses };

	code.digest[0] = first;
	check_ok(store_code_add(store, &code, &err), &err);
}

static enum refusal
enrol(uint8_t code, uint8_t nonce, const char *id)
{
	uint8_t code_digest[STORE_DIGEST] = { code };
	uint8_t nonce_digest[STORE_DIGEST] = { nonce };
	struct store_device device = { .week = "2026-W48" };
	enum refusal refusal = REFUSAL_COUNT;

	(void)snprintf(device.id, sizeof(device.id), "%s", id);
	memcpy(device.secret, secret_a, STORE_DIGEST);
	check_ok(store_enrol(store, code_digest, nonce_digest, TODAY, &device,
	    &refusal, &err), &err);
	return refusal;
}

static void
add_period(const char *name)
{
	const struct store_document pinned[] = {
		{ digest_a, STR("catalogue") },
		{ digest_b, STR("policy") },
	};
	struct store_period period = { .record = STR("record"),
		.signature = STR("signature") };

	(void)snprintf(period.name, sizeof(period.name), "%s", name);
	check_ok(store_period_add(store, &period, pinned, COUNT(pinned),
	    STR("urn-canary-sealed"), &err), &err);
}

static void
a_code_serves_until_its_day_and_as_often_as_it_says(void **state)
{
	(void)state;
	add_code(1, 2, TODAY);
	add_code(2, 5, TODAY - 1);
	assert_int_equal(enrol(1, 1, "a"), REFUSAL_NONE);
	assert_int_equal(enrol(9, 2, "b"), REFUSAL_CODE_UNKNOWN);
	assert_int_equal(enrol(2, 3, "b"), REFUSAL_CODE_EXPIRED);
	assert_int_equal(enrol(1, 1, "b"), REFUSAL_REPLAYED);
	assert_int_equal(enrol(1, 4, "b"), REFUSAL_NONE);
	assert_int_equal(enrol(1, 5, "c"), REFUSAL_CODE_EXHAUSTED);
}

static void
a_use_taken_is_never_given_back(void **state)
{
	(void)state;
	add_code(1, 1, TODAY);
	assert_int_equal(enrol(1, 1, "a"), REFUSAL_NONE);
	check_ok(store_leave(store, STR("a"), &err), &err);
	assert_int_equal(enrol(1, 2, "b"), REFUSAL_CODE_EXHAUSTED);
}

static void
a_device_is_known_by_its_secret_until_it_is_revoked(void **state)
{
	enum refusal refusal = REFUSAL_COUNT;

	(void)state;
	add_code(1, 5, TODAY);
	assert_int_equal(enrol(1, 1, "a"), REFUSAL_NONE);
	check_ok(store_knows(store, STR("a"), secret_a, &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_NONE);
	check_ok(store_knows(store, STR("a"), secret_b, &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_CREDENTIALS);
	check_ok(store_knows(store, STR("z"), (const uint8_t[32]){ 0 },
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_CREDENTIALS);
	check_ok(store_revoke(store, STR("a"), &err), &err);
	check_ok(store_knows(store, STR("a"), secret_a, &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_REVOKED);
	assert_int_equal(store_revoke(store, STR("z"), &err), E_NOT_FOUND);
}

static void
see_device(void *cookie, const struct store_device *device)
{
	*(struct store_device *)cookie = *device;
}

static void
a_sign_of_life_leaves_a_week_a_version_and_the_sources_health(void **state)
{
	struct store_device found = { .id = "" };
	int64_t count = -1;

	(void)state;
	add_code(1, 5, TODAY);
	assert_int_equal(enrol(1, 1, "a"), REFUSAL_NONE);
	check_ok(store_heartbeat(store, STR("a"), "2026-W49", STR("0.1.0"),
	    STR("{}"), &err), &err);
	check_ok(store_devices(store, see_device, &found, &err), &err);
	check_str(str_of(found.week), "2026-W49", "week");
	check_str(str_of(found.version), "0.1.0", "version");
	check_str(str_of(found.health), "{}", "health");
	check_str(str_of(found.label), "accueil", "label");
	check_ok(store_enrolled(store, &count, &err), &err);
	assert_int_equal(count, 1);
	check_ok(store_revoke(store, STR("a"), &err), &err);
	check_ok(store_enrolled(store, &count, &err), &err);
	assert_int_equal(count, 0);
}

static void
one_token_request_per_device_and_period(void **state)
{
	static const struct {
		const char *label, *period, *device;
		const uint8_t *request;
		enum refusal expected;
	} rows[] = {
		{ "the first", "2026-10", "a", digest_a, REFUSAL_NONE },
		{ "the same again", "2026-10", "a", digest_a, REFUSAL_NONE },
		{ "another", "2026-10", "a", digest_b, REFUSAL_TOKEN_OTHER },
		{ "another device", "2026-10", "b", digest_b, REFUSAL_NONE },
		{ "another period", "2026-11", "a", digest_b, REFUSAL_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum refusal refusal = REFUSAL_COUNT;

		check_ok(store_token(store, rows[i].period,
		    str_of(rows[i].device), rows[i].request, &refusal, &err),
		    &err);
		check_number(refusal, rows[i].expected, rows[i].label);
	}
}

static void
a_token_is_spent_once_and_for_one_ballot(void **state)
{
	enum refusal refusal;
	bool again;

	(void)state;
	add_period("2026-10");
	check_ok(store_spend(store, "2026-10", secret_a, digest_a, &again,
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_NONE);
	assert_false(again);
	check_ok(store_spend(store, "2026-10", secret_a, digest_a, &again,
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_NONE);
	assert_true(again);
	check_ok(store_spend(store, "2026-10", secret_a, digest_b, &again,
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_SPENT);
	check_ok(store_spend(store, "2026-11", secret_a, digest_b, &again,
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_PERIOD_UNKNOWN);
}

static void
a_batch_is_kept_or_lost_whole_and_a_refused_verb_alone(void **state)
{
	enum refusal refusal;
	bool again;

	(void)state;
	add_period("2026-10");
	check_ok(store_begin(store, &err), &err);
	check_ok(store_spend(store, "2026-10", secret_a, digest_a, &again,
	    &refusal, &err), &err);
	store_abandon(store);
	check_ok(store_begin(store, &err), &err);
	check_ok(store_spend(store, "2026-10", secret_a, digest_b, &again,
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_NONE);
	check_ok(store_spend(store, "2026-10", secret_a, digest_a, &again,
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_SPENT);
	check_ok(store_commit(store, &err), &err);
	check_ok(store_spend(store, "2026-10", secret_a, digest_b, &again,
	    &refusal, &err), &err);
	assert_true(again);
}

/* What SQLite does by itself when the disk is full in the middle of a batch. */
static void
fill_the_disk(void)
{
	static char urn[1 << 20];

	check_ok(db_run(store->db, "PRAGMA max_page_count=1", &err), &err);
	assert_int_equal(store_urn_put(store, "2026-10",
	    (struct str){ urn, sizeof(urn) }, &err), E_IO);
	check_ok(db_run(store->db, "PRAGMA max_page_count=100000", &err), &err);
}

static void
nothing_is_kept_of_a_batch_that_a_full_disk_has_undone(void **state)
{
	enum refusal refusal;
	bool again = true;

	(void)state;
	add_period("2026-10");
	check_ok(store_begin(store, &err), &err);
	fill_the_disk();
	assert_int_equal(store_spend(store, "2026-10", secret_a, digest_a,
	    &again, &refusal, &err), E_IO);
	assert_int_not_equal(store_commit(store, &err), OK);
	check_ok(store_spend(store, "2026-10", secret_a, digest_a, &again,
	    &refusal, &err), &err);
	assert_false(again);
}

static void
count_publication(void *cookie, const char *period, struct str publication,
    struct str roster)
{
	check_str(str_of(period), "2026-10", "period");
	check_str(publication, "published", "publication");
	check_str(roster, "roster", "roster");
	++*(int *)cookie;
}

static void
count_device(void *cookie, struct str device)
{
	(void)device;
	++*(int *)cookie;
}

static void
closing_publishes_once_and_forgets_what_was_counted(void **state)
{
	enum refusal refusal;
	struct buf urn;
	bool again;
	int seen = 0, tokens = 0;

	(void)state;
	buf_init(&urn, 4096);
	add_period("2026-10");
	check_ok(store_token(store, "2026-10", STR("a"), digest_a, &refusal,
	    &err), &err);
	check_ok(store_spend(store, "2026-10", secret_a, digest_a, &again,
	    &refusal, &err), &err);
	check_ok(store_close(store, "2026-10", STR("published"), STR("roster"),
	    &err), &err);
	assert_int_equal(store_close(store, "2026-10", STR("other"), STR(""),
	    &err), E_REFUSED);
	assert_int_equal(store_close(store, "2026-11", STR("other"), STR(""),
	    &err), E_NOT_FOUND);
	check_ok(store_publications(store, count_publication, &seen, &err),
	    &err);
	assert_int_equal(seen, 1);
	assert_int_equal(store_urn(store, "2026-10", &urn, &err), E_NOT_FOUND);
	check_ok(store_tokens(store, "2026-10", count_device, &tokens, &err),
	    &err);
	assert_int_equal(tokens, 0);
	check_ok(store_spend(store, "2026-10", secret_b, digest_a, &again,
	    &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_CLOSED);
	buf_release(&urn);
}

static void
a_publication_cannot_be_changed_even_by_hand(void **state)
{
	struct db *db = NULL;

	(void)state;
	add_period("2026-10");
	check_ok(store_close(store, "2026-10", STR("published"), STR(""), &err),
	    &err);
	check_ok(db_open(path, DB_READ_WRITE, &db, &err), &err);
	assert_int_not_equal(db_run(db, "UPDATE publications SET document = ''",
	    &err), OK);
	db_free(db);
}

/* True when `needle` is anywhere in a file's bytes. */
static bool
file_holds(const char *name, const char *needle)
{
	static char bytes[1 << 20];
	FILE *file = fopen(name, "r");
	size_t n;
	struct str content;

	assert_non_null(file);
	n = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	content = (struct str){ bytes, n };
	return str_find(content, str_of(needle), &n);
}

static void
what_was_forgotten_is_in_no_free_page(void **state)
{
	(void)state;
	add_period("2026-10");
	assert_true(file_holds(path, "urn-canary-sealed"));
	check_ok(store_close(store, "2026-10", STR("published"), STR(""), &err),
	    &err);
	assert_false(file_holds(path, "urn-canary-sealed"));
}

static enum status
see_file(void *cookie, const char *name, struct str content, struct err *ignored)
{
	(void)ignored;
	check_str(str_of(name), "policy.yaml", "name");
	check_str(content, "charter: yes", "content");
	++*(int *)cookie;
	return OK;
}

static void
a_backup_holds_all_but_urns_spent_lists_and_secrets(void **state)
{
	const struct store_file files[] = {
		{ "policy.yaml", STR("charter: yes") },
	};
	struct store *copy = NULL;
	struct stat found;
	struct buf bytes;
	enum refusal refusal;
	bool again;
	int seen = 0;

	(void)state;
	buf_init(&bytes, 4096);
	add_code(1, 2, TODAY);
	assert_int_equal(enrol(1, 1, "a"), REFUSAL_NONE);
	add_period("2026-10");
	check_ok(store_secret_put(store, 2026, STR("secret-canary-sealed"),
	    &err), &err);
	check_ok(store_spend(store, "2026-10",
	    (const uint8_t *)"spent-canary-of-thirty-two-bytes", digest_a,
	    &again, &refusal, &err), &err);
	check_ok(store_backup(store, copy_path, files, 1, &err), &err);
	assert_int_equal(store_backup(store, copy_path, files, 1, &err),
	    E_REFUSED);
	assert_int_equal(stat(copy_path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	assert_false(file_holds(copy_path, "urn-canary-sealed"));
	assert_false(file_holds(copy_path, "spent-canary"));
	assert_false(file_holds(copy_path, "secret-canary-sealed"));
	check_ok(store_open(copy_path, &copy, &err), &err);
	check_ok(store_unpack(copy, see_file, &seen, &err), &err);
	assert_int_equal(seen, 1);
	check_ok(store_knows(copy, STR("a"), secret_a, &refusal, &err), &err);
	assert_int_equal(refusal, REFUSAL_NONE);
	assert_int_equal(store_unpack(store, see_file, &seen, &err),
	    E_UNSUPPORTED);
	check_ok(store_document(copy, digest_a, &bytes, &err), &err);
	check_str(buf_view(&bytes), "catalogue", "document");
	store_free(copy);
	buf_release(&bytes);
}

static void
days_up_are_counted_once(void **state)
{
	int64_t days = -1;

	(void)state;
	for (int32_t day = 10; day < 15; day++)
		check_ok(store_alive(store, day, &err), &err);
	check_ok(store_alive(store, 12, &err), &err);
	check_ok(store_days_up(store, 11, 14, &days, &err), &err);
	assert_int_equal(days, 3);
}

static void
a_years_secret_is_put_once(void **state)
{
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 64);
	assert_int_equal(store_secret(store, 2026, &bytes, &err), E_NOT_FOUND);
	check_ok(store_secret_put(store, 2026, STR("one"), &err), &err);
	assert_int_equal(store_secret_put(store, 2026, STR("two"), &err),
	    E_REFUSED);
	check_ok(store_secret(store, 2026, &bytes, &err), &err);
	check_str(buf_view(&bytes), "one", "secret");
	check_ok(store_secret_forget(store, 2026, &err), &err);
	assert_int_equal(store_secret(store, 2026, &bytes, &err), E_NOT_FOUND);
	buf_release(&bytes);
}

static enum store_mail_state
mail_state(struct store *of)
{
	struct store_mail mail = { STORE_MAIL_SENT, 0 };

	check_ok(store_mail(of, "2026-10", &mail, &err), &err);
	return mail.state;
}

static void
a_mail_is_taken_once(void **state)
{
	const struct store_mail sent = { STORE_MAIL_SENT, 7 };
	const struct store_mail none = { STORE_MAIL_NONE, 0 };
	struct store_mail found;

	(void)state;
	assert_int_equal(mail_state(store), STORE_MAIL_NONE);
	check_ok(store_mail_take(store, "2026-10", 5, &err), &err);
	assert_int_equal(mail_state(store), STORE_MAIL_LEAVING);
	assert_int_equal(store_mail_take(store, "2026-10", 6, &err), E_REFUSED);
	check_ok(store_mail(store, "2026-10", &found, &err), &err);
	assert_int_equal(found.at, 5);
	check_ok(store_mail_put(store, "2026-10", sent, &err), &err);
	assert_int_equal(store_mail_take(store, "2026-10", 8, &err), E_REFUSED);
	assert_int_equal(mail_state(store), STORE_MAIL_SENT);
	check_ok(store_mail_put(store, "2026-10", none, &err), &err);
	check_ok(store_mail_take(store, "2026-10", 9, &err), &err);
}

static void
the_note_of_a_mail_goes_with_its_publication_and_into_a_backup(void **state)
{
	struct store *copy = NULL;

	(void)state;
	check_ok(store_mail_take(store, "2026-10", 5, &err), &err);
	check_ok(store_backup(store, copy_path, NULL, 0, &err), &err);
	check_ok(store_open(copy_path, &copy, &err), &err);
	assert_int_equal(mail_state(copy), STORE_MAIL_LEAVING);
	store_free(copy);
	check_ok(store_purge(store, "2026-10", &err), &err);
	assert_int_equal(mail_state(store), STORE_MAIL_NONE);
}

static void
a_store_of_the_schema_before_is_brought_to_this_one(void **state)
{
	struct db *db = NULL;
	struct buf urn;

	(void)state;
	buf_init(&urn, 4096);
	add_period("2026-10");
	store_free(store);
	check_ok(db_open(path, DB_READ_WRITE, &db, &err), &err);
	check_ok(db_run(db, "DROP TABLE mails; PRAGMA user_version=1", &err),
	    &err);
	db_free(db);
	check_ok(store_open(path, &store, &err), &err);
	check_ok(store_mail_take(store, "2026-10", 5, &err), &err);
	check_ok(store_urn(store, "2026-10", &urn, &err), &err);
	check_str(buf_view(&urn), "urn-canary-sealed", "urn");
	buf_release(&urn);
}

static void
another_programs_file_is_refused(void **state)
{
	struct store *other = NULL;
	struct db *db = NULL;

	(void)state;
	assert_int_equal(store_create(path, &err), E_REFUSED);
	check_ok(db_open(copy_path, DB_CREATE, &db, &err), &err);
	check_ok(db_run(db, "CREATE TABLE t (n)", &err), &err);
	db_free(db);
	assert_int_equal(store_open(copy_path, &other, &err), E_UNSUPPORTED);
	(void)unlink(copy_path);
	check_ok(db_open(path, DB_READ_WRITE, &db, &err), &err);
	check_ok(db_run(db, "PRAGMA user_version=99", &err), &err);
	db_free(db);
	assert_int_equal(store_open(path, &other, &err), E_UNSUPPORTED);
	assert_null(other);
}

static void
a_store_is_its_owners_alone(void **state)
{
	struct stat found;

	(void)state;
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	check_ok(store_check(store, &err), &err);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, new_store, end_stores)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_code_serves_until_its_day_and_as_often_as_it_says),
		TEST(a_use_taken_is_never_given_back),
		TEST(a_device_is_known_by_its_secret_until_it_is_revoked),
		TEST(a_sign_of_life_leaves_a_week_a_version_and_the_sources_health),
		TEST(one_token_request_per_device_and_period),
		TEST(a_token_is_spent_once_and_for_one_ballot),
		TEST(a_batch_is_kept_or_lost_whole_and_a_refused_verb_alone),
		TEST(nothing_is_kept_of_a_batch_that_a_full_disk_has_undone),
		TEST(closing_publishes_once_and_forgets_what_was_counted),
		TEST(a_publication_cannot_be_changed_even_by_hand),
		TEST(what_was_forgotten_is_in_no_free_page),
		TEST(a_backup_holds_all_but_urns_spent_lists_and_secrets),
		TEST(days_up_are_counted_once),
		TEST(a_years_secret_is_put_once),
		TEST(a_mail_is_taken_once),
		TEST(the_note_of_a_mail_goes_with_its_publication_and_into_a_backup),
		TEST(a_store_of_the_schema_before_is_brought_to_this_one),
		TEST(another_programs_file_is_refused),
		TEST(a_store_is_its_owners_alone),
	};

	return cmocka_run_group_tests(tests, make_paths, remove_folder);
}
