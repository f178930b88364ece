/* SPDX-License-Identifier: Apache-2.0
 * contact.h: one query of a DNS log, once its name, client and time are known:
 * counted, matched and pushed.  Must not know what it was read from.
 * Covered by tests/unit/test_contact.c, test_linelog.c and test_dnsdb.c.
 */
#ifndef AGENT_SOURCES_CONTACT_H
#define AGENT_SOURCES_CONTACT_H

#include "agent/sources/clients.h"
#include "agent/sources/source.h"

struct contact {
	int64_t unix_seconds;
	struct str name;   /* as logged */
	struct str client; /* as logged; empty: the log has none */
};

/*
 * What names that match meant when last asked for: the same bytes on the same
 * day mean the same again.  A name's bytes give its place, where the last one
 * that matched is known; others, and those of odd lengths, are looked up.  A
 * zeroed memo knows none.  It holds hosts: contact_forget, which wipes it, when
 * the log has been read.
 */
#define CONTACT_NAMES 256 /* 32 KiB */
#define CONTACT_NAME_MIN 4
#define CONTACT_NAME_MAX 104
struct contact_name {
	size_t len; /* 0: none */
	int32_t day;
	struct match_result found;
	char text[CONTACT_NAME_MAX];
};
struct contact_memo {
	struct contact_name names[CONTACT_NAMES];
};
void contact_forget(struct contact_memo *memo);

/* contact_count: source_record, then source_asked for what the name matches.  A
 * name with an escaped dot never matches: it has a label that holds the dot.
 * `memo` is of queries counted with the same env; NULL: none. */
void contact_count(const struct source_env *env, struct source_report *report,
    struct clients_several *several, struct contact_memo *memo,
    const struct contact *contact);

#endif
