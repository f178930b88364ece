/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/casting.h"

#include "agent/draft.h"
#include "agent/poll.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define BYTES "application/octet-stream"

/* Ballots */

enum status
casting_draft(const struct vote *vote, struct booth *booth, struct err *err)
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
		if (vote_is_refusal(reply, answer_rows[i].code))
			return vote_give_up(vote, booth, answer_rows[i].status,
			    answer_rows[i].reason, err);
	if (reply->http < 400 || vote_is_busy(reply->http) ||
	    vote_is_refusal(reply, "too_early"))
		return vote_refused(reply, err);
	return vote_give_up(vote, booth, BOOTH_ABSTAINED,
	    reply->http == 409 ? REASON_TOKEN_SPENT : REASON_REFUSED, err);
}

enum status
casting_send(const struct vote *vote, struct booth *booth, struct err *err)
{
	struct client_call call = { "POST", "/v1/ballots", BYTES, { 0 }, NULL };
	struct client_reply reply = { .http = 0 };
	uint8_t bytes[TOKEN_BYTES + BALLOT_BYTES];
	enum status code;

	memcpy(bytes, booth->token, TOKEN_BYTES);
	memcpy(bytes + TOKEN_BYTES, booth->ballot, BALLOT_BYTES);
	call.body = (struct str){ (const char *)bytes, sizeof(bytes) };
	code = vote_ask_anonymously(vote, &call, &reply, err);
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
	enum status code = poll_record(vote, "trial", booth, err);

	if (code == OK)
		code = poll_token(vote, booth, err);
	if (code == OK && !booth_over(booth) && !booth->checked)
		code = poll_check(vote, booth, err);
	if (code == OK && booth->status == BOOTH_HELD)
		code = casting_draft(vote, booth, err);
	if (code == OK && booth->status == BOOTH_DRAFTED)
		code = casting_send(vote, booth, err);
	if (code == OK && booth->status != BOOTH_SENT)
		code = err_set(err, E_REFUSED, MSG_VOTE_TRIAL_FAILED, NO_ARGS);
	return code;
}

enum status
casting_trial(const struct vote *vote, struct period *ret_period,
    struct err *err)
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
