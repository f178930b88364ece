/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/state.h"

#include "core/db.h"
#include "core/os.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

struct state {
	struct db *db;
};

/* Every upgrade, in order; the last one's number is the schema's. */
static const char *const migrations[] = {
	"CREATE TABLE joined (id INTEGER PRIMARY KEY CHECK (id = 1),"
	" hosts TEXT NOT NULL, port INTEGER NOT NULL, authority TEXT NOT NULL,"
	" device TEXT NOT NULL, secret TEXT NOT NULL, joined INTEGER NOT NULL,"
	" notice INTEGER, salt BLOB NOT NULL, machine BLOB NOT NULL) STRICT;"
	"CREATE TABLE day (day INTEGER NOT NULL, service TEXT NOT NULL,"
	" evidence INTEGER NOT NULL, PRIMARY KEY (day, service, evidence))"
	" STRICT, WITHOUT ROWID;"
	"CREATE TABLE minute (day INTEGER NOT NULL, service TEXT NOT NULL,"
	" minute INTEGER NOT NULL, PRIMARY KEY (day, service))"
	" STRICT, WITHOUT ROWID;"
	"CREATE TABLE cursor (fingerprint BLOB NOT NULL, head INTEGER NOT NULL,"
	" device INTEGER NOT NULL, inode INTEGER NOT NULL,"
	" size INTEGER NOT NULL, offset INTEGER NOT NULL,"
	" PRIMARY KEY (fingerprint, inode, device)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE source (kind INTEGER NOT NULL, source TEXT NOT NULL,"
	" state TEXT NOT NULL, PRIMARY KEY (kind, source))"
	" STRICT, WITHOUT ROWID;"
	"CREATE TABLE pause (first INTEGER PRIMARY KEY, last INTEGER) STRICT;"
	"CREATE TABLE fact (fact INTEGER PRIMARY KEY, value INTEGER NOT NULL)"
	" STRICT;"
	"CREATE TABLE document (digest BLOB PRIMARY KEY, body BLOB NOT NULL)"
	" STRICT;"
	"CREATE TABLE poll (period TEXT PRIMARY KEY, record TEXT NOT NULL,"
	" signature BLOB NOT NULL, other TEXT, other_signature BLOB,"
	" secrets BLOB, padding BLOB, token BLOB, ballot BLOB,"
	" delay INTEGER NOT NULL, uptime INTEGER NOT NULL,"
	" check_at INTEGER NOT NULL, checked INTEGER NOT NULL,"
	" status INTEGER NOT NULL, reason INTEGER NOT NULL) STRICT;",
};

#define VERSION ((int)(sizeof(migrations) / sizeof(migrations[0])))

enum sql {
	SQL_DOCUMENT,
	SQL_DROP_DOCUMENT,
	SQL_FACT,
	SQL_JOIN,
	SQL_JOINED,
	SQL_KEEP_DOCUMENT,
	SQL_SET_FACT,
	SQL_COUNT
};

static const char *const sql_rows[] = {
	[SQL_DOCUMENT] = "SELECT body FROM document WHERE digest = ?1",
	[SQL_DROP_DOCUMENT] = "DELETE FROM document WHERE digest = ?1",
	[SQL_FACT] = "SELECT value FROM fact WHERE fact = ?1",
	[SQL_JOIN] = "INSERT INTO joined VALUES"
	    " (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[SQL_JOINED] = "SELECT hosts, port, authority, device, secret, joined,"
	    " notice, salt, machine FROM joined",
	[SQL_KEEP_DOCUMENT] = "INSERT OR IGNORE INTO document VALUES (?1, ?2)",
	[SQL_SET_FACT] = "INSERT OR REPLACE INTO fact VALUES (?1, ?2)",
};

_Static_assert(sizeof(sql_rows) / sizeof(sql_rows[0]) == SQL_COUNT,
    "a row for each statement");

/* Opening */

static enum status
upgrade(struct db *db, struct err *err)
{
	int64_t version = 0;
	enum status code = db_one_number(db, "PRAGMA user_version", &version,
	    err);

	if (code == OK && version > VERSION)
		return err_set(err, E_UNSUPPORTED, MSG_KEPT_NEWER, NO_ARGS);
	for (int at = (int)version; code == OK && at < VERSION; at++) {
		char set[64];

		(void)snprintf(set, sizeof(set),
		    "PRAGMA user_version = %d; COMMIT", at + 1);
		code = db_run(db, "BEGIN IMMEDIATE", err);
		if (code == OK)
			code = db_run(db, migrations[at], err);
		if (code == OK)
			code = db_run(db, set, err);
	}
	return code;
}

/* SQLite gives its journal the mode of the database: 0600 from birth. */
static enum status
make_file(const char *path, struct err *err)
{
	struct os_stat found;
	enum status code = os_stat(path, &found, err);
	int fd = -1;

	if (code != OK || found.kind != OS_NONE)
		return code;
	code = os_create(path, &fd, err);
	os_close(fd);
	return code;
}

