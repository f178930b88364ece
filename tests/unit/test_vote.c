/* SPDX-License-Identifier: Apache-2.0
 * A collector in a few functions stands at the end of both channels: it has a
 * true authority and a true key, remembers every request, and misbehaves as a
 * test asks it to.
 */
#include "agent/vote.h"

#include "agent/authority.h"
#include "agent/casting.h"
#include "agent/draft.h"
#include "agent/member.h"
#include "agent/poll.h"
#include "agent/turn.h"
#include "collector/pki.h"

#include "core/db.h"
#include "core/hex.h"
#include "core/json.h"

#include "tests/unit/state_make.h"

#include <openssl/evp.h>
#include <stdlib.h>

#define DAY INT64_C(86400)
#define OCTOBER ((int64_t)20727 * DAY) /* 2026-10-01 */
#define NOVEMBER (OCTOBER + 31 * DAY)
#define OPENS (NOVEMBER + DAY)
#define CLOSES (NOVEMBER + 11 * DAY)

struct world {
	struct place_of_state place;
	struct state_join join;
	struct token_key key, other_key;
	struct buf record, other_record, catalogue, policy;
	struct vote vote;

	bool lies;              /* another record to who asks without a name */
	bool signs_wrongly;
	bool away;
	int other_http;         /* for heartbeat and records; 0: as they should */
	int token_http, ballot_http;
	const char *refusal;    /* code in the body of a refusal */
	int64_t date;

	char last_token[2048];  /* body of the last token request */
	struct buf ballots;     /* bodies of all ballots */
	int identified, anonymous, heartbeats, ballot_count;
	bool state_had_secrets; /* when the token request left */
	char said[2048];
};

static struct world *world;

/* Two pairs for all tests: making one takes a second under ASan. */
static struct token_key keys[2];

static int
make_keys(void **unused)
{
	struct err err = { "" };

	(void)unused;
	check_ok(token_key_new(NULL, &keys[0], &err), &err);
	check_ok(token_key_new(keys[0].id, &keys[1], &err), &err);
	return 0;
}

static int
free_keys(void **unused)
{
	(void)unused;
	token_key_release(&keys[0]);
	token_key_release(&keys[1]);
	return 0;
}

static void
reply_text(struct client_reply *ret, int http, struct str body)
{
	*ret = (struct client_reply){ .http = http, .date = world->date };
	buf_init(&ret->body, CLIENT_REPLY_BYTES);
	buf_str(&ret->body, body);
}

static void
reply_refusal(struct client_reply *ret, int http)
{
	struct buf body;

	buf_init(&body, 512);
	buf_format(&body, "{\"code\":\"%s\",\"sentence\":\"non\"}",
	    world->refusal == NULL ? "failed" : world->refusal);
	reply_text(ret, http, buf_view(&body));
	buf_release(&body);
}

static void
reply_record(struct client_reply *ret, const struct buf *record)
{
	struct buf signature, hex, body;
	struct err err = { "" };
	json_t *object;

	buf_init(&signature, 256);
	buf_init(&hex, 512);
	buf_init(&body, 8192);
	check_ok(pki_sign(world->place.scratch.path, buf_view(record),
	    &signature, &err), &err);
	hex_write(&hex, (const uint8_t *)signature.at, signature.len);
	object = json_pack("{s:o,s:s}", "record",
	    json_from_str(buf_view(record)), "signature", buf_z(&hex));
	json_write(&body, object, false);
	json_decref(object);
	reply_text(ret, 200, buf_view(&body));
	buf_release(&body);
	buf_release(&hex);
	buf_release(&signature);
}

static void
note_secrets(void *cookie, const struct booth *booth)
{
	static const uint8_t zeros[TOKEN_NONCE];

	*(bool *)cookie = memcmp(booth->secrets.nonce, zeros, TOKEN_NONCE) != 0;
}

