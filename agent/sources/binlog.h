/* SPDX-License-Identifier: Apache-2.0
 * binlog.h: binary files that hold DNS queries: told by their first bytes, with
 * how to make a text of them for who cannot read them.  Must not know a reader.
 * Covered by tests/unit/test_binlog.c.
 */
#ifndef AGENT_SOURCES_BINLOG_H
#define AGENT_SOURCES_BINLOG_H

#include "core/messages.h"
#include "core/str.h"

/* The head that is looked at: a frame stream's control frame names its content
 * within these. */
#define BINLOG_HEAD 64

enum binlog_kind {
	BINLOG_PCAP,
	BINLOG_DNSTAP,
	BINLOG_EVTX,
	BINLOG_JOURNAL,
	BINLOG_KIND_COUNT
};

struct binlog {
	enum binlog_kind kind;
	const char *name;    /* for people, as a format's title */
	enum message export; /* what it is and how to make a text of it */
};

/* binlog_known: true for the head of such a file. */
bool binlog_known(struct str head, struct binlog *ret);

/* binlog_journal: what systemd's journal is, without a file. */
struct binlog binlog_journal(void);

#endif
