/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linelog.h"

#include "agent/sources/formats.h"
#include "agent/sources/input.h"
#include "agent/sources/zone.h"

#include "core/buf.h"
#include "core/outfile.h"

#include "tests/unit/unit.h"

#include "tests/unit/dns_fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)64 << 20)

static char path[512];
static struct fake_sink sink;

struct scan {
	struct source_report report;
	struct err err;
	enum status code;
};

static int32_t
day_of(const char *date)
{
	int32_t day = 0;

	assert_true(calendar_parse(str_of(date), &day));
	return day;
}

/* Scan `text` as a file last written at noon of 2026-11-25 UTC. */
static struct scan
scan_with(struct str text, const struct linelog_options *options,
    struct window window)
{
	struct scan scan = { .report = { .first_day = CALENDAR_NO_DAY,
		.last_day = CALENDAR_NO_DAY } };
	const struct timespec times[2] = { { 1795608000, 0 },
		{ 1795608000, 0 } };
	struct zone *zone = NULL;
	struct input *input = NULL;
	struct source_env env;

	sink.count = 0;
	check_ok(zone_new(STR("Europe/Paris"), &zone, &scan.err), &scan.err);
	check_ok(outfile_publish(path, OUTFILE_OWNER, text, &scan.err),
	    &scan.err);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	env = fake_env(zone, &sink);
	env.window = window;
	check_ok(input_open(path, &input, &scan.err), &scan.err);
	scan.code = linelog_scan(&env, input, options, &scan.report,
	    &scan.err);
	input_free(input);
	zone_free(zone);
	return scan;
}

static struct scan
scan_of(struct str text)
{
	const struct linelog_options options = { .now = 0 };

	return scan_with(text, &options,
	    (struct window){ INT32_MIN + 1, INT32_MAX });
}

static void
check_counts(const struct scan *scan, uint64_t records, uint64_t matched,
    uint64_t counted, const char *label)
{
	check_number((long long)scan->report.records, (long long)records,
	    label);
	check_number((long long)scan->report.matched, (long long)matched,
	    label);
	check_number((long long)scan->report.counted, (long long)counted,
	    label);
}

#define Q(name) "Nov 23 08:27:38 dnsmasq[1]: query[A] " name " from 10.0.0.1\n"

