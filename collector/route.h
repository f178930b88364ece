/* SPDX-License-Identifier: Apache-2.0
 * route.h: the contract between the server, which knows sockets and no route,
 * and the routes, which know requests and no socket.
 * Covered by tests/unit/test_server.c.
 */
#ifndef COLLECTOR_ROUTE_H
#define COLLECTOR_ROUTE_H

#include "collector/refusal.h"

#include "core/buf.h"

/* One request on its way to its answer.  The server's; alive until it is
 * answered, whatever becomes of the connection. */
struct exchange;

enum route_method {
	ROUTE_GET,
	ROUTE_POST,
	ROUTE_DELETE
};

struct route {
	enum route_method method;
	const char *path;
	bool more;       /* the path goes on: "/v1/periods/" + more */
	size_t max_body; /* bytes; 0: no body */
	bool padded;     /* all answers have the same size, then close */
	void (*handle)(void *cookie, struct exchange *exchange);
};

struct routes {
	const struct route *rows;
	size_t count;
	void *cookie; /* given to every handler */
};

/* What was asked; borrowed, and gone with the answer. */
struct str exchange_more(const struct exchange *exchange);
struct str exchange_body(const struct exchange *exchange);

/* exchange_header: "" when missing; the first when there are several. */
struct str exchange_header(const struct exchange *exchange, const char *name);

/* An answer; NULL and empty slices stand for "none".  Copied. */
struct answer_parts {
	int http;
	const char *type; /* Content-Type */
	const char *etag; /* with its quotes */
	struct str body;
};

/*
 * exchange_answer, exchange_refuse, exchange_refuse_with: end the exchange,
 * exactly once, from any thread.  The last one has a code and a sentence of
 * its own under the refusal's status.
 */
void exchange_answer(struct exchange *exchange,
    const struct answer_parts *parts);
void exchange_refuse(struct exchange *exchange, enum refusal refusal);
void exchange_refuse_with(struct exchange *exchange, enum refusal refusal,
    const char *code, enum message sentence);

#endif