static void
reply_token(struct client_reply *ret, struct str body)
{
	uint8_t request[TOKEN_REQUEST_BYTES], response[TOKEN_KEY_BYTES];
	json_t *object = NULL;
	struct err err = { "" };
	struct buf text;

	(void)snprintf(world->last_token, sizeof(world->last_token), "%.*s",
	    (int)body.len, body.at);
	check_ok(booth_each(world->place.state, note_secrets,
	    &world->state_had_secrets, &err), &err);
	if (world->token_http != 200) {
		reply_refusal(ret, world->token_http);
		return;
	}
	check_ok(json_read(body, 4096, &object, &err), &err);
	assert_true(hex_read(json_get_str(object, "request"), request,
	    sizeof(request)));
	json_decref(object);
	check_ok(token_issue(&world->key, (struct str){
	    (const char *)request, sizeof(request) }, response, &err), &err);
	if (world->signs_wrongly)
		response[200] ^= 1;
	buf_init(&text, 1024);
	buf_text(&text, "{\"response\":\"");
	hex_write(&text, response, sizeof(response));
	buf_text(&text, "\"}");
	reply_text(ret, 200, buf_view(&text));
	buf_release(&text);
}

static enum status
identified(const struct client_place *place, const char *bearer,
    const struct client_call *call, struct client_reply *ret, struct err *err)
{
	(void)place;
	world->identified++;
	if (world->away)
		return err_set(err, E_NETWORK, MSG_NET_CUT, NO_ARGS);
	assert_non_null(bearer);
	if (world->other_http != 0 && strcmp(call->path, "/v1/tokens") != 0) {
		reply_refusal(ret, world->other_http);
	} else if (strcmp(call->path, "/v1/heartbeat") == 0) {
		world->heartbeats++;
		reply_text(ret, 204, STR(""));
	} else if (strcmp(call->path, "/v1/periods/current") == 0) {
		reply_record(ret, &world->record);
	} else if (strcmp(call->path, "/v1/vocabulary") == 0) {
		reply_text(ret, 200, buf_view(&world->catalogue));
	} else if (strcmp(call->path, "/v1/policy") == 0) {
		reply_text(ret, 200, buf_view(&world->policy));
	} else if (strcmp(call->path, "/v1/tokens") == 0) {
		reply_token(ret, call->body);
	} else {
		fail_msg("%s", call->path);
	}
	return OK;
}

static enum status
anonymous(const struct client_place *place, const struct client_call *call,
    struct client_reply *ret, struct err *err)
{
	(void)place;
	world->anonymous++;
	if (world->away)
		return err_set(err, E_NETWORK, MSG_NET_CUT, NO_ARGS);
	if (strcmp(call->path, "/v1/ballots") == 0) {
		buf_str(&world->ballots, call->body);
		world->ballot_count++;
		if (world->ballot_http == 204)
			reply_text(ret, 204, STR(""));
		else
			reply_refusal(ret, world->ballot_http);
		return OK;
	}
	assert_string_equal(call->path, "/v1/periods/2026-10");
	reply_record(ret, world->lies ? &world->other_record : &world->record);
	return OK;
}

static void
say(void *cookie, enum message id, const char *const *args)
{
	struct world *here = cookie;

	message_fill(here->said, sizeof(here->said), id, args);
}

static void
write_a_record(struct buf *out, const struct token_key *key)
{
	struct record record = { .opens_at = OPENS, .closes_at = CLOSES };

	assert_true(period_parse(STR("2026-10"), &record.period));
	memcpy(record.key, key->spki, sizeof(record.key));
	assert_int_equal(EVP_Digest(world->catalogue.at, world->catalogue.len,
	    record.catalogue, NULL, EVP_sha256(), NULL), 1);
	assert_int_equal(EVP_Digest(world->policy.at, world->policy.len,
	    record.policy, NULL, EVP_sha256(), NULL), 1);
	record_write(out, &record);
}

static void
read_authority(struct state_join *join)
{
	char path[700];
	struct err err = { "" };
	struct buf pem;

	(void)snprintf(path, sizeof(path), "%s/ca.crt",
	    world->place.scratch.path);
	buf_init(&pem, STATE_AUTHORITY - 1);
	check_ok(os_read_file(path, &pem, &err), &err);
	(void)snprintf(join->authority, sizeof(join->authority), "%s",
	    buf_z(&pem));
	buf_release(&pem);
}

