/* SPDX-License-Identifier: Apache-2.0
 * clients.h: whose queries a log that serves many computers is read for:
 * addresses and networks, and a number for each address that is one of them.
 * Must not know a log, nor what is counted.  Covered by tests/unit/test_clients.c.
 *
 * An address is in memory only, and leaves as a number in order of appearance:
 * no sighting, no report and no sentence holds it.
 */
#ifndef AGENT_SOURCES_CLIENTS_H
#define AGENT_SOURCES_CLIENTS_H

#include "agent/sources/address.h"
#include "core/status.h"

/* Addresses and networks that may be listed. */
#define CLIENTS_RANGES_MAX 1024

/* Addresses that get a number: a /16.  Some 5 MB. */
#define CLIENTS_SEEN_MAX 65536

struct clients;

/* clients_new: an empty list; `seed` is random, so that nobody who writes a log
 * can choose collisions.  E_NOMEM. */
MUST_CHECK enum status clients_new(uint64_t seed, struct clients **ret_clients,
    struct err *err);
void clients_free(struct clients *clients);

/*
 * clients_add: "192.168.1.0/24,10.0.0.5,fd00::/8".  Bits of a network behind
 * its prefix are passed over.  E_USAGE: an element, named by its place and not
 * by its text, is neither; or more than CLIENTS_RANGES_MAX.
 */
MUST_CHECK enum status clients_add(struct clients *clients, struct str list,
    struct err *err);

/*
 * clients_new_own: the addresses of this computer alone, as they are now, for a
 * count that must hold nobody else's.  A query that names no client is this
 * computer's too.  E_NOMEM.
 */
MUST_CHECK enum status clients_new_own(struct clients **ret_clients,
    struct err *err);

enum clients_found {
	CLIENTS_OWN,     /* of clients_new_own: this computer */
	CLIENTS_LISTED,
	CLIENTS_OTHER,   /* an address that is not listed */
	CLIENTS_NAMELESS /* no address, in a list of others */
};

/*
 * clients_find: look for a client as logged.  *ret_number, from 1, is set when
 * it is listed; 0 then means that CLIENTS_SEEN_MAX are known already, and
 * clients_full says so from then on.
 */
enum clients_found clients_find(struct clients *clients, struct str client,
    uint32_t *ret_number);
bool clients_full(const struct clients *clients);

/*
 * Whether a log tells of more than one computer, for a reader that was given
 * no list.  A zeroed one has seen none; a computer that asks itself, and what
 * is no address, are nobody.
 */
struct clients_several {
	struct address first;
	bool any;
	bool several;
	char last[48]; /* as logged: the same text again tells nothing */
	size_t last_len;
};
void clients_several_see(struct clients_several *several, struct str client);

#endif