static void
names_match_on_label_boundaries_whatever_their_case(void **state)
{
	static const struct {
		const char *name;
		int matched;
	} rows[] = {
		{ "chatgpt.com", 1 }, { "ChAtGpT.CoM", 1 },
		{ "chatgpt.com.", 1 }, { "a.b.chatgpt.com", 1 },
		{ "notchatgpt.com", 0 }, { "chatgpt.com.corp.example", 0 },
		{ "chatgpt.com..", 0 }, { "chatgpt.com ", 0 },
		{ "x\\.chatgpt.com", 0 }, { "x\\\\.chatgpt.com", 1 },
		{ "chatgpt com", 0 }, { "", 0 }, { ".", 0 },
		{ "<name unprintable>", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[256];
		struct scan scan;

		(void)snprintf(line, sizeof(line), Q("%s"), rows[i].name);
		scan = scan_of(str_of(line));
		check_ok(scan.code, &scan.err);
		check_counts(&scan, 1, (uint64_t)rows[i].matched,
		    (uint64_t)rows[i].matched, rows[i].name);
	}
}

static void
a_sighting_has_the_time_and_local_day_of_its_line(void **state)
{
	struct scan scan = scan_of(STR(
	    "Nov 22 23:59:59 dnsmasq[1]: query[A] chatgpt.com from 10.0.0.1\n"
	    "2026-11-22T23:59:59Z dnsmasq[1]: query[A] chatgpt.com from ::1\n"));

	(void)state;
	check_ok(scan.code, &scan.err);
	check_number((long long)sink.count, 2, "sightings");
	check_number(sink.at[0].unix_seconds, 1795388399, "local time");
	check_number(sink.at[0].day, day_of("2026-11-22"), "local day");
	check_number(sink.at[1].unix_seconds, 1795391999, "UTC");
	check_number(sink.at[1].day, day_of("2026-11-23"), "the day here");
	check_number(sink.at[0].evidence, EVIDENCE_CONTACTED, "evidence");
	check_number(scan.report.first_day, day_of("2026-11-22"), "first");
	check_number(scan.report.last_day, day_of("2026-11-23"), "last");
}

static void
stamps_are_read_in_the_zone_asked_for(void **state)
{
	struct zone *zone = NULL;
	struct linelog_options options = { .year = 2020 };
	struct scan scan;

	(void)state;
	assert_int_equal(zone_new(STR("America/New_York"), &zone, NULL), OK);
	options.zone = zone;
	scan = scan_with(STR("Nov 22 20:00:00 dnsmasq[1]: query[A] chatgpt.com "
	                     "from 10.0.0.1\n"), &options,
	    (struct window){ INT32_MIN + 1, INT32_MAX });
	check_ok(scan.code, &scan.err);
	check_number(sink.at[0].unix_seconds, 1606093200, "New York");
	check_number(sink.at[0].day, day_of("2020-11-23"), "day in Paris");
	zone_free(zone);
}

static void
records_are_counted_outside_the_window_and_matches_inside(void **state)
{
	const struct linelog_options options = { .now = 0 };
	struct window window = { day_of("2026-11-23"), day_of("2026-11-24") };
	struct scan scan = scan_with(STR(
	    "Nov 22 12:00:00 dnsmasq[1]: query[A] chatgpt.com from 10.0.0.1\n"
	    "Nov 23 12:00:00 dnsmasq[1]: query[A] chatgpt.com from 10.0.0.1\n"
	    "Nov 24 12:00:00 dnsmasq[1]: query[A] chatgpt.com from 10.0.0.1\n"
	    "Nov 25 12:00:00 dnsmasq[1]: query[A] chatgpt.com from 10.0.0.1\n"),
	    &options, window);

	(void)state;
	check_counts(&scan, 4, 2, 2, "window");
	check_number((long long)sink.count, 2, "sightings");
}

#define UQ(time) "[" time "] unbound[1:0] info: 10.0.0.1 chatgpt.com. A IN\n"
#define UR(time) "[" time "] unbound[1:0] info: 10.0.0.1 chatgpt.com. A IN " \
	"NOERROR 0.1 0 45\n"

static void
replies_count_only_in_a_file_without_queries(void **state)
{
	struct scan scan = scan_of(STR(UR("1795422484") UR("1795422485")));

	(void)state;
	check_counts(&scan, 2, 2, 2, "replies only");
	scan = scan_of(STR(UR("1795422484") "[1795422485] unbound[1:0] info: "
	    "10.0.0.1 chatgpt.com. A IN"));
	check_counts(&scan, 2, 2, 2, "a reply cut short is no query line");
	scan = scan_of(STR(UR("1795422484") UQ("1795422485")
	    UR("1795422486")));
	check_counts(&scan, 1, 1, 1, "a query among replies");
}

/* The query lies far behind the head: found by the samples. */
static void
a_query_far_in_the_file_stops_its_replies_from_counting(void **state)
{
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	for (int i = 0; i < 6000; i++)
		buf_text(&text, UR("1795422484"));
	for (int i = 0; i < 6000; i++)
		buf_text(&text, UQ("1795422484"));
	scan = scan_of(buf_view(&text));
	check_counts(&scan, 6000, 6000, 6000, "queries");
	buf_release(&text);
}

static void
a_daemon_that_speaks_after_the_head_of_a_syslog_is_found(void **state)
{
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	/* in the middle, between two samples */
	for (int i = 0; i < 100000; i++)
		buf_text(&text, i == 50000
		    ? "Nov 23 08:27:39 gw unbound: [1:0] info: 10.0.0.1 "
		      "chatgpt.com. A IN\n" Q("claude.ai")
		    : "Nov 23 08:27:38 gw cron[9]: nothing to do\n");
	scan = scan_of(buf_view(&text));
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 2, 2, 2, "late");
	check_str(str_of(scan.report.name), "dnsmasq / Pi-hole + Unbound",
	    "name");
	buf_reset(&text);
	for (int i = 0; i < 20000; i++)
		buf_text(&text, i == 12000
		    ? "dnsmasq: query[A] chatgpt.com from 10.0.0.1\n"
		    : "a log without times, of another program\n");
	for (int i = 0; i < 2000; i++)
		buf_text(&text, "dnsmasq: query[A] claude.ai from 10.0.0.1\n");
	scan = scan_of(buf_view(&text));
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 2001, 2001, 2001, "shown by the samples");
	buf_release(&text);
}

