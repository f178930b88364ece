/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/booth.h"

#include "agent/ledger.h"

#include "core/db.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS "period, record, signature, other, other_signature, secrets," \
	" padding, token, ballot, delay, uptime, check_at, checked, status," \
	" reason"

static const char sql_accept[] = "INSERT INTO poll (" COLUMNS ") VALUES"
    " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
static const char sql_save[] = "UPDATE poll SET other = ?4,"
    " other_signature = ?5, secrets = ?6, padding = ?7, token = ?8,"
    " ballot = ?9, delay = ?10, uptime = ?11, check_at = ?12, checked = ?13,"
    " status = ?14, reason = ?15 WHERE period = ?1 AND record = ?2"
    " AND signature = ?3";
static const char sql_one[] = "SELECT " COLUMNS " FROM poll WHERE period = ?1";
static const char sql_all[] = "SELECT " COLUMNS " FROM poll";
static const char sql_forget[] = "DELETE FROM poll WHERE period = ?1";

static const enum message status_messages[BOOTH_STATUS_COUNT] = {
	[BOOTH_ACCEPTED] = MSG_BOOTH_ACCEPTED,
	[BOOTH_HELD] = MSG_BOOTH_HELD,
	[BOOTH_DRAFTED] = MSG_BOOTH_DRAFTED,
	[BOOTH_SENT] = MSG_BOOTH_SENT,
	[BOOTH_ABSTAINED] = MSG_BOOTH_ABSTAINED,
	[BOOTH_MISSED] = MSG_BOOTH_MISSED,
};

static const enum message reason_messages[REASON_COUNT] = {
	[REASON_NONE] = MSG_REASON_NONE,
	[REASON_RECORDS_DIFFER] = MSG_REASON_RECORDS_DIFFER,
	[REASON_TOKEN_TAKEN] = MSG_REASON_TOKEN_TAKEN,
	[REASON_TOKEN_WRONG] = MSG_REASON_TOKEN_WRONG,
	[REASON_TOKEN_SPENT] = MSG_REASON_TOKEN_SPENT,
	[REASON_REFUSED] = MSG_REASON_REFUSED,
	[REASON_CLOSED] = MSG_REASON_CLOSED,
	[REASON_NO_TOKEN] = MSG_REASON_NO_TOKEN,
	[REASON_TOO_LATE] = MSG_REASON_TOO_LATE,
	[REASON_ASLEEP] = MSG_REASON_ASLEEP,
	[REASON_UNTESTED] = MSG_REASON_UNTESTED,
};

enum message
booth_status_message(enum booth_status status)
{
	return status_messages[status];
}

enum message
booth_reason_message(enum booth_reason reason)
{
	return reason_messages[reason];
}

void
booth_wipe(struct booth *booth)
{
	token_secrets_wipe(&booth->secrets);
	OPENSSL_cleanse(booth->padding, sizeof(booth->padding));
	OPENSSL_cleanse(booth->token, sizeof(booth->token));
	OPENSSL_cleanse(booth->ballot, sizeof(booth->ballot));
}

bool
booth_over(const struct booth *booth)
{
	return booth->status >= BOOTH_SENT;
}

int64_t
booth_kept_until(const struct booth *booth)
{
	return booth->record.closes_at +
	    (int64_t)PERIOD_KEPT_DAYS * CALENDAR_SECONDS_PER_DAY;
}

/* Writing */

static enum status
bind_bytes(struct db_query *query, int at, const void *bytes, size_t n,
    bool there, struct err *err)
{
	return there ? db_bind_blob(query, at, (struct str){ bytes, n }, err)
	             : db_bind_null(query, at, err);
}

static enum status
bind_record(struct db_query *query, const struct booth *booth, struct err *err)
{
	enum status code = db_bind_text(query, 1,
	    str_of(booth->record.period.text), err);

	if (code == OK)
		code = db_bind_text(query, 2, str_of(booth->text), err);
	if (code == OK)
		code = bind_bytes(query, 3, booth->signature,
		    booth->signature_len, true, err);
	if (code == OK)
		code = booth->other[0] == '\0'
		    ? db_bind_null(query, 4, err)
		    : db_bind_text(query, 4, str_of(booth->other), err);
	if (code == OK)
		code = bind_bytes(query, 5, booth->other_signature,
		    booth->other_signature_len, booth->other[0] != '\0', err);
	return code;
}

