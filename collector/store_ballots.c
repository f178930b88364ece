/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sql.h"

static enum status
judge_period(struct store *store, struct str name, enum refusal *ret,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = sql_start(store, SQL_PERIOD_STATE, WITH(TEXT(name)),
	    &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && !row)
		*ret = REFUSAL_PERIOD_UNKNOWN;
	else if (code == OK && db_number(query, 0) != 0)
		*ret = REFUSAL_CLOSED;
	db_reset(query);
	return code;
}

static enum status
judge_spent(struct store *store, struct str name,
    const uint8_t nonce[STORE_DIGEST], const uint8_t ballot[STORE_DIGEST],
    bool *ret_again, enum refusal *ret, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = sql_start(store, SQL_SPENT_FIND,
	    WITH(TEXT(name), DIGEST(nonce)), &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && row) {
		*ret_again = str_eq(db_blob(query, 0),
		    (struct str){ (const char *)ballot, STORE_DIGEST });
		if (!*ret_again)
			*ret = REFUSAL_SPENT;
	}
	db_reset(query);
	return code;
}

enum status
store_spend(struct store *store, const char *period,
    const uint8_t nonce[STORE_DIGEST], const uint8_t ballot[STORE_DIGEST],
    bool *ret_again, enum refusal *ret, struct err *err)
{
	struct str name = str_of(period);
	enum refusal refusal = REFUSAL_NONE;
	bool again = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = judge_period(store, name, &refusal, err);
	if (code == OK && refusal == REFUSAL_NONE)
		code = judge_spent(store, name, nonce, ballot, &again, &refusal,
		    err);
	if (code == OK && refusal == REFUSAL_NONE && !again)
		code = sql_run(store, SQL_SPENT_ADD, WITH(TEXT(name),
		    DIGEST(nonce), DIGEST(ballot)), NULL, err);
	code = sql_leave(store, code, refusal, err);
	if (code == OK) {
		*ret_again = again;
		*ret = refusal;
	}
	return code;
}

enum status
store_spent(struct store *store, const char *period, int64_t *ret_count,
    struct err *err)
{
	return sql_number(store, SQL_SPENT_COUNT, WITH(TEXT(str_of(period))),
	    ret_count, err);
}

enum status
store_urn(struct store *store, const char *period, struct buf *out,
    struct err *err)
{
	return sql_fetch(store, SQL_URN, WITH(TEXT(str_of(period))), out, err);
}

enum status
store_urn_put(struct store *store, const char *period, struct str sealed,
    struct err *err)
{
	return sql_verb(store, SQL_URN_PUT, WITH(TEXT(str_of(period)),
	    BLOB(sealed)), err);
}

/* Closing. */

static enum status
forget(struct store *store, struct str name, struct err *err)
{
	static const enum sql rows[] = {
		SQL_URN_FORGET,
		SQL_SPENT_FORGET,
		SQL_TOKENS_FORGET,
	};
	enum status code = OK;

	for (size_t i = 0; code == OK && i < sizeof(rows) / sizeof(rows[0]);
	     i++)
		code = sql_run(store, rows[i], WITH(TEXT(name)), NULL, err);
	return code;
}

enum status
store_close(struct store *store, const char *period, struct str publication,
    struct str roster, struct err *err)
{
	struct str name = str_of(period);
	bool known = false, published = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, SQL_PERIOD_STATE, WITH(TEXT(name)), &known, err);
	if (code == OK && !known)
		code = err_set(err, E_NOT_FOUND, MSG_PERIOD_UNKNOWN,
		    ARGS(period));
	if (code == OK)
		code = sql_run(store, SQL_PUBLISHED, WITH(TEXT(name)),
		    &published, err);
	if (code == OK && published)
		code = err_set(err, E_REFUSED, MSG_PERIOD_PUBLISHED,
		    ARGS(period));
	if (code == OK)
		code = sql_run(store, SQL_PUBLISH, WITH(TEXT(name),
		    BLOB(publication), BLOB(roster)), NULL, err);
	if (code == OK)
		code = sql_run(store, SQL_PERIOD_CLOSE, WITH(TEXT(name)), NULL,
		    err);
	if (code == OK)
		code = forget(store, name, err);
	return sql_leave(store, code, REFUSAL_NONE, err);
}

static enum status
end_period(struct store *store, enum sql how, const char *period,
    struct err *err)
{
	struct str name = str_of(period);
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, how, WITH(TEXT(name)), NULL, err);
	if (code == OK)
		code = forget(store, name, err);
	return sql_leave(store, code, REFUSAL_NONE, err);
}

enum status
store_end_trial(struct store *store, const char *period, struct err *err)
{
	return end_period(store, SQL_PERIOD_CLOSE, period, err);
}

enum status
store_forget_period(struct store *store, const char *period, struct err *err)
{
	return end_period(store, SQL_PERIOD_FORGET, period, err);
}

enum status
store_publications(struct store *store,
    void (*visit)(void *cookie, const char *period, struct str publication,
        struct str roster), void *cookie, struct err *err)
{
	struct db_query *query = NULL;
	char name[16];
	bool row = true;
	enum status code = sql_start(store, SQL_PUBLICATIONS, NULL, 0, &query,
	    err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row) {
		sql_copy_text(name, sizeof(name), db_text(query, 0));
		visit(cookie, name, db_blob(query, 1), db_blob(query, 2));
	}
	db_reset(query);
	return code;
}

enum status
store_purge(struct store *store, const char *period, struct err *err)
{
	struct str name = str_of(period);
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, SQL_PUBLICATION_PURGE, WITH(TEXT(name)), NULL,
	    err);
	if (code == OK)
		code = sql_run(store, SQL_PERIOD_FORGET, WITH(TEXT(name)), NULL,
		    err);
	if (code == OK)
		code = sql_run(store, SQL_MAIL_FORGET, WITH(TEXT(name)), NULL,
		    err);
	return sql_leave(store, code, REFUSAL_NONE, err);
}

/* Its mail. */

enum status
store_mail(struct store *store, const char *period, struct store_mail *ret,
    struct err *err)
{
	struct store_mail mail = { .state = STORE_MAIL_NONE };
	struct db_query *query = NULL;
	bool row = false;
	enum status code = sql_start(store, SQL_MAIL,
	    WITH(TEXT(str_of(period))), &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && row) {
		mail.state = (enum store_mail_state)db_number(query, 0);
		mail.at = db_number(query, 1);
	}
	db_reset(query);
	if (code == OK)
		*ret = mail;
	return code;
}

enum status
store_mail_take(struct store *store, const char *period, int64_t now,
    struct err *err)
{
	bool taken = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, SQL_MAIL_TAKE, WITH(TEXT(str_of(period)),
	    NUMBER(STORE_MAIL_LEAVING), NUMBER(now)), &taken, err);
	if (code == OK && !taken)
		code = err_set(err, E_REFUSED, MSG_MAILING_NOTED,
		    ARGS(period));
	return sql_leave(store, code, REFUSAL_NONE, err);
}

enum status
store_mail_put(struct store *store, const char *period,
    struct store_mail mail, struct err *err)
{
	struct str name = str_of(period);

	return mail.state == STORE_MAIL_NONE
	    ? sql_verb(store, SQL_MAIL_FORGET, WITH(TEXT(name)), err)
	    : sql_verb(store, SQL_MAIL_PUT, WITH(TEXT(name),
	        NUMBER(mail.state), NUMBER(mail.at)), err);
}