static void
what_no_format_knows_is_said_with_what_is_missing(void **state)
{
	struct scan scan = scan_of(STR("x query[A] chatgpt.com from 10.0.0.1\n"));
	size_t at;

	(void)state;
	check_number(scan.code, E_UNSUPPORTED, "unknown");
	if (!str_find(str_of(scan.err.text), STR("dnsmasq (dnsmasq)"), &at))
		fail_msg("%s", scan.err.text);
	assert_false(str_find(str_of(scan.err.text), STR("chatgpt"), &at));
	scan = scan_of(STR("a shopping list\nwith bread\n"));
	check_number(scan.code, E_UNSUPPORTED, "far from all");
	assert_false(str_find(str_of(scan.err.text), STR("adguard"), &at));
	scan = scan_of(STR("# a word before\ndnsmasq: query[A] chatgpt.com from "
	                   "10.0.0.1"));
	check_number(scan.code, OK, "known by its last line alone");
	scan = scan_of(STR(""));
	check_number(scan.code, E_INVALID, "empty");
	scan = scan_of(STR("\r\n\r\n"));
	check_number(scan.code, E_INVALID, "blank");
	scan = scan_of(STR("\x7f" "ELF\n\x01\x02\x03\n\xff\xfe\n"));
	check_number(scan.code, E_UNSUPPORTED, "binary");
	check_counts(&scan, 0, 0, 0, "nothing");
}

static void
a_forced_format_reads_its_own_lines_only(void **state)
{
	struct linelog_options options = { .format = &format_unbound };
	struct window all = { INT32_MIN + 1, INT32_MAX };
	struct scan scan = scan_with(STR(Q("chatgpt.com") UQ("1795422484")),
	    &options, all);

	(void)state;
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 1, 1, 1, "Unbound's");
	scan = scan_with(STR(Q("chatgpt.com")), &options, all);
	check_number(scan.code, E_INVALID, "none of its lines");
}

static void
rejected_lines_are_counted_and_the_first_is_named(void **state)
{
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	buf_text(&text, Q("chatgpt.com") "dnsmasq: query[A] a\n");
	for (size_t i = 0; i <= INPUT_LINE_MAX; i++)
		buf_char(&text, 'x');
	buf_text(&text, "\n" Q("chatgpt.com") "dnsmasq: query[A] b");
	scan = scan_of(buf_view(&text));
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 2, 2, 2, "read");
	check_number((long long)scan.report.rejected, 2,
	    "a line without client and one over the limit, not the one that "
	    "is being written");
	check_number((long long)scan.report.first_rejected_line, 2, "first");
	check_str(source_reject_id(scan.report.first_rejected_why), "shape",
	    "why");
	buf_release(&text);
}

static void
a_line_over_the_limit_at_the_start_does_not_hide_the_log(void **state)
{
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < 2 * INPUT_BLOCK; i++)
		buf_char(&text, 'x');
	buf_text(&text, "\n" Q("chatgpt.com"));
	scan = scan_of(buf_view(&text));
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 1, 1, 1, "read");
	check_number((long long)scan.report.first_rejected_line, 1, "first");
	check_str(source_reject_id(scan.report.first_rejected_why), "length",
	    "why");
	buf_release(&text);
}

static void
lines_without_time_are_of_the_files_day_at_noon(void **state)
{
	struct scan scan =
	    scan_of(STR("dnsmasq: query[A] chatgpt.com from 10.0.0.1\n"));

	(void)state;
	assert_true(scan.report.without_time);
	check_number(scan.report.first_day, day_of("2026-11-25"), "day");
	check_number(sink.at[0].unix_seconds, 1795604400, "noon in Paris");
}

static void
the_year_is_stepped_back_across_the_new_year(void **state)
{
	struct scan scan = scan_of(STR(
	    "Dec 30 12:00:00 dnsmasq[1]: query[A] chatgpt.com from 10.0.0.1\n"
	    "Jan 02 12:00:00 dnsmasq[1]: query[A] chatgpt.com from 10.0.0.1\n"));

	(void)state;
	check_number(scan.report.first_day, day_of("2025-12-30"), "first");
	check_number(scan.report.last_day, day_of("2026-01-02"), "last");
}

