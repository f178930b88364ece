/* SPDX-License-Identifier: Apache-2.0
 * contact.h: one query of a DNS log, once its name, client and time are known:
 * counted, matched and pushed.  Must not know what it was read from.
 * Covered by tests/unit/test_linelog.c and test_dnsdb.c.
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

/* contact_count: source_record, then source_asked for what the name matches.  A
 * name with an escaped dot never matches: it has a label that holds the dot. */
void contact_count(const struct source_env *env, struct source_report *report,
    struct clients_several *several, const struct contact *contact);

#endif
