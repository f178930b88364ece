/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sql.h"

#include <string.h>

static const char *const statements[] = {
	[SQL_CODE_ADD] = "INSERT INTO codes VALUES (?1, ?2, ?3, ?4, 0)",
	[SQL_CODE_FIND] = "SELECT label, expires, uses, used FROM codes "
	                  "WHERE digest = ?1",
	[SQL_CODE_TAKE] = "UPDATE codes SET used = used + 1 WHERE digest = ?1",
	[SQL_DEVICE_ADD] = "INSERT INTO devices "
	                   "VALUES (?1, ?2, ?3, ?4, ?5, '', '', 0)",
	[SQL_DEVICE_NONCE] = "SELECT 1 FROM devices WHERE nonce = ?1",
	[SQL_DEVICE_FIND] = "SELECT secret, revoked FROM devices WHERE id = ?1",
	[SQL_DEVICE_BEAT] = "UPDATE devices SET week = ?2, version = ?3, "
	                    "health = ?4 WHERE id = ?1",
	[SQL_DEVICE_LEAVE] = "DELETE FROM devices WHERE id = ?1",
	[SQL_DEVICE_REVOKE] = "UPDATE devices SET revoked = 1 WHERE id = ?1 "
	                      "RETURNING 1",
	[SQL_DEVICES] = "SELECT id, secret, label, week, version, health, "
	                "revoked FROM devices ORDER BY id",
	[SQL_ENROLLED] = "SELECT count(*) FROM devices WHERE revoked = 0",
	[SQL_DOCUMENT_ADD] = "INSERT OR IGNORE INTO documents VALUES (?1, ?2)",
	[SQL_DOCUMENT] = "SELECT bytes FROM documents WHERE digest = ?1",
	[SQL_DOCUMENTS] = "SELECT digest FROM documents ORDER BY digest",
	[SQL_DOCUMENT_FORGET] = "DELETE FROM documents WHERE digest = ?1",
	[SQL_PERIOD_ADD] = "INSERT INTO periods VALUES (?1, ?2, ?3, 0)",
	[SQL_PERIOD_STATE] = "SELECT closed FROM periods WHERE name = ?1",
	[SQL_PERIOD_CLOSE] = "UPDATE periods SET closed = 1 WHERE name = ?1",
	[SQL_PERIOD_FORGET] = "DELETE FROM periods WHERE name = ?1",
	[SQL_PERIODS] = "SELECT name, record, signature, closed FROM periods "
	                "ORDER BY name",
	[SQL_PERIODS_STAMP] = "SELECT 100000 * count(*) + total(closed) "
	                      "FROM periods",
	[SQL_TOKEN_FIND] = "SELECT request FROM tokens "
	                   "WHERE period = ?1 AND device = ?2",
	[SQL_TOKEN_ADD] = "INSERT INTO tokens VALUES (?1, ?2, ?3)",
	[SQL_TOKENS] = "SELECT device FROM tokens WHERE period = ?1 "
	               "ORDER BY device",
	[SQL_TOKENS_FORGET] = "DELETE FROM tokens WHERE period = ?1",
	[SQL_SPENT_FIND] = "SELECT ballot FROM spent "
	                   "WHERE period = ?1 AND nonce = ?2",
	[SQL_SPENT_ADD] = "INSERT INTO spent VALUES (?1, ?2, ?3)",
	[SQL_SPENT_FORGET] = "DELETE FROM spent WHERE period = ?1",
	[SQL_SPENT_COUNT] = "SELECT count(*) FROM spent WHERE period = ?1",
	[SQL_URN] = "SELECT sealed FROM urns WHERE period = ?1",
	[SQL_URN_PUT] = "INSERT OR REPLACE INTO urns VALUES (?1, ?2)",
	[SQL_URN_FORGET] = "DELETE FROM urns WHERE period = ?1",
	[SQL_PUBLISHED] = "SELECT 1 FROM publications WHERE period = ?1",
	[SQL_PUBLISH] = "INSERT INTO publications VALUES (?1, ?2, ?3)",
	[SQL_PUBLICATIONS] = "SELECT period, document, roster "
	                     "FROM publications ORDER BY period",
	[SQL_PUBLICATION_PURGE] = "DELETE FROM publications WHERE period = ?1",
	[SQL_MAIL] = "SELECT state, at FROM mails WHERE period = ?1",
	[SQL_MAIL_TAKE] = "INSERT OR IGNORE INTO mails VALUES (?1, ?2, ?3) "
	                  "RETURNING 1",
	[SQL_MAIL_PUT] = "INSERT OR REPLACE INTO mails VALUES (?1, ?2, ?3)",
	[SQL_MAIL_FORGET] = "DELETE FROM mails WHERE period = ?1",
	[SQL_SECRET] = "SELECT sealed FROM secrets WHERE year = ?1",
	[SQL_SECRET_PUT] = "INSERT OR IGNORE INTO secrets VALUES (?1, ?2) "
	                   "RETURNING 1",
	[SQL_SECRET_FORGET] = "DELETE FROM secrets WHERE year = ?1",
	[SQL_ALIVE] = "INSERT OR IGNORE INTO alive VALUES (?1)",
	[SQL_DAYS_UP] = "SELECT count(*) FROM alive "
	                "WHERE day >= ?1 AND day < ?2",
	[SQL_COPY] = "VACUUM INTO ?1",
	[SQL_FILE_ADD] = "INSERT INTO files VALUES (?1, ?2)",
	[SQL_FILES] = "SELECT name, content FROM files ORDER BY name",
};

