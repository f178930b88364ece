/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sql.h"

#include "core/os.h"
#include "core/outfile.h"

#include <stdlib.h>

/*
 * The journal is DELETE, not WAL.  SQLite 3.7.0 to 3.51.2 can corrupt a file
 * in WAL mode when one connection resets the log while another checkpoints
 * ("WAL-reset bug"); Debian 12 has 3.40.1, and `close`, `enrol` and `backup`
 * are second processes beside `serve`.  A rollback journal needs no such
 * care, and leaves no log from which an overwritten page could be read.  EXTRA
 * flushes the folder after the journal's unlink, without which a power cut
 * could roll back what was answered.  The price is in docs/ARCHITECTURE.md:
 * group commit pays it once per batch.
 */
static const char opening[] =
    "PRAGMA busy_timeout=10000;"
    "PRAGMA journal_mode=DELETE;"
    "PRAGMA synchronous=EXTRA;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA foreign_keys=OFF;"
    "PRAGMA temp_store=MEMORY";

/* "LANT": told apart from other SQLite files. */
#define APPLICATION_ID 1279348308

/* Row n brings a store from version n to n + 1, in its own transaction. */
static const char *const migrations[] = {
	"CREATE TABLE codes (digest BLOB PRIMARY KEY, label TEXT NOT NULL,"
	" expires INTEGER NOT NULL, uses INTEGER NOT NULL,"
	" used INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE devices (id TEXT PRIMARY KEY, secret BLOB NOT NULL,"
	" nonce BLOB NOT NULL UNIQUE, label TEXT NOT NULL,"
	" week TEXT NOT NULL, version TEXT NOT NULL, health TEXT NOT NULL,"
	" revoked INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE documents (digest BLOB PRIMARY KEY,"
	" bytes BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE periods (name TEXT PRIMARY KEY, record BLOB NOT NULL,"
	" signature BLOB NOT NULL, closed INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE tokens (period TEXT, device TEXT, request BLOB NOT NULL,"
	" PRIMARY KEY (period, device)) WITHOUT ROWID;"
	"CREATE TABLE urns (period TEXT PRIMARY KEY, sealed BLOB NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE spent (period TEXT, nonce BLOB, ballot BLOB NOT NULL,"
	" PRIMARY KEY (period, nonce)) WITHOUT ROWID;"
	"CREATE TABLE publications (period TEXT PRIMARY KEY,"
	" document BLOB NOT NULL, roster BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE TRIGGER publications_are_immutable BEFORE UPDATE ON"
	" publications BEGIN SELECT RAISE(ABORT, 'immutable'); END;"
	"CREATE TABLE secrets (year INTEGER PRIMARY KEY,"
	" sealed BLOB NOT NULL);"
	"CREATE TABLE alive (day INTEGER PRIMARY KEY)",
	"CREATE TABLE mails (period TEXT PRIMARY KEY, state INTEGER NOT NULL,"
	" at INTEGER NOT NULL) WITHOUT ROWID",
};

#define SCHEMA ((int64_t)(sizeof(migrations) / sizeof(migrations[0])))

static enum status
migrate(struct store *store, int64_t version, struct err *err)
{
	struct buf sql;
	enum status code;

	buf_init(&sql, 8192);
	buf_text(&sql, "BEGIN EXCLUSIVE;");
	buf_text(&sql, migrations[version]);
	buf_format(&sql, ";PRAGMA application_id=%d;PRAGMA user_version=%d;COMMIT",
	    APPLICATION_ID, (int)version + 1);
	code = buf_status(&sql) == OK ? db_run(store->db, buf_z(&sql), err)
	                              : buf_status(&sql);
	if (code != OK)
		sql_undo(store, "ROLLBACK");
	buf_release(&sql);
	return code;
}

static enum status
prepare_schema(struct store *store, bool fresh, struct err *err)
{
	int64_t version = 0, application = 0;
	enum status code = db_run(store->db, opening, err);

	if (code == OK)
		code = db_one_number(store->db, "PRAGMA user_version", &version,
		    err);
	if (code == OK)
		code = db_one_number(store->db, "PRAGMA application_id",
		    &application, err);
	if (code == OK && !fresh && application != APPLICATION_ID)
		code = err_set(err, E_UNSUPPORTED, MSG_STORE_FOREIGN, NO_ARGS);
	if (code == OK && version > SCHEMA)
		code = err_set(err, E_UNSUPPORTED, MSG_STORE_NEWER, NO_ARGS);
	while (code == OK && version < SCHEMA)
		code = migrate(store, version++, err);
	return code;
}

static enum status
open_store(const char *path, bool fresh, struct store **ret_store,
    struct err *err)
{
	struct store *store = calloc(1, sizeof(*store));
	enum status code;

	if (store == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = db_open(path, fresh ? DB_CREATE : DB_READ_WRITE, &store->db,
	    err);
	if (code == OK)
		code = prepare_schema(store, fresh, err);
	if (code != OK) {
		store_free(store);
		return code;
	}
	*ret_store = store;
	return OK;
}

enum status
store_create(const char *path, struct err *err)
{
	struct os_stat found;
	struct store *store = NULL;
	enum status code = os_stat(path, &found, err);

	if (code == OK && found.kind != OS_NONE)
		code = err_set(err, E_REFUSED, MSG_STORE_EXISTS, NO_ARGS);
	if (code == OK) /* mode 0600 from the first byte */
		code = outfile_publish(path, OUTFILE_OWNER, STR(""), err);
	if (code == OK)
		code = open_store(path, true, &store, err);
	store_free(store);
	return code;
}

enum status
store_open(const char *path, struct store **ret_store, struct err *err)
{
	return open_store(path, false, ret_store, err);
}

void
store_free(struct store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < SQL_COUNT; i++)
		db_query_free(store->prepared[i]);
	db_free(store->db);
	free(store);
}

enum status
store_check(struct store *store, struct err *err)
{
	return db_check(store->db, err);
}

enum status
store_begin(struct store *store, struct err *err)
{
	enum status code = db_run(store->db, "BEGIN IMMEDIATE", err);

	store->batch = code == OK;
	return code;
}

enum status
store_commit(struct store *store, struct err *err)
{
	enum status code = db_run(store->db, "COMMIT", err);

	if (code != OK)
		sql_undo(store, "ROLLBACK");
	store->batch = false;
	return code;
}

void
store_abandon(struct store *store)
{
	sql_undo(store, "ROLLBACK");
	store->batch = false;
}
