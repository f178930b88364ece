/* SPDX-License-Identifier: Apache-2.0
 * address.h: an IP address as bytes.  Must not know whose it is.
 * Covered by tests/unit/test_clients.c.
 */
#ifndef AGENT_SOURCES_ADDRESS_H
#define AGENT_SOURCES_ADDRESS_H

#include "core/str.h"

#define ADDRESS_BYTES 16
#define ADDRESS_BITS 128
#define ADDRESS_V4_BITS 32

struct address {
	uint8_t bytes[ADDRESS_BYTES];
	bool v4; /* as ::ffff:0:0/96 (RFC 4291 section 2.5.5.2), however written */
};

/* address_read: the whole of `text`, IPv4 or IPv6 (RFC 4291 section 2.2), with
 * or without a scope ("%eth0"), which is left off; false for anything else. */
bool address_read(struct str text, struct address *ret);

/* address_same: whether the first `bits` of both are the same. */
bool address_same(const struct address *a, const struct address *b,
    unsigned bits);

/* address_is_loopback: 127.0.0.0/8 or ::1: a computer that asks itself. */
bool address_is_loopback(const struct address *address);

#endif
