/* SPDX-License-Identifier: Apache-2.0
 * dnscache.h: the names that the system keeps from its last questions: Windows'
 * DNS cache.  One file per system hands them over.  Must not know a log.
 * Covered by tests/unit/test_dnscache.c, tests/windows/commands.sh.
 *
 * The cache does not say when a name was asked for, and keeps it for a time of
 * its own.  So a name is one contact at the time of reading, and since a pass
 * has one such time, the cache alone shows no two minutes and makes no AI day.
 * Read twice, a name that stayed would look like two questions: for `scan`
 * only, never for what is kept from one pass to the next.
 */
#ifndef AGENT_SOURCES_DNSCACHE_H
#define AGENT_SOURCES_DNSCACHE_H

#include "agent/sources/source.h"

/* Entries looked at. */
#define DNSCACHE_ENTRIES_MAX 65536

struct dnscache_entry {
	struct str name; /* until the next one is asked for */
	uint16_t type;   /* RFC 1035 section 3.2.2 */
};

/* next: false after the last entry. */
struct dnscache_list {
	bool (*next)(void *cookie, struct dnscache_entry *ret_entry);
	void *cookie;
};

/*
 * dnscache_count: each name once, however it is written and for however many of
 * the types A, AAAA and HTTPS; other types are passed over.  Fills `report`, its
 * state included: SOURCE_ABSENT for a cache without such a name, SOURCE_PARTIAL
 * after DNSCACHE_ENTRIES_MAX.
 */
void dnscache_count(const struct source_env *env, int64_t now,
    const struct dnscache_list *entries, struct source_report *report);

/* dnscache_adds: no log of DNS in `list` has a record.  Where one has, it holds
 * the cache's questions with their times, and reading both would make one
 * question two. */
bool dnscache_adds(const struct source_list *list);

/* dnscache_scan: one report, SOURCE_ABSENT where the system does not give its
 * cache; none when the cache adds nothing, nor on a system that has none.  `now`
 * is in UNIX seconds. */
void dnscache_scan(const struct source_env *env, int64_t now,
    struct source_list *list);

#endif
