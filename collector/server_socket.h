/* SPDX-License-Identifier: Apache-2.0
 * server_socket.h: a socket that listens, one of several on the same port.
 * Must not know TLS or HTTP.  Covered by tests/unit/test_server.c.
 */
#ifndef COLLECTOR_SERVER_SOCKET_H
#define COLLECTOR_SERVER_SOCKET_H

#include "core/status.h"

#include <stdint.h>

/* server_socket_open: listen on an address; the caller closes *ret_fd.  With
 * *port 0 the system chooses one, and *port is set to it.  "::" is every
 * address, IPv4 ones too, and IPv4 alone where there is no IPv6.  E_USAGE: not
 * an address; E_ACCESS; E_NETWORK. */
MUST_CHECK enum status server_socket_open(const char *listen_on,
    uint16_t *port, int *ret_fd, struct err *err);

#endif
