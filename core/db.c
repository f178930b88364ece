/* SPDX-License-Identifier: Apache-2.0 */
#include "core/db.h"

#include <sqlite3.h>
#include <stdlib.h>

#define BOUND_STRIDE 10000
#define BOUND_LENGTH (16 << 20)

struct db {
	sqlite3 *handle;
	uint64_t strides_left; /* db_bound */
};

struct db_query {
	sqlite3_stmt *statement;
};

struct code_row {
	int sqlite;
	enum status code;
	enum message id;
};

static const struct code_row code_rows[] = {
	{ SQLITE_CORRUPT, E_DAMAGED, MSG_DB_DAMAGED },
	{ SQLITE_FORMAT, E_DAMAGED, MSG_DB_DAMAGED },
	{ SQLITE_NOTADB, E_UNSUPPORTED, MSG_DB_NOT_SQLITE },
	{ SQLITE_FULL, E_IO, MSG_DB_FULL },
	{ SQLITE_READONLY, E_ACCESS, MSG_DB_READ_ONLY },
	{ SQLITE_BUSY, E_LOCKED, MSG_DB_LOCKED },
	{ SQLITE_LOCKED, E_LOCKED, MSG_DB_LOCKED },
	{ SQLITE_INTERRUPT, E_LIMIT, MSG_DB_BOUND },
	{ SQLITE_TOOBIG, E_LIMIT, MSG_DB_BOUND },
	{ SQLITE_NOMEM, E_NOMEM, MSG_NO_MEMORY },
	{ SQLITE_CANTOPEN, E_ACCESS, MSG_DB_SHUT },
};

/* errstr, not errmsg: the latter may quote a value of the file. */
static enum status
failed(int result, struct err *err)
{
	for (size_t i = 0; i < sizeof(code_rows) / sizeof(code_rows[0]); i++)
		if (code_rows[i].sqlite == (result & 0xFF))
			return err_set(err, code_rows[i].code, code_rows[i].id,
			    NO_ARGS);
	return err_set(err, E_IO, MSG_DB_FAILED,
	    ARGS(sqlite3_errstr(result)));
}