enum status
state_open(const char *path, struct state **ret_state, struct err *err)
{
	struct state *state = calloc(1, sizeof(*state));
	enum status code;

	if (state == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = make_file(path, err);
	if (code == OK)
		code = db_open(path, DB_READ_WRITE, &state->db, err);
	if (code == OK)
		code = db_run(state->db,
		    "PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON;"
		    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;"
		    "PRAGMA temp_store = MEMORY", err);
	if (code == E_UNSUPPORTED) /* no database at all */
		code = E_DAMAGED;
	if (code == OK)
		code = upgrade(state->db, err);
	if (code == E_DAMAGED)
		code = err_set(err, code, MSG_KEPT_DAMAGED, NO_ARGS);
	if (code != OK) {
		state_free(state);
		return code;
	}
	*ret_state = state;
	return OK;
}

void
state_free(struct state *state)
{
	if (state == NULL)
		return;
	db_free(state->db);
	free(state);
}

struct db *
state_db(struct state *state)
{
	return state->db;
}

enum status
state_begin(struct state *state, struct err *err)
{
	return db_run(state->db, "BEGIN IMMEDIATE", err);
}

enum status
state_end(struct state *state, enum status code, struct err *err)
{
	if (code == OK)
		code = db_run(state->db, "COMMIT", err);
	if (code != OK)
		(void)!db_run(state->db, "ROLLBACK", NULL);
	return code;
}

enum status
state_try(struct state *state, struct err *err)
{
	enum status code = state_begin(state, err);

	if (code == OK)
		code = db_run(state->db, "CREATE TABLE tried (what)", err);
	(void)!db_run(state->db, "ROLLBACK", NULL);
	return code;
}

void
state_shrink(struct state *state)
{
	(void)!db_run(state->db, "VACUUM", NULL);
}

/* Statements */

enum status
state_ask(struct state *state, const char *sql, const int64_t *numbers,
    size_t count,
    struct db_query **ret_query, struct err *err)
{
	struct db_query *query = NULL;
	enum status code = db_prepare(state->db, sql, &query, err);

	for (size_t i = 0; code == OK && i < count; i++)
		code = db_bind_number(query, (int)i + 1, numbers[i], err);
	if (code != OK) {
		db_query_free(query);
		return code;
	}
	*ret_query = query;
	return OK;
}

enum status
state_finish(enum status code, struct db_query *query, bool *ret_row,
    int64_t *ret_number, struct err *err)
{
	bool row = false;

	if (code == OK)
		code = db_step(query, &row, err);
	if (code == OK && row && ret_number != NULL)
		*ret_number = db_number(query, 0);
	if (code == OK && ret_row != NULL)
		*ret_row = row;
	db_query_free(query);
	return code;
}

enum status
state_say(struct state *state, const char *sql, const int64_t *numbers,
    size_t count,
    struct err *err)
{
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql, numbers, count, &query, err);

	return state_finish(code, query, NULL, NULL, err);
}

/* Joining */

static const char forget_all[] =
    "DELETE FROM joined; DELETE FROM day; DELETE FROM minute;"
    "DELETE FROM cursor; DELETE FROM source; DELETE FROM pause;"
    "DELETE FROM fact; DELETE FROM document; DELETE FROM poll;";

static enum status
bind_join(struct db_query *query, const struct state_join *join,
    struct str hosts, struct err *err)
{
	const struct str texts[] = { str_of(join->authority),
		str_of(join->device), str_of(join->secret) };
	enum status code = db_bind_text(query, 1, hosts, err);

	if (code == OK)
		code = db_bind_number(query, 2, join->port, err);
	for (int i = 0; code == OK && i < 3; i++)
		code = db_bind_text(query, 3 + i, texts[i], err);
	if (code == OK)
		code = db_bind_number(query, 6, join->joined, err);
	if (code == OK)
		code = join->notice == CALENDAR_NO_DAY
		    ? db_bind_null(query, 7, err)
		    : db_bind_number(query, 7, join->notice, err);
	if (code == OK)
		code = db_bind_blob(query, 8, (struct str){
		    (const char *)join->salt, sizeof(join->salt) }, err);
	if (code == OK)
		code = db_bind_blob(query, 9, (struct str){
		    (const char *)join->machine, sizeof(join->machine) }, err);
	return code;
}

enum status
state_join(struct state *state, const struct state_join *join,
    struct err *err)
{
	struct db_query *query = NULL;
	struct buf hosts;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	buf_init(&hosts, JOINCODE_HOSTS * (JOINCODE_HOST_MAX + 1));
	for (size_t i = 0; i < join->host_count; i++) {
		buf_text(&hosts, i == 0 ? "" : " ");
		buf_text(&hosts, join->hosts[i]);
	}
	code = db_run(state->db, forget_all, err);
	if (code == OK)
		code = db_prepare(state->db, sql_rows[SQL_JOIN], &query, err);
	if (code == OK)
		code = bind_join(query, join, buf_view(&hosts), err);
	code = state_finish(code, query, NULL, NULL, err);
	buf_release(&hosts);
	return state_end(state, code, err);
}

