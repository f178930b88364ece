/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/poll.h"

#include "agent/authority.h"
#include "agent/bundles.h"
#include "agent/ledger.h"
#include "agent/wire.h"

#include "core/digest.h"
#include "core/policy.h"
#include "core/vocabulary.h"

#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#define BODY_BYTES 65536
#define PATH_BYTES 64
#define JSON "application/json"

/* Records */

static enum status
read_signed(const struct vote *vote, const struct client_reply *reply,
    struct wire_signed *ret, struct err *err)
{
	enum status code = wire_record(buf_view(&reply->body), ret, err);

	if (code == OK)
		code = authority_signed(str_of(vote->join->authority),
		    str_of(ret->text), (struct str){
		    (const char *)ret->signature, ret->signature_len }, err);
	return code;
}

static enum status
draw(int64_t min, int64_t max, int64_t *ret, struct err *err)
{
	uint64_t random = 0;

	if (RAND_bytes((unsigned char *)&random, sizeof(random)) != 1)
		return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	*ret = schedule_draw(random, min, max);
	return OK;
}

/* All that is drawn for a period, once. */
static enum status
draw_booth(struct booth *booth, int64_t now, struct err *err)
{
	struct token_key key = { .rsa = NULL };
	int64_t wait = 0;
	enum status code = token_key_public((struct str){
	    (const char *)booth->record.key, TOKEN_SPKI_BYTES }, &key, err);

	if (code == OK)
		code = token_secrets_draw(&key, &booth->secrets, err);
	token_key_release(&key);
	if (code == OK && RAND_bytes(booth->padding, BALLOT_BYTES) != 1)
		code = err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	if (code == OK)
		code = draw(SCHEDULE_DELAY_MIN, SCHEDULE_DELAY_MAX,
		    &booth->delay, err);
	if (code == OK)
		code = draw(SCHEDULE_CHECK_MIN, SCHEDULE_CHECK_MAX, &wait, err);
	booth->check_at = now + wait;
	return code;
}

/* A record for which no token can be had any more is not taken up. */
static bool
is_current(const struct record *record, int64_t now)
{
	return record->period.kind == PERIOD_TRIAL
	    ? now < record->closes_at
	    : now >= (int64_t)record->period.first * CALENDAR_SECONDS_PER_DAY &&
	        now < (int64_t)record->period.end * CALENDAR_SECONDS_PER_DAY;
}

static enum status
accept(const struct vote *vote, const struct wire_signed *from,
    struct booth *ret, struct err *err)
{
	struct booth *booth = calloc(1, sizeof(*booth));
	enum status code;

