/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/records.h"

#include "core/buf.h"
#include "core/outfile.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The kind of a file */

struct kind_row {
	const char *label;
	enum records_kind kind;
	const char *head;
};

static const struct kind_row kind_rows[] = {
	{ "empty", RECORDS_LINES, "" },
	{ "a syslog", RECORDS_LINES, "Nov 23 08:27:38 dnsmasq[1]: query[A]\n" },
	{ "Docker's lines", RECORDS_WRAPPED,
	    "# origin\n{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":"
	    "\"2026-11-23T08:30:12Z\"}\n" },
	{ "a container's lines", RECORDS_WRAPPED,
	    "2026-11-23T08:30:12.123456789Z stdout F x\n" },
	{ "lines of docker compose", RECORDS_WRAPPED,
	    "pihole  |   [i] Starting\npihole  | dnsmasq: x\n" },
	{ "a journal's entries", RECORDS_WRAPPED,
	    "{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":\"x\"}\n" },
	{ "times before times, later on", RECORDS_WRAPPED,
	    "2026-11-23T08:30:12.1Z hello\n2026-11-23T08:30:12.1Z hello\n"
	    "2026-11-23T08:30:12.1Z Nov 23 08:30:12 dnsmasq: x\n" },
	{ "times and addresses", RECORDS_LINES,
	    "2026-11-23T08:30:12.1Z 10.0.0.1 dnsmasq: x\n" },
	{ "a log that is no wrapper", RECORDS_LINES,
	    "{\"log\":\"x\",\"message\":\"y\"}\n" },
	{ "an epoch in brackets", RECORDS_LINES, "[1795422484] unbound[1:0]\n" },
	{ "one object a line", RECORDS_LINES, "{\"a\":{\"b\":1}}\n{\n" },
	{ "a brace in a string", RECORDS_LINES, "{\"a\":\"{\\\"{\"}\n" },
	{ "an object over lines", RECORDS_JSON, "{\n\t\"a\" : 1\n}\n" },
	{ "an object begun on a long line", RECORDS_JSON, "{\"a\": 1,\n" },
	{ "an array", RECORDS_JSON, "[\n  {\n" },
	{ "an array on one line", RECORDS_JSON, "[{\"a\":1},{\"a\":2}]\n" },
	{ "a comment, then an object", RECORDS_JSON, "# origin\n\n{\r\n" },
	{ "a declaration", RECORDS_XML, "<?xml version=\"1.0\"?>\r\n<Events>" },
	{ "events without root", RECORDS_XML, "<Event xmlns='x'><System>" },
	{ "a comment, then events", RECORDS_XML, "<!-- origin -->\n<Event>" },
	{ "a priority", RECORDS_LINES, "<30>Aug 15 16:19:02 unbound[1]:\n" },
	{ "a dnstap document", RECORDS_YAML, "type: MESSAGE\nmessage:\n" },
	{ "a mark of document", RECORDS_YAML, "---\ntype: MESSAGE\n" },
	{ "verbose packets", RECORDS_PACKETS,
	    "tcpdump: listening on eth0\n"
	    "08:31:54.37 IP (tos 0x0, ttl 64, length 57)\n    1.2.3.4.5 > \n" },
	{ "verbose packets, version 6", RECORDS_PACKETS,
	    "08:31:54.37 IP6 (flowlabel 0x1, hlim 64)\n" },
	{ "verbose packets, and the time between", RECORDS_PACKETS,
	    " 00:00:00.000000 IP (tos 0x0, ttl 64)\n    1.2.3.4.5 > \n" },
	{ "packets on a line", RECORDS_LINES, "08:31:54.37 IP 1.2.3.4.5 > \n" },
};

static void
a_file_is_cut_as_its_head_tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(kind_rows); i++)
		check_number(records_kind(str_of(kind_rows[i].head)),
		    kind_rows[i].kind, kind_rows[i].label);
}

/* The records */

static char path[512];
static struct buf seen;

/* "1:TEXT|" for each record, "*" for one that is too long. */
static void
see(uint64_t number, struct str text, bool too_long)
{
	if (number > 0)
		buf_format(&seen, "%u:", (unsigned)number);
	buf_str(&seen, too_long ? STR("*") : text);
	buf_char(&seen, '|');
}

static void
read_all(enum records_kind kind, struct str text)
{
	struct input *input = NULL;
	struct input_line record;
	struct err err;
	bool more = true;

	buf_reset(&seen);
	check_ok(outfile_publish(path, OUTFILE_OWNER, text, &err), &err);
	check_ok(input_open(path, &input, &err), &err);
	for (;;) {
		check_ok(records_next(kind, input, &record, &more, &err),
		    &err);
		if (!more)
			break;
		see(record.number, record.text, record.too_long);
	}
	input_free(input);
}

static void
see_each(void *cookie, struct str record)
{
	(void)cookie;
	see(0, record, false);
}

struct record_row {
	const char *label;
	enum records_kind kind;
	const char *text;
	const char *records;
};

