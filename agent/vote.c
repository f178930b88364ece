/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/vote.h"

#include "agent/authority.h"
#include "agent/draft.h"
#include "agent/wire.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#define BODY_BYTES 65536
#define PATH_BYTES 64
#define BEARER_BYTES (STATE_DEVICE + STATE_SECRET + 2)
#define JSON "application/json"
#define BYTES "application/octet-stream"
#define PROOF_SECONDS (INT64_C(2) * 366 * CALENDAR_SECONDS_PER_DAY)

/* Talking */

static struct client_place
place_of(const struct state_join *join)
{
	return (struct client_place){ join->host_count, join->hosts,
		join->port, join->authority };
}

/* An identified call; notes how far the collector's clock is. */
static enum status
ask(const struct vote *vote, const struct client_call *call,
    struct client_reply *ret, struct err *err)
{
	const struct client_place place = place_of(vote->join);
	char bearer[BEARER_BYTES];
	enum status code;

	(void)snprintf(bearer, sizeof(bearer), "%s.%s", vote->join->device,
	    vote->join->secret);
	code = vote->net->identified(&place, bearer, call, ret, err);
	OPENSSL_cleanse(bearer, sizeof(bearer));
	if (code == OK)
		code = state_set_fact(vote->state, FACT_SKEWED,
		    schedule_skewed(vote->clock, ret->date), err);
	if (code == OK && schedule_skewed(vote->clock, ret->date)) {
		client_reply_release(ret);
		code = err_set(err, E_REFUSED, MSG_VOTE_SKEWED, NO_ARGS);
	}
	return code;
}

static enum status
ask_anonymously(const struct vote *vote, const struct client_call *call,
    struct client_reply *ret, struct err *err)
{
	const struct client_place place = place_of(vote->join);

	return vote->net->anonymous(&place, call, ret, err);
}

static bool
is_busy(int http)
{
	return http == 429 || http >= 500;
}

/* The collector's own words for what it refused. */
static enum status
refused(const struct client_reply *reply, struct err *err)
{
	struct wire_refusal why;

	wire_refusal(buf_view(&reply->body), &why);
	return err_set(err, is_busy(reply->http) ? E_NETWORK : E_REFUSED,
	    MSG_VOTE_REFUSED, ARGS(why.sentence[0] != '\0' ? why.sentence
	                                                   : "HTTP",
	        digits(reply->http).text));
}

static bool
is_refusal(const struct client_reply *reply, const char *word)
{
	struct wire_refusal why;

	wire_refusal(buf_view(&reply->body), &why);
	return strcmp(why.code, word) == 0;
}

/* Enrolment */

enum status
vote_enrol(const struct vote *vote, const uint8_t secret[JOINCODE_SECRET],
    struct state_join *to, struct err *err)
{
	const struct client_place place = place_of(to);
	struct client_call call = { "POST", "/v1/enrolments", JSON, { 0 },
		NULL };
	struct client_reply reply = { .http = 0 };
	struct wire_device device;
	uint8_t nonce[WIRE_NONCE];
	struct buf body;
	enum status code;

	if (RAND_bytes(nonce, sizeof(nonce)) != 1)
		return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	buf_init(&body, BODY_BYTES);
	wire_enrolment(&body, secret, nonce);
	call.body = buf_view(&body);
	code = vote->net->identified(&place, NULL, &call, &reply, err);
	if (code == OK && reply.http != 201)
		code = refused(&reply, err);
	if (code == OK)
		code = wire_enrolled(buf_view(&reply.body), &device, err);
	if (code == OK) {
		memcpy(to->device, device.device, sizeof(to->device));
		memcpy(to->secret, device.secret, sizeof(to->secret));
	}
	OPENSSL_cleanse(&device, sizeof(device));
	client_reply_release(&reply);
	buf_release(&body);
	return code;
}