static int
setup(void **unused)
{
	static const struct vote_net net = { identified, anonymous };
	struct err err = { "" };

	(void)unused;
	world = calloc(1, sizeof(*world));
	assert_non_null(world);
	state_make(&world->place);
	check_ok(pki_create(world->place.scratch.path, "Essai", 0, &err), &err);
	world->join = state_join_sample();
	read_authority(&world->join);
	world->join.joined = 20727;
	world->join.notice = 20727;
	check_ok(state_join(world->place.state, &world->join, &err), &err);
	world->key = keys[0];
	world->other_key = keys[1];
	buf_init(&world->record, RECORD_MAX_BYTES);
	buf_init(&world->other_record, RECORD_MAX_BYTES);
	buf_init(&world->catalogue, VOCABULARY_MAX_BYTES);
	buf_init(&world->policy, 4096);
	buf_init(&world->ballots, (size_t)1 << 20);
	vocabulary_write(&world->catalogue, catalogue_builtin(), NULL);
	buf_text(&world->policy, "schema: 1\nassociation: Essai\nnotice_date: 2026-10-01\n");
	write_a_record(&world->record, &world->key);
	write_a_record(&world->other_record, &world->other_key);
	world->token_http = 200;
	world->ballot_http = 204;
	world->vote = (struct vote){ .state = world->place.state,
		.join = &world->join, .net = &net, .say = say,
		.cookie = world };
	return 0;
}

static int
teardown(void **unused)
{
	(void)unused;
	buf_release(&world->record);
	buf_release(&world->other_record);
	buf_release(&world->catalogue);
	buf_release(&world->policy);
	buf_release(&world->ballots);
	state_unmake(&world->place);
	free(world);
	return 0;
}

/* The time is `wall`, and the machine has been awake since long before. */
static void
at(int64_t wall)
{
	struct err err = { "" };

	world->vote.now = (struct schedule_moment){ wall, 1, wall, 0, -1 };
	check_ok(turn_clock(&world->vote, &err), &err);
	check_ok(turn_expire(&world->vote, &err), &err);
}

static enum turn
due(struct booth *ret)
{
	enum turn step = TURN_REST;
	struct err err = { "" };

	check_ok(turn_due(&world->vote, &step, ret, &err), &err);
	return step;
}

static struct booth
october(void)
{
	struct booth booth;
	struct period period;
	struct err err = { "" };

	assert_true(period_parse(STR("2026-10"), &period));
	check_ok(booth_load(world->place.state, &period, &booth, &err), &err);
	return booth;
}

static void
healthy(void)
{
	struct findings findings;
	struct err err = { "" };

	check_ok(findings_init(&findings, &err), &err);
	findings_source(&findings, SOURCE_HISTORY, STR("Firefox"), STR("read"));
	add(&findings, 20730, "chatgpt", EVIDENCE_VISITED, 0);
	findings.self_test = true;
	check_ok(ledger_commit(world->place.state, &findings, 20757, &err),
	    &err);
	findings_release(&findings);
}

/* Enrolled in October: record and token are there. */
static void
begin(void)
{
	struct err err = { "" };

	at(OCTOBER + 3600);
	check_ok(poll_learn(&world->vote, &err), &err);
	check_ok(member_heartbeat(&world->vote, &err), &err);
}

/* ... the record was checked, and the ballot is drafted in the window. */
static struct booth
draft(void)
{
	struct booth booth;
	struct err err = { "" };

	begin();
	healthy();
	at(OCTOBER + 10 * DAY);
	assert_int_equal(due(&booth), TURN_CHECK);
	check_ok(poll_check(&world->vote, &booth, &err), &err);
	at(OPENS);
	assert_int_equal(due(&booth), TURN_DRAFT);
	check_ok(casting_draft(&world->vote, &booth, &err), &err);
	return october();
}

