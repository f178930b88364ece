/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnslogs.h"

#include "agent/sources/cursor.h"
#include "agent/sources/formats.h"
#include "agent/sources/zone.h"

#include "core/buf.h"
#include "core/db.h"
#include "core/os.h"
#include "core/outfile.h"

#include "tests/unit/unit.h"

#include "tests/unit/dns_fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define Q(day) "Nov " day " 08:27:38 dnsmasq[1]: query[A] chatgpt.com from ::1\n"

static char root[512];
static struct fake_sink sink;
static struct zone *zone;

/* Make the folders of `name` under the root, then the file. */
static void
put(const char *name, struct str content)
{
	char path[1024];
	struct err err;

	(void)snprintf(path, sizeof(path), "%s/%s", root, name);
	for (char *at = path + strlen(root) + 1; *at != '\0'; at++)
		if (*at == '/') {
			*at = '\0';
			(void)mkdir(path, 0700);
			*at = '/';
		}
	check_ok(outfile_publish(path, OUTFILE_OWNER, content, &err), &err);
}

static struct source_list
scan(const char *name, const struct dnslogs_options *options)
{
	struct os_scratch scratch = { .lock = -1 };
	struct source_env env = fake_env(zone, &sink);
	struct source_list list;
	char path[1024];

	sink.count = 0;
	env.scratch = &scratch;
	(void)snprintf(scratch.path, sizeof(scratch.path), "%s", root);
	(void)snprintf(path, sizeof(path), "%s/%s", root, name);
	source_list_init(&list);
	dnslogs_scan(&env, path, options, &list);
	return list;
}

static struct source_list
scan_known(void)
{
	const struct dnslogs_options options = { .root = root };
	struct source_env env = fake_env(zone, &sink);
	struct source_list list;

	sink.count = 0;
	source_list_init(&list);
	dnslogs_scan_known(&env, &options, &list);
	return list;
}

/* The path of a file without the root; a place is named without it. */
static const char *
short_path(const struct source_report *report)
{
	return strncmp(report->path, root, strlen(root)) == 0
	    ? report->path + strlen(root) + 1
	    : report->path;
}

/* The reports as "file:state:records ", absent places left out. */
static void
check_reports(struct source_list *list, const char *expected)
{
	struct buf text;

	buf_init(&text, 65536);
	for (const struct source_report *report = list->first; report != NULL;
	     report = report->next) {
		if (report->state == SOURCE_ABSENT && report->path[0] == '/' &&
		    short_path(report) == report->path)
			continue;
		buf_text(&text, short_path(report));
		buf_char(&text, ':');
		buf_str(&text, source_state_id(report->state));
		buf_char(&text, ':');
		buf_number(&text, (long long)report->records);
		buf_char(&text, ' ');
		assert_int_equal(report->kind, SOURCE_DNS);
		if (report->state != SOURCE_READ)
			assert_true(report->why.text[0] != '\0');
	}
	check_str(buf_view(&text), expected, expected);
	buf_release(&text);
	source_list_release(list);
}

static const struct dnslogs_options plain = { .now = 0 };

static void
a_file_is_that_file(void **state)
{
	struct source_list list;

	(void)state;
	put("one/pihole.log", STR(Q("23") Q("24")));
	put("one/pihole.log.1", STR(Q("22")));
	list = scan("one/pihole.log", &plain);
	check_reports(&list, "one/pihole.log:read:2 ");
}

static void
a_folder_gives_its_rotated_files_oldest_first(void **state)
{
	struct source_list list;

	(void)state;
	put("set/pihole.log", STR(Q("23")));
	put("set/pihole.log.1", STR(Q("22") Q("22")));
	put("set/pihole.log.10", STR(Q("13")));
	put("set/pihole.log.2", STR(Q("21")));
	put("set/dated.log", STR(Q("23")));
	put("set/dated.log-20261101", STR(Q("01")));
	put("set/dated.log-20261024", STR("Oct 24 08:27:38 dnsmasq[1]: "
	                                  "query[A] a from ::1\n"));
	put("set/readme.txt", STR("not a log\n"));
	put("set/empty.log", STR(""));
	put("set/picture.png", STR("\x89PNG\r\n\x1a\n\0\0\0"));
	put("set/sub/pihole.log", STR(Q("23")));
	list = scan("set", &plain);
	check_reports(&list, "set/dated.log-20261024:read:1 "
	                     "set/dated.log-20261101:read:1 "
	                     "set/dated.log:read:1 "
	                     "set/pihole.log.10:read:1 set/pihole.log.2:read:1 "
	                     "set/pihole.log.1:read:2 set/pihole.log:read:1 ");
}

