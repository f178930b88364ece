/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector_folder.h"

#include "collector/ballotbox.h"
#include "collector/closing.h"
#include "collector/contents.h"
#include "collector/urn.h"

static struct polls *polls;
static const struct poll *poll;
static struct ballotbox *box;
static uint8_t random_bytes[BALLOT_BYTES];

static int
new_box(void **state)
{
	char urns[96];

	(void)new_folder(state);
	check_ok(polls_prepare(&folder, at(2026, 10, 20), &err), &err);
	check_ok(polls_load(&folder, at(2026, 10, 20), &polls, &err), &err);
	poll = polls_named(polls, STR("2026-10"));
	(void)snprintf(urns, sizeof(urns), "%s/urn", data);
	check_ok(ballotbox_new(urns, &box, &err), &err);
	return 0;
}

static int
end_box(void **state)
{
	ballotbox_free(box);
	polls_free(polls);
	return end_folder(state);
}

/* A token as a computer gets one. */
static void
new_token(uint8_t token[TOKEN_BYTES])
{
	struct token_secrets secrets;
	uint8_t request[TOKEN_REQUEST_BYTES], response[TOKEN_KEY_BYTES];

	check_ok(token_secrets_draw(&poll->key, &secrets, &err), &err);
	check_ok(token_request(&poll->key, poll->challenge, &secrets, request,
	    &err), &err);
	check_ok(token_issue(&poll->key,
	    (struct str){ (const char *)request, sizeof(request) }, response,
	    &err), &err);
	check_ok(token_finish(&poll->key, poll->challenge, &secrets,
	    (struct str){ (const char *)response, sizeof(response) }, token,
	    &err), &err);
}

static void
new_body(struct buf *out, const uint8_t token[TOKEN_BYTES], bool blank)
{
	struct ballot ballot = { .period = poll->record.period };

	if (blank)
		ballot = ballot_blank(&poll->record.period);
	buf_init(out, 2 * BALLOTBOX_BYTES);
	buf_str(out, (struct str){ (const char *)token, TOKEN_BYTES });
	ballot_write(out, &poll->vocabulary.catalogue, &ballot, random_bytes);
}

static enum refusal
judge(struct str bytes, int64_t now, struct entry *ret)
{
	enum refusal refusal = REFUSAL_COUNT;
	enum ballot_fault fault;

	ballotbox_judge(polls, bytes, now, ret, &refusal, &fault);
	return refusal;
}

static void
a_ballot_is_taken_in_its_window_only(void **state)
{
	uint8_t token[TOKEN_BYTES];
	struct entry entry;
	struct buf body;

	(void)state;
	new_token(token);
	new_body(&body, token, false);
	assert_int_equal(judge(buf_view(&body), poll->record.opens_at - 1,
	    &entry), REFUSAL_TOO_EARLY);
	assert_int_equal(judge(buf_view(&body), poll->record.opens_at, &entry),
	    REFUSAL_NONE);
	assert_int_equal(judge(buf_view(&body), poll->taken_until - 1, &entry),
	    REFUSAL_NONE);
	assert_int_equal(judge(buf_view(&body), poll->taken_until, &entry),
	    REFUSAL_BUSY);
	buf_release(&body);
}

static void
any_altered_byte_of_a_token_is_refused(void **state)
{
	uint8_t token[TOKEN_BYTES];
	struct entry entry;
	struct buf body;

	(void)state;
	new_token(token);
	new_body(&body, token, false);
	for (size_t i = 0; i < TOKEN_BYTES; i += 13) {
		body.at[i] = (char)(body.at[i] ^ 4);
		assert_int_equal(judge(buf_view(&body), poll->record.opens_at,
		    &entry), REFUSAL_TOKEN);
		body.at[i] = (char)(body.at[i] ^ 4);
	}
	assert_int_equal(judge(str_head(buf_view(&body), body.len - 1),
	    poll->record.opens_at, &entry), REFUSAL_FIELDS);
	buf_release(&body);
}

/* A body with one service, of these values. */
static enum ballot_fault
fault_of(const char *service, uint8_t value, uint8_t unapproved)
{
	const struct catalogue *catalogue = &poll->vocabulary.catalogue;
	int id = catalogue_find(catalogue, str_of(service));
	struct ballot ballot = { .period = poll->record.period, .any = value,
		.unapproved = unapproved, .service_count = 1,
		.services = { { (uint16_t)id, value } } };
	uint8_t token[TOKEN_BYTES];
	enum refusal refusal = REFUSAL_COUNT;
	enum ballot_fault fault = BALLOT_GOOD;
	struct entry entry;
	struct buf body;

	assert_true(id >= 0);
	ballot.categories[catalogue->services[id].category] = value;
	new_token(token);
	buf_init(&body, 2 * BALLOTBOX_BYTES);
	buf_str(&body, (struct str){ (const char *)token, TOKEN_BYTES });
	ballot_write(&body, catalogue, &ballot, random_bytes);
	ballotbox_judge(polls, buf_view(&body), poll->record.opens_at, &entry,
	    &refusal, &fault);
	assert_int_equal(refusal, fault == BALLOT_GOOD ? REFUSAL_NONE
	                                               : REFUSAL_BALLOT);
	buf_release(&body);
	return fault;
}

