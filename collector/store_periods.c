/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sql.h"

enum status
store_period_add(struct store *store, const struct store_period *period,
    const struct store_document *documents, size_t document_count,
    struct str urn, struct err *err)
{
	struct str name = str_of(period->name);
	bool there = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, SQL_PERIOD_STATE, WITH(TEXT(name)), &there, err);
	if (code == OK && there)
		code = err_set(err, E_REFUSED, MSG_PERIOD_EXISTS,
		    ARGS(period->name));
	for (size_t i = 0; code == OK && i < document_count; i++)
		code = sql_run(store, SQL_DOCUMENT_ADD,
		    WITH(DIGEST(documents[i].digest), BLOB(documents[i].bytes)),
		    NULL, err);
	if (code == OK)
		code = sql_run(store, SQL_PERIOD_ADD, WITH(TEXT(name),
		    BLOB(period->record), BLOB(period->signature)), NULL, err);
	if (code == OK)
		code = sql_run(store, SQL_URN_PUT, WITH(TEXT(name), BLOB(urn)),
		    NULL, err);
	return sql_leave(store, code, REFUSAL_NONE, err);
}

enum status
store_periods(struct store *store,
    void (*visit)(void *cookie, const struct store_period *period),
    void *cookie, struct err *err)
{
	struct db_query *query = NULL;
	bool row = true;
	enum status code = sql_start(store, SQL_PERIODS, NULL, 0, &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row) {
		struct store_period found = {
			.record = db_blob(query, 1),
			.signature = db_blob(query, 2),
			.closed = db_number(query, 3) != 0,
		};

		sql_copy_text(found.name, sizeof(found.name), db_text(query,
		    0));
		visit(cookie, &found);
	}
	db_reset(query);
	return code;
}

enum status
store_periods_stamp(struct store *store, int64_t *ret_stamp, struct err *err)
{
	return sql_number(store, SQL_PERIODS_STAMP, NULL, 0, ret_stamp, err);
}

enum status
store_document(struct store *store, const uint8_t digest[STORE_DIGEST],
    struct buf *out, struct err *err)
{
	return sql_fetch(store, SQL_DOCUMENT, WITH(DIGEST(digest)), out, err);
}

/* Those that are not needed, at most STORE_PURGED_MAX. */
static enum status
list_unneeded(struct store *store,
    bool (*is_needed)(void *cookie, const uint8_t digest[STORE_DIGEST]),
    void *cookie, uint8_t found[STORE_PURGED_MAX][STORE_DIGEST],
    size_t *ret_count, struct err *err)
{
	struct db_query *query = NULL;
	size_t count = 0;
	bool row = true;
	enum status code = sql_start(store, SQL_DOCUMENTS, NULL, 0, &query,
	    err);

	if (code != OK)
		return code;
	while (count < STORE_PURGED_MAX &&
	    (code = db_step(query, &row, err)) == OK && row) {
		sql_copy_digest(found[count], db_blob(query, 0));
		if (!is_needed(cookie, found[count]))
			count++;
	}
	db_reset(query);
	*ret_count = count;
	return code;
}

enum status
store_purge_documents(struct store *store,
    enum status (*gather)(void *cookie, struct store *store, struct err *err),
    bool (*is_needed)(void *cookie, const uint8_t digest[STORE_DIGEST]),
    void *cookie, struct err *err)
{
	uint8_t found[STORE_PURGED_MAX][STORE_DIGEST];
	size_t count = 0;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = gather(cookie, store, err);
	if (code == OK)
		code = list_unneeded(store, is_needed, cookie, found, &count,
		    err);
	for (size_t i = 0; code == OK && i < count; i++)
		code = sql_run(store, SQL_DOCUMENT_FORGET,
		    WITH(DIGEST(found[i])), NULL, err);
	return sql_leave(store, code, REFUSAL_NONE, err);
}

enum status
store_token(struct store *store, const char *period, struct str device,
    const uint8_t request[STORE_DIGEST], enum refusal *ret, struct err *err)
{
	struct str name = str_of(period);
	struct db_query *query = NULL;
	enum refusal refusal = REFUSAL_NONE;
	bool row = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_start(store, SQL_TOKEN_FIND, WITH(TEXT(name), TEXT(device)),
	    &query, err);
	if (code == OK)
		code = db_step(query, &row, err);
	if (code == OK && row &&
	    !str_eq(db_blob(query, 0),
	        (struct str){ (const char *)request, STORE_DIGEST }))
		refusal = REFUSAL_TOKEN_OTHER;
	if (query != NULL)
		db_reset(query);
	if (code == OK && !row)
		code = sql_run(store, SQL_TOKEN_ADD, WITH(TEXT(name),
		    TEXT(device), DIGEST(request)), NULL, err);
	code = sql_leave(store, code, refusal, err);
	if (code == OK)
		*ret = refusal;
	return code;
}

enum status
store_tokens(struct store *store, const char *period,
    void (*visit)(void *cookie, struct str device), void *cookie,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = true;
	enum status code = sql_start(store, SQL_TOKENS,
	    WITH(TEXT(str_of(period))), &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row)
		visit(cookie, db_text(query, 0));
	db_reset(query);
	return code;
}

/* Rounding secrets, days. */

enum status
store_secret(struct store *store, int32_t year, struct buf *out,
    struct err *err)
{
	return sql_fetch(store, SQL_SECRET, WITH(NUMBER(year)), out, err);
}

enum status
store_secret_put(struct store *store, int32_t year, struct str sealed,
    struct err *err)
{
	bool added = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, SQL_SECRET_PUT, WITH(NUMBER(year), BLOB(sealed)),
	    &added, err);
	if (code == OK && !added)
		code = err_set(err, E_REFUSED, MSG_SECRET_EXISTS,
		    ARGS(digits(year).text));
	return sql_leave(store, code, REFUSAL_NONE, err);
}

enum status
store_secret_forget(struct store *store, int32_t year, struct err *err)
{
	return sql_verb(store, SQL_SECRET_FORGET, WITH(NUMBER(year)), err);
}

enum status
store_alive(struct store *store, int32_t day, struct err *err)
{
	return sql_verb(store, SQL_ALIVE, WITH(NUMBER(day)), err);
}

enum status
store_days_up(struct store *store, int32_t first, int32_t end,
    int64_t *ret_days, struct err *err)
{
	return sql_number(store, SQL_DAYS_UP, WITH(NUMBER(first), NUMBER(end)),
	    ret_days, err);
}
