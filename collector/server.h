/* SPDX-License-Identifier: Apache-2.0
 * server.h: HTTP over TLS 1.3 by libevent, with a bound on everything that a
 * stranger can make large, many or slow.  Must not know a route, a store or a
 * ballot, and keeps no address.  Covered by tests/unit/test_server.c and
 * tests/scenario/collector_load.sh.
 *
 * One event base per thread, each with its own SO_REUSEPORT socket; an evhttp
 * object is only ever touched by its thread.
 */
#ifndef COLLECTOR_SERVER_H
#define COLLECTOR_SERVER_H

#include "collector/route.h"

#include "core/status.h"

/*
 * Bounds.  A connection lives at most `seconds`, handshake, request and answer
 * together: a slow client is cut, not waited for.  `per_address` counts
 * computers behind one address (IPv6: one /64), so it must let an office
 * through.  Beyond a cap a connection is closed unread.
 */
struct server_options {
	const char *listen; /* "::" is every address, IPv4 too */
	uint16_t port;      /* 0: any, see server_port */
	unsigned threads;   /* 1 to SERVER_THREADS_MAX */
	unsigned connections;
	unsigned per_address;
	unsigned seconds;
	const char *certificate; /* PEM files: server.crt, server.key, ca.crt */
	const char *key;
	const char *authority;
	enum language language; /* of refusals */
};

#define SERVER_THREADS_MAX 16
#define SERVER_HEADER_BYTES 8192
#define SERVER_BODY_BYTES ((size_t)64 << 10) /* before a route's own bound */

struct server;

/* server_new: bind and listen; no request is served yet.  E_NETWORK,
 * E_ACCESS, E_DAMAGED (certificate). */
MUST_CHECK enum status server_new(const struct server_options *options,
    const struct routes *routes, struct server **ret_server, struct err *err);

/* server_start: serve, on threads of its own. */
MUST_CHECK enum status server_start(struct server *server, struct err *err);

/* server_port: the port that is listened on.  server_connections: how many
 * there may be: as asked, or as many as the system gives files for. */
uint16_t server_port(const struct server *server);
unsigned server_connections(const struct server *server);

/* server_reload: new connections use the certificate now on disk.  On failure
 * the old one stays in use. */
MUST_CHECK enum status server_reload(struct server *server, struct err *err);

/* server_stop: accept nothing more, let the exchanges under way end, and join
 * the threads.  Whoever answers them must still be running.  server_free stops
 * first. */
void server_stop(struct server *server);
void server_free(struct server *server);

#endif
