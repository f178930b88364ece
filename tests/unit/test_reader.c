/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/reader.h"

#include "core/calendar.h"
#include "core/db.h"
#include "core/os.h"

#include "tests/unit/unit.h"

#include <stdlib.h>

#define NOW INT64_C(1793707200) /* 2026-11-03T12:00Z */

static void
a_request_is_read_as_it_was_written(void **unused)
{
	struct findings known, cursors;
	struct reader_request request = {
		.users = READER_ALL,
		.homes = { { "/srv/a b", "/srv/\303\251" }, 2 },
		.dns = true,
		.dns_logs = { { "/var/log/x" }, 1 },
		.window = { 20700, 20760 },
		.now = NOW,
		.temporary = "/tmp",
		.key = { 1, 2 },
		.known = &known,
	}, read;
	struct arena memory;
	struct err err = { "" };
	struct buf line, again;

	(void)unused;
	arena_init(&memory, 65536);
	buf_init(&line, 65536);
	buf_init(&again, 65536);
	check_ok(findings_init(&known, &err), &err);
	check_ok(findings_init(&cursors, &err), &err);
	known.cursors[known.cursor_count++] = (struct cursor){ .head = 7,
		.offset = 9 };
	reader_write(&line, &request);
	check_ok(reader_parse(buf_view(&line), &memory, &cursors, &read, &err),
	    &err);
	reader_write(&again, &read);
	assert_true(str_eq(buf_view(&line), buf_view(&again)));
	assert_int_equal(read.known->cursors[0].offset, 9);
	assert_int_equal(reader_parse(STR("{\"v\":2}"), &memory, &cursors,
	    &read, &err), E_INVALID);
	findings_release(&cursors);
	findings_release(&known);
	buf_release(&again);
	buf_release(&line);
	arena_release(&memory);
}

/* Two homes, each with a visit, and a log with two queries. */
static void
plant(const char *root)
{
	char line[4096]; /* a log of ours and of another computer's queries */

	(void)snprintf(line, sizeof(line), "cd %s && for u in alix bo; do"
	    " mkdir -p $u/.mozilla/firefox/x.default $u/.config/lanterne;"
	    " sqlite3 $u/.mozilla/firefox/x.default/places.sqlite \""
	    "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR,"
	    " rev_host LONGVARCHAR);"
	    "CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY,"
	    " from_visit INTEGER, place_id INTEGER, visit_date INTEGER,"
	    " visit_type INTEGER);"
	    "INSERT INTO moz_places VALUES (1, 'https://chatgpt.com/',"
	    " 'moc.tpgtahc.');"
	    "INSERT INTO moz_historyvisits VALUES (1, 0, 1, %lld000000, 2);\";"
	    " done; for s in 0 60; do echo \"[$((%lld + s))] unbound[1:0] info:"
	    " 127.0.0.1 chat.deepseek.com. A IN\" >> q.log;"
	    " echo \"[$((%lld + s))] unbound[1:0] info: 192.0.2.77"
	    " claude.ai. A IN\" >> q.log; done", root, (long long)NOW,
	    (long long)NOW - 600, (long long)NOW - 600);
	assert_int_equal(system(line), 0);
}

struct found {
	struct findings findings;
	int visited, contacted, others;
};

static struct found
read_homes(const char *root, struct window window)
{
	char first[700], second[700], log[700];
	struct reader_request request = { .users = READER_NOBODY,
		.homes = { { first, second }, 2 }, .dns = true,
		.dns_logs = { { log }, 1 }, .window = window, .now = NOW,
		.temporary = "/tmp" };
	struct found found = { .visited = 0 };
	struct err err = { "" };

	(void)snprintf(first, sizeof(first), "%s/alix", root);
	(void)snprintf(second, sizeof(second), "%s/bo", root);
	(void)snprintf(log, sizeof(log), "%s/q.log", root);
	check_ok(findings_init(&found.findings, &err), &err);
	check_ok(reader_read(&request, &found.findings, &err), &err);
	for (size_t i = 0; i < found.findings.row_count; i++) {
		const struct finding *row = &found.findings.rows[i];

		if (strcmp(row->service, "chatgpt") == 0 &&
		    row->evidence == EVIDENCE_VISITED)
			found.visited++;
		else if (strcmp(row->service, "deepseek") == 0 &&
		    row->evidence == EVIDENCE_CONTACTED)
			found.contacted++;
		else
			found.others++;
	}
	return found;
}

static int
touch(const char *root, const char *name)
{
	char line[2048];

	(void)snprintf(line, sizeof(line), "touch %s/%s", root, name);
	return system(line);
}

static void
an_opt_out_is_honoured_and_stops_dns_too(void **unused)
{
	struct os_scratch at = { .lock = -1 };
	struct window today = { 20760, 20760 };
	struct err err = { "" };
	struct found found;

	(void)unused;
	check_ok(os_scratch_open("/tmp", &at, &err), &err);
	plant(at.path);

	found = read_homes(at.path, today);
	assert_int_equal(found.visited, 1); /* one day, whoever it was */
	assert_int_equal(found.contacted, 1);
	assert_int_equal(found.others, 0);
	assert_int_equal(found.findings.cursor_count, 1);
	assert_true(found.findings.self_test);
	assert_false(found.findings.opted_out);
	findings_release(&found.findings);

	assert_int_equal(touch(at.path, "alix/" READER_OPT_OUT), 0);
	found = read_homes(at.path, today);
	assert_int_equal(found.visited, 1);
	assert_int_equal(found.contacted, 0);
	assert_true(found.findings.opted_out);
	findings_release(&found.findings);

	assert_int_equal(touch(at.path, "bo/" READER_OPT_OUT), 0);
	found = read_homes(at.path, today);
	assert_int_equal(found.findings.row_count, 0);
	assert_false(findings_measured(&found.findings));
	assert_true(found.findings.self_test);
	findings_release(&found.findings);
	os_scratch_close(&at);
}

static void
no_day_outside_of_the_window_is_read(void **unused)
{
	struct os_scratch at = { .lock = -1 };
	struct err err = { "" };
	struct found found;

	(void)unused;
	check_ok(os_scratch_open("/tmp", &at, &err), &err);
	plant(at.path);
	found = read_homes(at.path, (struct window){ 20761, 20790 });
	assert_int_equal(found.findings.row_count, 0);
	findings_release(&found.findings);
	/* empty: the self-test alone, no source is opened */
	found = read_homes(at.path, (struct window){ 1, 0 });
	assert_int_equal(found.findings.source_count, 0);
	assert_true(found.findings.self_test);
	findings_release(&found.findings);
	os_scratch_close(&at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_read_as_it_was_written),
		cmocka_unit_test(an_opt_out_is_honoured_and_stops_dns_too),
		cmocka_unit_test(no_day_outside_of_the_window_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
