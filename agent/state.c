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
	SQL_CLEAR_CURSORS,
	SQL_CLEAR_SOURCES,
	SQL_CURSORS,
	SQL_DAYS,
	SQL_DOCUMENT,
	SQL_DROP_DAYS,
	SQL_DROP_MINUTE,
	SQL_DROP_MINUTES,
	SQL_DROP_SPAN,
	SQL_DROP_SPAN_MINUTES,
	SQL_FACT,
	SQL_HAS_DAY,
	SQL_JOIN,
	SQL_JOINED,
	SQL_KEEP_CURSOR,
	SQL_KEEP_DAY,
	SQL_KEEP_DOCUMENT,
	SQL_KEEP_MINUTE,
	SQL_KEEP_SOURCE,
	SQL_MINUTE,
	SQL_NOTICE,
	SQL_PAUSE,
	SQL_PAUSED,
	SQL_RESUME,
	SQL_SET_FACT,
	SQL_SOURCES,
	SQL_COUNT
};

static const char *const sql_rows[] = {
	[SQL_CLEAR_CURSORS] = "DELETE FROM cursor",
	[SQL_CLEAR_SOURCES] = "DELETE FROM source",
	[SQL_CURSORS] = "SELECT fingerprint, head, device, inode, size, offset"
	    " FROM cursor",
	[SQL_DAYS] = "SELECT day, service, evidence FROM day"
	    " WHERE day BETWEEN ?1 AND ?2 ORDER BY day, service, evidence",
	[SQL_DOCUMENT] = "SELECT body FROM document WHERE digest = ?1",
	[SQL_DROP_DAYS] = "DELETE FROM day WHERE day < ?1",
	[SQL_DROP_MINUTE] = "DELETE FROM minute WHERE day = ?1"
	    " AND service = ?2",
	[SQL_DROP_MINUTES] = "DELETE FROM minute WHERE day < ?1",
	[SQL_DROP_SPAN] = "DELETE FROM day WHERE day BETWEEN ?1 AND ?2",
	[SQL_DROP_SPAN_MINUTES] = "DELETE FROM minute"
	    " WHERE day BETWEEN ?1 AND ?2",
	[SQL_FACT] = "SELECT value FROM fact WHERE fact = ?1",
	[SQL_HAS_DAY] = "SELECT 1 FROM day WHERE day = ?1 AND service = ?2"
	    " AND evidence = ?3",
	[SQL_JOIN] = "INSERT INTO joined VALUES"
	    " (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[SQL_JOINED] = "SELECT hosts, port, authority, device, secret, joined,"
	    " notice, salt, machine FROM joined",
	[SQL_KEEP_CURSOR] = "INSERT OR REPLACE INTO cursor"
	    " (fingerprint, head, device, inode, size, offset)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[SQL_KEEP_DAY] = "INSERT OR IGNORE INTO day VALUES (?1, ?2, ?3)",
	[SQL_KEEP_DOCUMENT] = "INSERT OR IGNORE INTO document VALUES (?1, ?2)",
	[SQL_KEEP_MINUTE] = "INSERT OR IGNORE INTO minute VALUES (?1, ?2, ?3)",
	[SQL_KEEP_SOURCE] = "INSERT OR REPLACE INTO source VALUES (?1, ?2, ?3)",
	[SQL_MINUTE] = "SELECT minute FROM minute WHERE day = ?1"
	    " AND service = ?2",
	[SQL_NOTICE] = "UPDATE joined SET notice = ?1",
	[SQL_PAUSE] = "INSERT OR REPLACE INTO pause VALUES (?1, ?2)",
	[SQL_PAUSED] = "SELECT 1 FROM pause WHERE first <= ?2"
	    " AND (last IS NULL OR last >= ?1)",
	[SQL_RESUME] = "UPDATE pause SET last = ?1"
	    " WHERE first <= ?1 AND (last IS NULL OR last > ?1)",
	[SQL_SET_FACT] = "INSERT OR REPLACE INTO fact VALUES (?1, ?2)",
	[SQL_SOURCES] = "SELECT kind, source, state FROM source",
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
	if (code == OK)
		code = upgrade(state->db, err);
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

/* Statements whose arguments are numbers, and one text at place 2. */

static enum status
ask(struct state *state, enum sql sql, const int64_t *numbers, size_t count,
    struct db_query **ret_query, struct err *err)
{
	struct db_query *query = NULL;
	enum status code = db_prepare(state->db, sql_rows[sql], &query, err);

	for (size_t i = 0; code == OK && i < count; i++)
		code = db_bind_number(query, (int)i + 1, numbers[i], err);
	if (code != OK) {
		db_query_free(query);
		return code;
	}
	*ret_query = query;
	return OK;
}

/* Run to the first row; *ret_row and *ret_number tell of it. */
static enum status
finish(enum status code, struct db_query *query, bool *ret_row,
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

static enum status
say(struct state *state, enum sql sql, const int64_t *numbers, size_t count,
    struct err *err)
{
	struct db_query *query = NULL;
	enum status code = ask(state, sql, numbers, count, &query, err);

	return finish(code, query, NULL, NULL, err);
}

/* A statement about (day, service, third). */
static enum status
of_day(struct state *state, enum sql sql, const struct finding *row,
    const int64_t *third, bool *ret_row, int64_t *ret_number, struct err *err)
{
	struct db_query *query = NULL;
	const int64_t day = row->day;
	enum status code = ask(state, sql, &day, 1, &query, err);

	if (code == OK)
		code = db_bind_text(query, 2, str_of(row->service), err);
	if (code == OK && third != NULL)
		code = db_bind_number(query, 3, *third, err);
	return finish(code, query, ret_row, ret_number, err);
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
	code = finish(code, query, NULL, NULL, err);
	buf_release(&hosts);
	return state_end(state, code, err);
}

static bool
copy(char *to, size_t room, struct str from)
{
	if (from.len >= room)
		return false;
	memcpy(to, from.at, from.len);
	to[from.len] = '\0';
	return true;
}

static bool
copy_bytes(uint8_t *to, size_t n, struct str from)
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
		    !copy(join->hosts[join->host_count++],
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
	    copy(join->authority, sizeof(join->authority), db_text(query, 2)) &&
	    copy(join->device, sizeof(join->device), db_text(query, 3)) &&
	    copy(join->secret, sizeof(join->secret), db_text(query, 4)) &&
	    copy_bytes(join->salt, STATE_SALT, db_blob(query, 7)) &&
	    copy_bytes(join->machine, STATE_DIGEST, db_blob(query, 8));
}

enum status
state_joined(struct state *state, struct state_join *ret, struct err *err)
{
	struct state_join join = { .host_count = 0 };
	struct db_query *query = NULL;
	bool row = false;
	enum status code = ask(state, SQL_JOINED, NULL, 0, &query, err);

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
	enum status code = ask(state, SQL_FACT, &number, 1, &query, err);

	return finish(code, query, NULL, ret, err);
}

enum status
state_set_fact(struct state *state, enum state_fact fact, int64_t value,
    struct err *err)
{
	const int64_t numbers[] = { fact, value };

	return say(state, SQL_SET_FACT, numbers, 2, err);
}

enum status
state_keep_document(struct state *state, const uint8_t digest[STATE_DIGEST],
    struct str body, struct err *err)
{
	struct db_query *query = NULL;
	enum status code = ask(state, SQL_KEEP_DOCUMENT, NULL, 0, &query, err);

	if (code == OK)
		code = db_bind_blob(query, 1,
		    (struct str){ (const char *)digest, STATE_DIGEST }, err);
	if (code == OK)
		code = db_bind_blob(query, 2, body, err);
	return finish(code, query, NULL, NULL, err);
}

enum status
state_document(struct state *state, const uint8_t digest[STATE_DIGEST],
    struct buf *out, struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = ask(state, SQL_DOCUMENT, NULL, 0, &query, err);

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

/* Pauses, and the first day */

enum status
state_pause(struct state *state, int32_t first, int32_t last, struct err *err)
{
	const int64_t span[] = { first,
		last == CALENDAR_NO_DAY ? INT32_MAX : last };
	struct db_query *query = NULL;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	code = ask(state, SQL_PAUSE, span, last == CALENDAR_NO_DAY ? 1 : 2,
	    &query, err);
	code = finish(code, query, NULL, NULL, err);
	if (code == OK)
		code = say(state, SQL_DROP_SPAN, span, 2, err);
	if (code == OK)
		code = say(state, SQL_DROP_SPAN_MINUTES, span, 2, err);
	return state_end(state, code, err);
}

enum status
state_resume(struct state *state, int32_t today, struct err *err)
{
	const int64_t day = today;

	return say(state, SQL_RESUME, &day, 1, err);
}

enum status
state_paused(struct state *state, int32_t first, int32_t last, bool *ret,
    struct err *err)
{
	const int64_t span[] = { first, last };
	struct db_query *query = NULL;
	enum status code = ask(state, SQL_PAUSED, span, 2, &query, err);

	return finish(code, query, ret, NULL, err);
}

enum status
state_first(struct state *state, int32_t *ret, struct err *err)
{
	struct state_join join;
	int64_t first = INT32_MIN;
	enum status code = state_joined(state, &join, err);

	if (code != OK)
		return code;
	state_join_wipe(&join);
	code = state_fact(state, FACT_KEEP_FROM, &first, err);
	if (code != OK)
		return code;
	if (first < join.joined)
		first = join.joined;
	if (first < join.notice)
		first = join.notice;
	*ret = join.notice == CALENDAR_NO_DAY ? CALENDAR_NO_DAY
	                                      : (int32_t)first;
	return OK;
}

static enum status
drop_before(struct state *state, int32_t day, struct err *err)
{
	const int64_t before = day;
	enum status code = say(state, SQL_DROP_DAYS, &before, 1, err);

	if (code == OK)
		code = say(state, SQL_DROP_MINUTES, &before, 1, err);
	return code;
}

enum status
state_notice(struct state *state, int32_t day, struct err *err)
{
	const int64_t number = day;
	enum status code;

	if (day == CALENDAR_NO_DAY)
		return OK;
	code = state_begin(state, err);
	if (code != OK)
		return code;
	code = say(state, SQL_NOTICE, &number, 1, err);
	if (code == OK)
		code = drop_before(state, day, err);
	return state_end(state, code, err);
}

enum status
state_forget_before(struct state *state, int32_t day, struct err *err)
{
	int64_t known = INT32_MIN;
	enum status code = state_fact(state, FACT_KEEP_FROM, &known, err);

	if (code == OK && known < day)
		code = state_set_fact(state, FACT_KEEP_FROM, day, err);
	if (code == OK)
		code = drop_before(state, day, err);
	return code;
}

/* A pass */

static enum status
keep_day(struct state *state, const struct finding *row, struct err *err)
{
	const int64_t evidence = row->evidence;

	return of_day(state, SQL_KEEP_DAY, row, &evidence, NULL, NULL, err);
}

/* A lone contact: the day counts once a second minute is known. */
static enum status
keep_minute(struct state *state, const struct finding *row, int32_t today,
    struct err *err)
{
	const int64_t evidence = EVIDENCE_CONTACTED, minute = row->minute;
	bool counted = false, waits = false;
	int64_t known = 0;
	enum status code = of_day(state, SQL_HAS_DAY, row, &evidence, &counted,
	    NULL, err);

	if (code == OK && !counted)
		code = of_day(state, SQL_MINUTE, row, NULL, &waits, &known,
		    err);
	if (code != OK || counted || (waits && known == minute))
		return code;
	if (waits)
		return keep_day(state, row, err);
	return row->day < today
	    ? OK
	    : of_day(state, SQL_KEEP_MINUTE, row, &minute, NULL, NULL, err);
}

static enum status
keep_row(struct state *state, const struct finding *row, int32_t today,
    struct err *err)
{
	enum status code = row->minute != 0 ? keep_minute(state, row, today, err)
	                                    : keep_day(state, row, err);
	const int64_t evidence = EVIDENCE_CONTACTED;
	bool counted = false;

	if (code == OK && row->evidence == EVIDENCE_CONTACTED)
		code = of_day(state, SQL_HAS_DAY, row, &evidence, &counted,
		    NULL, err);
	if (code == OK && counted)
		code = of_day(state, SQL_DROP_MINUTE, row, NULL, NULL, NULL,
		    err);
	return code;
}

static enum status
keep_rows(struct state *state, const struct findings *findings, int32_t first,
    int32_t today, struct err *err)
{
	enum status code = OK;

	for (size_t i = 0; code == OK && i < findings->row_count; i++) {
		const struct finding *row = &findings->rows[i];
		bool paused = false;

		if (row->day < first || row->day > today ||
		    (findings->opted_out &&
		        row->evidence == EVIDENCE_CONTACTED))
			continue;
		code = state_paused(state, row->day, row->day, &paused, err);
		if (code == OK && !paused)
			code = keep_row(state, row, today, err);
	}
	return code;
}

static enum status
keep_cursor(struct state *state, const struct cursor *cursor, struct err *err)
{
	const int64_t numbers[] = { cursor->head, (int64_t)cursor->device,
		(int64_t)cursor->inode, (int64_t)cursor->size,
		(int64_t)cursor->offset };
	struct db_query *query = NULL;
	enum status code = ask(state, SQL_KEEP_CURSOR, NULL, 0, &query, err);

	if (code == OK)
		code = db_bind_blob(query, 1, (struct str){
		    (const char *)cursor->fingerprint, CURSOR_DIGEST }, err);
	for (int i = 0; code == OK && i < 5; i++)
		code = db_bind_number(query, 2 + i, numbers[i], err);
	return finish(code, query, NULL, NULL, err);
}

static enum status
keep_source(struct state *state, const struct finding_source *source,
    struct err *err)
{
	const int64_t kind = source->kind;
	struct db_query *query = NULL;
	enum status code = ask(state, SQL_KEEP_SOURCE, &kind, 1, &query, err);

	if (code == OK)
		code = db_bind_text(query, 2, str_of(source->source), err);
	if (code == OK)
		code = db_bind_text(query, 3, str_of(source->state), err);
	return finish(code, query, NULL, NULL, err);
}

static enum status
keep_reading(struct state *state, const struct findings *findings,
    struct err *err)
{
	enum status code = say(state, SQL_CLEAR_CURSORS, NULL, 0, err);

	if (code == OK)
		code = say(state, SQL_CLEAR_SOURCES, NULL, 0, err);
	for (size_t i = 0; code == OK && i < findings->cursor_count; i++)
		code = keep_cursor(state, &findings->cursors[i], err);
	for (size_t i = 0; code == OK && i < findings->source_count; i++)
		code = keep_source(state, &findings->sources[i], err);
	if (code == OK)
		code = state_set_fact(state, FACT_SELF_TEST,
		    findings->self_test, err);
	if (code == OK)
		code = state_set_fact(state, FACT_ENCRYPTED_DNS,
		    findings->encrypted_dns, err);
	if (code == OK)
		code = state_set_fact(state, FACT_OPTED_OUT,
		    findings->opted_out, err);
	return code;
}

enum status
state_commit(struct state *state, const struct findings *findings,
    int32_t today, struct err *err)
{
	const int64_t before = today;
	int32_t first = 0;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	code = state_first(state, &first, err);
	if (code == OK && first != CALENDAR_NO_DAY)
		code = keep_rows(state, findings, first, today, err);
	if (code == OK)
		code = say(state, SQL_DROP_MINUTES, &before, 1, err);
	if (code == OK)
		code = keep_reading(state, findings, err);
	return state_end(state, code, err);
}

enum status
state_days(struct state *state, int32_t first, int32_t last,
    void (*visit)(void *cookie, const struct finding *row), void *cookie,
    struct err *err)
{
	const int64_t span[] = { first, last };
	struct db_query *query = NULL;
	enum status code = ask(state, SQL_DAYS, span, 2, &query, err);
	bool more = true;

	while (code == OK && more) {
		struct finding row = { .minute = 0 };

		code = db_step(query, &more, err);
		if (code != OK || !more)
			break;
		row.day = (int32_t)db_number(query, 0);
		row.evidence = (enum evidence)db_number(query, 2);
		if (copy(row.service, sizeof(row.service), db_text(query, 1)))
			visit(cookie, &row);
	}
	db_query_free(query);
	return code;
}

static enum status
recall_cursors(struct state *state, struct findings *findings,
    struct err *err)
{
	struct db_query *query = NULL;
	bool more = true;
	enum status code = ask(state, SQL_CURSORS, NULL, 0, &query, err);

	while (code == OK && more && findings->cursor_count < CURSORS_MAX) {
		struct cursor *to = &findings->cursors[findings->cursor_count];

		code = db_step(query, &more, err);
		if (code != OK || !more)
			break;
		to->head = (uint32_t)db_number(query, 1);
		to->device = (uint64_t)db_number(query, 2);
		to->inode = (uint64_t)db_number(query, 3);
		to->size = (uint64_t)db_number(query, 4);
		to->offset = (uint64_t)db_number(query, 5);
		findings->cursor_count += copy_bytes(to->fingerprint,
		    CURSOR_DIGEST, db_blob(query, 0));
	}
	db_query_free(query);
	return code;
}

enum status
state_recall(struct state *state, struct findings *findings, struct err *err)
{
	struct db_query *query = NULL;
	bool more = true;
	enum status code = recall_cursors(state, findings, err);

	if (code == OK)
		code = ask(state, SQL_SOURCES, NULL, 0, &query, err);
	while (code == OK && more &&
	    findings->source_count < FINDINGS_SOURCES) {
		struct finding_source *to =
		    &findings->sources[findings->source_count];

		code = db_step(query, &more, err);
		if (code != OK || !more)
			break;
		to->kind = (enum source_kind)db_number(query, 0);
		findings->source_count += copy(to->source, sizeof(to->source),
		        db_text(query, 1)) &&
		    copy(to->state, sizeof(to->state), db_text(query, 2));
	}
	db_query_free(query);
	return code;
}
