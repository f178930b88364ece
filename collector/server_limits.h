/* SPDX-License-Identifier: Apache-2.0
 * server_limits.h: how many connections there may be, from where, and for how
 * long.  Must not know a request.  Covered by tests/unit/test_server.c.
 */
#ifndef COLLECTOR_SERVER_LIMITS_H
#define COLLECTOR_SERVER_LIMITS_H

#include "core/status.h"

#include <openssl/ssl.h>
#include <stdatomic.h>
#include <stdint.h>

struct bufferevent;
struct event_base;

#define SERVER_LIMITS_SLOTS 4096
#define SERVER_LIMITS_FILES 256 /* not connections: the store, threads */

struct server_limits {
	/* The caller's, before server_limits_init. */
	unsigned connections;
	unsigned per_address;
	unsigned seconds; /* a connection's life */
	/* Its own. */
	int ex_index;
	atomic_uint open;
	/* How many connections an address has: by a keyed hash, so that the
	 * address itself is kept nowhere.  Two addresses may share a slot. */
	atomic_uint by_address[SERVER_LIMITS_SLOTS];
	uint8_t address_key[32];
};

/* server_limits_init: `limits` is zeroed but for the bounds, and outlives all
 * connections.  Raises the process's limit of open files to what `connections`
 * needs; where the system refuses, lowers `connections`.  E_NOMEM. */
MUST_CHECK enum status server_limits_init(struct server_limits *limits,
    struct err *err);

/*
 * server_limits_connect: a connection that is being accepted, under its
 * limits; takes `ssl`.  Beyond a cap it is closed unread.  Never NULL (evhttp
 * would go on in plain HTTP): without memory the process ends.
 */
struct bufferevent *server_limits_connect(struct server_limits *limits,
    struct event_base *base, SSL *ssl);

#endif