static void
a_month_from_record_to_ballot(void **unused)
{
	struct booth booth;
	struct err err = { "" };

	(void)unused;
	booth = draft();
	assert_int_equal(booth.status, BOOTH_DRAFTED);
	assert_int_equal(due(&booth), TURN_REST);
	at(OPENS + booth.delay - 1);
	assert_int_equal(due(&booth), TURN_REST);
	at(OPENS + booth.delay);
	assert_int_equal(due(&booth), TURN_SEND);
	check_ok(casting_send(&world->vote, &booth, &err), &err);
	booth = october();
	assert_int_equal(booth.status, BOOTH_SENT);
	assert_int_equal(world->ballot_count, 1);
	assert_int_equal(world->ballots.len, TOKEN_BYTES + BALLOT_BYTES);
	check_days(world->place.state, "", "acknowledged days are erased");
	assert_int_equal(due(&booth), TURN_REST);
}

static void
secrets_are_committed_before_the_first_request(void **unused)
{
	(void)unused;
	begin();
	assert_true(world->state_had_secrets);
}

static void
a_token_that_did_not_arrive_is_asked_for_by_the_same_request(void **unused)
{
	char first[sizeof(world->last_token)];
	struct err err = { "" };

	(void)unused;
	world->token_http = 503;
	at(OCTOBER + 3600);
	assert_int_equal(poll_learn(&world->vote, &err), E_NETWORK);
	memcpy(first, world->last_token, sizeof(first));
	world->token_http = 200;
	at(OCTOBER + 7200);
	check_ok(poll_learn(&world->vote, &err), &err);
	assert_string_equal(first, world->last_token);
	assert_int_equal(october().status, BOOTH_HELD);
}

static void
a_ballot_that_got_no_answer_leaves_again_as_the_same_bytes(void **unused)
{
	const size_t size = TOKEN_BYTES + BALLOT_BYTES;
	struct booth booth = draft();
	struct err err = { "" };

	(void)unused;
	at(OPENS + SCHEDULE_DELAY_MAX);
	world->ballot_http = 500;
	assert_int_equal(due(&booth), TURN_SEND);
	assert_int_equal(casting_send(&world->vote, &booth, &err), E_NETWORK);
	/* what happens meanwhile changes nothing */
	commit_one(world->place.state, 20760, 20740, "deepl", EVIDENCE_VISITED,
	    0);
	at(OPENS + 2 * DAY);
	world->ballot_http = 204;
	assert_int_equal(due(&booth), TURN_SEND);
	check_ok(casting_send(&world->vote, &booth, &err), &err);
	assert_int_equal(world->ballots.len, 2 * size);
	assert_memory_equal(world->ballots.at, world->ballots.at + size, size);
}

static void
differing_records_are_kept_as_proof_and_end_it(void **unused)
{
	struct booth booth;
	struct err err = { "" };

	(void)unused;
	begin();
	healthy();
	world->lies = true;
	at(OCTOBER + 10 * DAY);
	assert_int_equal(due(&booth), TURN_CHECK);
	check_ok(poll_check(&world->vote, &booth, &err), &err);
	booth = october();
	assert_int_equal(booth.status, BOOTH_ABSTAINED);
	assert_int_equal(booth.reason, REASON_RECORDS_DIFFER);
	check_str(str_of(booth.text), buf_z(&world->record), "the first");
	check_str(str_of(booth.other), buf_z(&world->other_record), "other");
	check_ok(authority_signed(str_of(world->join.authority),
	    str_of(booth.other), (struct str){
	    (const char *)booth.other_signature, booth.other_signature_len },
	    &err), &err);
	at(OPENS + DAY);
	assert_int_equal(due(&booth), TURN_REST);
	assert_true(world->said[0] != '\0');
}

static void
a_record_that_others_signed_is_not_taken(void **unused)
{
	struct err err = { "" };
	char other[700];

	(void)unused;
	/* the collector signs with another authority than the pinned one */
	(void)snprintf(other, sizeof(other), "rm %s/ca.*",
	    world->place.scratch.path);
	assert_int_equal(system(other), 0);
	check_ok(pki_create(world->place.scratch.path, "Autre", 0, &err), &err);
	at(OCTOBER + 3600);
	assert_int_equal(poll_learn(&world->vote, &err), E_INVALID);
	assert_int_equal(world->last_token[0], '\0');
}