static void
a_folder_without_a_log_says_so_once(void **state)
{
	struct source_list list;

	(void)state;
	put("none/readme.txt", STR("not a log\n"));
	put("none/empty", STR(""));
	list = scan("none", &plain);
	check_reports(&list, "none:not-supported:0 ");
	list = scan("nowhere", &plain);
	check_reports(&list, "nowhere:absent:0 ");
	list = scan("none/readme.txt", &plain);
	check_reports(&list, "none/readme.txt:not-supported:0 ");
	list = scan("none/empty", &plain);
	check_reports(&list, "none/empty:failed:0 ");
}

/* Not even a zero is said of it; followed, it may be whole again tomorrow. */
static void
a_log_of_which_no_line_can_be_read_is_damaged(void **state)
{
	static struct cursor next[CURSORS_MAX];
	struct cursors cursors = { .key = { 1 }, .next = next };
	const struct dnslogs_options followed = { .cursors = &cursors };
	struct source_list list;

	(void)state;
	put("cut/queries.log", STR("Nov 23 08:27:38 dnsmasq[1]: query[A] \n"));
	put("cut/mixed.log", STR("Nov 23 08:27:38 dnsmasq[1]: query[A] \n"
	    Q("23")));
	list = scan("cut/queries.log", &plain);
	check_reports(&list, "cut/queries.log:damaged:0 ");
	list = scan("cut/mixed.log", &plain);
	check_reports(&list, "cut/mixed.log:read:1 ");
	list = scan("cut/queries.log", &followed);
	check_reports(&list, "cut/queries.log:read:0 ");
}

static void
a_fifo_is_refused_and_passed_over_in_a_folder(void **state)
{
	struct source_list list;
	char path[1024];

	(void)state;
	put("odd/a.log", STR(Q("23")));
	(void)snprintf(path, sizeof(path), "%s/odd/b.log", root);
	assert_int_equal(mkfifo(path, 0600), 0);
	list = scan("odd", &plain);
	check_reports(&list, "odd/a.log:read:1 ");
	list = scan("odd/b.log", &plain);
	check_reports(&list, "odd/b.log:failed:0 ");
}

static void
give(const char *name, mode_t mode)
{
	char path[1024];

	(void)snprintf(path, sizeof(path), "%s/%s", root, name);
	assert_int_equal(chmod(path, mode), 0);
}

/* Root may read all: be nobody (65534) while the folder is scanned. */
static void
what_may_not_be_read_is_a_report_and_the_rest_goes_on(void **state)
{
	struct source_list list;
	uid_t before = geteuid();

	(void)state;
	put("shut/a.log", STR(Q("23")));
	put("shut/b.log", STR(Q("23")));
	give("", 0755);
	give("shut", 0755);
	give("shut/a.log", 0);
	give("shut/b.log", 0644);
	if (before == 0)
		assert_int_equal(seteuid(65534), 0);
	list = scan("shut", &plain);
	if (before == 0)
		assert_int_equal(seteuid(before), 0);
	check_reports(&list, "shut/a.log:not-permitted:0 shut/b.log:read:1 ");
}

/* gzip of 'Nov 23 ... chatgpt.com from ::1\n', its trailer cut off. */
static const unsigned char cut_gzip[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3,
	0 /* stored, not the last */, 58, 0, 0xc5, 0xff };