enum status
vote_leave(const struct vote *vote, struct err *err)
{
	const struct client_call call = { "DELETE", "/v1/enrolment", NULL,
		{ 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	enum status code = ask(vote, &call, &reply, err);

	/* Unknown already: left is left. */
	if (code == OK && reply.http != 204 && reply.http != 401 &&
	    reply.http != 403)
		code = refused(&reply, err);
	client_reply_release(&reply);
	return code;
}

/* Clocks */

struct walk {
	const struct vote *vote;
	struct schedule_moment before;
	enum vote_step step;
	enum period_kind kind; /* of the newest period */
	struct booth *found; /* of that step; or to be changed */
	enum status code;
	struct err *err;
};

static bool
in_window(const struct record *record, int64_t now)
{
	return now >= record->opens_at && now < record->closes_at;
}

/* Save a changed copy of a period that is being walked over. */
static void
change(struct walk *walk, const struct booth *booth)
{
	walk->code = booth_save(walk->vote->state, booth, walk->err);
}

static void
count_awake(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	int64_t awake = schedule_awake(&walk->before, &walk->vote->now,
	    booth->record.opens_at);

	if (walk->code != OK || booth_over(booth) || awake == 0 ||
	    walk->vote->now.wall < booth->record.opens_at)
		return;
	*walk->found = *booth;
	walk->found->uptime += awake;
	change(walk, walk->found);
	booth_wipe(walk->found);
}

static const enum state_fact moment_facts[] = { FACT_WALL, FACT_BOOT,
	FACT_AWAKE, FACT_ASLEEP, FACT_RESUMED };

static enum status
load_moment(struct state *state, struct schedule_moment *ret, struct err *err)
{
	int64_t values[] = { 0, -1, 0, 0, -1 };
	enum status code = OK;

	for (size_t i = 0; code == OK && i < 5; i++)
		code = state_fact(state, moment_facts[i], &values[i], err);
	if (code == OK)
		*ret = (struct schedule_moment){ values[0], values[1],
			values[2], values[3], values[4] };
	return code;
}

static enum status
save_moment(struct state *state, const struct schedule_moment *now,
    bool jumped, struct err *err)
{
	const int64_t values[] = { now->wall, now->boot, now->awake,
		now->asleep, now->resumed };
	int64_t jumps = 0;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	for (size_t i = 0; code == OK && i < 5; i++)
		code = state_set_fact(state, moment_facts[i], values[i], err);
	if (code == OK && jumped)
		code = state_fact(state, FACT_JUMPS, &jumps, err);
	if (code == OK && jumped)
		code = state_set_fact(state, FACT_JUMPS, jumps + 1, err);
	return state_end(state, code, err);
}

enum status
vote_clock(struct vote *vote, struct err *err)
{
	struct walk walk = { .vote = vote, .code = OK, .err = err };
	bool first, jumped;
	enum status code = load_moment(vote->state, &walk.before, err);

	if (code != OK)
		return code;
	walk.found = calloc(1, sizeof(*walk.found));
	if (walk.found == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	first = walk.before.wall == 0;
	vote->now = schedule_next(&walk.before, vote->now);
	jumped = !first && schedule_jumped(&walk.before, &vote->now);
	if (jumped)
		vote->say(vote->cookie, MSG_VOTE_JUMPED, NO_ARGS);
	/* Counted twice after a crash between the two: a ballot leaves a
	 * little sooner, never more than once. */
	if (!first)
		code = booth_each(vote->state, count_awake, &walk, err);
	if (code == OK)
		code = walk.code;
	if (code == OK)
		code = save_moment(vote->state, &vote->now, jumped, err);
	free(walk.found);
	return code;
}

static void
tell_over(const struct vote *vote, const struct booth *booth)
{
	struct buf why;

	buf_init(&why, 512);
	message_write(&why, messages_language(),
	    booth_reason_message(booth->reason), NO_ARGS);
	vote->say(vote->cookie, MSG_VOTE_OVER,
	    ARGS(booth->record.period.text, buf_z(&why)));
	buf_release(&why);
}

/* A period ends here: its secrets go, and the person is told why. */
static enum status
give_up(const struct vote *vote, struct booth *booth, enum booth_status status,
    enum booth_reason reason, struct err *err)
{
	enum status code;

	booth->status = status;
	booth->reason = reason;
	code = booth_save(vote->state, booth, err);
	if (code == OK)
		tell_over(vote, booth);
	return code;
}

static void
expire(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	int64_t now = walk->vote->now.wall;
	bool past = now >= booth_kept_until(booth);

	if (booth->record.period.kind != PERIOD_TRIAL)
		walk->kind = booth->record.period.kind;
	if (walk->code != OK || !past || booth->status == BOOTH_SENT ||
	    booth->status == BOOTH_MISSED)
		return;
	*walk->found = *booth;
	/* One that abstained keeps its reason; its days go now. */
	walk->code = give_up(walk->vote, walk->found, BOOTH_MISSED,
	    booth->reason != REASON_NONE ? booth->reason : REASON_TOO_LATE,
	    walk->err);
	booth_wipe(walk->found);
}

/* Days that no period asked about: what would have held them is past its
 * window. */
static enum status
forget_unasked(const struct vote *vote, enum period_kind kind, struct err *err)
{
	struct period now = period_of(calendar_day_of(vote->now.wall, 0), kind);
	struct period last = period_of(now.first - 1, kind);
	int64_t until = period_closes_at(&last) +
	    (int64_t)PERIOD_KEPT_DAYS * CALENDAR_SECONDS_PER_DAY;
	enum status code = state_begin(vote->state, err);

	if (code != OK)
		return code;
	code = state_forget_before(vote->state,
	    vote->now.wall >= until ? now.first : last.first, err);
	return state_end(vote->state, code, err);
}

enum status
vote_expire(const struct vote *vote, struct err *err)
{
	struct walk walk = { .vote = vote, .kind = PERIOD_QUARTER,
		.code = OK, .err = err };
	enum status code;

	walk.found = calloc(1, sizeof(*walk.found));
	if (walk.found == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = booth_each(vote->state, expire, &walk, err);
	if (code == OK)
		code = walk.code;
	if (code == OK)
		code = forget_unasked(vote, walk.kind, err);
	if (code == OK)
		code = booth_forget(vote->state,
		    vote->now.wall - PROOF_SECONDS, err);
	free(walk.found);
	return code;
}

/* What is due */

static enum vote_step
step_of(const struct vote *vote, const struct booth *booth)
{
	int64_t now = vote->now.wall;
	const struct record *record = &booth->record;

	if (booth_over(booth))
		return VOTE_REST;
	if (!booth->checked)
		return now >= booth->check_at ? VOTE_CHECK : VOTE_REST;
	if (booth->status == BOOTH_ACCEPTED || now < record->opens_at)
		return VOTE_REST;
	if (booth->status == BOOTH_HELD)
		return VOTE_DRAFT;
	return booth->uptime >= booth->delay && schedule_quiet(&vote->now)
	    ? VOTE_SEND
	    : VOTE_REST;
}

/* The most urgent thing wins: a ballot before a second look at a record. */
static void
look(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	enum vote_step step = step_of(walk->vote, booth);

	if (booth->record.period.kind == PERIOD_TRIAL || step <= walk->step)
		return;
	walk->step = step;
	*walk->found = *booth;
}

/* The identified channel is silent while ballots leave. */
static void
look_for_window(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;

	if (booth->record.period.kind != PERIOD_TRIAL &&
	    in_window(&booth->record, walk->vote->now.wall))
		walk->step = VOTE_REST;
}

enum status
vote_due(const struct vote *vote, enum vote_step *ret_step,
    struct booth *ret_booth, struct err *err)
{
	struct walk walk = { .vote = vote, .step = VOTE_REST,
		.found = ret_booth, .code = OK, .err = err };
	int64_t skewed = 0;
	enum status code = state_fact(vote->state, FACT_SKEWED, &skewed, err);

	/* With a clock that is wrong, nothing leaves but the question. */
	if (code == OK && skewed == 0)
		code = booth_each(vote->state, look, &walk, err);
	if (code == OK && walk.step == VOTE_REST) {
		walk.step = VOTE_IDENTIFIED;
		code = booth_each(vote->state, look_for_window, &walk, err);
	}
	if (code == OK)
		*ret_step = walk.step;
	return code;
}

/* Signs of life */

static int64_t
week_of(int64_t wall)
{
	int32_t year = 0;
	int32_t week = calendar_iso_week(calendar_day_of(wall, 0), &year);

	return (int64_t)year * 100 + week;
}

static enum status
load_health(struct state *state, struct findings *ret, struct err *err)
{
	int64_t test = 0, encrypted = 0;
	enum status code = findings_init(ret, err);

	if (code != OK)
		return code;
	code = state_recall(state, ret, err);
	if (code == OK)
		code = state_fact(state, FACT_SELF_TEST, &test, err);
	if (code == OK)
		code = state_fact(state, FACT_ENCRYPTED_DNS, &encrypted, err);
	ret->self_test = test == 1;
	ret->encrypted_dns = encrypted == 1;
	return code;
}

static enum status
send_heartbeat(const struct vote *vote, struct err *err)
{
	struct client_call call = { "POST", "/v1/heartbeat", JSON, { 0 },
		NULL };
	struct client_reply reply = { .http = 0 };
	struct findings health = { .row_count = 0 };
	struct buf body;
	enum status code = load_health(vote->state, &health, err);

	buf_init(&body, BODY_BYTES);
	if (code == OK) {
		wire_heartbeat(&body, LANTERNE_VERSION, &health);
		call.body = buf_view(&body);
		code = ask(vote, &call, &reply, err);
	}
	if (code == OK && (reply.http == 401 || reply.http == 403))
		code = state_set_fact(vote->state, FACT_REMOVED, 1, err);
	if (code == OK && reply.http != 204)
		code = refused(&reply, err);
	if (code == OK)
		code = state_set_fact(vote->state, FACT_WEEK,
		    week_of(vote->now.wall), err);
	client_reply_release(&reply);
	buf_release(&body);
	findings_release(&health);
	return code;
}

enum status
vote_heartbeat(const struct vote *vote, struct err *err)
{
	int64_t week = 0;
	enum status code = state_fact(vote->state, FACT_WEEK, &week, err);

	if (code != OK || week == week_of(vote->now.wall))
		return code;
	return send_heartbeat(vote, err);
}

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
	return give_up(vote, booth, BOOTH_ABSTAINED, REASON_RECORDS_DIFFER,
	    err);
}

static void
period_path(char path[PATH_BYTES], const char *name)
{
	(void)snprintf(path, PATH_BYTES, "/v1/periods/%s", name);
}

/* The first fetch of a record, which tells the collector who asks: so that a
 * collector which answers by who asks is found out by the second. */
static enum status
fetch_record(const struct vote *vote, const char *name, struct booth *ret,
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
	code = ask(vote, &call, &reply, err);
	if (code == OK && reply.http == 404)
		code = err_set(err, E_NOT_FOUND, MSG_VOTE_NO_PERIOD, NO_ARGS);
	if (code == OK && reply.http != 200)
		code = refused(&reply, err);
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
vote_check(const struct vote *vote, struct booth *booth, struct err *err)
{
	char path[PATH_BYTES];
	const struct client_call call = { "GET", path, NULL, { 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	struct wire_signed *other = calloc(1, sizeof(*other));
	enum status code;

	if (other == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	period_path(path, booth->record.period.text);
	code = ask_anonymously(vote, &call, &reply, err);
	if (code == OK && reply.http != 200)
		code = refused(&reply, err);
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
keep_document(const struct vote *vote, const uint8_t digest[STATE_DIGEST],
    struct str body, struct err *err)
{
	uint8_t found[STATE_DIGEST];

	if (EVP_Digest(body.at, body.len, found, NULL, EVP_sha256(), NULL) != 1)
		return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	if (memcmp(found, digest, STATE_DIGEST) != 0)
		return err_set(err, E_REFUSED, MSG_VOTE_OTHER_DOCUMENT,
		    NO_ARGS);
	return state_keep_document(vote->state, digest, body, err);
}

/* The policy also says since when people are informed. */
static enum status
take_notice(const struct vote *vote, struct str body, struct err *err)
{
	struct policy *policy = NULL;
	enum status code = policy_parse("policy.yaml", body,
	    catalogue_builtin(), &policy, err);

	if (code == OK)
		code = state_notice(vote->state,
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
	code = ask(vote, &call, &reply, err);
	if (code == OK && reply.http != 200)
		code = refused(&reply, err);
	if (code == OK)
		code = keep_document(vote, digest, buf_view(&reply.body), err);
	if (code == OK)
		buf_str(body, buf_view(&reply.body));
	client_reply_release(&reply);
	return code == OK ? buf_status(body) : code;
}

static enum status
fetch_documents(const struct vote *vote, const struct booth *booth,
    struct err *err)
{
	struct buf body;
	enum status code;

	buf_init(&body, STATE_DOCUMENT);
	code = fetch_document(vote, "/v1/catalogue", booth->record.catalogue,
	    &body, err);
	buf_reset(&body);
	if (code == OK)
		code = fetch_document(vote, "/v1/policy", booth->record.policy,
		    &body, err);
	if (code == OK)
		code = take_notice(vote, buf_view(&body), err);
	buf_release(&body);
	return code;
}

/* Tokens */

static enum status
finish_token(const struct vote *vote, struct booth *booth,
    const struct token_key *key, const uint8_t challenge[TOKEN_DIGEST],
    struct str body, struct err *err)
{
	uint8_t response[TOKEN_KEY_BYTES];
	enum status code = wire_issued(body, response, err);

	if (code == OK)
		code = token_finish(key, challenge, &booth->secrets,
		    (struct str){ (const char *)response, sizeof(response) },
		    booth->token, err);
	if (code == E_INVALID)
		return give_up(vote, booth, BOOTH_ABSTAINED,
		    REASON_TOKEN_WRONG, err);
	if (code != OK)
		return code;
	booth->status = BOOTH_HELD;
	return booth_save(vote->state, booth, err);
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
		code = ask(vote, &call, &reply, err);
	}
	if (code == OK && reply.http == 200)
		code = finish_token(vote, booth, key, challenge,
		    buf_view(&reply.body), err);
	else if (code == OK && reply.http == 409)
		code = give_up(vote, booth, BOOTH_ABSTAINED,
		    REASON_TOKEN_TAKEN, err);
	else if (code == OK && is_refusal(&reply, "period_ended"))
		code = give_up(vote, booth, BOOTH_MISSED, REASON_NO_TOKEN,
		    err);
	else if (code == OK)
		code = refused(&reply, err);
	client_reply_release(&reply);
	buf_release(&body);
	return code;
}

static enum status
fetch_token(const struct vote *vote, struct booth *booth, struct err *err)
{
	struct token_key key = { .rsa = NULL };
	uint8_t digest[RECORD_DIGEST], challenge[TOKEN_DIGEST];
	enum status code;

	if (booth->status != BOOTH_ACCEPTED)
		return OK;
	if (!is_current(&booth->record, vote->now.wall))
		return give_up(vote, booth, BOOTH_MISSED, REASON_NO_TOKEN,
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
static void
look_for_current(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;

	if (booth->record.period.kind != PERIOD_TRIAL &&
	    booth->status != BOOTH_ACCEPTED &&
	    is_current(&booth->record, walk->vote->now.wall))
		walk->step = VOTE_REST;
}

enum status
vote_learn(const struct vote *vote, struct err *err)
{
	struct walk walk = { .vote = vote, .step = VOTE_IDENTIFIED };
	struct booth *booth = calloc(1, sizeof(*booth));
	enum status code;

	if (booth == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = booth_each(vote->state, look_for_current, &walk, err);
	if (code != OK || walk.step == VOTE_REST) {
		free(booth);
		return code;
	}
	code = fetch_record(vote, "current", booth, err);
	if (code == OK)
		code = fetch_documents(vote, booth, err);
	if (code == OK)
		code = fetch_token(vote, booth, err);
	/* A new collector has no period yet: not a fault. */
	if (code == E_NOT_FOUND)
		code = OK;
	booth_wipe(booth);
	free(booth);
	return code;
}

/* Ballots */

enum status
vote_draft(const struct vote *vote, struct booth *booth, struct err *err)
{
	struct draft *draft = calloc(1, sizeof(*draft));
	enum status code;

	if (draft == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = draft_make(vote->state, booth, draft, err);
	if (code == OK) {
		memcpy(booth->ballot, draft->bytes, BALLOT_BYTES);
		booth->status = BOOTH_DRAFTED;
		code = booth_save(vote->state, booth, err);
		draft_release(draft);
	}
	OPENSSL_cleanse(draft, sizeof(*draft));
	free(draft);
	return code;
}

struct answer_row {
	const char *code; /* of the collector's refusal */
	enum booth_status status;
	enum booth_reason reason;
};

static const struct answer_row answer_rows[] = {
	{ "spent", BOOTH_ABSTAINED, REASON_TOKEN_SPENT },
	{ "closed", BOOTH_MISSED, REASON_CLOSED },
};

/* After any other 4xx the same bytes would get the same answer, but for "too
 * early", which is a matter of clocks. */
static enum status
take_answer(const struct vote *vote, struct booth *booth,
    const struct client_reply *reply, struct err *err)
{
	if (reply->http == 204) {
		booth->status = BOOTH_SENT;
		return booth_save(vote->state, booth, err);
	}
	for (size_t i = 0; i < sizeof(answer_rows) / sizeof(answer_rows[0]);
	     i++)
		if (is_refusal(reply, answer_rows[i].code))
			return give_up(vote, booth, answer_rows[i].status,
			    answer_rows[i].reason, err);
	if (reply->http < 400 || is_busy(reply->http) ||
	    is_refusal(reply, "too_early"))
		return refused(reply, err);
	return give_up(vote, booth, BOOTH_ABSTAINED,
	    reply->http == 409 ? REASON_TOKEN_SPENT : REASON_REFUSED, err);
}

enum status
vote_send(const struct vote *vote, struct booth *booth, struct err *err)
{
	struct client_call call = { "POST", "/v1/ballots", BYTES, { 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	uint8_t bytes[TOKEN_BYTES + BALLOT_BYTES];
	enum status code;

	memcpy(bytes, booth->token, TOKEN_BYTES);
	memcpy(bytes + TOKEN_BYTES, booth->ballot, BALLOT_BYTES);
	call.body = (struct str){ (const char *)bytes, sizeof(bytes) };
	code = ask_anonymously(vote, &call, &reply, err);
	if (code == OK)
		code = take_answer(vote, booth, &reply, err);
	client_reply_release(&reply);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return code;
}

/* Trials */

static enum status
run_trial(const struct vote *vote, struct booth *booth, struct err *err)
{
	enum status code = fetch_record(vote, "trial", booth, err);

	if (code == OK)
		code = fetch_token(vote, booth, err);
	if (code == OK && !booth_over(booth) && !booth->checked)
		code = vote_check(vote, booth, err);
	if (code == OK && booth->status == BOOTH_HELD)
		code = vote_draft(vote, booth, err);
	if (code == OK && booth->status == BOOTH_DRAFTED)
		code = vote_send(vote, booth, err);
	if (code == OK && booth->status != BOOTH_SENT)
		code = err_set(err, E_REFUSED, MSG_VOTE_TRIAL_FAILED, NO_ARGS);
	return code;
}

enum status
vote_trial(const struct vote *vote, struct period *ret_period, struct err *err)
{
	struct booth *booth = calloc(1, sizeof(*booth));
	enum status code;

	if (booth == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = run_trial(vote, booth, err);
	if (code == OK)
		*ret_period = booth->record.period;
	booth_wipe(booth);
	free(booth);
	return code;
}