	if (booth == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = record_read(str_of(from->text), &booth->record, err);
	if (code == OK)
		code = booth_load(vote->state, &booth->record.period, ret, err);
	if (code == E_NOT_FOUND && !is_current(&booth->record, vote->now.wall))
		code = err_set(err, E_REFUSED, MSG_VOTE_NOT_CURRENT,
		    ARGS(booth->record.period.text));
	if (code == E_NOT_FOUND) {
		(void)snprintf(booth->text, sizeof(booth->text), "%s",
		    from->text);
		memcpy(booth->signature, from->signature,
		    sizeof(booth->signature));
		booth->signature_len = from->signature_len;
		code = draw_booth(booth, vote->now.wall, err);
		if (code == OK)
			code = booth_accept(vote->state, booth, err);
		if (code == OK)
			*ret = *booth;
	}
	booth_wipe(booth);
	free(booth);
	return code;
}

/* The same text, or the proof that it is not. */
static enum status
compare(const struct vote *vote, struct booth *booth,
    const struct wire_signed *other, struct err *err)
{
	if (booth_over(booth) || strcmp(booth->text, other->text) == 0)
		return OK;
	memcpy(booth->other, other->text, sizeof(booth->other));
	memcpy(booth->other_signature, other->signature,
	    sizeof(booth->other_signature));
	booth->other_signature_len = other->signature_len;
	return vote_give_up(vote, booth, BOOTH_ABSTAINED, REASON_RECORDS_DIFFER,
	    err);
}

static void
period_path(char path[PATH_BYTES], const char *name)
{
	(void)snprintf(path, PATH_BYTES, "/v1/periods/%s", name);
}

/* The first fetch of a record tells the collector who asks. */
enum status
poll_record(const struct vote *vote, const char *name, struct booth *ret,
    struct err *err)
{
	char path[PATH_BYTES];
	const struct client_call call = { "GET", path, NULL, { 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	struct wire_signed *from = calloc(1, sizeof(*from));
	enum status code = OK;

	if (from == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	period_path(path, name);
	code = vote_ask(vote, &call, &reply, err);
	if (code == OK && reply.http == 404)
		code = err_set(err, E_NOT_FOUND, MSG_VOTE_NO_PERIOD, NO_ARGS);
	if (code == OK && reply.http != 200)
		code = vote_refused(&reply, err);
	if (code == OK)
		code = read_signed(vote, &reply, from, err);
	if (code == OK)
		code = accept(vote, from, ret, err);
	if (code == OK)
		code = compare(vote, ret, from, err);
	client_reply_release(&reply);
	free(from);
	return code;
}

enum status
poll_check(const struct vote *vote, struct booth *booth, struct err *err)
{
	char path[PATH_BYTES];
	const struct client_call call = { "GET", path, NULL, { 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	struct wire_signed *other = calloc(1, sizeof(*other));
	enum status code;

	if (other == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	period_path(path, booth->record.period.text);
	code = vote_ask_anonymously(vote, &call, &reply, err);
	if (code == OK && reply.http != 200)
		code = vote_refused(&reply, err);
	if (code == OK)
		code = read_signed(vote, &reply, other, err);
	if (code == OK)
		code = compare(vote, booth, other, err);
	if (code == OK && !booth_over(booth)) {
		booth->checked = true;
		code = booth_save(vote->state, booth, err);
	}
	client_reply_release(&reply);
	free(other);
	return code;
}

/* Documents */

static enum status
is_document(const uint8_t digest[STATE_DIGEST], struct str body,
    struct err *err)
{
	uint8_t found[STATE_DIGEST];
	enum status code = digest_sha256(body, found, err);

	if (code != OK)
		return code;
	if (memcmp(found, digest, STATE_DIGEST) != 0)
		return err_set(err, E_REFUSED, MSG_VOTE_OTHER_DOCUMENT,
		    NO_ARGS);
	return OK;
}

/* The policy also says since when people are informed. */
static enum status
take_notice(const struct vote *vote, const struct catalogue *catalogue,
    struct str body, struct err *err)
{
	struct policy *policy = NULL;
	enum status code = policy_parse("policy.yaml", body, catalogue,
	    &policy, err);

	if (code == OK)
		code = ledger_notice(vote->state,
		    policy_facts(policy)->notice_date, err);
	policy_free(policy);
	return code;
}

static enum status
fetch_document(const struct vote *vote, const char *path,
    const uint8_t digest[STATE_DIGEST], struct buf *body, struct err *err)
{
	const struct client_call call = { "GET", path, NULL, { 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	enum status code = state_document(vote->state, digest, body, err);

	if (code != E_NOT_FOUND)
		return code;
	code = vote_ask(vote, &call, &reply, err);
	if (code == OK && reply.http != 200)
		code = vote_refused(&reply, err);
	if (code == OK)
		code = is_document(digest, buf_view(&reply.body), err);
	if (code == OK)
		code = state_keep_document(vote->state, digest,
		    buf_view(&reply.body), err);
	if (code == OK)
		buf_str(body, buf_view(&reply.body));
	client_reply_release(&reply);
	return code == OK ? buf_status(body) : code;
}

static enum status
check_bundle(const struct vote *vote, const uint8_t digest[STATE_DIGEST],
    struct str body, struct err *err)
{
	enum status code = is_document(digest, body, err);

	return code == OK ? bundles_take(vote->state, body, digest, err) : code;
}

/* A catalogue that is refused stops nothing: the old one stays. */
static bool
is_fault(enum status code)
{
	return code == E_INVALID || code == E_REFUSED ||
	    code == E_UNSUPPORTED || code == E_LIMIT;
}

static enum status
ask_bundle(const struct vote *vote, const uint8_t digest[STATE_DIGEST],
    struct err *err)
{
	const struct client_call call = { "GET", "/v1/catalogue", NULL, { 0 },
		NULL };
	struct client_reply reply = { .http = 0 };
	enum status code = vote_ask(vote, &call, &reply, err);

	if (code == OK && reply.http != 200)
		code = vote_refused(&reply, err);
	if (code == OK)
		code = check_bundle(vote, digest, buf_view(&reply.body), err);
	client_reply_release(&reply);
	return code;
}

/* The signed catalogue of the period, when the collector hands one out. */
static enum status
fetch_bundle(const struct vote *vote, const struct vocabulary *vocabulary,
    struct err *err)
{
	struct err why = { "" };
	struct buf kept, version;
	enum status code;

	if (!vocabulary->has_bundle)
		return OK;
	buf_init(&kept, STATE_DOCUMENT);
	code = state_document(vote->state, vocabulary->bundle, &kept, err);
	buf_release(&kept);
	if (code != E_NOT_FOUND)
		return code;
	code = ask_bundle(vote, vocabulary->bundle, &why);
	buf_init(&version, PATH_BYTES);
	buf_str(&version, vocabulary->catalogue.version);
	if (code == OK)
		vote->say(vote->cookie, MSG_VOTE_BUNDLE_TAKEN,
		    ARGS(buf_z(&version)));
	else if (is_fault(code))
		vote->say(vote->cookie, MSG_VOTE_BUNDLE_REFUSED,
		    ARGS(why.text));
	else
		*err = why;
	buf_release(&version);
	return is_fault(code) ? OK : code;
}

static enum status
fetch_catalogue(const struct vote *vote, const struct booth *booth,
    struct vocabulary *ret, struct err *err)
{
	struct buf body;
	enum status code;

	buf_init(&body, VOCABULARY_MAX_BYTES);
	code = fetch_document(vote, "/v1/vocabulary",
	    booth->record.catalogue, &body, err);
	if (code == OK)
		code = vocabulary_read(buf_view(&body), ret, err);
	buf_release(&body);
	return code == OK ? fetch_bundle(vote, ret, err) : code;
}

static enum status
fetch_documents(const struct vote *vote, const struct booth *booth,
    struct err *err)
{
	struct vocabulary vocabulary = { .has_bundle = false };
	struct buf body;
	enum status code = fetch_catalogue(vote, booth, &vocabulary, err);

	buf_init(&body, STATE_DOCUMENT);
	if (code == OK)
		code = fetch_document(vote, "/v1/policy", booth->record.policy,
		    &body, err);
	if (code == OK)
		code = take_notice(vote, &vocabulary.catalogue,
		    buf_view(&body), err);
	buf_release(&body);
	vocabulary_release(&vocabulary);
	return code;
}

/* Tokens */

static enum status
finish_token(const struct vote *vote, struct booth *booth,
    const struct token_key *key, const uint8_t challenge[TOKEN_DIGEST],
    struct str body, struct err *err)
{
	uint8_t response[TOKEN_KEY_BYTES];
	int64_t enrolled = -1;
	enum status code = wire_issued(body, response, &enrolled, err);

	if (code == OK)
		code = token_finish(key, challenge, &booth->secrets,
		    (struct str){ (const char *)response, sizeof(response) },
		    booth->token, err);
	if (code == E_INVALID)
		return vote_give_up(vote, booth, BOOTH_ABSTAINED,
		    REASON_TOKEN_WRONG, err);
	if (code != OK)
		return code;
	booth->status = BOOTH_HELD;
	code = booth_save(vote->state, booth, err);
	return code == OK && enrolled >= 0
	    ? state_set_fact(vote->state, FACT_ENROLLED, enrolled, err)
	    : code;
}

static enum status
ask_token(const struct vote *vote, struct booth *booth,
    const struct token_key *key, const uint8_t challenge[TOKEN_DIGEST],
    struct err *err)
{
	struct client_call call = { "POST", "/v1/tokens", JSON, { 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	uint8_t request[TOKEN_REQUEST_BYTES];
	struct buf body;
	enum status code = token_request(key, challenge, &booth->secrets,
	    request, err);

	buf_init(&body, BODY_BYTES);
	if (code == OK) {
		wire_token(&body, booth->record.period.text, request);
		call.body = buf_view(&body);
		code = vote_ask(vote, &call, &reply, err);
	}
	if (code == OK && reply.http == 200)
		code = finish_token(vote, booth, key, challenge,
		    buf_view(&reply.body), err);
	else if (code == OK && reply.http == 409)
		code = vote_give_up(vote, booth, BOOTH_ABSTAINED,
		    REASON_TOKEN_TAKEN, err);
	else if (code == OK && vote_is_refusal(&reply, "period_ended"))
		code = vote_give_up(vote, booth, BOOTH_MISSED, REASON_NO_TOKEN,
		    err);
	else if (code == OK)
		code = vote_refused(&reply, err);
	client_reply_release(&reply);
	buf_release(&body);
	return code;
}

enum status
poll_token(const struct vote *vote, struct booth *booth, struct err *err)
{
	struct token_key key = { .rsa = NULL };
	uint8_t digest[RECORD_DIGEST], challenge[TOKEN_DIGEST];
	enum status code;

	if (booth->status != BOOTH_ACCEPTED)
		return OK;
	if (!is_current(&booth->record, vote->now.wall))
		return vote_give_up(vote, booth, BOOTH_MISSED, REASON_NO_TOKEN,
		    err);
	code = token_key_public((struct str){
	    (const char *)booth->record.key, TOKEN_SPKI_BYTES }, &key, err);
	if (code == OK)
		code = record_digest(str_of(booth->text), digest, err);
	if (code == OK)
		code = token_challenge_of(digest, challenge, err);
	if (code == OK)
		code = ask_token(vote, booth, &key, challenge, err);
	token_key_release(&key);
	return code;
}

/* This period's token is here, or will never be: no more to ask. */
struct search {
	int64_t now;
	bool found;
};

static void
look_for_current(void *cookie, const struct booth *booth)
{
	struct search *search = cookie;

	if (booth->record.period.kind != PERIOD_TRIAL &&
	    booth->status != BOOTH_ACCEPTED &&
	    is_current(&booth->record, search->now))
		search->found = true;
}

enum status
poll_learn(const struct vote *vote, struct err *err)
{
	struct search search = { vote->now.wall, false };
	struct booth *booth = calloc(1, sizeof(*booth));
	bool doubtful = false;
	enum status code;

	if (booth == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = booth_each(vote->state, look_for_current, &search, err);
	if (code == OK)
		code = vote_doubts(vote, &doubtful, err);
	if (code != OK || (search.found && !doubtful)) {
		free(booth);
		return code;
	}
	code = poll_record(vote, "current", booth, err);
	if (code == OK)
		code = fetch_documents(vote, booth, err);
	if (code == OK)
		code = poll_token(vote, booth, err);
	/* A new collector has no period yet: not a fault. */
	if (code == E_NOT_FOUND)
		code = OK;
	booth_wipe(booth);
	free(booth);
	return code;
}