_Static_assert(sizeof(statements) / sizeof(statements[0]) == SQL_COUNT,
    "a row for each statement");

static enum status
bind(struct db_query *query, int at, const struct arg *arg, struct err *err)
{
	switch (arg->kind) {
	case ARG_TEXT:
		return db_bind_text(query, at, arg->bytes, err);
	case ARG_BLOB:
		return db_bind_blob(query, at, arg->bytes, err);
	case ARG_NUMBER:
		break;
	}
	return db_bind_number(query, at, arg->number, err);
}

enum status
sql_start(struct store *store, enum sql id, const struct arg *args,
    size_t count, struct db_query **ret_query, struct err *err)
{
	enum status code = OK;

	if (store->prepared[id] == NULL)
		code = db_prepare(store->db, statements[id],
		    &store->prepared[id], err);
	for (size_t i = 0; code == OK && i < count; i++)
		code = bind(store->prepared[id], (int)i + 1, &args[i], err);
	if (code == OK)
		*ret_query = store->prepared[id];
	return code;
}

enum status
sql_run(struct store *store, enum sql id, const struct arg *args, size_t count,
    bool *ret_row, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = sql_start(store, id, args, count, &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	db_reset(query);
	if (code == OK && ret_row != NULL)
		*ret_row = row;
	return code;
}

enum status
sql_fetch(struct store *store, enum sql id, const struct arg *args,
    size_t count, struct buf *out, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = sql_start(store, id, args, count, &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && !row)
		code = err_set(err, E_NOT_FOUND, MSG_STORE_NOT_FOUND, NO_ARGS);
	if (code == OK) {
		buf_str(out, db_blob(query, 0));
		code = buf_status(out);
		if (code != OK)
			(void)err_set(err, code, MSG_NO_MEMORY, NO_ARGS);
	}
	db_reset(query);
	return code;
}

enum status
sql_number(struct store *store, enum sql id, const struct arg *args,
    size_t count, int64_t *ret, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = sql_start(store, id, args, count, &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK)
		*ret = row ? db_number(query, 0) : 0;
	db_reset(query);
	return code;
}

void
sql_undo(struct store *store, const char *sql)
{
	(void)!db_run(store->db, sql, NULL);
}

enum status
sql_enter(struct store *store, struct err *err)
{
	/* SQLite has undone it: a savepoint would now be a commit of its own. */
	if (store->batch && !db_in_transaction(store->db))
		return err_set(err, E_IO, MSG_STORE_BATCH_UNDONE, NO_ARGS);
	return db_run(store->db, store->batch ? "SAVEPOINT verb"
	                                      : "BEGIN IMMEDIATE", err);
}

enum status
sql_leave(struct store *store, enum status code, enum refusal refusal,
    struct err *err)
{
	bool keep = code == OK && refusal == REFUSAL_NONE;

	if (keep)
		code = db_run(store->db, store->batch ? "RELEASE verb"
		                                      : "COMMIT", err);
	if (!keep || code != OK)
		sql_undo(store, store->batch ? "ROLLBACK TO verb; RELEASE verb"
		                         : "ROLLBACK");
	return code;
}

enum status
sql_verb(struct store *store, enum sql id, const struct arg *args, size_t count,
    struct err *err)
{
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, id, args, count, NULL, err);
	return sql_leave(store, code, REFUSAL_NONE, err);
}

void
sql_copy_text(char *to, size_t size, struct str from)
{
	(void)snprintf(to, size, "%.*s", (int)from.len, from.at);
}

void
sql_copy_digest(uint8_t to[STORE_DIGEST], struct str from)
{
	memset(to, 0, STORE_DIGEST);
	memcpy(to, from.at, from.len < STORE_DIGEST ? from.len : STORE_DIGEST);
}
