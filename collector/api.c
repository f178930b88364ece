/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/api.h"

#include "collector/enrolment.h"

#include "core/bundle.h"
#include "core/hex.h"
#include "core/json.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define JSON_TYPE "application/json; charset=utf-8"
#define DOCUMENT_BYTES BUNDLE_MAX_BYTES
#define ETAG_BYTES (2 * RECORD_DIGEST + 3)

struct api {
	struct api_options options;
	struct writer *writer;
	pthread_mutex_t lock;
	struct polls *polls; /* under lock */
	atomic_bool stale;
};

/* One request on its way through the writer. */
struct call {
	struct job job;
	struct api *api;
	struct exchange *exchange;
	struct polls *polls; /* kept alive for what follows */
	enum status (*work)(struct call *call, struct store *store,
	    enum refusal *ret_refusal);
	void (*answer)(struct call *call);
	enum status code;
	enum refusal refusal;
	bool identified;
	struct credentials credentials;
	union {
		struct enrolment enrolment;
		struct heartbeat heartbeat;
		struct issue issue;
		struct entry entry;
		uint8_t digest[STORE_DIGEST];
	} of;
	struct buf document;
};

static struct polls *
take_polls(struct api *api)
{
	struct polls *polls;

	(void)pthread_mutex_lock(&api->lock);
	polls = polls_share(api->polls);
	(void)pthread_mutex_unlock(&api->lock);
	return polls;
}

static int64_t
now(const struct api *api)
{
	return api->options.now(api->options.clock);
}

/* Calls. */

static struct call *
new_call(struct api *api, struct exchange *exchange)
{
	struct call *call = calloc(1, sizeof(*call));

	if (call == NULL) {
		exchange_refuse(exchange, REFUSAL_BUSY);
		return NULL;
	}
	call->api = api;
	call->exchange = exchange;
	call->polls = take_polls(api);
	buf_init(&call->document, DOCUMENT_BYTES);
	return call;
}

static void
free_call(struct call *call)
{
	polls_free(call->polls);
	buf_release(&call->document);
	OPENSSL_cleanse(call, sizeof(*call));
	free(call);
}

static void
refuse(struct call *call, enum refusal refusal)
{
	exchange_refuse(call->exchange, refusal);
	free_call(call);
}

static void
work(struct job *job, struct store *store)
{
	struct call *call = (struct call *)job;

	if (call->identified)
		call->code = store_knows(store, str_of(call->credentials.id),
		    call->credentials.digest, &call->refusal, NULL);
	if (call->code == OK && call->refusal == REFUSAL_NONE)
		call->code = call->work(call, store, &call->refusal);
}

/* Runs once the batch has ended: what is answered here is durable. */
static void
done(struct job *job, bool committed)
{
	struct call *call = (struct call *)job;

	if (!committed)
		exchange_refuse(call->exchange, REFUSAL_BUSY);
	else if (call->code != OK)
		exchange_refuse(call->exchange, REFUSAL_FAILED);
	else if (call->refusal != REFUSAL_NONE)
		exchange_refuse(call->exchange, call->refusal);
	else
		call->answer(call);
	if (call->refusal == REFUSAL_CLOSED)
		atomic_store(&call->api->stale, true);
	free_call(call);
}

static void
submit(struct call *call)
{
	call->job.work = work;
	call->job.done = done;
	if (!writer_submit(call->api->writer, &call->job))
		refuse(call, REFUSAL_BUSY);
}

/* A call of the identified channel, or NULL when it was refused. */
static struct call *
identified_call(struct api *api, struct exchange *exchange)
{
	struct call *call = new_call(api, exchange);

	if (call == NULL)
		return NULL;
	call->identified = true;
	if (!enrolment_credentials(exchange_header(exchange, "Authorization"),
	        &call->credentials)) {
		refuse(call, REFUSAL_CREDENTIALS);
		return NULL;
	}
	return call;
}

static void
answer_nothing(struct call *call)
{
	const struct answer_parts parts = { .http = 204 };

	exchange_answer(call->exchange, &parts);
}

static void
answer_json(struct call *call, int http)
{
	const struct answer_parts parts = {
		.http = http,
		.type = JSON_TYPE,
		.body = buf_view(&call->document),
	};

	exchange_answer(call->exchange, &parts);
}