static void
a_service_never_approved_bounds_the_unapproved_from_below(void **state)
{
	static const struct {
		const char *label, *service;
		uint8_t value, unapproved;
		enum ballot_fault expected;
	} rows[] = {
		{ "undecided, as many", "deepseek", 1, 1, BALLOT_GOOD },
		{ "undecided, regular", "deepseek", 2, 2, BALLOT_GOOD },
		{ "undecided, none", "deepseek", 1, 0, BALLOT_UNAPPROVED_BELOW },
		{ "undecided, fewer", "deepseek", 2, 1,
		    BALLOT_UNAPPROVED_BELOW },
		{ "allowed since the 15th", "chatgpt", 2, 0, BALLOT_GOOD },
		{ "above any all the same", "chatgpt", 1, 2,
		    BALLOT_UNAPPROVED_EXCEEDS },
		{ "forbidden on the last day only", "claude", 2, 0,
		    BALLOT_GOOD },
	};

	(void)state;
	write_inner("policy.yaml", "schema: 1\nassociation: Les Sentiers\n"
	    "period: month\ndecisions:\n"
	    "  - {service: chatgpt, status: allowed, date: 2026-11-15}\n"
	    "  - {service: claude, status: allowed, date: 2026-09-01}\n"
	    "  - {service: claude, status: forbidden, date: 2026-11-30}\n");
	check_ok(polls_prepare(&folder, at(2026, 10, 21), &err), &err);
	polls_free(polls);
	check_ok(polls_load(&folder, at(2026, 10, 21), &polls, &err), &err);
	poll = polls_named(polls, STR("2026-11"));
	assert_non_null(poll);
	for (size_t i = 0; i < COUNT(rows); i++)
		check_number(fault_of(rows[i].service, rows[i].value,
		    rows[i].unapproved), rows[i].expected, rows[i].label);
}

static enum refusal
count(const struct entry *entry, bool commit)
{
	enum refusal refusal = REFUSAL_NONE;

	check_ok(store_begin(folder.store, &err), &err);
	check_ok(ballotbox_count(box, folder.store, entry, &refusal, &err),
	    &err);
	check_ok(ballotbox_seal(box, folder.store, &err), &err);
	if (commit)
		check_ok(store_commit(folder.store, &err), &err);
	else
		store_abandon(folder.store);
	ballotbox_forget(box);
	return refusal;
}

/* What the urn now holds. */
static void
check_urn(uint32_t ballots, uint32_t blanks)
{
	struct urn_key key;
	struct tallies tallies;
	struct buf sealed, plain, pair;
	char urns[96];

	(void)snprintf(urns, sizeof(urns), "%s/urn", data);
	buf_init(&sealed, 2 * CONTENTS_MAX_BYTES);
	buf_init(&plain, CONTENTS_MAX_BYTES);
	buf_init(&pair, CONTENTS_KEY_BYTES);
	check_ok(urn_key(urns, "2026-10", &key, &err), &err);
	check_ok(store_urn(folder.store, "2026-10", &sealed, &err), &err);
	check_ok(urn_open(&key, "2026-10", buf_view(&sealed), &plain, &err),
	    &err);
	check_ok(contents_read(buf_view(&plain), &poll->vocabulary.catalogue,
	    &pair, &tallies, &err), &err);
	check_number(tallies.ballots, ballots, "ballots");
	check_number(tallies.blanks, blanks, "blanks");
	tallies_release(&tallies);
	buf_release(&pair);
	buf_release(&plain);
	buf_release(&sealed);
}

static void
a_ballot_counts_once_however_often_it_comes(void **state)
{
	uint8_t token[TOKEN_BYTES];
	struct entry entry, other;
	struct buf body, changed;

	(void)state;
	new_token(token);
	new_body(&body, token, false);
	random_bytes[0] ^= 1;
	new_body(&changed, token, false);
	assert_int_equal(judge(buf_view(&body), poll->record.opens_at, &entry),
	    REFUSAL_NONE);
	assert_int_equal(judge(buf_view(&changed), poll->record.opens_at,
	    &other), REFUSAL_NONE);
	assert_int_equal(count(&entry, true), REFUSAL_NONE);
	assert_int_equal(count(&entry, true), REFUSAL_NONE);
	assert_int_equal(count(&other, true), REFUSAL_SPENT);
	check_urn(1, 0);
	buf_release(&changed);
	buf_release(&body);
}

static void
an_abandoned_batch_counts_nothing(void **state)
{
	uint8_t token[TOKEN_BYTES];
	struct entry entry;
	struct buf body;

	(void)state;
	new_token(token);
	new_body(&body, token, true);
	assert_int_equal(judge(buf_view(&body), poll->record.opens_at, &entry),
	    REFUSAL_NONE);
	assert_int_equal(count(&entry, false), REFUSAL_NONE);
	check_urn(0, 0);
	assert_int_equal(count(&entry, true), REFUSAL_NONE);
	check_urn(0, 1);
	buf_release(&body);
}

static void
a_period_closed_meanwhile_counts_nothing_more(void **state)
{
	uint8_t token[TOKEN_BYTES];
	struct entry entry;
	struct buf body;
	bool measured = false;

	(void)state;
	new_token(token);
	new_body(&body, token, false);
	assert_int_equal(judge(buf_view(&body), poll->record.opens_at, &entry),
	    REFUSAL_NONE);
	check_ok(closing_close(&folder, STR("2026-10"), at(2026, 11, 20),
	    &measured, &err), &err);
	assert_true(measured);
	assert_int_equal(count(&entry, true), REFUSAL_CLOSED);
	buf_release(&body);
}

#define BOX_TEST(name) cmocka_unit_test_setup_teardown(name, new_box, end_box)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_ballot_is_taken_in_its_window_only),
		BOX_TEST(any_altered_byte_of_a_token_is_refused),
		BOX_TEST(a_service_never_approved_bounds_the_unapproved_from_below),
		BOX_TEST(a_ballot_counts_once_however_often_it_comes),
		BOX_TEST(an_abandoned_batch_counts_nothing),
		BOX_TEST(a_period_closed_meanwhile_counts_nothing_more),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
