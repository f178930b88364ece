/* SPDX-License-Identifier: Apache-2.0
 * match_index.h: what match looks hosts up in: a hash table of the hosts that a
 * catalogue has rules for, and the rules of each host in the order in which
 * they are tried.  It holds numbers instead of pointers into the catalogue, so
 * that the index of the built-in catalogue can be made at build time
 * (catalogue_gen) and costs nothing at start.  Must not know what is asked, nor
 * what a rule means beyond its rank.  Covered by tests/unit/test_match.c and
 * test_builtin.c.
 */
#ifndef CORE_MATCH_INDEX_H
#define CORE_MATCH_INDEX_H

#include "core/arena.h"
#include "core/catalogue.h"
#include "core/status.h"

/* A rule among those of its host. */
struct match_candidate {
	uint64_t rank;
	uint32_t rule;
	bool whole; /* no path, no query: a DNS name can match */
	bool exact;
};

struct match_slot {
	uint32_t hash; /* the high half of its host's */
	uint32_t host; /* number of a host, from 1; 0: empty */
};

/* A host and the candidates that are its. */
struct match_host {
	uint32_t name;  /* where it begins in `names`; a NUL ends it */
	uint32_t first; /* candidate */
};

/*
 * Hosts are sorted by bytes.  One entry follows the last host and tells where
 * its name and its candidates end.  All names lie in one array, because readers
 * of histories walk through all of them at start.  The search for a host begins
 * at slot `hash & mask` and ends at the first empty slot.
 */
struct match_index {
	const struct match_candidate *candidates; /* one for each rule */
	const char *names;
	const struct match_host *hosts;           /* host_count + 1 */
	const struct match_slot *slots;           /* mask + 1 */
	uint32_t host_count;
	uint32_t mask;
	uint32_t labels; /* of the host that has most */
};

/*
 * match_index_build: index all rules; the result lies in `memory`.  The order
 * of the rules changes nothing in it but their numbers.  E_NOMEM.
 */
MUST_CHECK enum status match_index_build(const struct catalogue *catalogue,
    struct arena *memory, struct match_index *ret_index, struct err *err);

/* match_index_host: the name of host number `host`, from 0. */
static inline struct str
match_index_host(const struct match_index *index, uint32_t host)
{
	const struct match_host *at = &index->hosts[host];

	return (struct str){ index->names + at[0].name,
		at[1].name - at[0].name - 1 };
}

/*
 * A name is hashed from its last byte to its first, so that one pass gives the
 * hash of each of its parents: from MATCH_HASH_START, match_hash_byte for each,
 * match_hash_end where a name may begin.  FNV-1a; the rules are ours and no
 * stranger chooses them.
 */
#define MATCH_HASH_START 0xcbf29ce484222325u

static inline uint64_t
match_hash_byte(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 0x100000001b3u;
}

static inline uint64_t
match_hash_end(uint64_t hash)
{
	hash *= 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 32;
}

#endif
