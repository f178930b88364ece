/* SPDX-License-Identifier: Apache-2.0
 * server_errors.h: what HTTP itself cannot read is refused by libevent before
 * a request exists, with a page of HTML; here it gets the JSON body that every
 * other refusal has.  Must not know a route.
 * Covered by tests/unit/test_server.c.
 */
#ifndef COLLECTOR_SERVER_ERRORS_H
#define COLLECTOR_SERVER_ERRORS_H

#include "core/messages.h"

struct bufferevent;

/* server_errors_watch: replace libevent's pages on this connection, for as long
 * as it lives; `language` must outlive it. */
void server_errors_watch(struct bufferevent *connection,
    const enum language *language);

#endif
