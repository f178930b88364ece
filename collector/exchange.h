/* SPDX-License-Identifier: Apache-2.0
 * exchange.h: a request judged, handed to its route, and answered on the thread
 * that owns its connection, whichever thread knows the answer.  The server's
 * side of route.h; must not know TLS, a limit of connections, or a route.
 * Covered by tests/unit/test_server.c.
 */
#ifndef COLLECTOR_EXCHANGE_H
#define COLLECTOR_EXCHANGE_H

#include "collector/route.h"

#include "core/status.h"

#include <event2/util.h>
#include <pthread.h>
#include <stdatomic.h>

struct event;
struct event_base;
struct evhttp_request;

#define EXCHANGE_PADDED_BYTES 1024

/* Where answers wait for their thread: one for each. */
struct exchange_post {
	/* The server's, before exchange_post_init. */
	const struct routes *routes;
	enum language language;
	atomic_uint *under_way; /* exchanges without an answer */
	const atomic_bool *stopping;
	/* Written by the thread itself, before it serves. */
	pthread_t self;
	/* Its own. */
	evutil_socket_t wake[2];
	struct event *woken;
	pthread_mutex_t lock;
	struct exchange *answered; /* under lock */
};

/* exchange_post_init: on failure it is still to be released. */
MUST_CHECK enum status exchange_post_init(struct exchange_post *post,
    struct event_base *base, struct err *err);
void exchange_post_release(struct exchange_post *post);

/* exchange_on_request: evhttp's callback; `cookie` is the thread's post. */
void exchange_on_request(struct evhttp_request *request, void *cookie);

#endif