static void
a_cut_gzip_is_partial_and_counted(void **state)
{
	struct source_list list;
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 4096);
	buf_str(&bytes, (struct str){ (const char *)cut_gzip,
	    sizeof(cut_gzip) });
	buf_text(&bytes, Q("23"));
	assert_int_equal(sizeof(Q("23")) - 1, 58);
	put("cut/pihole.log.2.gz", buf_view(&bytes));
	list = scan("cut/pihole.log.2.gz", &plain);
	check_reports(&list, "cut/pihole.log.2.gz:partial:1 ");
	buf_release(&bytes);
}

static void
a_thousand_files_are_a_thousand_reports(void **state)
{
	struct source_list list;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char name[64];

		(void)snprintf(name, sizeof(name), "many/dnsmasq.log.%d", i);
		put(name, STR(Q("23")));
	}
	list = scan("many", &plain);
	check_number((long long)list.count, 1000, "reports");
	check_number((long long)sink.count, 1000, "sightings");
	source_list_release(&list);
}

static void
a_forced_format_is_said_to_be_missing(void **state)
{
	const struct dnslogs_options options = { .format = &format_bind };
	struct source_list list;

	(void)state;
	put("one/pihole.log", STR(Q("23")));
	list = scan("one/pihole.log", &options);
	check_reports(&list, "one/pihole.log:failed:0 ");
}

static bool
is_absent(const struct source_list *list, const char *place)
{
	for (const struct source_report *report = list->first; report != NULL;
	     report = report->next)
		if (report->state == SOURCE_ABSENT &&
		    strcmp(report->path, place) == 0)
			return true;
	return false;
}

static void
well_known_places_are_read_and_the_empty_ones_named(void **state)
{
	struct source_list list;

	(void)state;
	put("var/log/pihole/pihole.log", STR(Q("23")));
	put("var/log/pihole/pihole.log.1", STR(Q("22")));
	put("var/log/syslog", STR("Nov 23 08:27:38 gw cron[1]: nothing\n"));
	put("var/log/named/query.log",
	    STR("23-Nov-2026 08:29:19.539 queries: info: client @0x7f20 "
	        "10.0.0.1#5 (a): query: a IN A + (10.0.0.2)\n"));
	list = scan_known();
	assert_true(is_absent(&list, "/var/log/syslog"));
	assert_true(is_absent(&list, "/var/log/unbound*"));
	assert_false(is_absent(&list, "/var/log/pihole/pihole.log*"));
	check_reports(&list, "var/log/named/query.log:read:1 "
	                     "var/log/pihole/pihole.log.1:read:1 "
	                     "var/log/pihole/pihole.log:read:1 ");
	put("var/log/syslog", STR("Nov 23 08:27:38 gw cron[1]: nothing\n"
	                          "Nov 23 08:27:38 gw dnsmasq[1]: query[A] a "
	                          "from ::1\n"));
	list = scan_known();
	check_reports(&list, "var/log/syslog:read:1 "
	                     "var/log/named/query.log:read:1 "
	                     "var/log/pihole/pihole.log.1:read:1 "
	                     "var/log/pihole/pihole.log:read:1 ");
}

static void
a_daemons_folder_that_is_shut_is_a_blind_spot_and_a_syslog_is_not(void **state)
{
	struct source_list list;
	uid_t before = geteuid();

	(void)state;
	put("var/log/pihole/pihole.log", STR(Q("23")));
	put("var/log/syslog", STR(Q("23")));
	give("", 0755);
	give("var", 0755);
	give("var/log", 0755);
	give("var/log/named", 0755);
	give("var/log/named/query.log", 0);
	give("var/log/pihole", 0);
	give("var/log/syslog", 0);
	if (before == 0)
		assert_int_equal(seteuid(65534), 0);
	list = scan_known();
	if (before == 0)
		assert_int_equal(seteuid(before), 0);
	give("var/log/pihole", 0700);
	check_reports(&list, "var/log/named/query.log:not-permitted:0 "
	                     "var/log/pihole:not-permitted:0 ");
}

