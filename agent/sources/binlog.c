/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/binlog.h"

/* Magic numbers: pcap and pcapng, both byte orders and both resolutions
 * (draft-ietf-opsawg-pcap §4, -pcapng §4.1); Windows event log; systemd's
 * journal-def.h.  A frame stream (fstrm) begins with an escape of four zero
 * bytes and the type of its content. */
struct magic {
	struct str head;
	struct str inside; /* anywhere in BINLOG_HEAD; empty: not needed */
	struct binlog what;
};

#define MAGIC(literal) { literal, sizeof(literal) - 1 }
#define PCAP { BINLOG_PCAP, "pcap", MSG_DNS_EXPORT_PCAP }

#define JOURNAL { BINLOG_JOURNAL, "systemd journal", MSG_DNS_EXPORT_JOURNAL }

static const struct magic magics[] = {
	{ MAGIC("\xd4\xc3\xb2\xa1"), MAGIC(""), PCAP },
	{ MAGIC("\xa1\xb2\xc3\xd4"), MAGIC(""), PCAP },
	{ MAGIC("\x4d\x3c\xb2\xa1"), MAGIC(""), PCAP },
	{ MAGIC("\xa1\xb2\x3c\x4d"), MAGIC(""), PCAP },
	{ MAGIC("\x0a\x0d\x0d\x0a"), MAGIC(""), PCAP },
	{ MAGIC("\0\0\0\0"), MAGIC("protobuf:dnstap"),
	    { BINLOG_DNSTAP, "dnstap", MSG_DNS_EXPORT_DNSTAP } },
	{ MAGIC("ElfFile\0"), MAGIC(""),
	    { BINLOG_EVTX, "EVTX", MSG_DNS_EXPORT_EVTX } },
	{ MAGIC("LPKSHHRH"), MAGIC(""), JOURNAL },
};

bool
binlog_known(struct str head, struct binlog *ret)
{
	size_t at;

	head = str_head(head, BINLOG_HEAD);
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (str_starts(head, magics[i].head) &&
		    str_find(head, magics[i].inside, &at)) {
			*ret = magics[i].what;
			return true;
		}
	return false;
}

struct binlog
binlog_journal(void)
{
	return (struct binlog)JOURNAL;
}