static enum status
bind_secrets(struct db_query *query, const struct booth *booth, struct err *err)
{
	bool live = !booth_over(booth);
	enum status code = bind_bytes(query, 6, &booth->secrets,
	    sizeof(booth->secrets), live, err);

	if (code == OK)
		code = bind_bytes(query, 7, booth->padding, BALLOT_BYTES, live,
		    err);
	if (code == OK)
		code = bind_bytes(query, 8, booth->token, TOKEN_BYTES,
		    live && booth->status >= BOOTH_HELD, err);
	if (code == OK)
		code = bind_bytes(query, 9, booth->ballot, BALLOT_BYTES,
		    live && booth->status >= BOOTH_DRAFTED, err);
	return code;
}

static enum status
write_poll(struct state *state, const char *sql, const struct booth *booth,
    struct err *err)
{
	const int64_t numbers[] = { booth->delay, booth->uptime, booth->check_at,
		booth->checked, booth->status, booth->reason };
	struct db_query *query = NULL;
	bool row;
	enum status code = db_prepare(state_db(state), sql, &query, err);

	if (code == OK)
		code = bind_record(query, booth, err);
	if (code == OK)
		code = bind_secrets(query, booth, err);
	for (int i = 0; code == OK && i < 6; i++)
		code = db_bind_number(query, 10 + i, numbers[i], err);
	if (code == OK)
		code = db_step(query, &row, err);
	db_query_free(query);
	return code;
}