static void
a_record_cannot_change_within_the_period(void **unused)
{
	struct booth booth;
	struct err err = { "" };

	(void)unused;
	world->token_http = 503;
	at(OCTOBER + 3600);
	assert_int_equal(poll_learn(&world->vote, &err), E_NETWORK);
	buf_reset(&world->record);
	buf_str(&world->record, buf_view(&world->other_record));
	world->token_http = 200;
	at(OCTOBER + 7200);
	check_ok(poll_learn(&world->vote, &err), &err);
	booth = october();
	assert_int_equal(booth.status, BOOTH_ABSTAINED);
	assert_int_equal(booth.reason, REASON_RECORDS_DIFFER);
}

struct end_row {
	const char *label;
	int token_http, ballot_http;
	bool signs_wrongly;
	const char *refusal;
	enum booth_status status;
	enum booth_reason reason;
};

static const struct end_row end_rows[] = {
	{ "the token was asked for by another", 409, 204, false, "token_other",
	    BOOTH_ABSTAINED, REASON_TOKEN_TAKEN },
	{ "the period has ended there", 403, 204, false, "period_ended",
	    BOOTH_MISSED, REASON_NO_TOKEN },
	{ "something else was signed", 200, 204, true, NULL, BOOTH_ABSTAINED,
	    REASON_TOKEN_WRONG },
	{ "the token is spent", 200, 409, false, "spent", BOOTH_ABSTAINED,
	    REASON_TOKEN_SPENT },
	{ "the period is closed", 200, 410, false, "closed", BOOTH_MISSED,
	    REASON_CLOSED },
	{ "the ballot is refused", 200, 422, false, "ballot_value",
	    BOOTH_ABSTAINED, REASON_REFUSED },
	{ "too early: a matter of clocks", 200, 403, false, "too_early",
	    BOOTH_DRAFTED, REASON_NONE },
	{ "busy", 200, 503, false, "busy", BOOTH_DRAFTED, REASON_NONE },
};

static void
answers_that_end_a_period_end_it(void **unused)
{
	for (size_t i = 0; i < COUNT(end_rows); i++) {
		const struct end_row *row = &end_rows[i];
		struct booth booth;
		struct err err = { "" };

		world->token_http = row->token_http;
		world->ballot_http = row->ballot_http;
		world->signs_wrongly = row->signs_wrongly;
		world->refusal = row->refusal;
		begin();
		if (row->token_http == 200 && !row->signs_wrongly) {
			(void)draft();
			at(OPENS + SCHEDULE_DELAY_MAX);
			assert_int_equal(due(&booth), TURN_SEND);
			(void)!casting_send(&world->vote, &booth, &err);
		}
		booth = october();
		check_number(booth.status, row->status, row->label);
		check_number(booth.reason, row->reason, row->label);
		(void)teardown(unused);
		(void)setup(unused);
	}
}

static void
the_identified_channel_is_silent_while_ballots_leave(void **unused)
{
	struct booth booth;

	(void)unused;
	booth = draft();
	at(OPENS + 60);
	assert_int_equal(due(&booth), TURN_REST);
	at(CLOSES - 1);
	booth = october();
	booth.status = BOOTH_SENT;
	{
		struct err err = { "" };

		check_ok(booth_save(world->place.state, &booth, &err), &err);
	}
	assert_int_equal(due(&booth), TURN_REST);
	at(CLOSES);
	assert_int_equal(due(&booth), TURN_IDENTIFIED);
}

static void
a_ballot_waits_after_boot_and_resume(void **unused)
{
	struct booth booth = draft();
	struct err err = { "" };

	(void)unused;
	at(OPENS + SCHEDULE_DELAY_MAX);
	/* another boot, ten minutes ago */
	world->vote.now = (struct schedule_moment){
		OPENS + SCHEDULE_DELAY_MAX + 60, 2, 600, 0, -1 };
	check_ok(turn_clock(&world->vote, &err), &err);
	assert_int_equal(due(&booth), TURN_REST);
	world->vote.now = (struct schedule_moment){
		OPENS + SCHEDULE_DELAY_MAX + 360, 2, 900, 0, -1 };
	check_ok(turn_clock(&world->vote, &err), &err);
	assert_int_equal(due(&booth), TURN_SEND);
	/* asleep for an hour */
	world->vote.now = (struct schedule_moment){
		OPENS + SCHEDULE_DELAY_MAX + 4000, 2, 940, 3600, -1 };
	check_ok(turn_clock(&world->vote, &err), &err);
	assert_int_equal(due(&booth), TURN_REST);
}