static void
the_places_are_sorted(void **state)
{
	size_t count;
	const struct dnslogs_place *places = dnslogs_places(&count);

	(void)state;
	for (size_t i = 1; i < count; i++) {
		int order = strcmp(places[i - 1].folder, places[i].folder);

		assert_true(order < 0 || (order == 0 &&
		    strcmp(places[i - 1].name, places[i].name) < 0));
	}
}

static int
make_root(void **state)
{
	(void)state;
	(void)snprintf(root, sizeof(root), "%s/dnslogs-XXXXXX",
	    getenv("TMPDIR") == NULL ? "/tmp" : getenv("TMPDIR"));
	if (mkdtemp(root) == NULL)
		return -1;
	return zone_new(STR("UTC"), &zone, NULL) == OK ? 0 : -1;
}

static int
remove_root(void **state)
{
	char command[600];

	(void)state;
	zone_free(zone);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", root);
	return system(command);
}

static void
a_folder_of_captures_tells_once_how_to_export_them(void **state)
{
	const struct str pcap = { "\xd4\xc3\xb2\xa1\2\0\4\0", 8 };
	struct source_list list;

	(void)state;
	put("raw/a.pcap", pcap);
	put("raw/b.pcap", pcap);
	put("raw/b.txt", STR("nothing of ours\n"));
	put("raw/c.a.pcap", pcap);
	put("raw/c.evtx", (struct str){ "ElfFile\0\0\0", 10 });
	put("raw/d.txt", STR("nothing of ours\n"));
	list = scan("raw", &plain);
	check_reports(&list,
	    "raw/a.pcap:not-supported:0 raw/c.evtx:not-supported:0 ");
}

static void
put_database(const char *name, const char *sql)
{
	char path[1024];
	struct db *db = NULL;
	struct err err;

	put(name, STR(""));
	(void)snprintf(path, sizeof(path), "%s/%s", root, name);
	check_ok(db_open(path, DB_CREATE, &db, &err), &err);
	check_ok(db_run(db, sql, &err), &err);
	db_free(db);
}

static void
a_database_is_read_among_logs(void **state)
{
	const struct dnslogs_options forced = { .format = &format_dnsmasq };
	struct source_list list;

	(void)state;
	put("db/pihole.log", STR(Q("23")));
	put_database("db/pihole-FTL.db", "CREATE TABLE queries (timestamp, "
	    "domain); INSERT INTO queries VALUES (1795422612, 'claude.ai')");
	put_database("db/other.db", "CREATE TABLE moz_places (id)");
	list = scan("db", &plain);
	check_reports(&list, "db/pihole-FTL.db:read:1 db/pihole.log:read:1 ");
	list = scan("db/other.db", &plain);
	check_reports(&list, "db/other.db:not-supported:0 ");
	list = scan("db/pihole-FTL.db", &forced);
	check_reports(&list, "db/pihole-FTL.db:failed:0 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_folder_of_captures_tells_once_how_to_export_them),
		cmocka_unit_test(a_database_is_read_among_logs),
		cmocka_unit_test(a_file_is_that_file),
		cmocka_unit_test(a_folder_gives_its_rotated_files_oldest_first),
		cmocka_unit_test(a_folder_without_a_log_says_so_once),
		cmocka_unit_test(a_log_of_which_no_line_can_be_read_is_damaged),
		cmocka_unit_test(a_fifo_is_refused_and_passed_over_in_a_folder),
		cmocka_unit_test(
		    what_may_not_be_read_is_a_report_and_the_rest_goes_on),
		cmocka_unit_test(a_cut_gzip_is_partial_and_counted),
		cmocka_unit_test(a_thousand_files_are_a_thousand_reports),
		cmocka_unit_test(a_forced_format_is_said_to_be_missing),
		cmocka_unit_test(
		    well_known_places_are_read_and_the_empty_ones_named),
		cmocka_unit_test(
		    a_daemons_folder_that_is_shut_is_a_blind_spot_and_a_syslog_is_not),
		cmocka_unit_test(the_places_are_sorted),
	};

	return cmocka_run_group_tests(tests, make_root, remove_root);
}
