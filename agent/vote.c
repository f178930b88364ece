/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/vote.h"

#include "agent/wire.h"

#include <openssl/crypto.h>
#include <string.h>

#define BEARER_BYTES (STATE_DEVICE + STATE_SECRET + 2)

/* Talking */

struct client_place
vote_place(const struct state_join *join)
{
	return (struct client_place){ join->host_count, join->hosts,
		join->port, join->authority };
}

enum status
vote_doubts(const struct vote *vote, bool *ret, struct err *err)
{
	int64_t skewed = 0, since = 0;
	enum status code = state_fact(vote->state, FACT_SKEWED, &skewed, err);

	if (code == OK)
		code = state_fact(vote->state, FACT_DOUBTED, &since, err);
	if (code == OK)
		*ret = skewed == 1 ||
		    (since != 0 && vote->now.wall < since + SCHEDULE_DOUBT);
	return code;
}

/* What the collector's clock says of ours; one that tells no time says
 * nothing. */
static enum status
note_clock(const struct vote *vote, const struct client_reply *reply,
    struct err *err)
{
	bool skewed = schedule_skewed(vote->clock, reply->date);
	enum status code = state_set_fact(vote->state, FACT_SKEWED, skewed,
	    err);

	if (code == OK && skewed)
		code = err_set(err, E_REFUSED, MSG_VOTE_SKEWED, NO_ARGS);
	else if (code == OK && reply->date != 0)
		code = state_set_fact(vote->state, FACT_DOUBTED, 0, err);
	return code;
}

static enum status
note_reached(const struct vote *vote, enum status code,
    struct client_reply *reply, struct err *err)
{
	if (code != OK)
		return code;
	code = state_set_fact(vote->state, FACT_REACHED_DAY,
	    calendar_day_of(vote->now.wall, 0), err);
	if (code != OK)
		client_reply_release(reply);
	return code;
}

/* Any answer to our name tells whether the collector still knows it; a fault
 * of another kind tells nothing. */
static enum status
note_known(const struct vote *vote, const struct client_reply *reply,
    struct err *err)
{
	bool known = reply->http >= 200 && reply->http < 400;
	bool removed = vote_is_refusal(reply, "revoked") ||
	    vote_is_refusal(reply, "credentials");
	int64_t before = 0;
	enum status code;

	if (!known && !removed)
		return OK;
	code = state_fact(vote->state, FACT_REMOVED, &before, err);
	if (code != OK || before == removed)
		return code;
	return state_set_fact(vote->state, FACT_REMOVED, removed, err);
}

enum status
vote_ask(const struct vote *vote, const struct client_call *call,
    struct client_reply *ret, struct err *err)
{
	const struct client_place place = vote_place(vote->join);
	char bearer[BEARER_BYTES];
	enum status code;

	(void)snprintf(bearer, sizeof(bearer), "%s.%s", vote->join->device,
	    vote->join->secret);
	code = vote->net->identified(&place, bearer, call, ret, err);
	OPENSSL_cleanse(bearer, sizeof(bearer));
	code = note_reached(vote, code, ret, err);
	if (code != OK)
		return code;
	code = note_known(vote, ret, err);
	if (code == OK)
		code = note_clock(vote, ret, err);
	if (code != OK)
		client_reply_release(ret);
	return code;
}

enum status
vote_ask_anonymously(const struct vote *vote, const struct client_call *call,
    struct client_reply *ret, struct err *err)
{
	const struct client_place place = vote_place(vote->join);

	return note_reached(vote,
	    vote->net->anonymous(&place, call, ret, err), ret, err);
}

bool
vote_is_busy(int http)
{
	return http == 429 || http >= 500;
}

enum status
vote_refused(const struct client_reply *reply, struct err *err)
{
	struct wire_refusal why;

	wire_refusal(buf_view(&reply->body), &why);
	return err_set(err, vote_is_busy(reply->http) ? E_NETWORK : E_REFUSED,
	    MSG_VOTE_REFUSED, ARGS(why.sentence[0] != '\0' ? why.sentence
	                                                   : "HTTP",
	        digits(reply->http).text));
}

bool
vote_is_refusal(const struct client_reply *reply, const char *word)
{
	struct wire_refusal why;

	wire_refusal(buf_view(&reply->body), &why);
	return strcmp(why.code, word) == 0;
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

enum status
vote_give_up(const struct vote *vote, struct booth *booth,
    enum booth_status status,
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
