/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store.h"

#include "core/db.h"
#include "core/os.h"
#include "core/outfile.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

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
};

#define SCHEMA ((int64_t)(sizeof(migrations) / sizeof(migrations[0])))

enum sql {
	SQL_CODE_ADD,
	SQL_CODE_FIND,
	SQL_CODE_TAKE,
	SQL_CODES,
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

static const char *const statements[] = {
	[SQL_CODE_ADD] = "INSERT INTO codes VALUES (?1, ?2, ?3, ?4, 0)",
	[SQL_CODE_FIND] = "SELECT label, expires, uses, used FROM codes "
	                  "WHERE digest = ?1",
	[SQL_CODE_TAKE] = "UPDATE codes SET used = used + 1 WHERE digest = ?1",
	[SQL_CODES] = "SELECT digest, label, expires, uses, used FROM codes "
	              "ORDER BY expires, digest",
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

/* Ready to be stepped; db_reset when done. */
static enum status
start(struct store *store, enum sql id, const struct arg *args, size_t count,
    struct db_query **ret_query, struct err *err)
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

/* A statement whose rows, but for there being one, do not matter. */
static enum status
run(struct store *store, enum sql id, const struct arg *args, size_t count,
    bool *ret_row, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = start(store, id, args, count, &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	db_reset(query);
	if (code == OK && ret_row != NULL)
		*ret_row = row;
	return code;
}

/* Append the first column of the first row; E_NOT_FOUND. */
static enum status
fetch(struct store *store, enum sql id, const struct arg *args, size_t count,
    struct buf *out, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = start(store, id, args, count, &query, err);

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

/* After a failure, which is the one that is told. */
static void
undo(struct store *store, const char *sql)
{
	enum status code = db_run(store->db, sql, NULL);

	(void)code;
}

/* A verb's own transaction, or its savepoint inside a batch. */
static enum status
enter(struct store *store, struct err *err)
{
	return db_run(store->db, store->batch ? "SAVEPOINT verb"
	                                      : "BEGIN IMMEDIATE", err);
}

/* Keep when `code` is OK and nothing was refused; else undo. */
static enum status
leave(struct store *store, enum status code, enum refusal refusal,
    struct err *err)
{
	bool keep = code == OK && refusal == REFUSAL_NONE;

	if (keep)
		code = db_run(store->db, store->batch ? "RELEASE verb"
		                                      : "COMMIT", err);
	if (!keep || code != OK)
		undo(store, store->batch ? "ROLLBACK TO verb; RELEASE verb"
		                         : "ROLLBACK");
	return code;
}

/* One statement as a verb. */
static enum status
verb(struct store *store, enum sql id, const struct arg *args, size_t count,
    struct err *err)
{
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = run(store, id, args, count, NULL, err);
	return leave(store, code, REFUSAL_NONE, err);
}

/* Opening. */

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
		undo(store, "ROLLBACK");
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
		undo(store, "ROLLBACK");
	store->batch = false;
	return code;
}

void
store_abandon(struct store *store)
{
	undo(store, "ROLLBACK");
	store->batch = false;
}

/* Join codes. */

static void
copy_text(char *to, size_t size, struct str from)
{
	(void)snprintf(to, size, "%.*s", (int)from.len, from.at);
}

static void
copy_digest(uint8_t to[STORE_DIGEST], struct str from)
{
	memset(to, 0, STORE_DIGEST);
	memcpy(to, from.at, from.len < STORE_DIGEST ? from.len : STORE_DIGEST);
}

enum status
store_code_add(struct store *store, const struct store_code *code,
    struct err *err)
{
	return verb(store, SQL_CODE_ADD, WITH(DIGEST(code->digest),
	    TEXT(str_of(code->label)), NUMBER(code->expires),
	    NUMBER(code->uses)), err);
}

enum status
store_codes(struct store *store,
    void (*visit)(void *cookie, const struct store_code *code), void *cookie,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = true;
	enum status code = start(store, SQL_CODES, NULL, 0, &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row) {
		struct store_code found = {
			.expires = (int32_t)db_number(query, 2),
			.uses = db_number(query, 3),
			.used = db_number(query, 4),
		};

		copy_digest(found.digest, db_blob(query, 0));
		copy_text(found.label, sizeof(found.label), db_text(query, 1));
		visit(cookie, &found);
	}
	db_reset(query);
	return code;
}

/* The code's row as a refusal, its label copied out. */
static enum status
judge_code(struct store *store, const uint8_t digest[STORE_DIGEST],
    int32_t today, char label[STORE_LABEL_BYTES], enum refusal *ret,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = start(store, SQL_CODE_FIND, WITH(DIGEST(digest)),
	    &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && !row)
		*ret = REFUSAL_CODE_UNKNOWN;
	else if (code == OK && db_number(query, 1) < today)
		*ret = REFUSAL_CODE_EXPIRED;
	else if (code == OK && db_number(query, 3) >= db_number(query, 2))
		*ret = REFUSAL_CODE_EXHAUSTED;
	else if (code == OK)
		copy_text(label, STORE_LABEL_BYTES, db_text(query, 0));
	db_reset(query);
	return code;
}

enum status
store_enrol(struct store *store, const uint8_t code_digest[STORE_DIGEST],
    const uint8_t nonce[STORE_DIGEST], int32_t today,
    const struct store_device *device, enum refusal *ret, struct err *err)
{
	char label[STORE_LABEL_BYTES] = "";
	enum refusal refusal = REFUSAL_NONE;
	bool replayed = false;
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = run(store, SQL_DEVICE_NONCE, WITH(DIGEST(nonce)), &replayed, err);
	if (code == OK && replayed)
		refusal = REFUSAL_REPLAYED;
	if (code == OK && !replayed)
		code = judge_code(store, code_digest, today, label, &refusal,
		    err);
	if (code == OK && refusal == REFUSAL_NONE)
		code = run(store, SQL_CODE_TAKE, WITH(DIGEST(code_digest)), NULL,
		    err);
	if (code == OK && refusal == REFUSAL_NONE)
		code = run(store, SQL_DEVICE_ADD, WITH(TEXT(str_of(device->id)),
		    DIGEST(device->secret), DIGEST(nonce), TEXT(str_of(label)),
		    TEXT(str_of(device->week))), NULL, err);
	code = leave(store, code, refusal, err);
	if (code == OK)
		*ret = refusal;
	return code;
}

/* Devices. */

enum status
store_knows(struct store *store, struct str id,
    const uint8_t secret[STORE_DIGEST], enum refusal *ret, struct err *err)
{
	struct db_query *query = NULL;
	uint8_t kept[STORE_DIGEST] = { 0 };
	bool row = false, revoked = false;
	enum status code = start(store, SQL_DEVICE_FIND, WITH(TEXT(id)), &query,
	    err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && row) {
		copy_digest(kept, db_blob(query, 0));
		revoked = db_number(query, 1) != 0;
	}
	db_reset(query);
	if (code != OK)
		return code;
	if (CRYPTO_memcmp(kept, secret, STORE_DIGEST) != 0 || !row)
		*ret = REFUSAL_CREDENTIALS;
	else
		*ret = revoked ? REFUSAL_REVOKED : REFUSAL_NONE;
	return OK;
}

enum status
store_heartbeat(struct store *store, struct str id, const char *week,
    struct str version, struct str health, struct err *err)
{
	return verb(store, SQL_DEVICE_BEAT, WITH(TEXT(id), TEXT(str_of(week)),
	    TEXT(version), TEXT(health)), err);
}

enum status
store_leave(struct store *store, struct str id, struct err *err)
{
	return verb(store, SQL_DEVICE_LEAVE, WITH(TEXT(id)), err);
}

enum status
store_revoke(struct store *store, struct str id, struct err *err)
{
	bool found = false;
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = run(store, SQL_DEVICE_REVOKE, WITH(TEXT(id)), &found, err);
	if (code == OK && !found)
		code = err_set(err, E_NOT_FOUND, MSG_DEVICE_UNKNOWN, NO_ARGS);
	return leave(store, code, REFUSAL_NONE, err);
}

enum status
store_devices(struct store *store,
    void (*visit)(void *cookie, const struct store_device *device),
    void *cookie, struct err *err)
{
	struct db_query *query = NULL;
	bool row = true;
	enum status code = start(store, SQL_DEVICES, NULL, 0, &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row) {
		struct store_device found = {
			.revoked = db_number(query, 6) != 0,
		};

		copy_text(found.id, sizeof(found.id), db_text(query, 0));
		copy_digest(found.secret, db_blob(query, 1));
		copy_text(found.label, sizeof(found.label), db_text(query, 2));
		copy_text(found.week, sizeof(found.week), db_text(query, 3));
		copy_text(found.version, sizeof(found.version),
		    db_text(query, 4));
		copy_text(found.health, sizeof(found.health),
		    db_text(query, 5));
		visit(cookie, &found);
	}
	db_reset(query);
	return code;
}

enum status
store_enrolled(struct store *store, int64_t *ret_count, struct err *err)
{
	return db_one_number(store->db, statements[SQL_ENROLLED], ret_count,
	    err);
}

/* Periods. */

enum status
store_period_add(struct store *store, const struct store_period *period,
    struct str catalogue, const uint8_t catalogue_digest[STORE_DIGEST],
    struct str policy, const uint8_t policy_digest[STORE_DIGEST],
    struct str urn, struct err *err)
{
	struct str name = str_of(period->name);
	bool there = false;
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = run(store, SQL_PERIOD_STATE, WITH(TEXT(name)), &there, err);
	if (code == OK && there)
		code = err_set(err, E_REFUSED, MSG_PERIOD_EXISTS,
		    ARGS(period->name));
	if (code == OK)
		code = run(store, SQL_DOCUMENT_ADD,
		    WITH(DIGEST(catalogue_digest), BLOB(catalogue)), NULL, err);
	if (code == OK)
		code = run(store, SQL_DOCUMENT_ADD,
		    WITH(DIGEST(policy_digest), BLOB(policy)), NULL, err);
	if (code == OK)
		code = run(store, SQL_PERIOD_ADD, WITH(TEXT(name),
		    BLOB(period->record), BLOB(period->signature)), NULL, err);
	if (code == OK)
		code = run(store, SQL_URN_PUT, WITH(TEXT(name), BLOB(urn)), NULL,
		    err);
	return leave(store, code, REFUSAL_NONE, err);
}

enum status
store_periods(struct store *store,
    void (*visit)(void *cookie, const struct store_period *period),
    void *cookie, struct err *err)
{
	struct db_query *query = NULL;
	bool row = true;
	enum status code = start(store, SQL_PERIODS, NULL, 0, &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row) {
		struct store_period found = {
			.record = db_blob(query, 1),
			.signature = db_blob(query, 2),
			.closed = db_number(query, 3) != 0,
		};

		copy_text(found.name, sizeof(found.name), db_text(query, 0));
		visit(cookie, &found);
	}
	db_reset(query);
	return code;
}

enum status
store_periods_stamp(struct store *store, int64_t *ret_stamp, struct err *err)
{
	return db_one_number(store->db, statements[SQL_PERIODS_STAMP],
	    ret_stamp, err);
}

enum status
store_document(struct store *store, const uint8_t digest[STORE_DIGEST],
    struct buf *out, struct err *err)
{
	return fetch(store, SQL_DOCUMENT, WITH(DIGEST(digest)), out, err);
}

enum status
store_token(struct store *store, const char *period, struct str device,
    const uint8_t request[STORE_DIGEST], enum refusal *ret, struct err *err)
{
	struct str name = str_of(period);
	struct db_query *query = NULL;
	enum refusal refusal = REFUSAL_NONE;
	bool row = false;
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = start(store, SQL_TOKEN_FIND, WITH(TEXT(name), TEXT(device)),
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
		code = run(store, SQL_TOKEN_ADD, WITH(TEXT(name), TEXT(device),
		    DIGEST(request)), NULL, err);
	code = leave(store, code, refusal, err);
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
	enum status code = start(store, SQL_TOKENS, WITH(TEXT(str_of(period))),
	    &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row)
		visit(cookie, db_text(query, 0));
	db_reset(query);
	return code;
}

/* Ballots. */

static enum status
judge_period(struct store *store, struct str name, enum refusal *ret,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = start(store, SQL_PERIOD_STATE, WITH(TEXT(name)),
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
	enum status code = start(store, SQL_SPENT_FIND,
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
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = judge_period(store, name, &refusal, err);
	if (code == OK && refusal == REFUSAL_NONE)
		code = judge_spent(store, name, nonce, ballot, &again, &refusal,
		    err);
	if (code == OK && refusal == REFUSAL_NONE && !again)
		code = run(store, SQL_SPENT_ADD, WITH(TEXT(name), DIGEST(nonce),
		    DIGEST(ballot)), NULL, err);
	code = leave(store, code, refusal, err);
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
	struct db_query *query = NULL;
	bool row = false;
	enum status code = start(store, SQL_SPENT_COUNT,
	    WITH(TEXT(str_of(period))), &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK)
		*ret_count = db_number(query, 0);
	db_reset(query);
	return code;
}

enum status
store_urn(struct store *store, const char *period, struct buf *out,
    struct err *err)
{
	return fetch(store, SQL_URN, WITH(TEXT(str_of(period))), out, err);
}

enum status
store_urn_put(struct store *store, const char *period, struct str sealed,
    struct err *err)
{
	return verb(store, SQL_URN_PUT, WITH(TEXT(str_of(period)),
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
		code = run(store, rows[i], WITH(TEXT(name)), NULL, err);
	return code;
}

enum status
store_close(struct store *store, const char *period, struct str publication,
    struct str roster, struct err *err)
{
	struct str name = str_of(period);
	bool known = false, published = false;
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = run(store, SQL_PERIOD_STATE, WITH(TEXT(name)), &known, err);
	if (code == OK && !known)
		code = err_set(err, E_NOT_FOUND, MSG_PERIOD_UNKNOWN,
		    ARGS(period));
	if (code == OK)
		code = run(store, SQL_PUBLISHED, WITH(TEXT(name)), &published,
		    err);
	if (code == OK && published)
		code = err_set(err, E_REFUSED, MSG_PERIOD_PUBLISHED,
		    ARGS(period));
	if (code == OK)
		code = run(store, SQL_PUBLISH, WITH(TEXT(name),
		    BLOB(publication), BLOB(roster)), NULL, err);
	if (code == OK)
		code = run(store, SQL_PERIOD_CLOSE, WITH(TEXT(name)), NULL, err);
	if (code == OK)
		code = forget(store, name, err);
	return leave(store, code, REFUSAL_NONE, err);
}

static enum status
end_period(struct store *store, enum sql how, const char *period,
    struct err *err)
{
	struct str name = str_of(period);
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = run(store, how, WITH(TEXT(name)), NULL, err);
	if (code == OK)
		code = forget(store, name, err);
	return leave(store, code, REFUSAL_NONE, err);
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
	enum status code = start(store, SQL_PUBLICATIONS, NULL, 0, &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row) {
		copy_text(name, sizeof(name), db_text(query, 0));
		visit(cookie, name, db_blob(query, 1), db_blob(query, 2));
	}
	db_reset(query);
	return code;
}

/* Rounding secrets, days. */

enum status
store_secret(struct store *store, int32_t year, struct buf *out,
    struct err *err)
{
	return fetch(store, SQL_SECRET, WITH(NUMBER(year)), out, err);
}

enum status
store_secret_put(struct store *store, int32_t year, struct str sealed,
    struct err *err)
{
	bool added = false;
	enum status code = enter(store, err);

	if (code != OK)
		return code;
	code = run(store, SQL_SECRET_PUT, WITH(NUMBER(year), BLOB(sealed)),
	    &added, err);
	if (code == OK && !added)
		code = err_set(err, E_REFUSED, MSG_SECRET_EXISTS,
		    ARGS(digits(year).text));
	return leave(store, code, REFUSAL_NONE, err);
}

enum status
store_secret_forget(struct store *store, int32_t year, struct err *err)
{
	return verb(store, SQL_SECRET_FORGET, WITH(NUMBER(year)), err);
}

enum status
store_alive(struct store *store, int32_t day, struct err *err)
{
	return verb(store, SQL_ALIVE, WITH(NUMBER(day)), err);
}

enum status
store_days_up(struct store *store, int32_t first, int32_t end,
    int64_t *ret_days, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = start(store, SQL_DAYS_UP, WITH(NUMBER(first),
	    NUMBER(end)), &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK)
		*ret_days = db_number(query, 0);
	db_reset(query);
	return code;
}

/* Backup: the copy is a store too, with one table more. */

static enum status
add_files(struct store *copy, const struct store_file *files, size_t count,
    struct err *err)
{
	enum status code = db_run(copy->db,
	    "BEGIN IMMEDIATE; DELETE FROM urns; DELETE FROM spent;"
	    "DELETE FROM secrets; CREATE TABLE files (name TEXT PRIMARY KEY,"
	    " content BLOB NOT NULL) WITHOUT ROWID", err);

	for (size_t i = 0; code == OK && i < count; i++)
		code = run(copy, SQL_FILE_ADD, WITH(TEXT(str_of(files[i].name)),
		    BLOB(files[i].content)), NULL, err);
	if (code == OK)
		code = db_run(copy->db, "COMMIT", err);
	return code;
}

static enum status
copy_to(struct store *store, const char *path, struct store **ret_copy,
    struct err *err)
{
	struct os_stat found;
	enum status code = os_stat(path, &found, err);

	if (code == OK && found.kind != OS_NONE)
		return err_set(err, E_REFUSED, MSG_BACKUP_EXISTS, NO_ARGS);
	if (code == OK) /* mode 0600: the copy holds the authority's key */
		code = outfile_publish(path, OUTFILE_OWNER, STR(""), err);
	if (code == OK)
		code = run(store, SQL_COPY, WITH(TEXT(str_of(path))), NULL, err);
	return code == OK ? store_open(path, ret_copy, err) : code;
}

enum status
store_restore(struct store *backup, const char *path, struct err *err)
{
	struct store *copy = NULL;
	enum status code;

	if (!db_has(backup->db, "files", NULL))
		return err_set(err, E_UNSUPPORTED, MSG_BACKUP_FOREIGN, NO_ARGS);
	code = copy_to(backup, path, &copy, err);
	if (code == OK) /* the authority's key has its own file again */
		code = db_run(copy->db, "DROP TABLE files", err);
	store_free(copy);
	return code;
}

enum status
store_backup(struct store *store, const char *path,
    const struct store_file *files, size_t count, struct err *err)
{
	struct store *copy = NULL;
	enum status code = copy_to(store, path, &copy, err);

	if (code == E_REFUSED)
		return code; /* not ours to remove */
	if (code == OK)
		code = add_files(copy, files, count, err);
	store_free(copy);
	if (code != OK && os_remove(path, NULL) != OK)
		return code; /* the first failure is the one to tell */
	return code;
}

enum status
store_unpack(struct store *store,
    enum status (*visit)(void *cookie, const char *name, struct str content,
        struct err *err), void *cookie, struct err *err)
{
	struct db_query *query = NULL;
	char name[64];
	bool row = true;
	enum status code = OK;

	if (!db_has(store->db, "files", NULL))
		return err_set(err, E_UNSUPPORTED, MSG_BACKUP_FOREIGN, NO_ARGS);
	code = start(store, SQL_FILES, NULL, 0, &query, err);
	while (code == OK && (code = db_step(query, &row, err)) == OK && row) {
		copy_text(name, sizeof(name), db_text(query, 0));
		code = visit(cookie, name, db_blob(query, 1), err);
	}
	if (query != NULL)
		db_reset(query);
	return code;
}