/* POST /v1/enrolments */

static enum status
work_enrol(struct call *call, struct store *store, enum refusal *ret)
{
	const struct enrolment *of = &call->of.enrolment;

	return store_enrol(store, of->code, of->nonce,
	    calendar_day_of(now(call->api), 0), &of->device, ret, NULL);
}

static void
answer_enrol(struct call *call)
{
	enrolment_written(&call->document, &call->of.enrolment);
	answer_json(call, 201);
}

static void
enrol(void *cookie, struct exchange *exchange)
{
	struct call *call = new_call(cookie, exchange);
	enum refusal refusal;

	if (call == NULL)
		return;
	refusal = enrolment_read(exchange_body(exchange), now(cookie),
	    &call->of.enrolment);
	if (refusal != REFUSAL_NONE) {
		refuse(call, refusal);
		return;
	}
	call->work = work_enrol;
	call->answer = answer_enrol;
	submit(call);
}

/* DELETE /v1/enrolment */

static enum status
work_leave(struct call *call, struct store *store, enum refusal *ret)
{
	(void)ret;
	return store_leave(store, str_of(call->credentials.id), NULL);
}

static void
leave(void *cookie, struct exchange *exchange)
{
	struct call *call = identified_call(cookie, exchange);

	if (call == NULL)
		return;
	call->work = work_leave;
	call->answer = answer_nothing;
	submit(call);
}

/* POST /v1/heartbeat */

static enum status
work_heartbeat(struct call *call, struct store *store, enum refusal *ret)
{
	const struct heartbeat *of = &call->of.heartbeat;

	(void)ret;
	return store_heartbeat(store, str_of(call->credentials.id), of->week,
	    str_of(of->version), buf_view(&call->document), NULL);
}

static void
heartbeat(void *cookie, struct exchange *exchange)
{
	struct call *call = identified_call(cookie, exchange);
	enum refusal refusal;

	if (call == NULL)
		return;
	refusal = enrolment_heartbeat(exchange_body(exchange), now(cookie),
	    &call->of.heartbeat);
	if (refusal != REFUSAL_NONE) {
		refuse(call, refusal);
		return;
	}
	/* The call's own document is freed with it. */
	buf_str(&call->document, buf_view(&call->of.heartbeat.health));
	buf_release(&call->of.heartbeat.health);
	call->work = work_heartbeat;
	call->answer = answer_nothing;
	submit(call);
}

/* GET /v1/catalogue, /v1/vocabulary, /v1/policy: of the newest period that has
 * started. */

static const struct poll *
current(const struct polls *polls, int64_t at)
{
	const struct poll *found = NULL;

	for (size_t i = 0; polls_at(polls, i) != NULL; i++) {
		const struct poll *poll = polls_at(polls, i);

		if (poll->record.period.kind != PERIOD_TRIAL &&
		    poll_started(poll, at) &&
		    (found == NULL ||
		        poll->record.period.first > found->record.period.first))
			found = poll;
	}
	return found;
}

static void
etag_of(const uint8_t digest[STORE_DIGEST], char ret[ETAG_BYTES])
{
	struct buf text;

	buf_init(&text, ETAG_BYTES);
	buf_char(&text, '"');
	hex_write(&text, digest, STORE_DIGEST);
	buf_char(&text, '"');
	(void)snprintf(ret, ETAG_BYTES, "%s", buf_z(&text));
	buf_release(&text);
}

static enum status
work_document(struct call *call, struct store *store, enum refusal *ret)
{
	enum status code = store_document(store, call->of.digest,
	    &call->document, NULL);

	if (code == E_NOT_FOUND) {
		*ret = REFUSAL_DOCUMENT;
		return OK;
	}
	return code;
}

static void
answer_document(struct call *call)
{
	char etag[ETAG_BYTES];
	struct answer_parts parts = {
		.http = 200,
		.type = "application/octet-stream",
		.etag = etag,
		.body = buf_view(&call->document),
	};

	etag_of(call->of.digest, etag);
	if (str_eq(exchange_header(call->exchange, "If-None-Match"),
	        str_of(etag))) {
		parts.http = 304;
		parts.body = STR("");
	}
	exchange_answer(call->exchange, &parts);
}