static void
a_clock_that_is_twelve_hours_off_abstains(void **unused)
{
	struct booth booth;
	struct err err = { "" };

	(void)unused;
	booth = draft();
	at(CLOSES);
	world->vote.clock = CLOSES;
	world->date = CLOSES - SCHEDULE_SKEW - 1;
	assert_int_equal(due(&booth), TURN_SEND);
	assert_int_equal(member_heartbeat(&world->vote, &err), E_REFUSED);
	assert_int_equal(due(&booth), TURN_IDENTIFIED);
	world->date = CLOSES;
	check_ok(member_heartbeat(&world->vote, &err), &err);
	assert_int_equal(due(&booth), TURN_SEND);
}

/* As `at`, by a clock that moved to `wall` in ten minutes of uptime. */
static void
set_to(int64_t wall)
{
	struct schedule_moment before = world->vote.now;
	struct err err = { "" };

	world->vote.now = (struct schedule_moment){ wall, before.boot,
		before.awake + 600, before.asleep, -1 };
	world->vote.clock = wall;
	check_ok(turn_clock(&world->vote, &err), &err);
	check_ok(turn_expire(&world->vote, &err), &err);
}

static void
later(int64_t seconds)
{
	struct err err = { "" };

	world->vote.now.wall += seconds;
	world->vote.now.awake += seconds;
	check_ok(turn_clock(&world->vote, &err), &err);
	check_ok(turn_expire(&world->vote, &err), &err);
}

static bool
doubts(void)
{
	struct err err = { "" };
	bool doubtful = false;

	check_ok(vote_doubts(&world->vote, &doubtful, &err), &err);
	return doubtful;
}

static void
ten_years_ahead_and_back_cost_nothing(void **unused)
{
	struct booth booth;
	struct err err = { "" };
	int64_t from = 0;

	(void)unused;
	booth = draft();
	world->away = true;
	set_to(OPENS + 3652 * DAY);
	assert_true(doubts());
	assert_int_equal(due(&booth), TURN_IDENTIFIED);
	check_days(world->place.state, "-30 chatgpt v; ", "ahead");
	world->away = false;
	world->date = OPENS;
	assert_int_equal(poll_learn(&world->vote, &err), E_REFUSED);
	set_to(OPENS + 1200);
	assert_true(doubts());
	assert_int_equal(due(&booth), TURN_IDENTIFIED); /* in the window, too */
	check_ok(poll_learn(&world->vote, &err), &err);
	assert_false(doubts());
	check_days(world->place.state, "-30 chatgpt v; ", "back");
	check_ok(state_fact(world->place.state, FACT_KEEP_FROM, &from, &err),
	    &err);
	assert_true(from <= 20727);
	assert_int_equal(october().status, BOOTH_DRAFTED);
}

static void
a_clock_set_ahead_into_the_window_makes_no_ballot(void **unused)
{
	struct booth booth;

	(void)unused;
	begin();
	booth = october();
	booth.checked = true;
	{
		struct err err = { "" };

		check_ok(booth_save(world->place.state, &booth, &err), &err);
	}
	set_to(OPENS + 1);
	assert_int_equal(due(&booth), TURN_IDENTIFIED);
}

static void
a_clock_that_stood_for_a_week_is_believed(void **unused)
{
	struct booth booth;

	(void)unused;
	booth = draft();
	world->away = true;
	set_to(CLOSES + 7 * DAY);
	later(7 * DAY - 1);
	check_days(world->place.state, "-30 chatgpt v; ", "not yet");
	later(1);
	check_days(world->place.state, "", "believed");
	assert_int_equal(october().status, BOOTH_MISSED);
	(void)booth;
}

