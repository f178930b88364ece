/* SPDX-License-Identifier: Apache-2.0
 * server_socket.h: a socket that listens, one of several on the same port.
 * Must not know TLS or HTTP.  Covered by tests/unit/test_server.c.
 */
#ifndef COLLECTOR_SERVER_SOCKET_H
#define COLLECTOR_SERVER_SOCKET_H

#include "core/status.h"

#include <stdint.h>

/* server_socket_open: *port 0 is any, and told.  "::" is every address, IPv4
 * too, and IPv4 alone where there is no IPv6.  E_USAGE: no address; E_ACCESS;
 * E_NETWORK.  The caller's to close. */
MUST_CHECK enum status server_socket_open(const char *listen_on,
    uint16_t *port, int *ret_fd, struct err *err);

#endif