bool
state_text(char *to, size_t room, struct str from)
{
	if (from.len >= room)
		return false;
	memcpy(to, from.at, from.len);
	to[from.len] = '\0';
	return true;
}

bool
state_bytes(void *to, size_t n, struct str from)
{
	if (from.len != n)
		return false;
	memcpy(to, from.at, n);
	return true;
}

static bool
read_hosts(struct str hosts, struct state_join *join)
{
	struct str host;

	while (str_take_word(&hosts, &host)) {
		if (join->host_count == JOINCODE_HOSTS ||
		    !state_text(join->hosts[join->host_count++],
		        sizeof(join->hosts[0]), host))
			return false;
	}
	return join->host_count > 0;
}

static bool
read_join(const struct db_query *query, struct state_join *join)
{
	int64_t port = db_number(query, 1);

	join->port = (uint16_t)port;
	join->joined = (int32_t)db_number(query, 5);
	join->notice = db_is_null(query, 6) ? CALENDAR_NO_DAY
	                                    : (int32_t)db_number(query, 6);
	return port > 0 && port <= UINT16_MAX &&
	    read_hosts(db_text(query, 0), join) &&
	    state_text(join->authority, sizeof(join->authority), db_text(query,
	    2)) &&
	    state_text(join->device, sizeof(join->device), db_text(query, 3)) &&
	    state_text(join->secret, sizeof(join->secret), db_text(query, 4)) &&
	    state_bytes(join->salt, STATE_SALT, db_blob(query, 7)) &&
	    state_bytes(join->machine, STATE_DIGEST, db_blob(query, 8));
}

enum status
state_joined(struct state *state, struct state_join *ret, struct err *err)
{
	struct state_join join = { .host_count = 0 };
	struct db_query *query = NULL;
	bool row = false;
	enum status code = state_ask(state, sql_rows[SQL_JOINED], NULL, 0,
	    &query, err);

	if (code == OK)
		code = db_step(query, &row, err);
	if (code == OK && !row)
		code = err_set(err, E_NOT_FOUND, MSG_NOT_JOINED, NO_ARGS);
	if (code == OK && !read_join(query, &join))
		code = err_set(err, E_DAMAGED, MSG_KEPT_DAMAGED, NO_ARGS);
	db_query_free(query);
	if (code == OK)
		*ret = join;
	state_join_wipe(&join);
	return code;
}

enum status
state_erase(struct state *state, struct err *err)
{
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	return state_end(state, db_run(state->db, forget_all, err), err);
}

void
state_join_wipe(struct state_join *join)
{
	OPENSSL_cleanse(join->secret, sizeof(join->secret));
}

/* Facts, documents */

enum status
state_fact(struct state *state, enum state_fact fact, int64_t *ret,
    struct err *err)
{
	const int64_t number = fact;
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_FACT], &number, 1,
	    &query, err);

	return state_finish(code, query, NULL, ret, err);
}

enum status
state_set_fact(struct state *state, enum state_fact fact, int64_t value,
    struct err *err)
{
	const int64_t numbers[] = { fact, value };

	return state_say(state, sql_rows[SQL_SET_FACT], numbers, 2, err);
}

enum status
state_keep_document(struct state *state, const uint8_t digest[STATE_DIGEST],
    struct str body, struct err *err)
{
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_KEEP_DOCUMENT], NULL,
	    0, &query, err);

	if (code == OK)
		code = db_bind_blob(query, 1,
		    (struct str){ (const char *)digest, STATE_DIGEST }, err);
	if (code == OK)
		code = db_bind_blob(query, 2, body, err);
	return state_finish(code, query, NULL, NULL, err);
}

enum status
state_document(struct state *state, const uint8_t digest[STATE_DIGEST],
    struct buf *out, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = state_ask(state, sql_rows[SQL_DOCUMENT], NULL, 0,
	    &query, err);

	if (code == OK)
		code = db_bind_blob(query, 1,
		    (struct str){ (const char *)digest, STATE_DIGEST }, err);
	if (code == OK)
		code = db_step(query, &row, err);
	if (code == OK && !row)
		code = err_set(err, E_NOT_FOUND, MSG_KEPT_NO_DOCUMENT,
		    NO_ARGS);
	if (code == OK)
		buf_str(out, db_blob(query, 0));
	db_query_free(query);
	return code;
}

enum status
state_drop_document(struct state *state, const uint8_t digest[STATE_DIGEST],
    struct err *err)
{
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_DROP_DOCUMENT], NULL,
	    0, &query, err);

	if (code == OK)
		code = db_bind_blob(query, 1,
		    (struct str){ (const char *)digest, STATE_DIGEST }, err);
	return state_finish(code, query, NULL, NULL, err);
}