static void
a_first_day_that_is_to_come_is_of_a_wrong_clock(void **unused)
{
	struct err err = { "" };
	int64_t from = 0;

	(void)unused;
	begin();
	check_ok(state_set_fact(world->place.state, FACT_KEEP_FROM, 24350,
	    &err), &err);
	at(OCTOBER + 5 * DAY);
	check_ok(state_fact(world->place.state, FACT_KEEP_FROM, &from, &err),
	    &err);
	assert_int_equal(from, 20727);
}

static bool
removed(void)
{
	int64_t fact = 0;
	struct err err = { "" };

	check_ok(state_fact(world->place.state, FACT_REMOVED, &fact, &err),
	    &err);
	return fact == 1;
}

struct removal_row {
	const char *label;
	int other_http, token_http; /* 0, 200: as they should */
	const char *refusal;
	bool removed;
};

static const struct removal_row removal_rows[] = {
	{ "known", 0, 200, NULL, false },
	{ "removed, asking for the record", 403, 200, "revoked", true },
	{ "unknown, asking for the record", 401, 200, "credentials", true },
	{ "removed, asking for a token", 0, 403, "revoked", true },
	{ "unknown, asking for a token", 0, 401, "credentials", true },
	{ "late, asking for a token", 0, 403, "period_ended", false },
	{ "busy", 503, 200, "busy", false },
};

static void
a_removed_computer_learns_it_from_whatever_it_asks_for(void **unused)
{
	for (size_t i = 0; i < COUNT(removal_rows); i++) {
		const struct removal_row *row = &removal_rows[i];
		struct err err = { "" };

		world->other_http = row->other_http;
		world->token_http = row->token_http;
		world->refusal = row->refusal;
		at(OCTOBER + 3600);
		(void)!poll_learn(&world->vote, &err);
		check_number(removed(), row->removed, row->label);
		/* The collector has found it again: an old backup, mended. */
		world->other_http = 0;
		check_ok(member_heartbeat(&world->vote, &err), &err);
		check_number(removed(), 0, row->label);
		(void)teardown(unused);
		(void)setup(unused);
	}
}

static void
a_sign_of_life_is_given_once_a_week(void **unused)
{
	struct err err = { "" };

	(void)unused;
	begin(); /* Thursday 1 October */
	for (int day = 0; day < 14; day++) {
		at(OCTOBER + day * DAY + 4000);
		check_ok(member_heartbeat(&world->vote, &err), &err);
	}
	assert_int_equal(world->heartbeats, 3);
}

/* A backup of the state's file, taken afterwards, would tell by its size how
 * much there was. */
static void
what_was_erased_does_not_show_in_the_size(void **unused)
{
	struct booth booth = draft();
	struct db *db = state_db(world->place.state);
	struct err err = { "" };
	int64_t before = 0, after = 0, unused_pages = -1;

	(void)unused;
	check_ok(db_one_number(db, "PRAGMA page_count", &before, &err), &err);
	check_ok(db_run(db, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < 1199) INSERT INTO day"
	    " SELECT 20727 + i % 31, 'service-' || i, 0 FROM n", &err), &err);
	check_ok(casting_send(&world->vote, &booth, &err), &err);
	assert_int_equal(october().status, BOOTH_SENT);
	check_ok(db_one_number(db, "PRAGMA freelist_count", &unused_pages,
	    &err), &err);
	assert_int_equal(unused_pages, 0);
	check_ok(db_one_number(db, "PRAGMA page_count", &after, &err), &err);
	assert_true(after <= before);
}

static void
days_are_erased_seven_days_after_the_window(void **unused)
{
	struct booth booth = draft();

	(void)unused;
	world->away = true;
	at(CLOSES + 7 * DAY - 1);
	check_days(world->place.state, "-30 chatgpt v; ", "the last second");
	at(CLOSES + 7 * DAY);
	check_days(world->place.state, "", "seven days after");
	booth = october();
	assert_int_equal(booth.status, BOOTH_MISSED);
	assert_int_equal(booth.reason, REASON_TOO_LATE);
}

