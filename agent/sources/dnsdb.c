/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnsdb.h"

#include "agent/sources/contact.h"
#include "agent/sources/snapshot.h"
#include "agent/sources/stamp.h"

#include "core/db.h"
#include "core/os.h"

#include <stdio.h>

#define MAGIC STR("SQLite format 3\0")
#define TICK_ROWS 4096

/* Year 5138: over it a number of seconds is something else. */
#define SECONDS_END INT64_C(100000000000)

enum { COLUMN_TIME, COLUMN_NAME, COLUMN_CLIENT };

/* UNIX seconds, a REAL since FTL 6. */
static bool
epoch_time(const struct db_query *row, int64_t *ret_unix_seconds)
{
	*ret_unix_seconds = db_number(row, COLUMN_TIME);
	return *ret_unix_seconds > 0 && *ret_unix_seconds < SECONDS_END;
}

/* "2026-06-29 18:49:35.1234567", UTC */
static bool
text_time(const struct db_query *row, int64_t *ret_unix_seconds)
{
	struct str text = db_text(row, COLUMN_TIME);
	struct stamp stamp;

	if (!stamp_take_iso(&text, &stamp) || text.len > 0)
		return false;
	stamp_utc(&stamp);
	*ret_unix_seconds = stamp.unix_seconds;
	return true;
}

#define NOT_LOCAL(table, client) \
	" FROM " table " WHERE " client " NOT LIKE '127.%' AND " client \
	" <> '::1'"
#define SEVERAL(table, client) \
	"SELECT EXISTS (SELECT 1" NOT_LOCAL(table, client) " AND " client \
	" <> (SELECT " client NOT_LOCAL(table, client) " LIMIT 1))"

/* `queries` is a table up to FTL 5.8 and a view since; both read alike. */
struct kind {
	const char *title;
	const char *table;
	const char *time_column;
	const char *name_column;
	const char *client_column;
	const char *sql;
	const char *clients_sql; /* the same with the client, for --clients */
	const char *several_sql; /* whether there are two that are not this PC */
	bool (*time)(const struct db_query *row, int64_t *ret_unix_seconds);
};

static const struct kind kinds[] = {
	{ "Pi-hole FTL", "queries", "timestamp", "domain", "client",
	    "SELECT timestamp, domain FROM queries",
	    "SELECT timestamp, domain, client FROM queries",
	    SEVERAL("queries", "client"), epoch_time },
	{ "Technitium", "dns_logs", "timestamp", "qname", "client_ip",
	    "SELECT timestamp, qname FROM dns_logs",
	    "SELECT timestamp, qname, client_ip FROM dns_logs",
	    SEVERAL("dns_logs", "client_ip"), text_time },
};

static const struct kind *
kind_of(struct db *db)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (db_has(db, kinds[i].table, kinds[i].time_column) &&
		    db_has(db, kinds[i].table, kinds[i].name_column))
			return &kinds[i];
	return NULL;
}

bool
dnsdb_is(const char *path)
{
	char head[16];
	size_t n = 0;
	int fd = -1;

	if (os_open(path, &fd, NULL) != OK)
		return false;
	if (os_read(fd, head, sizeof(head), &n, NULL) != OK)
		n = 0;
	os_close(fd);
	return str_eq((struct str){ head, n }, MAGIC);
}

static void
take_row(const struct source_env *env, const struct kind *kind,
    const struct db_query *row, uint64_t number, bool clients,
    struct source_report *report)
{
	struct clients_several several = { .any = false };
	int64_t unix_seconds;

	if (db_is_null(row, COLUMN_NAME) || !kind->time(row, &unix_seconds)) {
		source_rejected(report, number,
		    db_is_null(row, COLUMN_NAME) ? SOURCE_REJECT_SHAPE
		                                 : SOURCE_REJECT_TIME);
		return;
	}
	contact_count(env, report, &several, NULL, &(struct contact){
	    unix_seconds, db_text(row, COLUMN_NAME),
	    clients ? db_text(row, COLUMN_CLIENT) : STR("") });
}

static enum status
read_rows(const struct source_env *env, const struct kind *kind,
    struct db *db, struct source_report *report, struct err *err)
{
	struct db_query *query = NULL;
	uint64_t number = 0;
	bool more = true;
	bool clients = env->clients != NULL &&
	    db_has(db, kind->table, kind->client_column);
	enum status code = db_prepare(db,
	    clients ? kind->clients_sql : kind->sql, &query, err);

	while (code == OK && more) {
		code = db_step(query, &more, err);
		if (code != OK || !more)
			break;
		take_row(env, kind, query, ++number, clients, report);
		if (number % TICK_ROWS == 0)
			source_tick(env, report);
	}
	db_query_free(query);
	return code;
}

/* Asked only of a log that says something. */
static void
see_several(const struct source_env *env, const struct kind *kind,
    struct db *db, struct source_report *report)
{
	int64_t several = 0;

	if (env->clients == NULL && report->matched > 0 &&
	    db_one_number(db, kind->several_sql, &several, NULL) == OK)
		report->several_clients = several != 0;
}

/* The first query: a schema that cannot be read is damage, not "no table". */
static enum status
read_database(const struct source_env *env, struct db *db,
    struct source_report *report, struct err *err)
{
	const struct kind *kind = NULL;
	int64_t count;
	enum status code = db_one_number(db,
	    "SELECT count(*) FROM sqlite_master", &count, err);

	if (code == OK)
		kind = kind_of(db);
	if (code == OK && kind == NULL)
		code = err_set(err, E_UNSUPPORTED, MSG_DNS_DB_UNKNOWN, NO_ARGS);
	if (code != OK)
		return code;
	(void)snprintf(report->name, sizeof(report->name), "%s", kind->title);
	code = read_rows(env, kind, db, report, err);
	if (code == OK)
		see_several(env, kind, db, report);
	return code;
}

enum status
dnsdb_scan(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	struct snapshot copy = { .db = NULL };
	enum status code = snapshot_open(path, env->scratch, &copy, err);

	if (code == OK)
		code = read_database(env, copy.db, report, err);
	/* What is said of a browser's file is not for these. */
	if (code == E_LOCKED || code == E_CHANGED)
		code = err_set(err, code, MSG_DNS_DB_BUSY, NO_ARGS);
	if (code == E_DAMAGED)
		code = err_set(err, code, MSG_DB_DAMAGED, NO_ARGS);
	snapshot_release(&copy);
	return code;
}