enum document {
	DOCUMENT_CATALOGUE,
	DOCUMENT_POLICY,
	DOCUMENT_VOCABULARY
};

/* The digest of a period's document; NULL: it has none. */
static const uint8_t *
digest_of(const struct poll *poll, enum document which)
{
	switch (which) {
	case DOCUMENT_POLICY:
		return poll->record.policy;
	case DOCUMENT_VOCABULARY:
		return poll->record.catalogue;
	case DOCUMENT_CATALOGUE:
		break;
	}
	return poll->vocabulary.has_bundle ? poll->vocabulary.bundle : NULL;
}

static void
document(struct api *api, struct exchange *exchange, enum document which)
{
	const uint8_t *digest;
	struct call *call = identified_call(api, exchange);
	const struct poll *poll;

	if (call == NULL)
		return;
	poll = current(call->polls, now(api));
	digest = poll == NULL ? NULL : digest_of(poll, which);
	if (digest == NULL) {
		refuse(call, REFUSAL_DOCUMENT);
		return;
	}
	memcpy(call->of.digest, digest, STORE_DIGEST);
	call->work = work_document;
	call->answer = answer_document;
	submit(call);
}

static void
catalogue(void *cookie, struct exchange *exchange)
{
	document(cookie, exchange, DOCUMENT_CATALOGUE);
}

static void
policy(void *cookie, struct exchange *exchange)
{
	document(cookie, exchange, DOCUMENT_POLICY);
}

static void
vocabulary(void *cookie, struct exchange *exchange)
{
	document(cookie, exchange, DOCUMENT_VOCABULARY);
}

/* POST /v1/tokens */

static enum status
work_token(struct call *call, struct store *store, enum refusal *ret)
{
	struct issue *of = &call->of.issue;
	enum status code = store_token(store, of->period,
	    str_of(call->credentials.id), of->request, ret, NULL);

	return code == OK ? store_enrolled(store, &of->enrolled, NULL) : code;
}

static void
answer_token(struct call *call)
{
	buf_text(&call->document, "{\"response\":\"");
	hex_write(&call->document, call->of.issue.response,
	    sizeof(call->of.issue.response));
	buf_text(&call->document, "\",\"enrolled\":");
	buf_number(&call->document, call->of.issue.enrolled);
	buf_char(&call->document, '}');
	answer_json(call, 200);
}

static void
token(void *cookie, struct exchange *exchange)
{
	struct call *call = identified_call(cookie, exchange);
	enum refusal refusal;

	if (call == NULL)
		return;
	refusal = enrolment_issue(call->polls, exchange_body(exchange),
	    now(cookie), &call->of.issue);
	if (refusal != REFUSAL_NONE) {
		refuse(call, refusal);
		return;
	}
	call->work = work_token;
	call->answer = answer_token;
	submit(call);
}

/* GET /v1/periods/{p}: a name, or "current", or "trial" (the newest open). */

static const struct poll *
newest_trial(const struct polls *polls, int64_t at)
{
	const struct poll *found = NULL;

	for (size_t i = 0; polls_at(polls, i) != NULL; i++) {
		const struct poll *poll = polls_at(polls, i);

		if (poll->record.period.kind == PERIOD_TRIAL && !poll->closed &&
		    poll_started(poll, at) && at < poll->record.closes_at &&
		    (found == NULL ||
		        poll->record.opens_at >= found->record.opens_at))
			found = poll;
	}
	return found;
}

static const struct poll *
asked(const struct polls *polls, struct str name, int64_t at)
{
	const struct poll *poll;

	if (str_eq(name, STR("current")))
		return current(polls, at);
	if (str_eq(name, STR("trial")))
		return newest_trial(polls, at);
	poll = polls_named(polls, name);
	return poll != NULL && poll_started(poll, at) ? poll : NULL;
}

static void
write_record(struct buf *out, const struct poll *poll)
{
	struct buf hex;
	json_t *body;

	buf_init(&hex, 1024);
	hex_write(&hex, (const uint8_t *)poll->signature.at,
	    poll->signature.len);
	body = json_pack("{s:o,s:s}", "record",
	    json_from_str(buf_view(&poll->bytes)), "signature", buf_z(&hex));
	json_write(out, body, false);
	json_decref(body);
	buf_release(&hex);
}