enum status
booth_accept(struct state *state, const struct booth *booth, struct err *err)
{
	struct booth *known = calloc(1, sizeof(*known));
	enum status code;

	if (known == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = state_begin(state, err);
	if (code == OK) {
		code = booth_load(state, &booth->record.period, known, err);
		if (code == OK)
			code = err_set(err, E_REFUSED, MSG_BOOTH_KNOWN,
			    ARGS(booth->record.period.text));
		else if (code == E_NOT_FOUND)
			code = write_poll(state, sql_accept, booth, err);
		code = state_end(state, code, err);
	}
	booth_wipe(known);
	free(known);
	return code;
}

enum status
booth_save(struct state *state, const struct booth *booth, struct err *err)
{
	bool told = booth->status == BOOTH_SENT || booth->status == BOOTH_MISSED;
	bool days = told && booth->record.period.kind != PERIOD_TRIAL;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	code = write_poll(state, sql_save, booth, err);
	if (code == OK && days)
		code = ledger_forget_before(state, booth->record.period.end, err);
	code = state_end(state, code, err);
	if (code == OK && days)
		state_shrink(state);
	return code;
}

/* Reading */

/* Nothing is fine: what is over has no secrets. */
static bool
take_bytes(void *to, size_t n, struct str from)
{
	return from.len == 0 || state_bytes(to, n, from);
}

static bool
take_signature(uint8_t *to, size_t *ret_len, struct str from)
{
	if (from.len > BOOTH_SIGNATURE)
		return false;
	memcpy(to, from.len == 0 ? "" : from.at, from.len);
	*ret_len = from.len;
	return true;
}

static bool
take_poll(const struct db_query *query, struct booth *to)
{
	int64_t status = db_number(query, 13), reason = db_number(query, 14);

	to->delay = db_number(query, 9);
	to->uptime = db_number(query, 10);
	to->check_at = db_number(query, 11);
	to->checked = db_number(query, 12) != 0;
	if (status < 0 || status >= BOOTH_STATUS_COUNT || reason < 0 ||
	    reason >= REASON_COUNT)
		return false;
	to->status = (enum booth_status)status;
	to->reason = (enum booth_reason)reason;
	return state_text(to->text, sizeof(to->text), db_text(query, 1)) &&
	    take_signature(to->signature, &to->signature_len,
	        db_blob(query, 2)) &&
	    state_text(to->other, sizeof(to->other), db_text(query, 3)) &&
	    take_signature(to->other_signature, &to->other_signature_len,
	        db_blob(query, 4)) &&
	    take_bytes(&to->secrets, sizeof(to->secrets), db_blob(query, 5)) &&
	    take_bytes(to->padding, BALLOT_BYTES, db_blob(query, 6)) &&
	    take_bytes(to->token, TOKEN_BYTES, db_blob(query, 7)) &&
	    take_bytes(to->ballot, BALLOT_BYTES, db_blob(query, 8)) &&
	    record_read(str_of(to->text), &to->record, NULL) == OK;
}

enum status
booth_load(struct state *state, const struct period *period, struct booth *ret,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = db_prepare(state_db(state), sql_one, &query, err);

	*ret = (struct booth){ .status = BOOTH_ACCEPTED };
	if (code == OK)
		code = db_bind_text(query, 1, str_of(period->text), err);
	if (code == OK)
		code = db_step(query, &row, err);
	if (code == OK && !row)
		code = err_set(err, E_NOT_FOUND, MSG_BOOTH_UNKNOWN,
		    ARGS(period->text));
	if (code == OK && !take_poll(query, ret))
		code = err_set(err, E_DAMAGED, MSG_KEPT_DAMAGED, NO_ARGS);
	db_query_free(query);
	return code;
}

/* Few rows, each large: read whole, sorted by their windows, then shown. */
#define BOOTH_ROOM 256

static int
by_window(const void *a, const void *b)
{
	const struct booth *const *x = a, *const *y = b;

	if ((*x)->record.closes_at != (*y)->record.closes_at)
		return (*x)->record.closes_at < (*y)->record.closes_at ? -1 : 1;
	return strcmp((*x)->record.period.text, (*y)->record.period.text);
}

static enum status
take_all(struct db_query *query, struct booth **booths, size_t *count,
    struct err *err)
{
	bool more = true;
	enum status code = OK;

	while (*count < BOOTH_ROOM) {
		code = db_step(query, &more, err);
		if (code != OK || !more)
			return code;
		booths[*count] = calloc(1, sizeof(**booths));
		if (booths[*count] == NULL)
			return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
		if (!take_poll(query, booths[(*count)++]))
			return err_set(err, E_DAMAGED, MSG_KEPT_DAMAGED,
			    NO_ARGS);
	}
	return code;
}

enum status
booth_each(struct state *state,
    void (*visit)(void *cookie, const struct booth *booth), void *cookie,
    struct err *err)
{
	struct booth *booths[BOOTH_ROOM] = { NULL };
	struct db_query *query = NULL;
	size_t count = 0;
	enum status code = db_prepare(state_db(state), sql_all, &query, err);

	if (code == OK)
		code = take_all(query, booths, &count, err);
	db_query_free(query);
	if (count > 1)
		qsort(booths, count, sizeof(*booths), by_window);
	for (size_t i = 0; i < count; i++) {
		if (code == OK)
			visit(cookie, booths[i]);
		booth_wipe(booths[i]);
		free(booths[i]);
	}
	return code;
}

struct forgetting {
	struct state *state;
	int64_t before;
	enum status code;
	struct err *err;
};

static void
forget(void *cookie, const struct booth *booth)
{
	struct forgetting *forgetting = cookie;
	struct db_query *query = NULL;
	enum status code = forgetting->code;
	bool row;

	if (code != OK || booth->record.closes_at >= forgetting->before)
		return;
	code = db_prepare(state_db(forgetting->state), sql_forget, &query,
	    forgetting->err);
	if (code == OK)
		code = db_bind_text(query, 1, str_of(booth->record.period.text),
		    forgetting->err);
	if (code == OK)
		code = db_step(query, &row, forgetting->err);
	db_query_free(query);
	forgetting->code = code;
}

enum status
booth_forget(struct state *state, int64_t before, struct err *err)
{
	struct forgetting forgetting = { state, before, OK, err };
	enum status code = booth_each(state, forget, &forgetting, err);

	return code == OK ? forgetting.code : code;
}
