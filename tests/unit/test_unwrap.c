/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/unwrap.h"

#include "tests/unit/unit.h"

struct row {
	const char *line;
	const char *inside; /* NULL: not wrapped */
};

#define DOCKER(log) "{\"log\":\"" log "\\n\",\"stream\":\"stdout\"," \
	"\"time\":\"2026-11-23T07:30:12.5Z\"}"
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
	{ "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"attrs\":{\"tag\":\"y\"},"
	  "\"time\":\"2026-11-23T07:30:12Z\"}", "2026-11-23T07:30:12Z x" },
	{ CRI "dnsmasq[1]: x", "2026-11-23T08:30:12.5+01:00 dnsmasq[1]: x" },
	{ CRI "[1795422484] unbound[1:0] info: x",
	    "[1795422484] unbound[1:0] info: x" },
	{ "2026-11-23T08:30:12Z stdout P x", "2026-11-23T08:30:12Z x" },
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