static void
period(void *cookie, struct exchange *exchange)
{
	struct api *api = cookie;
	struct polls *polls = take_polls(api);
	const struct poll *poll = asked(polls, exchange_more(exchange),
	    now(api));
	struct answer_parts parts = { .http = 200, .type = JSON_TYPE };
	struct buf body;

	buf_init(&body, 2 * RECORD_MAX_BYTES);
	if (poll == NULL) {
		exchange_refuse(exchange, REFUSAL_PERIOD_UNKNOWN);
	} else {
		write_record(&body, poll);
		parts.body = buf_view(&body);
		exchange_answer(exchange, &parts);
	}
	buf_release(&body);
	polls_free(polls);
}

/* POST /v1/ballots */

static enum status
work_ballot(struct call *call, struct store *store, enum refusal *ret)
{
	return ballotbox_count(call->api->options.box, store, &call->of.entry,
	    ret, NULL);
}

static void
ballot(void *cookie, struct exchange *exchange)
{
	struct call *call = new_call(cookie, exchange);
	enum refusal refusal = REFUSAL_NONE;
	enum ballot_fault fault = BALLOT_GOOD;

	if (call == NULL)
		return;
	ballotbox_judge(call->polls, exchange_body(exchange), now(cookie),
	    &call->of.entry, &refusal, &fault);
	if (refusal == REFUSAL_BALLOT) {
		exchange_refuse_with(exchange, refusal,
		    ballot_fault_code(fault), ballot_fault_message(fault));
		free_call(call);
		return;
	}
	if (refusal != REFUSAL_NONE) {
		refuse(call, refusal);
		return;
	}
	call->work = work_ballot;
	call->answer = answer_nothing;
	submit(call);
}

static const struct route rows[] = {
	{ ROUTE_POST, "/v1/enrolments", false, ENROLMENT_BODY_BYTES, false,
	    enrol },
	{ ROUTE_DELETE, "/v1/enrolment", false, 0, false, leave },
	{ ROUTE_POST, "/v1/heartbeat", false, ENROLMENT_BODY_BYTES, false,
	    heartbeat },
	{ ROUTE_GET, "/v1/catalogue", false, 0, false, catalogue },
	{ ROUTE_GET, "/v1/policy", false, 0, false, policy },
	{ ROUTE_GET, "/v1/vocabulary", false, 0, false, vocabulary },
	{ ROUTE_POST, "/v1/tokens", false, ENROLMENT_BODY_BYTES, false, token },
	{ ROUTE_GET, "/v1/periods/", true, 0, false, period },
	{ ROUTE_POST, "/v1/ballots", false, BALLOTBOX_BYTES, true, ballot },
};

struct routes
api_routes(struct api *api)
{
	return (struct routes){ rows, sizeof(rows) / sizeof(rows[0]), api };
}

/* Hooks of the writer. */

static enum status
before_commit(void *cookie, struct store *store, struct err *err)
{
	struct api *api = cookie;

	return ballotbox_seal(api->options.box, store, err);
}

static void
after(void *cookie, bool committed)
{
	struct api *api = cookie;

	(void)committed;
	ballotbox_forget(api->options.box);
}

struct writer_hooks
api_hooks(struct api *api)
{
	return (struct writer_hooks){ before_commit, after, api };
}

void
api_use_writer(struct api *api, struct writer *writer)
{
	api->writer = writer;
}

enum status
api_new(const struct api_options *options, struct polls *first,
    struct api **ret_api, struct err *err)
{
	struct api *api = calloc(1, sizeof(*api));

	if (api == NULL) {
		polls_free(first);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	api->options = *options;
	api->polls = first;
	(void)pthread_mutex_init(&api->lock, NULL);
	*ret_api = api;
	return OK;
}

void
api_free(struct api *api)
{
	if (api == NULL)
		return;
	polls_free(api->polls);
	(void)pthread_mutex_destroy(&api->lock);
	free(api);
}

void
api_refresh(struct api *api, struct polls *new_polls)
{
	struct polls *old;

	(void)pthread_mutex_lock(&api->lock);
	old = api->polls;
	api->polls = new_polls;
	(void)pthread_mutex_unlock(&api->lock);
	atomic_store(&api->stale, false);
	polls_free(old);
}

bool
api_stale(const struct api *api)
{
	return atomic_load(&api->stale);
}
