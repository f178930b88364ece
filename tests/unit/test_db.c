/* SPDX-License-Identifier: Apache-2.0 */
#include "core/db.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/test_db_XXXXXX";

static int
make_path(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int
remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

static void
rows_go_in_and_come_out(void **state)
{
	struct db *db = NULL;
	struct db_query *query = NULL;
	struct err err;
	bool row = false;
	int64_t count = 0;

	(void)state;
	check_ok(db_open(path, DB_CREATE, &db, &err), &err);
	check_ok(db_run(db, "CREATE TABLE t (n, x); CREATE INDEX i ON t (n)",
	    &err), &err);
	check_ok(db_prepare(db, "INSERT INTO t VALUES (?1, ?2)", &query, &err),
	    &err);
	check_ok(db_bind_number(query, 1, INT64_MIN, &err), &err);
	check_ok(db_bind_text(query, 2, STR("caf\xC3\xA9"), &err), &err);
	check_ok(db_step(query, &row, &err), &err);
	assert_false(row);
	db_reset(query);
	check_ok(db_bind_null(query, 1, &err), &err);
	check_ok(db_bind_blob(query, 2, STR("a\0b"), &err), &err);
	check_ok(db_step(query, &row, &err), &err);
	db_query_free(query);
	check_ok(db_prepare(db, "SELECT n, x FROM t ORDER BY rowid", &query,
	    &err), &err);
	check_ok(db_step(query, &row, &err), &err);
	assert_true(row);
	assert_true(db_number(query, 0) == INT64_MIN);
	check_str(db_text(query, 1), "caf\xC3\xA9", "text");
	check_ok(db_step(query, &row, &err), &err);
	assert_true(db_is_null(query, 0));
	assert_int_equal(db_blob(query, 1).len, 3);
	check_ok(db_step(query, &row, &err), &err);
	assert_false(row);
	db_query_free(query);
	check_ok(db_one_number(db, "SELECT count(*) FROM t", &count, &err),
	    &err);
	assert_int_equal(count, 2);
	assert_true(db_has(db, "t", NULL));
	assert_true(db_has(db, "t", "x"));
	assert_false(db_has(db, "t", "y"));
	assert_false(db_has(db, "u", NULL));
	assert_true(db_has_index(db, "i"));
	assert_false(db_has_index(db, "t"));
	check_ok(db_check(db, &err), &err);
	db_free(db);
}

static void
a_fault_has_its_own_code_and_no_content(void **state)
{
	struct db *db = NULL;
	struct db_query *query = NULL;
	struct err err;
	int64_t number = 5;
	FILE *file;

	(void)state;
	check_ok(db_open(path, DB_CREATE, &db, &err), &err);
	assert_int_equal(db_prepare(db, "SELECT canary_value FROM t", &query,
	    &err), E_IO);
	assert_null(strstr(err.text, "canary_value"));
	assert_int_equal(db_one_number(db, "SELECT 1 WHERE 0", &number, &err),
	    E_NOT_FOUND);
	assert_int_equal(number, 5);
	check_ok(db_run(db, "PRAGMA query_only=ON", &err), &err);
	assert_int_equal(db_run(db, "CREATE TABLE u (n)", &err), E_ACCESS);
	db_free(db);
	assert_int_equal(
	    db_open("/nowhere/at/all", DB_READ_WRITE, &db, &err), E_ACCESS);
	file = fopen(path, "w");
	assert_non_null(file);
	for (int i = 0; i < 200; i++)
		(void)fputs("this is not SQLite; ", file);
	assert_int_equal(fclose(file), 0);
	check_ok(db_open(path, DB_READ_WRITE, &db, &err), &err);
	assert_int_equal(db_one_number(db, "SELECT count(*) FROM sqlite_master",
	    &number, &err), E_UNSUPPORTED);
	db_free(db);
}

static void
a_query_without_end_is_stopped_at_the_bound(void **state)
{
	static const char endless[] =
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
	    "SELECT count(*) FROM n";
	struct db *db = NULL;
	struct err err;
	int64_t number = 7;

	(void)state;
	check_ok(db_open(":memory:", DB_CREATE, &db, &err), &err);
	db_bound(db, 100000);
	check_ok(db_one_number(db, "SELECT 1", &number, &err), &err);
	assert_int_equal(db_one_number(db, endless, &number, &err), E_LIMIT);
	assert_int_equal(db_one_number(db,
	    "SELECT length(zeroblob(17 * 1024 * 1024))", &number, &err),
	    E_LIMIT);
	assert_int_equal(number, 1);
	db_free(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_go_in_and_come_out),
		cmocka_unit_test(a_fault_has_its_own_code_and_no_content),
		cmocka_unit_test(a_query_without_end_is_stopped_at_the_bound),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
