/* SPDX-License-Identifier: Apache-2.0
 * sql.h: the statements of the store as rows, and the few ways to run one.
 * Only the files that implement store.h include it; must not know what a verb
 * promises.  Covered by tests/unit/test_store.c.
 */
#ifndef COLLECTOR_SQL_H
#define COLLECTOR_SQL_H

#include "collector/store.h"

#include "core/db.h"

enum sql {
	SQL_CODE_ADD,
	SQL_CODE_FIND,
	SQL_CODE_TAKE,
	SQL_DEVICE_ADD,
	SQL_DEVICE_NONCE,
	SQL_DEVICE_FIND,
	SQL_DEVICE_BEAT,
	SQL_DEVICE_LEAVE,
	SQL_DEVICE_REVOKE,
	SQL_DEVICES,
	SQL_ENROLLED,
	SQL_DOCUMENT_ADD,
	SQL_DOCUMENT,
	SQL_DOCUMENTS,
	SQL_DOCUMENT_FORGET,
	SQL_PERIOD_ADD,
	SQL_PERIOD_STATE,
	SQL_PERIOD_CLOSE,
	SQL_PERIOD_FORGET,
	SQL_PERIODS,
	SQL_PERIODS_STAMP,
	SQL_TOKEN_FIND,
	SQL_TOKEN_ADD,
	SQL_TOKENS,
	SQL_TOKENS_FORGET,
	SQL_SPENT_FIND,
	SQL_SPENT_ADD,
	SQL_SPENT_FORGET,
	SQL_SPENT_COUNT,
	SQL_URN,
	SQL_URN_PUT,
	SQL_URN_FORGET,
	SQL_PUBLISHED,
	SQL_PUBLISH,
	SQL_PUBLICATIONS,
	SQL_PUBLICATION_PURGE,
	SQL_MAIL,
	SQL_MAIL_TAKE,
	SQL_MAIL_PUT,
	SQL_MAIL_FORGET,
	SQL_SECRET,
	SQL_SECRET_PUT,
	SQL_SECRET_FORGET,
	SQL_ALIVE,
	SQL_DAYS_UP,
	SQL_COPY,
	SQL_FILE_ADD,
	SQL_FILES,
	SQL_COUNT
};

struct store {
	struct db *db;
	struct db_query *prepared[SQL_COUNT];
	bool batch;
};

/* Arguments of a statement, bound in order. */
enum arg_kind {
	ARG_NUMBER,
	ARG_TEXT,
	ARG_BLOB
};

struct arg {
	enum arg_kind kind;
	int64_t number;
	struct str bytes;
};

#define NUMBER(n) ((struct arg){ .kind = ARG_NUMBER, .number = (n) })
#define TEXT(s) ((struct arg){ .kind = ARG_TEXT, .bytes = (s) })
#define BLOB(s) ((struct arg){ .kind = ARG_BLOB, .bytes = (s) })
#define DIGEST(d) BLOB(((struct str){ (const char *)(d), STORE_DIGEST }))
#define WITH(...) ((const struct arg[]){ __VA_ARGS__ }), \
	sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg)

/* sql_start: ready to be stepped; db_reset when done. */
MUST_CHECK enum status sql_start(struct store *store, enum sql id,
    const struct arg *args, size_t count, struct db_query **ret_query,
    struct err *err);

/* sql_run: run a statement to its first row; *ret_row tells whether there was
 * one.  `ret_row` may be NULL. */
MUST_CHECK enum status sql_run(struct store *store, enum sql id,
    const struct arg *args, size_t count, bool *ret_row, struct err *err);

/* sql_fetch: append the first column of the first row; E_NOT_FOUND.
 * sql_number: the number there, 0 without a row. */
MUST_CHECK enum status sql_fetch(struct store *store, enum sql id,
    const struct arg *args, size_t count, struct buf *out, struct err *err);
MUST_CHECK enum status sql_number(struct store *store, enum sql id,
    const struct arg *args, size_t count, int64_t *ret, struct err *err);

/*
 * sql_enter, sql_leave: a verb's own transaction, or its savepoint inside a
 * batch; kept when `code` is OK and nothing was refused, else undone.
 * sql_verb: one statement as a verb.  sql_undo: run the statements that take a
 * transaction back; their own failure is ignored.
 */
MUST_CHECK enum status sql_enter(struct store *store, struct err *err);
MUST_CHECK enum status sql_leave(struct store *store, enum status code,
    enum refusal refusal, struct err *err);
MUST_CHECK enum status sql_verb(struct store *store, enum sql id,
    const struct arg *args, size_t count, struct err *err);
void sql_undo(struct store *store, const char *sql);

/* sql_copy_text, sql_copy_digest: copy a column; a text that is too long is
 * cut, a digest that is too short is filled with zeros. */
void sql_copy_text(char *to, size_t size, struct str from);
void sql_copy_digest(uint8_t to[STORE_DIGEST], struct str from);

#endif
