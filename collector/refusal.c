/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/refusal.h"

#include "core/json.h"

#define SENTENCE_BYTES 512

static const struct refusal_row rows[] = {
	[REFUSAL_NONE] = { 0, "", MSG_REFUSED_FAILED },
	[REFUSAL_REQUEST] = { 400, "request", MSG_REFUSED_REQUEST },
	[REFUSAL_ROUTE] = { 404, "route", MSG_REFUSED_ROUTE },
	[REFUSAL_METHOD] = { 405, "method", MSG_REFUSED_METHOD },
	[REFUSAL_LENGTHS] = { 400, "lengths", MSG_REFUSED_LENGTHS },
	[REFUSAL_PIPELINED] = { 400, "pipelined", MSG_REFUSED_PIPELINED },
	[REFUSAL_TOO_LARGE] = { 413, "too_large", MSG_REFUSED_TOO_LARGE },
	[REFUSAL_JSON] = { 400, "json", MSG_REFUSED_JSON },
	[REFUSAL_FIELDS] = { 422, "fields", MSG_REFUSED_FIELDS },
	[REFUSAL_CREDENTIALS] = { 401, "credentials", MSG_REFUSED_CREDENTIALS },
	[REFUSAL_REVOKED] = { 403, "revoked", MSG_REFUSED_REVOKED },
	[REFUSAL_CODE_UNKNOWN] = { 403, "code_unknown", MSG_REFUSED_CODE_UNKNOWN },
	[REFUSAL_CODE_EXPIRED] = { 403, "code_expired", MSG_REFUSED_CODE_EXPIRED },
	[REFUSAL_CODE_EXHAUSTED] = { 403, "code_exhausted", MSG_REFUSED_CODE_EXHAUSTED },
	[REFUSAL_REPLAYED] = { 409, "replayed", MSG_REFUSED_REPLAYED },
	[REFUSAL_DOCUMENT] = { 404, "document", MSG_REFUSED_DOCUMENT },
	[REFUSAL_PERIOD_UNKNOWN] = { 404, "period_unknown", MSG_REFUSED_PERIOD_UNKNOWN },
	[REFUSAL_PERIOD_ENDED] = { 403, "period_ended", MSG_REFUSED_PERIOD_ENDED },
	[REFUSAL_TOKEN_REQUEST] = { 422, "token_request", MSG_REFUSED_TOKEN_REQUEST },
	[REFUSAL_TOKEN_OTHER] = { 409, "token_other", MSG_REFUSED_TOKEN_OTHER },
	[REFUSAL_TOO_EARLY] = { 403, "too_early", MSG_REFUSED_TOO_EARLY },
	[REFUSAL_CLOSED] = { 410, "closed", MSG_REFUSED_CLOSED },
	[REFUSAL_TOKEN] = { 403, "token", MSG_REFUSED_TOKEN },
	[REFUSAL_SPENT] = { 409, "spent", MSG_REFUSED_SPENT },
	[REFUSAL_BALLOT] = { 422, "ballot", MSG_REFUSED_BALLOT },
	[REFUSAL_BUSY] = { 503, "busy", MSG_REFUSED_BUSY },
	[REFUSAL_FAILED] = { 500, "failed", MSG_REFUSED_FAILED },
};

_Static_assert(sizeof(rows) / sizeof(rows[0]) == REFUSAL_COUNT,
    "a row for each refusal");

const struct refusal_row *
refusal_row(enum refusal refusal)
{
	return &rows[refusal];
}

void
refusal_json(struct buf *out, enum language language, const char *code,
    enum message sentence)
{
	struct buf text;
	json_t *body = json_object();

	buf_init(&text, SENTENCE_BYTES);
	message_write(&text, language, sentence, NO_ARGS);
	(void)json_object_set_new(body, "code", json_from_str(str_of(code)));
	(void)json_object_set_new(body, "sentence",
	    json_from_str(buf_view(&text)));
	json_write(out, body, false);
	json_decref(body);
	buf_release(&text);
}
