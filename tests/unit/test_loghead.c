/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/loghead.h"

#include "tests/unit/unit.h"

struct row {
	const char *line;
	enum stamp_kind kind;
	const char *tag;
	const char *text;
};

static const struct row rows[] = {
	{ "Nov 23 08:27:38 dnsmasq[9050]: query[A] a", STAMP_YEARLESS,
	    "dnsmasq", "query[A] a" },
	{ "Nov 23 08:27:38 gw dnsmasq[9050]: query[A] a", STAMP_YEARLESS,
	    "dnsmasq", "query[A] a" },
	{ "Sat Aug 29 06:00:00 2026 daemon.info dnsmasq[1]: a", STAMP_CIVIL,
	    "dnsmasq", "a" },
	{ "<30>Aug 15 16:19:02 unbound[26931]: [26931:0] info: a",
	    STAMP_YEARLESS, "unbound", "[26931:0] info: a" },
	{ "[1795422484] unbound[9291:0] info: a", STAMP_UNIX, "unbound",
	    "info: a" },
	{ "2026-11-23T08:27:38+01:00 gw named[1]: a", STAMP_UNIX, "named",
	    "a" },
	{ "<30>1 2026-11-23T08:27:38Z gw dnsmasq 9050 - - a", STAMP_UNIX,
	    "dnsmasq", "a" },
	{ "<30>1 2026-11-23T08:27:38Z gw dnsmasq 9050 ID [x y=\"]\\\"\"][z] a",
	    STAMP_UNIX, "dnsmasq", "a" },
	{ "<30>1 - gw dnsmasq 9050 - - \xEF\xBB\xBF" "a", STAMP_NONE, "dnsmasq",
	    "a" },
	{ "dnsmasq: query[A] a", STAMP_NONE, "dnsmasq", "query[A] a" },
	{ "a b c dnsmasq: query[A] a", STAMP_NONE, "",
	    "a b c dnsmasq: query[A] a" },
	{ "Nov 23 08:27:38 gw x(y): a: b", STAMP_YEARLESS, "a", "b" },
	{ "[   12.345678] gw dnsmasq[9050]: a", STAMP_NONE, "dnsmasq", "a" },
	{ "[12345.345678] dnsmasq: a", STAMP_NONE, "dnsmasq", "a" },
	{ "[   12.3] a b dnsmasq: a", STAMP_NONE, "",
	    "[   12.3] a b dnsmasq: a" },
	{ "Mon 2026-11-23 08:27:38 CET gw dnsmasq.service[1]: a", STAMP_CIVIL,
	    "dnsmasq", "a" },
	{ "gw kresd@1.service[743]: a", STAMP_NONE, "kresd", "a" },
	{ "gw @1.service[743]: x: a", STAMP_NONE, "x", "a" },
	{ "2026-11-23T08:27:38Z stdout F dnsmasq: a", STAMP_UNIX, "dnsmasq",
	    "a" },
	{ "2026-11-23T08:27:38Z stdout x dnsmasq: a", STAMP_UNIX, "dnsmasq",
	    "a" },
	{ "2026-11-23T08:27:38 stdout F x dnsmasq: a", STAMP_CIVIL, "",
	    "stdout F x dnsmasq: a" },
	{ "Nov 23 08:27:38 2001:db8::1 dnsmasq[1]: a", STAMP_YEARLESS,
	    "dnsmasq", "a" },
	{ "Nov 23 08:27:38 [fd00::1] dnsmasq[1]: a", STAMP_YEARLESS, "dnsmasq",
	    "a" },
	{ "<30>1 2026-11-23T08:27:38Z fd00::1 dnsmasq 9050 - -  a", STAMP_UNIX,
	    "dnsmasq", "a" },
	{ "", STAMP_NONE, "", "" },
	{ "<30>", STAMP_NONE, "", "" },
	{ "<3000>dnsmasq: a", STAMP_NONE, "", "<3000>dnsmasq: a" },
	{ "<30>1 2026-11-23T08:27:38Z gw dnsmasq 9050 - [x", STAMP_NONE, "",
	    "1 2026-11-23T08:27:38Z gw dnsmasq 9050 - [x" },
};

static void
the_head_of_a_line_is_taken_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct loghead head;

		loghead_read(str_of(rows[i].line), &head);
		check_number(head.stamp.kind, rows[i].kind, rows[i].line);
		check_str(head.tag, rows[i].tag, rows[i].line);
		check_str(head.text, rows[i].text, rows[i].line);
	}
}

static const struct {
	const char *line, *object;
} objects[] = {
	{ "{\"a\":1}", "{\"a\":1}" },
	{ "Nov 23 08:27:38 gw x[1]: {\"a\":1}", "{\"a\":1}" },
	{ "Nov 23 08:27:38 gw x[1]: @cee: {\"a\":1}", "{\"a\":1}" },
	{ "2026-11-23T08:27:38Z gw {\"a\":1}", "{\"a\":1}" },
	{ "2026-11-23T08:27:38Z {\"a\":1}", "{\"a\":1}" },
	{ "<30>1 2026-11-23T08:27:38Z gw x 1 - - @cee:{", "{" },
	{ "Nov 23 08:27:38 gw x[1]: y {\"a\":1}", NULL },
	{ "Nov 23 08:27:38 gw y {\"a\":1}", NULL },
	{ "", NULL },
};

static void
json_behind_a_head_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(objects); i++) {
		struct str object = STR("");

		check_number(loghead_object(str_of(objects[i].line), &object),
		    objects[i].object != NULL, objects[i].line);
		if (objects[i].object != NULL)
			check_str(object, objects[i].object, objects[i].line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_head_of_a_line_is_taken_apart),
		cmocka_unit_test(json_behind_a_head_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
