/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/member.h"

#include "agent/ledger.h"
#include "agent/wire.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#define BODY_BYTES 65536
#define JSON "application/json"

/* Enrolment */

enum status
member_enrol(const struct vote *vote, const uint8_t secret[JOINCODE_SECRET],
    struct state_join *to, struct err *err)
{
	const struct client_place place = vote_place(to);
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
		code = vote_refused(&reply, err);
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
member_leave(const struct vote *vote, struct err *err)
{
	const struct client_call call = { "DELETE", "/v1/enrolment", NULL,
		{ 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	enum status code = vote_ask(vote, &call, &reply, err);

	/* Unknown already: left is left. */
	if (code == OK && reply.http != 204 && reply.http != 401 &&
	    reply.http != 403)
		code = vote_refused(&reply, err);
	client_reply_release(&reply);
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
	code = ledger_recall(state, ret, err);
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
		code = vote_ask(vote, &call, &reply, err);
	}
	if (code == OK && reply.http != 204)
		code = vote_refused(&reply, err);
	if (code == OK)
		code = state_set_fact(vote->state, FACT_WEEK,
		    week_of(vote->now.wall), err);
	client_reply_release(&reply);
	buf_release(&body);
	findings_release(&health);
	return code;
}

enum status
member_heartbeat(const struct vote *vote, struct err *err)
{
	int64_t week = 0;
	enum status code = state_fact(vote->state, FACT_WEEK, &week, err);

	if (code != OK || week == week_of(vote->now.wall))
		return code;
	return send_heartbeat(vote, err);
}