/* 600 days, one line every ten minutes: only samples see the turns. */
static void
a_file_of_more_than_a_year_finds_its_first_year(void **state)
{
	int32_t last = day_of("2026-11-25");
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	for (int32_t day = last - 600; day <= last; day++)
		for (int at = 0; at < 144; at++) {
			static const char *const months[] = { "Jan", "Feb",
				"Mar", "Apr", "May", "Jun", "Jul", "Aug",
				"Sep", "Oct", "Nov", "Dec" };
			struct civil date = calendar_civil(day);

			buf_format(&text, "%s %2d %02d:%02d:00 dnsmasq[1]: "
			    "query[A] chatgpt.com from 10.0.0.1\n",
			    months[date.month - 1], (int)date.day, at / 6,
			    at % 6 * 10);
		}
	scan = scan_of(buf_view(&text));
	check_counts(&scan, 601 * 144, 601 * 144, 601 * 144, "all");
	check_number(scan.report.first_day, last - 600, "first");
	check_number(scan.report.last_day, last, "last");
	buf_release(&text);
}

#define WIN(date) date " 14:05:09 0D48 PACKET  000000000181D1C0 UDP Rcv " \
	"10.0.0.1    0c6b   Q [0001   D   NOERROR] A      (7)chatgpt(3)com(0)\n"

static void
french_dates_are_told_by_the_whole_file(void **state)
{
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	for (int i = 0; i < 4000; i++)
		buf_text(&text, WIN("05/06/2026"));
	buf_text(&text, WIN("13/06/2026"));
	scan = scan_of(buf_view(&text));
	check_ok(scan.code, &scan.err);
	check_number(scan.report.first_day, day_of("2026-06-05"), "first");
	check_number(scan.report.last_day, day_of("2026-06-13"), "last");
	buf_reset(&text);
	for (int i = 0; i < 4000; i++)
		buf_text(&text, WIN("5/6/2026"));
	buf_text(&text, WIN("5/13/2026"));
	scan = scan_of(buf_view(&text));
	check_number(scan.report.first_day, day_of("2026-05-06"), "first");
	buf_release(&text);
}

static int ticks;

static void
count_tick(void *cookie, const struct source_report *report)
{
	(void)cookie;
	assert_non_null(report);
	ticks++;
}

static void
a_long_file_gives_signs_of_life(void **state)
{
	struct linelog_options options = { .now = 0 };
	struct source_report report = { .records = 0 };
	struct zone *zone = NULL;
	struct input *input = NULL;
	struct source_env env;
	struct buf text;
	struct err err;

	(void)state;
	buf_init(&text, TEXT_MAX);
	for (int i = 0; i < 20000; i++)
		buf_text(&text, Q("example.org"));
	check_ok(outfile_publish(path, OUTFILE_OWNER, buf_view(&text), &err),
	    &err);
	buf_release(&text);
	check_ok(zone_new(STR("UTC"), &zone, &err), &err);
	env = fake_env(zone, &sink);
	env.sink.tick = count_tick;
	check_ok(input_open(path, &input, &err), &err);
	check_ok(linelog_scan(&env, input, &options, &report, &err), &err);
	assert_true(ticks >= 3);
	input_free(input);
	zone_free(zone);
}

static void
a_windows_log_in_utf16_reads_as_in_bytes(void **state)
{
	static const char ascii[] = WIN("05/06/2026") WIN("13/06/2026");
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	buf_text(&text, "\xFF\xFE");
	for (size_t i = 0; ascii[i] != '\0'; i++) {
		buf_char(&text, ascii[i]);
		buf_char(&text, '\0');
	}
	scan = scan_of(buf_view(&text));
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 2, 2, 2, "UTF-16");
	check_number(scan.report.first_day, day_of("2026-06-05"), "first");
	buf_release(&text);
}

static void
odd_and_endless_names_do_no_harm(void **state)
{
	struct buf text;
	struct scan scan;

	(void)state;
	buf_init(&text, TEXT_MAX);
	buf_text(&text, "dnsmasq: query[A] ");
	for (int i = 0; i < 6000; i++)
		buf_text(&text, "y[y[y[");
	buf_text(&text, ".chatgpt.com from 10.0.0.1\n");
	buf_text(&text, "{\"T\":\"2026-09-14T17:41:53Z\",\"IP\":\"10.0.0.1\","
	                "\"QH\":\"");
	for (int i = 0; i < 9000; i++)
		buf_text(&text, "a.");
	buf_text(&text, "chatgpt.com\"}\n");
	scan = scan_of(buf_view(&text));
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 2, 0, 0, "longer than a name can be");
	buf_release(&text);
}

