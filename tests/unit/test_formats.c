/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/formats.h"

#include "agent/sources/input.h"
#include "agent/sources/linelog.h"
#include "agent/sources/zone.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include "tests/unit/dns_fake.h"

#include <stdio.h>
#include <string.h>

#define FIXTURES TESTS_DIR "/fixtures/dns"

/* One line, one verdict */

struct line_row {
	const char *format;
	enum record record;
	const char *name;   /* of a query or reply */
	const char *client;
	const char *line;
};

#define BIND_HEAD "23-Nov-2026 08:29:19.539 queries: info: client @0x7f20 "
#define WIN_HEAD "23/11/2025 14:05:09 0D48 PACKET  000000000181D1C0 "

static const struct line_row line_rows[] = {
	{ "dnsmasq", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    "Nov 23 08:27:38 dnsmasq[9050]: query[A] chatgpt.com from "
	    "192.168.50.21" },
	{ "dnsmasq", RECORD_QUERY, "chatgpt.com", "fe80::1%eth0",
	    "dnsmasq: query[A] chatgpt.com from fe80::1%eth0" },
	{ "dnsmasq", RECORD_QUERY, "weird name.example", "10.0.0.1",
	    "mai 04 08:27:38 gw dnsmasq[1]: query[TXT] weird name.example from "
	    "10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "a", "10.0.0.1",
	    "dnsmasq: query[A] a from 10.0.0.1 " },
	{ "dnsmasq", RECORD_QUERY, "a from 1.2.3.4", "10.0.0.1",
	    "dnsmasq: query[A] a from 1.2.3.4 from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "x query[A] y", "10.0.0.1",
	    "dnsmasq: query[A] x query[A] y from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "a", "10.0.0.1",
	    "dnsmasq[3]: UDP 1 10.0.0.1/41005 query[A] a from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "a", "::1",
	    "dnsmasq[3]: 7 ::1/41005 query[A] a from ::1" },
	{ "dnsmasq", RECORD_OTHER, NULL, NULL,
	    "dnsmasq[3]: 7 ::1/41005 reply chatgpt.com is query[A]" },
	{ "dnsmasq", RECORD_OTHER, NULL, NULL,
	    "dnsmasq[3]: dnssec-query[DS] chatgpt.com to 192.0.2.1" },
	{ "dnsmasq", RECORD_OTHER, NULL, NULL,
	    "dnsmasq-dhcp[3]: query[A] chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_REJECTED, NULL, NULL,
	    "dnsmasq[3]: query[A] chatgpt.com" },
	{ "dnsmasq", RECORD_REJECTED, NULL, NULL,
	    "dnsmasq[3]: query[A] chatgpt.com from 10.0.0" },
	{ "dnsmasq", RECORD_REJECTED, NULL, NULL,
	    "dnsmasq[3]: query[A chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_FOREIGN, NULL, NULL,
	    "Nov 23 08:27:38 gw cron[9]: query[A] chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_FOREIGN, NULL, NULL, "" },

	{ "unbound", RECORD_QUERY, "chatgpt.com.", "192.168.50.21",
	    "[1795422484] unbound[9291:0] info: 192.168.50.21 chatgpt.com. A "
	    "IN" },
	{ "unbound", RECORD_REPLY, "chatgpt.com.", "192.168.50.21",
	    "[1795422484] unbound[9291:0] info: 192.168.50.21 chatgpt.com. A "
	    "IN NOERROR 0.000306 0 45" },
	{ "unbound", RECORD_REPLY, "chatgpt.com.", "::1",
	    "Nov 05 23:30:33 unbound[12636:0] reply: ::1 chatgpt.com. A IN "
	    "NOERROR 0.000306 0 45 on udp ::1 53" },
	{ "unbound", RECORD_QUERY, "chatgpt.com.", "172.16.33.2",
	    "<30>Aug 15 16:19:02 unbound[26931]: [26931:0] info: 172.16.33.2 "
	    "chatgpt.com. A IN" },
	{ "unbound", RECORD_QUERY, "chatgpt.com.", "172.16.33.2",
	    "unbound: [26931:0] info: 172.16.33.2 chatgpt.com. TYPE65 CLASS1" },
	{ "unbound", RECORD_OTHER, NULL, NULL,
	    "unbound: [1:0] info: rpz: applied [z] chatgpt.com. rpz-nxdomain "
	    "10.0.0.1@41005 chatgpt.com. A IN" },
	{ "unbound", RECORD_OTHER, NULL, NULL,
	    "unbound: [1:0] info: 10.0.0.1. static 10.0.0.1@5 10.0.0.1. A IN" },
	{ "unbound", RECORD_OTHER, NULL, NULL,
	    "unbound: [1:0] notice: 10.0.0.1 chatgpt.com. A IN" },
	{ "unbound", RECORD_OTHER, NULL, NULL, "unbound: [1:0] info: " },
	{ "unbound", RECORD_REJECTED, NULL, NULL,
	    "unbound: [1:0] info: 10.0.0.1 chatgpt.com. A" },
	{ "unbound", RECORD_REJECTED, NULL, NULL,
	    "unbound: [1:0] info: 10.0.0.1 chatgpt.com. A IN NOERROR 0.1" },
	{ "unbound", RECORD_FOREIGN, NULL, NULL,
	    "unbound-control[1]: [1:0] info: 10.0.0.1 chatgpt.com. A IN" },
	{ "unbound", RECORD_FOREIGN, NULL, NULL,
	    "unbound: [1:0 info: 10.0.0.1 chatgpt.com. A IN" },

	{ "bind", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    BIND_HEAD "192.168.50.21#52250 (chatgpt.com): query: chatgpt.com "
	              "IN A + (192.168.50.1)" },
	{ "bind", RECORD_QUERY, "ns.dns.jp", "10.10.10.11",
	    "30-Jan-2011 00:00:01.852 queries: info: client 10.10.10.11#2582: "
	    "query: ns.dns.jp IN A -EDC (203.0.113.1)" },
	{ "bind", RECORD_QUERY, "2001:db8:111:2:12:", "10.22.33.2",
	    BIND_HEAD "10.22.33.2#51012 (2001:db8:111:2:12:): view view-jp: "
	              "query: 2001:db8:111:2:12: IN AAAA +E(0)T (203.0.113.1)" },
	{ "bind", RECORD_QUERY, "a", "::1",
	    "client @0x7f20 ::1#5/key k (a): query: a IN A +" },
	{ "bind", RECORD_QUERY, "a", "10.0.0.1",
	    "Nov 23 08:29:26 gw named[311]: queries: info: client @0x7f20 "
	    "10.0.0.1#5 (a): query: a IN A + (10.0.0.2)" },
	{ "bind", RECORD_OTHER, NULL, NULL,
	    "23-Nov-2026 08:29:19.539 responses: info: client @0x7f20 "
	    "10.0.0.1#5 (a): response: a IN A NOERROR + 1 0 1 (10.0.0.2)" },
	{ "bind", RECORD_OTHER, NULL, NULL,
	    BIND_HEAD "10.0.0.1#5 (a): query failed (SERVFAIL) for a/IN/A" },
	{ "bind", RECORD_OTHER, NULL, NULL,
	    "Nov 23 08:29:26 gw named[311]: zone a/IN: loaded serial 1" },
	{ "bind", RECORD_REJECTED, NULL, NULL,
	    BIND_HEAD "10.0.0.1#5 (a): query: a IN" },
	{ "bind", RECORD_REJECTED, NULL, NULL,
	    BIND_HEAD "10.0.0.1#5 (a): query: a b IN A + (10.0.0.2)" },
	{ "bind", RECORD_FOREIGN, NULL, NULL,
	    "queries: info: client chatgpt.com: query: chatgpt.com IN A +" },

	{ "adguard", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "{\"T\":\"2026-09-14T17:41:53.850502+07:00\",\"QH\":\"chatgpt.com\","
	    "\"IP\":\"10.0.0.1\"}" },
	{ "adguard", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "{\"IP\":\"10.0.0.1\",\"Result\":{\"QH\":\"claude.ai\"},"
	    "\"QH\":\"chatgpt.com\",\"T\":\"2026-09-14T17:41:53Z\"}" },
	{ "adguard", RECORD_QUERY, "a\\.b.example.", "10.0.0.1",
	    "{\"IP\":\"10.0.0.1\",\"Time\":\"2026-09-14T17:41:53Z\","
	    "\"Elapsed\":1,\"Question\":"
	    "\"EjQBAAABAAAAAAAAA2EuYgdleGFtcGxlAAABAAE=\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"IP\":\"10.0.0.1\",\"QH\":\"chatgpt.com\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"chatgpt.com\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"chatgpt.com\",\"IP\":" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"a\",\"QH\":\"b\","
	    "\"IP\":\"10.0.0.1\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"IP\":\"10.0.0.1\",\"Time\":\"2026-09-14T17:41:53Z\","
	    "\"Elapsed\":1,\"Question\":\"EjQBAAABAAAAAAAAB2No\"}" },
	{ "adguard", RECORD_FOREIGN, NULL, NULL, "{\"query\":\"chatgpt.com\"}" },
	{ "adguard", RECORD_FOREIGN, NULL, NULL,
	    "x {\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"a\"}" },

	{ "windns", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_QUERY, "a(3)com(0.com.", "10.0.0.1",
	    WIN_HEAD "TCP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(9)a(3)com(0(3)com(0)" },
	{ "windns", RECORD_QUERY, "x\\.chatgpt.com.", "10.0.0.1",
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(9)x.chatgpt(3)com(0)" },
	{ "windns", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    WIN_HEAD "UDP  Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             ".chatgpt.com." },
	{ "windns", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    "20041105 14:21:04 5B4 PACKET  UDP Rcv 10.0.0.1 0003   Q "
	    "[0001   D   NOERROR] (7)chatgpt(3)com(0)" },
	{ "windns", RECORD_QUERY, "", "10.0.0.1",
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] NS     "
	             "(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b R Q [8081   DR  NOERROR] A      "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    WIN_HEAD "UDP Snd 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   U [0028       NOERROR] SOA    "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    "1/20/2026 11:00:18 PM 0518 EVENT   The DNS server has started." },
	{ "windns", RECORD_REJECTED, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(8)chatgpt(3)com(0)" },
	{ "windns", RECORD_REJECTED, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(7)chatgpt(3)com" },
	{ "windns", RECORD_REJECTED, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D" },
	{ "windns", RECORD_FOREIGN, NULL, NULL,
	    "    Name      \"(7)chatgpt(3)com(0)\"" },
	{ "windns", RECORD_FOREIGN, NULL, NULL,
	    "31/02/2025 14:05:09 0D48 PACKET  000000000181D1C0 UDP Rcv" },
};

static void
every_line_is_what_its_format_says(void **state)
{
	static struct query query;
	const struct dialect dialect = { STAMP_DAY_FIRST };

	(void)state;
	for (size_t i = 0; i < COUNT(line_rows); i++) {
		const struct line_row *row = &line_rows[i];
		const struct format *format = formats_find(str_of(row->format));

		check_number(format->parse(str_of(row->line), &dialect, &query),
		    row->record, row->line);
		if (row->name == NULL)
			continue;
		check_str(query.name, row->name, row->line);
		check_str(query.client, row->client, row->line);
	}
}

static void
a_line_of_one_format_is_foreign_to_the_others(void **state)
{
	static struct query query;
	const struct dialect dialect = { STAMP_DAY_FIRST };

	(void)state;
	for (size_t i = 0; i < COUNT(line_rows); i++)
		for (size_t j = 0; j < FORMATS_COUNT; j++) {
			const struct format *other = formats_at(j);

			if (strcmp(other->id, line_rows[i].format) == 0)
				continue;
			check_number(other->parse(str_of(line_rows[i].line),
			    &dialect, &query), RECORD_FOREIGN,
			    line_rows[i].line);
			check_number(other->bid(str_of(line_rows[i].line)), 0,
			    line_rows[i].line);
		}
}

/* The list */

static void
the_list_is_sorted_and_found_by_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		const struct format *format = formats_at(i);

		if (i > 0)
			assert_true(strcmp(formats_at(i - 1)->id,
			    format->id) < 0);
		assert_ptr_equal(formats_find(str_of(format->id)), format);
		assert_true(format->marks[0] != NULL);
		assert_true(format->title[0] != '\0');
	}
	assert_ptr_equal(formats_find(STR("PiHole")), &format_dnsmasq);
	assert_null(formats_find(STR("dnsmas")));
	assert_null(formats_find(STR("")));
}

static void
an_address_is_told_from_a_name(void **state)
{
	static const char *const good[] = { "1.2.3.4", "255.255.255.255", "::1",
		"fe80::1%eth0", "::ffff:1.2.3.4", "2001:db8::21" };
	static const char *const bad[] = { "", "1.2.3", "1.2.3.4.", "1.2.3.256",
		"chatgpt.com", "a:b", "fe80::1%", "cafe", "1.2.3.4 x",
		"1.2.3.0004" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		if (!format_is_address(str_of(good[i])))
			fail_msg("%s is an address", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (format_is_address(str_of(bad[i])))
			fail_msg("%s is no address", bad[i]);
}

/* Whole files */

struct fixture_row {
	const char *file;
	const char *name;
	uint64_t records, matched, counted, rejected, first_rejected;
	const char *first, *last; /* days; NULL: the file's own */
};

static const struct fixture_row fixture_rows[] = {
	{ "adguard-querylog.log", "AdGuard Home", 6, 5, 5, 1, 8, "2026-09-14",
	    "2026-09-14" },
	{ "bind-queries.log", "BIND", 13, 10, 10, 0, 0, "2026-01-30",
	    "2026-11-23" },
	{ "dnsmasq-extra.log", "dnsmasq / Pi-hole", 4, 3, 3, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnsmasq-openwrt.log", "dnsmasq / Pi-hole", 2, 1, 1, 0, 0,
	    "2026-08-29", "2026-08-29" },
	{ "dnsmasq-plain.log", "dnsmasq / Pi-hole", 9, 4, 4, 0, 0,
	    "2026-11-23", "2026-11-24" },
	{ "dnsmasq-stderr.log", "dnsmasq / Pi-hole", 2, 1, 1, 0, 0, NULL,
	    NULL },
	{ "dnsmasq-syslog-mixed.log", "dnsmasq / Pi-hole + BIND + Unbound", 6,
	    4, 3, 0, 0, "2026-11-23", "2026-11-23" },
	{ "unbound-queries.log", "Unbound", 8, 7, 7, 0, 0, "2026-11-23",
	    "2026-11-23" },
	{ "unbound-replies.log", "Unbound", 3, 2, 2, 0, 0, "2026-05-20",
	    "2026-05-20" },
	{ "windns-en.log", "Windows DNS Server", 2, 2, 2, 0, 0, "2026-05-04",
	    "2026-05-04" },
	{ "windns-fr.log", "Windows DNS Server", 6, 4, 4, 1, 26, "2026-11-05",
	    "2026-11-08" },
};

static struct fake_sink sink;

static void
read_fixture(const char *file, struct source_report *report)
{
	char path[1024];
	struct zone *zone = NULL;
	struct input *input = NULL;
	struct err err;
	struct linelog_options options = { .year = 2026 };
	struct source_env env;

	*report = (struct source_report){ .first_day = CALENDAR_NO_DAY,
		.last_day = CALENDAR_NO_DAY };
	sink.count = 0;
	check_ok(zone_new(STR("Europe/Paris"), &zone, &err), &err);
	env = fake_env(zone, &sink);
	(void)snprintf(path, sizeof(path), FIXTURES "/%s", file);
	check_ok(input_open(path, &input, &err), &err);
	check_ok(linelog_scan(&env, input, &options, report, &err), &err);
	input_free(input);
	zone_free(zone);
}

static void
check_day(int32_t day, const char *expected, const char *label)
{
	int32_t wanted = 0;

	if (expected == NULL)
		return;
	assert_true(calendar_parse(str_of(expected), &wanted));
	check_number(day, wanted, label);
}

static void
every_fixture_gives_exactly_its_queries(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fixture_rows); i++) {
		const struct fixture_row *row = &fixture_rows[i];
		struct source_report report;

		read_fixture(row->file, &report);
		check_str(str_of(report.name), row->name, row->file);
		check_number((long long)report.records,
		    (long long)row->records, row->file);
		check_number((long long)report.matched,
		    (long long)row->matched, row->file);
		check_number((long long)report.counted,
		    (long long)row->counted, row->file);
		check_number((long long)report.rejected,
		    (long long)row->rejected, row->file);
		check_number((long long)report.first_rejected_line,
		    (long long)row->first_rejected, row->file);
		check_number((long long)sink.count, (long long)row->matched,
		    row->file);
		check_number(report.without_time, row->first == NULL,
		    row->file);
		check_day(report.first_day, row->first, row->file);
		check_day(report.last_day, row->last, row->file);
	}
}

static void
need_row(void *cookie, const char *name)
{
	(void)cookie;
	for (size_t i = 0; i < COUNT(fixture_rows); i++)
		if (strcmp(fixture_rows[i].file, name) == 0)
			return;
	fail_msg("no row says what %s holds", name);
}

static void
every_format_has_a_fixture_and_every_fixture_a_row(void **state)
{
	struct err err;

	(void)state;
	check_ok(os_list(FIXTURES, need_row, NULL, &err), &err);
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		const char *id = formats_at(i)->id;
		bool found = false;

		for (size_t j = 0; j < COUNT(fixture_rows); j++)
			found = found || (strncmp(fixture_rows[j].file, id,
			    strlen(id)) == 0 &&
			    fixture_rows[j].file[strlen(id)] == '-');
		if (!found)
			fail_msg("no fixture for the format %s", id);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_is_what_its_format_says),
		cmocka_unit_test(a_line_of_one_format_is_foreign_to_the_others),
		cmocka_unit_test(the_list_is_sorted_and_found_by_name),
		cmocka_unit_test(an_address_is_told_from_a_name),
		cmocka_unit_test(every_fixture_gives_exactly_its_queries),
		cmocka_unit_test(
		    every_format_has_a_fixture_and_every_fixture_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
