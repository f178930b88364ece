/* SPDX-License-Identifier: Apache-2.0
 * server_tls.h: the TLS of the server: 1.3 only, no ticket, no session resumed.
 * Must not know a connection.  Covered by tests/unit/test_server.c.
 */
#ifndef COLLECTOR_SERVER_TLS_H
#define COLLECTOR_SERVER_TLS_H

#include "core/status.h"

#include <openssl/ssl.h>

/* PEM files: server.crt, server.key, ca.crt. */
struct server_tls {
	const char *certificate;
	const char *key;
	const char *authority;
};

/* server_tls_load: a context for new connections, freed by SSL_CTX_free.
 * E_DAMAGED: a file is missing or broken, or key and certificate do not fit. */
MUST_CHECK enum status server_tls_load(const struct server_tls *files,
    SSL_CTX **ret, struct err *err);

#endif
