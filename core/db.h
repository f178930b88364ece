/* SPDX-License-Identifier: Apache-2.0
 * db.h: SQLite with checked binds, statements as rows and clear failures.
 * Must not know any schema.  Covered by tests/unit/test_db.c.
 *
 * A statement belongs to its handle.  Rows are read by column number; text is
 * borrowed until the next step.  Not thread-safe.
 */
#ifndef CORE_DB_H
#define CORE_DB_H

#include "core/status.h"
#include "core/str.h"

#include <stdint.h>

struct db;       /* a connection */
struct db_query; /* a prepared statement that yields rows */

enum db_mode {
	DB_READ_WRITE, /* existing file; rolls back a hot journal */
	DB_CREATE      /* made when missing, mode 0600 */
};

/*
 * db_open: open `path`.  Foreign files are treated as hostile: no extensions,
 * SQLITE_DBCONFIG_DEFENSIVE, no trusted schema, cell size checks.
 * E_UNSUPPORTED: not an SQLite file; E_DAMAGED, E_LOCKED, E_ACCESS, E_IO.
 * The file's content is first read by the first query.
 */
MUST_CHECK enum status db_open(const char *path, enum db_mode mode,
    struct db **ret_db, struct err *err);
void db_free(struct db *db);

/*
 * db_bound: from now on a value of the file holds at most 16 MiB, and all
 * statements together run about `steps` instructions of SQLite's virtual
 * machine, after which they fail with E_LIMIT: a hostile file cannot keep us
 * busy for ever.
 */
void db_bound(struct db *db, uint64_t steps);

/* db_run: one or several statements without rows or arguments. */
MUST_CHECK enum status db_run(struct db *db, const char *sql, struct err *err);

/* db_in_transaction: false, too, once SQLite has undone a transaction by itself:
 * a full disk, or a failure to read or write in the middle of it. */
bool db_in_transaction(const struct db *db);

/* db_check: PRAGMA quick_check; E_DAMAGED when it finds a fault. */
MUST_CHECK enum status db_check(struct db *db, struct err *err);

/* db_prepare: compile `sql`; the result is freed by db_query_free. */
MUST_CHECK enum status db_prepare(struct db *db, const char *sql,
    struct db_query **ret_query, struct err *err);
void db_query_free(struct db_query *query);

/* Binds are numbered from 1.  Text and blobs are copied. */
MUST_CHECK enum status db_bind_number(struct db_query *query, int at,
    int64_t number, struct err *err);
MUST_CHECK enum status db_bind_text(struct db_query *query, int at,
    struct str text, struct err *err);
MUST_CHECK enum status db_bind_blob(struct db_query *query, int at,
    struct str bytes, struct err *err);
MUST_CHECK enum status db_bind_null(struct db_query *query, int at,
    struct err *err);

/* db_step: the next row; *ret_row is false after the last one. */
MUST_CHECK enum status db_step(struct db_query *query, bool *ret_row,
    struct err *err);

/* db_reset: ready to be stepped from the start; bindings stay. */
void db_reset(struct db_query *query);

/* Columns are numbered from 0.  Another type is converted as SQLite does. */
int64_t db_number(const struct db_query *query, int column);
struct str db_text(const struct db_query *query, int column);
struct str db_blob(const struct db_query *query, int column);
bool db_is_null(const struct db_query *query, int column);

/* db_one_number: the first column of the first row; E_NOT_FOUND without row. */
MUST_CHECK enum status db_one_number(struct db *db, const char *sql,
    int64_t *ret_number, struct err *err);

/* db_has: true when a table (or view) exists; with `column` not NULL, when it
 * also has that column.  A damaged schema answers false; the next query tells. */
bool db_has(struct db *db, const char *table, const char *column);

/* db_has_index: true when the index exists. */
bool db_has_index(struct db *db, const char *index);

#endif