static int
make_path(void **state)
{
	int fd;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/linelog-XXXXXX",
	    getenv("TMPDIR") == NULL ? "/tmp" : getenv("TMPDIR"));
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int
remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

static void
a_time_without_a_date_is_of_the_day_that_the_file_allows(void **state)
{
	/* The file was last written at 13:00 in Paris on 25 November. */
	struct scan scan = scan_of(STR(
	    "12:59:59.1 IP 10.0.0.1.5 > 10.0.0.2.53: 1+ A? chatgpt.com. (29)\n"
	    "13:00:01.1 IP 10.0.0.1.5 > 10.0.0.2.53: 2+ A? chatgpt.com. (29)"
	    "\n"));

	(void)state;
	check_ok(scan.code, &scan.err);
	check_number((long long)sink.count, 2, "sightings");
	assert_true(scan.report.without_time);
	check_number(sink.at[0].day, day_of("2026-11-25"), "before its mtime");
	check_number(sink.at[0].unix_seconds, 1795608000 - 1, "its time");
	check_number(sink.at[1].day, day_of("2026-11-24"), "after it");
}

static void
a_known_binary_file_says_how_to_export_it(void **state)
{
	struct scan scan = scan_of((struct str){ "ElfFile\0\0\0\0\0", 12 });

	(void)state;
	assert_int_equal(scan.code, E_UNSUPPORTED);
	assert_true(holds(str_of(scan.err.text), STR("wevtutil")));
}

static void
events_in_utf16_are_read_like_others(void **state)
{
	static const char event[] =
	    "<Event><System><Provider Name='Microsoft-Windows-Sysmon'/>"
	    "<EventID>22</EventID><TimeCreated SystemTime="
	    "'2026-11-23T07:30:12.0252239Z'/></System><EventData>"
	    "<Data Name='QueryName'>chatgpt.com</Data></EventData></Event>";
	char wide[2 + 2 * sizeof(event)] = "\xff\xfe";
	struct scan scan;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(event); i++)
		wide[2 + 2 * i] = event[i];
	scan = scan_of((struct str){ wide, 2 * sizeof(event) });
	check_ok(scan.code, &scan.err);
	check_counts(&scan, 1, 1, 1, "event");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_time_without_a_date_is_of_the_day_that_the_file_allows),
		cmocka_unit_test(a_known_binary_file_says_how_to_export_it),
		cmocka_unit_test(events_in_utf16_are_read_like_others),
		cmocka_unit_test(
		    names_match_on_label_boundaries_whatever_their_case),
		cmocka_unit_test(
		    a_sighting_has_the_time_and_local_day_of_its_line),
		cmocka_unit_test(stamps_are_read_in_the_zone_asked_for),
		cmocka_unit_test(
		    records_are_counted_outside_the_window_and_matches_inside),
		cmocka_unit_test(replies_count_only_in_a_file_without_queries),
		cmocka_unit_test(
		    a_query_far_in_the_file_stops_its_replies_from_counting),
		cmocka_unit_test(
		    a_daemon_that_speaks_after_the_head_of_a_syslog_is_found),
		cmocka_unit_test(
		    what_no_format_knows_is_said_with_what_is_missing),
		cmocka_unit_test(a_forced_format_reads_its_own_lines_only),
		cmocka_unit_test(
		    rejected_lines_are_counted_and_the_first_is_named),
		cmocka_unit_test(
		    a_line_over_the_limit_at_the_start_does_not_hide_the_log),
		cmocka_unit_test(
		    lines_without_time_are_of_the_files_day_at_noon),
		cmocka_unit_test(the_year_is_stepped_back_across_the_new_year),
		cmocka_unit_test(
		    a_file_of_more_than_a_year_finds_its_first_year),
		cmocka_unit_test(french_dates_are_told_by_the_whole_file),
		cmocka_unit_test(a_long_file_gives_signs_of_life),
		cmocka_unit_test(a_windows_log_in_utf16_reads_as_in_bytes),
		cmocka_unit_test(odd_and_endless_names_do_no_harm),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