static const int open_flags[] = {
	[DB_READ_WRITE] = SQLITE_OPEN_READWRITE,
	[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
};

enum status
db_open(const char *path, enum db_mode mode, struct db **ret_db,
    struct err *err)
{
	struct db *db = calloc(1, sizeof(*db));
	int result;

	if (db == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	result = sqlite3_open_v2(path, &db->handle,
	    open_flags[mode] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
	    NULL);
	if (result == SQLITE_OK)
		result = sqlite3_db_config(db->handle,
		    SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	if (result == SQLITE_OK)
		result = sqlite3_db_config(db->handle,
		    SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
	if (result == SQLITE_OK)
		result = sqlite3_exec(db->handle, "PRAGMA cell_size_check=ON",
		    NULL, NULL, NULL);
	if (result != SQLITE_OK) {
		enum status code = failed(result, err);

		db_free(db);
		return code;
	}
	*ret_db = db;
	return OK;
}

void
db_free(struct db *db)
{
	if (db == NULL)
		return;
	(void)sqlite3_close(db->handle);
	free(db);
}

/* Called every BOUND_STRIDE steps of any statement; the counter is the
 * handle's, so that many short statements are bounded too. */
static int
count_steps(void *cookie)
{
	struct db *db = cookie;

	if (db->strides_left == 0)
		return 1;
	db->strides_left--;
	return 0;
}

void
db_bound(struct db *db, uint64_t steps)
{
	db->strides_left = steps / BOUND_STRIDE + 1;
	(void)sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, BOUND_LENGTH);
	sqlite3_progress_handler(db->handle, BOUND_STRIDE, count_steps, db);
}

enum status
db_run(struct db *db, const char *sql, struct err *err)
{
	int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return result == SQLITE_OK ? OK : failed(result, err);
}

bool
db_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
}

enum status
db_prepare(struct db *db, const char *sql, struct db_query **ret_query,
    struct err *err)
{
	struct db_query *query = calloc(1, sizeof(*query));
	int result;

	if (query == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	result = sqlite3_prepare_v2(db->handle, sql, -1, &query->statement,
	    NULL);
	if (result != SQLITE_OK) {
		db_query_free(query);
		return failed(result, err);
	}
	*ret_query = query;
	return OK;
}

void
db_query_free(struct db_query *query)
{
	if (query == NULL)
		return;
	(void)sqlite3_finalize(query->statement);
	free(query);
}

static enum status
checked(int result, struct err *err)
{
	return result == SQLITE_OK ? OK : failed(result, err);
}

enum status
db_bind_number(struct db_query *query, int at, int64_t number, struct err *err)
{
	return checked(sqlite3_bind_int64(query->statement, at, number), err);
}

enum status
db_bind_text(struct db_query *query, int at, struct str text, struct err *err)
{
	return checked(sqlite3_bind_text64(query->statement, at, text.at,
	    text.len, SQLITE_TRANSIENT, SQLITE_UTF8), err);
}

enum status
db_bind_blob(struct db_query *query, int at, struct str bytes, struct err *err)
{
	return checked(sqlite3_bind_blob64(query->statement, at, bytes.at,
	    bytes.len, SQLITE_TRANSIENT), err);
}

enum status
db_bind_null(struct db_query *query, int at, struct err *err)
{
	return checked(sqlite3_bind_null(query->statement, at), err);
}

enum status
db_step(struct db_query *query, bool *ret_row, struct err *err)
{
	int result = sqlite3_step(query->statement);

	if (result != SQLITE_ROW && result != SQLITE_DONE)
		return failed(result, err);
	*ret_row = result == SQLITE_ROW;
	return OK;
}

void
db_reset(struct db_query *query)
{
	(void)sqlite3_reset(query->statement);
}

int64_t
db_number(const struct db_query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

struct str
db_text(const struct db_query *query, int column)
{
	const unsigned char *text =
	    sqlite3_column_text(query->statement, column);
	int len = sqlite3_column_bytes(query->statement, column);

	return text == NULL ? STR("")
	                    : (struct str){ (const char *)text, (size_t)len };
}

struct str
db_blob(const struct db_query *query, int column)
{
	const void *bytes = sqlite3_column_blob(query->statement, column);
	int len = sqlite3_column_bytes(query->statement, column);

	return bytes == NULL ? STR("") : (struct str){ bytes, (size_t)len };
}

bool
db_is_null(const struct db_query *query, int column)
{
	return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

enum status
db_one_number(struct db *db, const char *sql, int64_t *ret_number,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = db_prepare(db, sql, &query, err);

	if (code == OK)
		code = db_step(query, &row, err);
	if (code == OK && !row)
		code = err_set(err, E_NOT_FOUND, MSG_DB_FAILED,
		    ARGS(sqlite3_errstr(SQLITE_DONE)));
	if (code == OK)
		*ret_number = db_number(query, 0);
	db_query_free(query);
	return code;
}

enum status
db_check(struct db *db, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = db_prepare(db, "PRAGMA quick_check(1)", &query, err);

	if (code == OK)
		code = db_step(query, &row, err);
	if (code == OK && (!row || !str_eq(db_text(query, 0), STR("ok"))))
		code = err_set(err, E_DAMAGED, MSG_DB_DAMAGED, NO_ARGS);
	db_query_free(query);
	return code;
}

static bool
exists(struct db *db, const char *sql, const char *first, const char *second)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = db_prepare(db, sql, &query, NULL);

	if (code == OK)
		code = db_bind_text(query, 1, str_of(first), NULL);
	if (code == OK && second != NULL)
		code = db_bind_text(query, 2, str_of(second), NULL);
	if (code == OK)
		code = db_step(query, &row, NULL);
	db_query_free(query);
	return code == OK && row;
}

bool
db_has(struct db *db, const char *table, const char *column)
{
	if (column != NULL)
		return exists(db,
		    "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2",
		    table, column);
	return exists(db,
	    "SELECT 1 FROM sqlite_master WHERE name = ?1 "
	    "AND type IN ('table', 'view')", table, NULL);
}

bool
db_has_index(struct db *db, const char *index)
{
	return exists(db,
	    "SELECT 1 FROM sqlite_master WHERE name = ?1 AND type = 'index'",
	    index, NULL);
}
