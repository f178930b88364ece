/* SPDX-License-Identifier: Apache-2.0
 * test_snapshot.c is linked with --wrap=os_read: `between_reads` is called
 * before each block that is copied, to change the live file under the copy.
 */
#include "agent/sources/snapshot.h"

#include "core/db.h"

#include "tests/unit/history_fake.h"
#include "tests/unit/unit.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum status __real_os_read(int fd, char *to, size_t room, size_t *ret_n,
    struct err *err);
enum status __wrap_os_read(int fd, char *to, size_t room, size_t *ret_n,
    struct err *err);

/* Blocks are read with this much room or more; heads with less. */
#define BLOCK_ROOM 1024

static struct {
	void (*call)(const char *path);
	char path[1024];
	int times;
} between_reads;

enum status
__wrap_os_read(int fd, char *to, size_t room, size_t *ret_n, struct err *err)
{
	if (between_reads.times > 0 && room >= BLOCK_ROOM) {
		between_reads.times--;
		between_reads.call(between_reads.path);
	}
	return __real_os_read(fd, to, room, ret_n, err);
}

static struct world world;
static char path[1024];
static pid_t child; /* of a test that failed before it could end it */

static int
set_up(void **state)
{
	(void)state;
	between_reads.times = 0;
	return world_init(&world, "UTC") ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	if (child > 0) {
		(void)kill(child, SIGKILL);
		(void)waitpid(child, NULL, 0);
		child = 0;
	}
	world_release(&world);
	return 0;
}

#define THREE_ROWS \
	"CREATE TABLE t(a);" \
	"INSERT INTO t VALUES(1),(2),(3);"

/* Enough pages for a damaged one in the middle. */
#define MANY_ROWS \
	"CREATE TABLE t(a);" \
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n " \
	"WHERE i < 2000) INSERT INTO t SELECT printf('%0100d', i) FROM n;"

static int64_t
rows_of(struct snapshot *copy)
{
	int64_t rows = -1;
	struct err err;

	check_ok(db_one_number(copy->db, "SELECT count(*) FROM t", &rows, &err),
	    &err);
	return rows;
}

static void
check_rows(const char *of, int64_t expected)
{
	struct snapshot copy;
	struct err err;

	check_ok(snapshot_open(of, &world.scratch, &copy, &err), &err);
	check_number(rows_of(&copy), expected, of);
	snapshot_release(&copy);
	assert_int_equal(world_left_over(&world), 0);
}

static void
check_failure(const char *of, enum status expected, const char *label)
{
	struct snapshot copy;
	struct err err = { "" };
	enum status code =
	    snapshot_open(of, &world.scratch, &copy, &err);

	if (code != expected)
		fail_msg("%s: %s (%s)", label, status_name(code), err.text);
	assert_true(err.text[0] != '\0');
	assert_null(strstr(err.text, world.root));
	assert_int_equal(world_left_over(&world), 0);
}

static void
a_copy_is_read_and_removed_at_once(void **state)
{
	struct snapshot copy;
	struct err err;

	(void)state;
	world_db(&world, "History", THREE_ROWS, path);
	check_ok(snapshot_open(path, &world.scratch, &copy, &err), &err);
	assert_int_equal(world_left_over(&world), 1);
	snapshot_release(&copy);
	assert_int_equal(world_left_over(&world), 0);
	snapshot_release(&(struct snapshot){ .db = NULL });
}

