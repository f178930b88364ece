/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnsdb.h"

#include "agent/sources/clients.h"
#include "agent/sources/zone.h"

#include "core/buf.h"
#include "core/db.h"
#include "core/os.h"
#include "core/outfile.h"

#include "tests/unit/unit.h"

#include "tests/unit/dns_fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FIXTURES TESTS_DIR "/fixtures/dnsdb"

static char folder[64];
static char path[128];
static struct fake_sink sink;
static struct zone *zone;
static struct clients *clients; /* NULL: all */

/* A database made of a fixture's text, still open. */
static struct db *
build(const char *fixture, const char *before)
{
	char name[256];
	struct db *db = NULL;
	struct buf sql;
	struct err err;

	(void)unlink(path);
	(void)snprintf(name, sizeof(name), FIXTURES "/%s", fixture);
	buf_init(&sql, 65536);
	check_ok(os_read_file(name, &sql, &err), &err);
	check_ok(db_open(path, DB_CREATE, &db, &err), &err);
	check_ok(db_run(db, before, &err), &err);
	check_ok(db_run(db, buf_z(&sql), &err), &err);
	buf_release(&sql);
	return db;
}

static enum status
scan(struct source_report *report, struct err *err)
{
	struct os_scratch scratch = { .lock = -1 };
	struct source_env env = fake_env(zone, &sink);

	(void)snprintf(scratch.path, sizeof(scratch.path), "%s", folder);
	*report = (struct source_report){ .first_day = CALENDAR_NO_DAY,
		.last_day = CALENDAR_NO_DAY };
	sink.count = 0;
	env.scratch = &scratch;
	env.clients = clients;
	return dnsdb_scan(&env, path, report, err);
}

struct row {
	const char *fixture;
	const char *name;
	uint64_t records, matched, rejected, first_rejected;
	const char *first, *last;
	const char *why;
	uint32_t v4; /* of `matched`, those of 192.168.50.21 */
};

static const struct row rows[] = {
	{ "ftl-v5.sql", "Pi-hole FTL", 6, 3, 1, 7, "2026-11-23", "2026-11-24",
	    "time", 2 },
	{ "ftl-v6.sql", "Pi-hole FTL", 4, 2, 1, 5, "2026-11-23", "2026-11-24",
	    "shape", 1 },
	{ "technitium.sql", "Technitium", 3, 2, 1, 4, "2026-11-23",
	    "2026-11-24", "shape", 1 },
};

static void
check_scan(const struct row *row, const struct source_report *report)
{
	check_str(str_of(report->name), row->name, row->fixture);
	check_number((long long)report->records, (long long)row->records,
	    row->fixture);
	check_number((long long)report->matched, (long long)row->matched,
	    row->fixture);
	check_number((long long)sink.count, (long long)row->matched,
	    row->fixture);
	check_number((long long)report->rejected, (long long)row->rejected,
	    row->fixture);
	check_number((long long)report->first_rejected_line,
	    (long long)row->first_rejected, row->fixture);
	check_str(source_reject_id(report->first_rejected_why), row->why,
	    row->fixture);
	check_str(str_of(calendar_text(report->first_day).text), row->first,
	    row->fixture);
	check_str(str_of(calendar_text(report->last_day).text), row->last,
	    row->fixture);
}

static void
every_database_gives_exactly_its_queries(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct source_report report;
		struct err err;

		db_free(build(rows[i].fixture, "SELECT 1"));
		assert_true(dnsdb_is(path));
		check_ok(scan(&report, &err), &err);
		check_scan(&rows[i], &report);
	}
}

static void
only_the_clients_asked_for_are_counted(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct source_report report;
		struct err err;

		check_ok(clients_new(1, &clients, &err), &err);
		check_ok(clients_add(clients, STR("192.168.50.0/24"), &err),
		    &err);
		db_free(build(rows[i].fixture, "SELECT 1"));
		check_ok(scan(&report, &err), &err);
		check_number((long long)report.matched, rows[i].v4,
		    rows[i].fixture);
		check_number((long long)report.others,
		    (long long)rows[i].matched - rows[i].v4, rows[i].fixture);
		check_number(sink.at[0].client, 1, rows[i].fixture);
		assert_false(report.several_clients);
		clients_free(clients);
		clients = NULL;
		check_ok(scan(&report, &err), &err);
		assert_true(report.several_clients);
		check_number(sink.at[0].client, 0, rows[i].fixture);
	}
}