/* Never awake in the window: another boot at each end of it. */
static void
a_laptop_that_stayed_closed_says_so(void **unused)
{
	struct err err = { "" };
	struct booth booth;

	(void)unused;
	begin();
	world->vote.now = (struct schedule_moment){
		CLOSES + 7 * DAY, 2, 60, 0, -1 };
	check_ok(turn_clock(&world->vote, &err), &err);
	check_ok(turn_expire(&world->vote, &err), &err);
	booth = october();
	assert_int_equal(booth.status, BOOTH_MISSED);
	assert_int_equal(booth.reason, REASON_ASLEEP);
}

/* Awake all along, record checked, and no ballot: the self-test forbade it. */
static void
a_computer_that_could_not_test_itself_says_so(void **unused)
{
	struct err err = { "" };
	struct booth booth;

	(void)unused;
	begin();
	booth = october();
	booth.checked = true;
	check_ok(booth_save(world->place.state, &booth, &err), &err);
	at(OPENS + 1);
	at(CLOSES + 7 * DAY);
	booth = october();
	assert_int_equal(booth.status, BOOTH_MISSED);
	assert_int_equal(booth.reason, REASON_UNTESTED);
}

static void
a_paused_computer_sends_a_blank_ballot(void **unused)
{
	struct booth booth;
	struct draft made;
	struct err err = { "" };

	(void)unused;
	begin();
	healthy();
	check_ok(ledger_pause(world->place.state, 20735, 20736, &err), &err);
	booth = october();
	check_ok(draft_make(world->place.state, &booth, &made, &err), &err);
	assert_int_equal(made.blank, DRAFT_PAUSED);
	assert_true(made.ballot.blank);
	assert_true(str_starts((struct str){ (const char *)made.bytes,
	    BALLOT_BYTES }, STR("{\"v\":1,\"period\":\"2026-10\",\"blank\":1}\n")));
	draft_release(&made);
}

static void
a_computer_that_could_read_nothing_sends_no_zeros(void **unused)
{
	struct findings findings;
	struct booth booth;
	struct draft made;
	struct err err = { "" };

	(void)unused;
	begin();
	check_ok(findings_init(&findings, &err), &err);
	findings_source(&findings, SOURCE_HISTORY, STR("Firefox"),
	    STR("locked"));
	findings.self_test = true;
	check_ok(ledger_commit(world->place.state, &findings, 20757, &err),
	    &err);
	findings_release(&findings);
	booth = october();
	check_ok(draft_make(world->place.state, &booth, &made, &err), &err);
	assert_int_equal(made.blank, DRAFT_UNMEASURED);
	assert_true(made.ballot.blank);
	draft_release(&made);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_month_from_record_to_ballot),
		TEST(secrets_are_committed_before_the_first_request),
		TEST(a_token_that_did_not_arrive_is_asked_for_by_the_same_request),
		TEST(a_ballot_that_got_no_answer_leaves_again_as_the_same_bytes),
		TEST(differing_records_are_kept_as_proof_and_end_it),
		TEST(a_record_that_others_signed_is_not_taken),
		TEST(a_record_cannot_change_within_the_period),
		TEST(answers_that_end_a_period_end_it),
		TEST(the_identified_channel_is_silent_while_ballots_leave),
		TEST(a_ballot_waits_after_boot_and_resume),
		TEST(a_clock_that_is_twelve_hours_off_abstains),
		TEST(ten_years_ahead_and_back_cost_nothing),
		TEST(a_clock_set_ahead_into_the_window_makes_no_ballot),
		TEST(a_clock_that_stood_for_a_week_is_believed),
		TEST(a_first_day_that_is_to_come_is_of_a_wrong_clock),
		TEST(a_removed_computer_learns_it_from_whatever_it_asks_for),
		TEST(a_sign_of_life_is_given_once_a_week),
		TEST(what_was_erased_does_not_show_in_the_size),
		TEST(days_are_erased_seven_days_after_the_window),
		TEST(a_laptop_that_stayed_closed_says_so),
		TEST(a_computer_that_could_not_test_itself_says_so),
		TEST(a_paused_computer_sends_a_blank_ballot),
		TEST(a_computer_that_could_read_nothing_sends_no_zeros),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