/* Runs `sql` in another process, which then dies without closing anything. */
static void
run_and_die(const char *of, const char *sql)
{
	pid_t writer = fork();
	int status;

	if (writer == 0) {
		sqlite3 *db;

		if (sqlite3_open(of, &db) != SQLITE_OK ||
		    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
			_exit(1);
		(void)kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_true(WIFSIGNALED(status));
}

static void
rows_that_are_only_in_the_wal_are_seen_without_a_shm(void **state)
{
	char shm[1100];

	(void)state;
	world_db(&world, "h", "PRAGMA journal_mode=WAL;" THREE_ROWS, path);
	run_and_die(path, "PRAGMA wal_autocheckpoint=0;"
	    "INSERT INTO t VALUES(4),(5);");
	(void)snprintf(shm, sizeof(shm), "%s-shm", path);
	(void)unlink(shm);
	check_rows(path, 5);
	assert_int_not_equal(access(shm, F_OK), 0);
}

/* The cache of one page makes SQLite write to the file before the commit. */
#define HALF_A_TRANSACTION \
	"PRAGMA cache_size=1; PRAGMA cache_spill=1; BEGIN;" \
	"UPDATE t SET a = 'changed'; " \
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n " \
	"WHERE i < 3000) INSERT INTO t SELECT printf('%0100d', i) FROM n;"

static void
journal_of(char *journal, size_t size)
{
	(void)snprintf(journal, size, "%s-journal", path);
}

static void
a_hot_journal_is_rolled_back_in_the_copy_only(void **state)
{
	struct os_stat before, after;
	char journal[1100];

	(void)state;
	world_db(&world, "h", MANY_ROWS, path);
	run_and_die(path, HALF_A_TRANSACTION);
	journal_of(journal, sizeof(journal));
	assert_int_equal(os_stat(journal, &before, NULL), OK);
	assert_true(before.kind == OS_FILE && before.size > 0);
	check_rows(path, 2000);
	assert_int_equal(os_stat(journal, &after, NULL), OK);
	check_number((long long)after.size, (long long)before.size, "size");
	check_number(after.mtime_ns, before.mtime_ns, "time");
}

/* Appends what SQLite writes at the end of a journal for a super-journal. */
static void
name_super_journal(const char *journal, const char *name)
{
	FILE *file = fopen(journal, "ab");
	size_t len = strlen(name);
	uint32_t sum = 0;
	unsigned char tail[16] = { 0, 0, 0, (unsigned char)len };

	for (size_t i = 0; i < len; i++)
		sum = sum + (unsigned char)name[i];
	for (int i = 0; i < 4; i++)
		tail[4 + i] = (unsigned char)(sum >> (24 - 8 * i));
	memcpy(tail + 8, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);
	/* the page number of the lock byte's page comes first */
	assert_int_equal(fwrite("\x00\x04\x00\x01", 1, 4, file), 4);
	assert_int_equal(fwrite(name, 1, len, file), len);
	assert_int_equal(fwrite(tail, 1, 16, file), 16);
	assert_int_equal(fclose(file), 0);
}

static void
a_file_that_a_journal_names_is_never_touched(void **state)
{
	char journal[1100], victim[1024];

	(void)state;
	world_db(&world, "h", MANY_ROWS, path);
	run_and_die(path, HALF_A_TRANSACTION);
	world_file(&world, "victim", STR("my own file"));
	world_path(&world, "victim", victim);
	journal_of(journal, sizeof(journal));
	name_super_journal(journal, victim);
	/* it exists: the transaction was not committed */
	check_rows(path, 2000);
	assert_int_equal(access(victim, F_OK), 0);
	/* it does not: the transaction was, and the journal is stale; what
	 * stands in the file is half of our transaction */
	assert_int_equal(unlink(victim), 0);
	{
		struct snapshot copy;

		if (snapshot_open(path, &world.scratch, &copy, NULL) ==
		    OK) {
			assert_int_not_equal(rows_of(&copy), 2000);
			snapshot_release(&copy);
		}
	}
	assert_int_equal(world_left_over(&world), 0);
}

static void
insert_row(const char *of)
{
	world_sql(of, "INSERT INTO t VALUES(9)");
}

static void
add_journal(const char *of)
{
	char name[1100];
	FILE *file;

	(void)snprintf(name, sizeof(name), "%s-journal", of);
	file = fopen(name, "wb");
	assert_non_null(file);
	(void)fclose(file);
}

static void
replace_file(const char *of)
{
	(void)unlink(of);
	world_sql(of, THREE_ROWS "INSERT INTO t VALUES(4);");
}

static void
a_copy_is_begun_again_when_the_file_changes_under_it(void **state)
{
	static const struct {
		const char *label;
		void (*change)(const char *path);
		int times;
		int64_t rows;
	} changes[] = {
		{ "a row is added once", insert_row, 1, 4 },
		{ "a row is added in two tries", insert_row, 2, 5 },
		{ "the file is replaced", replace_file, 1, 4 },
		{ "a journal appears", add_journal, 1, 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "h%zu", i);
		world_db(&world, name, THREE_ROWS, path);
		between_reads.call = changes[i].change;
		between_reads.times = changes[i].times;
		(void)snprintf(between_reads.path, sizeof(between_reads.path),
		    "%s", path);
		check_rows(path, changes[i].rows);
		assert_int_equal(between_reads.times, 0);
	}
}

static void
a_file_that_never_rests_is_given_up_with_a_sentence(void **state)
{
	(void)state;
	world_db(&world, "h", THREE_ROWS, path);
	between_reads.call = insert_row;
	between_reads.times = 1000;
	(void)snprintf(between_reads.path, sizeof(between_reads.path), "%s",
	    path);
	check_failure(path, E_CHANGED, "always changing");
}

static void
overwrite(const char *of, long at, int c, size_t n)
{
	FILE *file = fopen(of, "r+b");

	assert_non_null(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	while (n-- > 0)
		assert_int_equal(fputc(c, file), c);
	assert_int_equal(fclose(file), 0);
}

static void
a_damaged_page_is_found_before_anything_is_read(void **state)
{
	(void)state;
	world_db(&world, "zeros", MANY_ROWS, path);
	overwrite(path, 8L * 4096, 0, 4096);
	check_failure(path, E_DAMAGED, "a page of zeros");
	world_db(&world, "noise", MANY_ROWS, path);
	overwrite(path, 8L * 4096 + 3, 0xFF, 5);
	check_failure(path, E_DAMAGED, "a page's head overwritten");
	world_db(&world, "cut", MANY_ROWS, path);
	assert_int_equal(truncate(path, 9 * 4096), 0);
	check_failure(path, E_DAMAGED, "cut short");
}

static void
what_is_no_database_is_refused_with_its_reason(void **state)
{
	(void)state;
	check_failure(world_path(&world, "none", path), E_NOT_FOUND,
	    "missing");
	world_file(&world, "empty", STR(""));
	check_failure(world_path(&world, "empty", path), E_UNSUPPORTED,
	    "0 bytes");
	world_file(&world, "text", STR("not a database, but long enough to be "
	    "read as the head of one, which has one hundred bytes exactly..."));
	check_failure(world_path(&world, "text", path), E_UNSUPPORTED, "text");
	world_file(&world, "short", STR("SQLite format 3"));
	check_failure(world_path(&world, "short", path), E_UNSUPPORTED,
	    "one byte short of the magic");
	check_failure(world.root, E_INVALID, "a folder");
	assert_int_equal(mkfifo(world_path(&world, "fifo", path), 0600), 0);
	check_failure(path, E_INVALID, "a FIFO");
	check_failure("/dev/zero", E_INVALID, "a device");
}

static void
a_database_locked_by_another_program_is_read(void **state)
{
	int to_parent[2];
	char byte;

	(void)state;
	world_db(&world, "h", THREE_ROWS, path);
	assert_int_equal(pipe(to_parent), 0);
	child = fork();
	if (child == 0) {
		sqlite3 *db;

		if (sqlite3_open(path, &db) != SQLITE_OK ||
		    sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE;"
		        "BEGIN EXCLUSIVE", NULL, NULL, NULL) != SQLITE_OK)
			_exit(1);
		(void)!write(to_parent[1], "x", 1);
		(void)pause();
	}
	assert_int_equal(read(to_parent[0], &byte, 1), 1);
	check_rows(path, 3);
	(void)close(to_parent[0]);
	(void)close(to_parent[1]);
}

/* As a user without privileges, which root is not. */
static void
as_nobody(void (*check)(const char *of), const char *of)
{
	uid_t before = geteuid();

	assert_int_equal(chmod(world.root, 0755), 0);
	assert_int_equal(chmod(world.scratch.path, 0777), 0);
	if (before == 0)
		assert_int_equal(seteuid(65534), 0);
	check(of);
	if (before == 0)
		assert_int_equal(seteuid(0), 0);
}

static void
check_refused(const char *of)
{
	check_failure(of, E_ACCESS, "mode 000");
}

static void
check_three(const char *of)
{
	check_rows(of, 3);
}

static void
a_closed_file_is_named_as_such_and_a_read_only_one_is_read(void **state)
{
	(void)state;
	world_db(&world, "closed/h", THREE_ROWS, path);
	assert_int_equal(chmod(path, 0000), 0);
	world_run("chmod 755", world_path(&world, "closed", path));
	as_nobody(check_refused, world_path(&world, "closed/h", path));
	world_db(&world, "kept/h", THREE_ROWS, path);
	assert_int_equal(chmod(path, 0444), 0);
	world_run("chmod 555", world_path(&world, "kept", path));
	as_nobody(check_three, world_path(&world, "kept/h", path));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_is_read_and_removed_at_once),
		TEST(rows_that_are_only_in_the_wal_are_seen_without_a_shm),
		TEST(a_hot_journal_is_rolled_back_in_the_copy_only),
		TEST(a_file_that_a_journal_names_is_never_touched),
		TEST(a_copy_is_begun_again_when_the_file_changes_under_it),
		TEST(a_file_that_never_rests_is_given_up_with_a_sentence),
		TEST(a_damaged_page_is_found_before_anything_is_read),
		TEST(what_is_no_database_is_refused_with_its_reason),
		TEST(a_database_locked_by_another_program_is_read),
		TEST(a_closed_file_is_named_as_such_and_a_read_only_one_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