/* A computer that asks itself is no second client. */
static void
one_client_beside_this_computer_is_not_several(void **state)
{
	struct source_report report;
	struct err err;
	struct db *db = build("ftl-v5.sql", "SELECT 1");

	(void)state;
	check_ok(db_run(db, "DELETE FROM queries WHERE client = 'fd00::21'",
	    &err), &err);
	db_free(db);
	check_ok(scan(&report, &err), &err);
	assert_true(report.matched > 0);
	assert_false(report.several_clients);
}

static void
need_row(void *cookie, const char *name)
{
	(void)cookie;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(str_of(rows[i].fixture), str_of(name)))
			return;
	fail_msg("no row says what %s holds", name);
}

static void
every_fixture_has_a_row(void **state)
{
	struct err err;

	(void)state;
	check_ok(os_list(FIXTURES, need_row, NULL, &err), &err);
}

static void
rows_that_are_only_in_the_wal_count(void **state)
{
	struct source_report report;
	struct err err;
	struct db *live;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		/* The writer has it open, and its main file holds no row. */
		live = build(rows[i].fixture,
		    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
		check_ok(scan(&report, &err), &err);
		check_scan(&rows[i], &report);
		db_free(live);
	}
}

static void
count_file(void *cookie, const char *name)
{
	size_t *count = cookie;

	(void)name;
	(*count)++;
}

static void
nothing_is_left_of_the_copy(void **state)
{
	struct source_report report;
	size_t before = 0, after = 0;
	struct err err;

	(void)state;
	db_free(build("ftl-v6.sql", "SELECT 1"));
	check_ok(os_list(folder, count_file, &before, &err), &err);
	check_ok(scan(&report, &err), &err);
	check_ok(os_list(folder, count_file, &after, &err), &err);
	check_number((long long)after, (long long)before, "files");
}

static void
another_database_is_no_dns_log(void **state)
{
	static const char *const others[] = {
		"CREATE TABLE moz_places (id INTEGER)",
		"CREATE TABLE queries (id INTEGER, timestamp INTEGER)",
		"CREATE TABLE dns_logs (qname TEXT)",
	};
	struct source_report report;
	struct db *db = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		(void)unlink(path);
		check_ok(db_open(path, DB_CREATE, &db, &err), &err);
		check_ok(db_run(db, others[i], &err), &err);
		db_free(db);
		check_number(scan(&report, &err), E_UNSUPPORTED, others[i]);
		check_number((long long)report.records, 0, others[i]);
	}
}

static void
a_damaged_database_is_said_to_be_so(void **state)
{
	struct source_report report;
	struct buf bytes;
	struct err err;

	(void)state;
	db_free(build("ftl-v6.sql", "SELECT 1"));
	buf_init(&bytes, (size_t)1 << 20);
	check_ok(os_read_file(path, &bytes, &err), &err);
	for (size_t i = 4096; i < bytes.len; i++)
		bytes.at[i] = (char)0xa5;
	check_ok(outfile_publish(path, OUTFILE_OWNER, buf_view(&bytes), &err),
	    &err);
	buf_release(&bytes);
	assert_true(dnsdb_is(path));
	check_number(scan(&report, &err), E_DAMAGED, "overwritten pages");
	assert_true(err.text[0] != '\0');
}

static void
a_text_is_no_database(void **state)
{
	struct err err;

	(void)state;
	check_ok(outfile_publish(path, OUTFILE_OWNER,
	    STR("SQLite format 3 is what this log speaks of\n"), &err), &err);
	assert_false(dnsdb_is(path));
	check_ok(outfile_publish(path, OUTFILE_OWNER, STR("SQLite"), &err),
	    &err);
	assert_false(dnsdb_is(path));
	assert_false(dnsdb_is(folder));
	assert_false(dnsdb_is("/nowhere"));
}

static int
set_up(void **state)
{
	struct err err;

	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/lanterne-dnsdb-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return 1;
	(void)snprintf(path, sizeof(path), "%s/log.db", folder);
	return zone_new(STR("Europe/Paris"), &zone, &err) == OK ? 0 : 1;
}

static int
tear_down(void **state)
{
	(void)state;
	zone_free(zone);
	(void)unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_database_gives_exactly_its_queries),
		cmocka_unit_test(only_the_clients_asked_for_are_counted),
		cmocka_unit_test(
		    one_client_beside_this_computer_is_not_several),
		cmocka_unit_test(every_fixture_has_a_row),
		cmocka_unit_test(rows_that_are_only_in_the_wal_count),
		cmocka_unit_test(nothing_is_left_of_the_copy),
		cmocka_unit_test(another_database_is_no_dns_log),
		cmocka_unit_test(a_damaged_database_is_said_to_be_so),
		cmocka_unit_test(a_text_is_no_database),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
