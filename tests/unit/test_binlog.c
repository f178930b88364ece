/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/binlog.h"

#include "tests/unit/unit.h"

struct row {
	const char *label;
	struct str head;
	bool known;
	enum message export;
};

#define FSTRM "\0\0\0\0\0\0\0\x22\0\0\0\2\0\0\0\1\0\0\0\x16"

static const struct row rows[] = {
	{ "pcap, little-endian", { "\xd4\xc3\xb2\xa1\2\0\4\0", 8 }, true,
	    MSG_DNS_EXPORT_PCAP },
	{ "pcap, big-endian", { "\xa1\xb2\xc3\xd4\0\2\0\4", 8 }, true,
	    MSG_DNS_EXPORT_PCAP },
	{ "pcap, nanoseconds", { "\x4d\x3c\xb2\xa1\2\0\4\0", 8 }, true,
	    MSG_DNS_EXPORT_PCAP },
	{ "pcap, nanoseconds, big-endian", { "\xa1\xb2\x3c\x4d\0\2\0\4", 8 },
	    true, MSG_DNS_EXPORT_PCAP },
	{ "pcapng", { "\x0a\x0d\x0d\x0a\xc0\0\0\0", 8 }, true,
	    MSG_DNS_EXPORT_PCAP },
	{ "dnstap", { FSTRM "protobuf:dnstap.Dnstap", 42 }, true,
	    MSG_DNS_EXPORT_DNSTAP },
	{ "another frame stream", { FSTRM "protobuf:dnstop.Dnstop", 42 },
	    false, MESSAGE_COUNT },
	{ "event log", { "ElfFile\0\0\0", 10 }, true, MSG_DNS_EXPORT_EVTX },
	{ "event log's name in a text", { "ElfFile said", 12 }, false,
	    MESSAGE_COUNT },
	{ "journal", { "LPKSHHRH\0\0\0\0", 12 }, true,
	    MSG_DNS_EXPORT_JOURNAL },
	{ "blank lines of a DOS file", { "\r\n\r\n", 4 }, false,
	    MESSAGE_COUNT },
	{ "zeros", { "\0\0\0\0\0\0\0\0", 8 }, false, MESSAGE_COUNT },
	{ "cut magic", { "\xd4\xc3\xb2", 3 }, false, MESSAGE_COUNT },
	{ "empty", { "", 0 }, false, MESSAGE_COUNT },
};

static void
a_binary_file_is_told_by_its_first_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct binlog found = { BINLOG_KIND_COUNT, "none",
			MESSAGE_COUNT };

		check_number(binlog_known(rows[i].head, &found),
		    rows[i].known, rows[i].label);
		check_number(found.export, rows[i].export, rows[i].label);
	}
}

static void
a_name_far_from_the_head_proves_nothing(void **state)
{
	char head[128] = { 0 };
	struct str name = STR("protobuf:dnstap");
	struct binlog found;

	(void)state;
	for (size_t i = 0; i < name.len; i++)
		head[100 + i] = name.at[i];
	assert_false(binlog_known((struct str){ head, sizeof(head) }, &found));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_binary_file_is_told_by_its_first_bytes),
		cmocka_unit_test(a_name_far_from_the_head_proves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
