/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/unwrap.h"

#include "tests/unit/unit.h"

struct row {
	const char *line;
	const char *inside; /* NULL: not wrapped */
};

#define DOCKER(log) "{\"log\":\"" log "\\n\",\"stream\":\"stdout\"," \
	"\"time\":\"2026-11-23T07:30:12.5Z\"}"
#define ENTRY(message) "{\"SYSLOG_IDENTIFIER\":\"dnsmasq\",\"_PID\":\"743\"," \
	"\"__REALTIME_TIMESTAMP\":\"1795422600594000\",\"MESSAGE\":" message "}"
#define CRI "2026-11-23T08:30:12.5+01:00 stderr F "

static const struct row rows[] = {
	{ DOCKER("dnsmasq: query[A] a b from ::1"),
	    "2026-11-23T07:30:12.5Z dnsmasq: query[A] a b from ::1" },
	{ DOCKER("[INFO] x \\\"A IN a.\\\" \\u00e9\\t"),
	    "2026-11-23T07:30:12.5Z [INFO] x \"A IN a.\" é" },
	{ DOCKER("Nov 23 08:27:38 dnsmasq[9]: x"),
	    "Nov 23 08:27:38 dnsmasq[9]: x" },
	{ DOCKER("[1795422484] unbound[1:0] info: x"),
	    "[1795422484] unbound[1:0] info: x" },
	{ DOCKER("[2026-11-23 08:30:12]\\tx"), "[2026-11-23 08:30:12]\tx" },
	{ DOCKER("{\\\"T\\\":1}"), "{\"T\":1}" },
	{ DOCKER("time:1795422622\\thost:x"), "time:1795422622\thost:x" },
	{ DOCKER("08:31:54.37 IP x"), "08:31:54.37 IP x" },
	{ DOCKER("3 [1/1] question"), "2026-11-23T07:30:12.5Z 3 [1/1] question" },
	{ "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"attrs\":{\"tag\":\"y\"},"
	  "\"time\":\"2026-11-23T07:30:12Z\"}", "2026-11-23T07:30:12Z x" },
	{ CRI "dnsmasq[1]: x", CRI "dnsmasq[1]: x" },
	{ CRI "[2001:db8::1] x", CRI "[2001:db8::1] x" },
	{ CRI "[1795422484] unbound[1:0] info: x",
	    "[1795422484] unbound[1:0] info: x" },
	{ "2026-11-23T08:30:12Z stdout P x", "2026-11-23T08:30:12Z stdout P x" },
	{ "pihole  | dnsmasq: x", "dnsmasq: x" },
	{ "a_b-1.c | 2026-11-23T08:30:12Z dnsmasq: x",
	    "2026-11-23T08:30:12Z dnsmasq: x" },
	{ "pihole-1  | 2026-11-23T08:30:12Z Nov 23 08:30:12 dnsmasq: x",
	    "Nov 23 08:30:12 dnsmasq: x" },
	{ "pihole  | " CRI "[1795422484] x", "[1795422484] x" },
	{ "web  | pihole  | x", "pihole  | x" },
	{ "pihole| x", NULL },
	{ "pihole  |x", NULL },
	{ "pi hole  | x", NULL },
	{ " | x", NULL },
	{ "[pod/a-1/b] x y", "x y" },
	{ "[pod/a-1/b] 2026-11-23T08:30:12Z [1795422484] x", "[1795422484] x" },
	{ "[pod/a-1/b]x", NULL },
	{ "[pot/a-1/b] x", NULL },
	{ "2026-11-23T08:30:12.1Z Nov 23 08:30:12 x", "Nov 23 08:30:12 x" },
	{ "2026-11-23T08:30:12.1Z [2026-11-23 08:30:12]\tx",
	    "[2026-11-23 08:30:12]\tx" },
	{ "2026-11-23T08:30:12.1Z {\"a\":1}", "{\"a\":1}" },
	{ "2026-11-23T08:30:12.1Z [INFO] x", NULL },
	{ "2026-11-23T08:30:12+01:00 10.0.0.1 dnsmasq: x", NULL },
	{ "2026-11-23T08:30:12+01:00 [2001:db8::1] dnsmasq: x", NULL },
	{ "2026-11-23 08:30:12 Nov 23 08:30:12 x", NULL },
	{ ENTRY("\"query[A] a\""), "1795422600.594000 dnsmasq[743]: query[A] a" },
	{ "\x1e" ENTRY("\"a \\\"b\\\"\""),
	    "1795422600.594000 dnsmasq[743]: a \"b\"" },
	{ "data: " ENTRY("[97,27,195,169]"),
	    "1795422600.594000 dnsmasq[743]: a\x1b\xc3\xa9" },
	{ ENTRY("null"), "1795422600.594000 dnsmasq[743]: " },
	{ ENTRY("\"{\\\"a\\\":1}\""), "{\"a\":1}" },
	{ "{\"__REALTIME_TIMESTAMP\":\"1795422600594000\",\"MESSAGE\":\"a\"}",
	    "1795422600.594000 a" },
	{ "2026-11-23T08:30:12Z stdout x", NULL },
	{ "2026-11-23T08:30:12Z stdin F x", NULL },
	{ "Nov 23 08:27:38 stdout F x", NULL },
	{ "{\"log\":\"x\",\"stream\":\"stdout\"}", NULL },
	{ "dnsmasq: {\"log\":\"x\",\"stream\":\"stdout\",\"time\":\"y\"}",
	    NULL },
	{ "", NULL },
};

static void
a_containers_line_is_taken_out(void **state)
{
	static struct unwrap room;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str line = str_of(rows[i].line);

		check_number(unwrap_is(line), rows[i].inside != NULL,
		    rows[i].line);
		check_str(unwrap(&room, line), rows[i].inside == NULL
		        ? rows[i].line : rows[i].inside, rows[i].line);
	}
}

/* A line that is cut, or whose text is a number, stays as it is. */
static void
what_cannot_be_read_is_given_back(void **state)
{
	static const char *const broken[] = {
		"{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":\"y",
		"{\"log\":\"\",\"stream\":\"stdout\",\"time\":\"y\"}",
		"{\"__REALTIME_TIMESTAMP\":\"1795422600594000\",\"MESSAGE\":",
		"{\"__REALTIME_TIMESTAMP\":\"17954226005940000\","
		"\"MESSAGE\":\"x\"}",
		"{\"__REALTIME_TIMESTAMP\":1795422600594000,"
		"\"MESSAGE\":\"x\"}",
		"{\"log\":\"\\ud800\",\"stream\":\"stdout\",\"time\":\"y\"}",
	};
	static struct unwrap room;

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++)
		check_str(unwrap(&room, str_of(broken[i])), broken[i],
		    broken[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_containers_line_is_taken_out),
		cmocka_unit_test(what_cannot_be_read_is_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