static const struct record_row record_rows[] = {
	{ "objects over lines", RECORDS_JSON, "# x\n{\n \"a\":{}\n}\n\n{\n}\n",
	    "2:{\n \"a\":{}\n}|6:{\n}|" },
	{ "an array", RECORDS_JSON, "[{\"a\":\"}\"},\n {\"b\":\"\\\"}\"}]\n",
	    "1:{\"a\":\"}\"}|2:{\"b\":\"\\\"}\"}|" },
	{ "a cut object ends before the next", RECORDS_JSON,
	    "{\n \"a\":\n{\"b\":1}\n", "1:{\n \"a\":\n|3:{\"b\":1}|" },
	{ "a cut last object is dropped", RECORDS_JSON, "{\n}\n{\n \"a\":",
	    "1:{\n}|" },
	{ "events in a root", RECORDS_XML,
	    "<?xml?>\n<Events><Event a='1'><EventID>2</EventID></Event>\n"
	    "<Event>\n</Event></Events>",
	    "2:<Event a='1'><EventID>2</EventID></Event>|"
	    "3:<Event>\n</Event>|" },
	{ "a cut last event is dropped", RECORDS_XML,
	    "<Event></Event><Event><System>", "1:<Event></Event>|" },
	{ "no event", RECORDS_XML, "<Events></Events>", "" },
	{ "documents", RECORDS_YAML, "a: 1\n---\nb: 2\r\n---\r\nc: 3\n",
	    "1:a: 1\n---\n|3:b: 2\r\n---\r\n|5:c: 3\n|" },
	{ "packets", RECORDS_PACKETS, "a\n  b\n\tc\nd\ne\n f\n",
	    "1:a\n  b\n\tc\n|4:d\n|5:e\n f\n|" },
};

static void
records_are_whole_and_know_their_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(record_rows); i++) {
		read_all(record_rows[i].kind, str_of(record_rows[i].text));
		check_str(buf_view(&seen), record_rows[i].records,
		    record_rows[i].label);
	}
}

static void
a_head_gives_the_same_records_as_the_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(record_rows); i++) {
		const struct record_row *row = &record_rows[i];
		struct str expected = str_of(row->records), rest;
		struct buf plain;

		buf_init(&plain, 4096);
		while (str_cut(expected, STR(":"), NULL, &rest)) {
			size_t end = 0;

			/* up to "|" and the next number, or the end */
			while (end + 1 < rest.len && (rest.at[end] != '|' ||
			    !char_is_digit(rest.at[end + 1])))
				end++;
			buf_str(&plain, str_head(rest, end + 1));
			expected = str_skip(rest, end + 1);
		}
		buf_reset(&seen);
		records_each(row->kind, str_of(row->text), true, see_each,
		    NULL);
		check_str(buf_view(&seen), buf_z(&plain), row->label);
		buf_release(&plain);
	}
}

static void
an_open_head_keeps_its_last_record_back(void **state)
{
	(void)state;
	buf_reset(&seen);
	records_each(RECORDS_PACKETS, STR("a\n b\nc\n d\n"), false, see_each,
	    NULL);
	check_str(buf_view(&seen), "a\n b\n|", "packets");
}

static void
fill_to(struct buf *text, size_t len)
{
	while (text->len < len)
		buf_char(text, 'x');
}

static void
a_record_over_the_limit_costs_itself_only(void **state)
{
	static const struct record_row rows[] = {
		{ "object", RECORDS_JSON, "{\"b\":{}}\n{\"c\":1}\n", "}\n" },
		{ "event", RECORDS_XML, "<Event>a</Event>", "</Event>" },
		{ "document", RECORDS_YAML, "\nb: 1\n---\nc: 1\n---\n", "" },
		{ "packet", RECORDS_PACKETS, "\nb\n c\n", "" },
	};
	static const char *const begin[] = { "{\"a\":", "<Event>", "a: ",
		"a " };
	static const char *const after[] = { "2:{\"b\":{}}|3:{\"c\":1}|",
		"1:<Event>a</Event>|", "4:c: 1\n---\n|", "2:b\n c\n|" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf text;

		buf_init(&text, (size_t)4 << 20);
		buf_text(&text, begin[i]);
		fill_to(&text, 400000);
		buf_text(&text, rows[i].records);
		buf_text(&text, rows[i].text);
		read_all(rows[i].kind, buf_view(&text));
		assert_true(str_starts(buf_view(&seen), STR("1:*|")));
		if (!str_ends(buf_view(&seen), str_of(after[i])))
			fail_msg("%s: %s", rows[i].label, buf_z(&seen));
		buf_release(&text);
	}
}

static void
a_record_may_lie_across_two_blocks(void **state)
{
	for (size_t before = INPUT_BLOCK - 20; before < INPUT_BLOCK + 2;
	     before++) {
		struct buf text;

		buf_init(&text, (size_t)1 << 20);
		fill_to(&text, before);
		buf_text(&text, "<Event a>b</Event>");
		fill_to(&text, 2 * INPUT_BLOCK);
		read_all(RECORDS_XML, buf_view(&text));
		check_str(buf_view(&seen), "1:<Event a>b</Event>|", "across");
		buf_release(&text);
	}
	(void)state;
}

static int
set_up(void **state)
{
	(void)state;
	(void)snprintf(path, sizeof(path), "/tmp/lanterne-records-%d",
	    (int)getpid());
	buf_init(&seen, (size_t)1 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_release(&seen);
	return unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_cut_as_its_head_tells),
		cmocka_unit_test(records_are_whole_and_know_their_line),
		cmocka_unit_test(a_head_gives_the_same_records_as_the_file),
		cmocka_unit_test(an_open_head_keeps_its_last_record_back),
		cmocka_unit_test(a_record_over_the_limit_costs_itself_only),
		cmocka_unit_test(a_record_may_lie_across_two_blocks),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
