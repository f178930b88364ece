/* SPDX-License-Identifier: Apache-2.0
 * own_addresses.h: the addresses that this computer has now.  Must not know
 * what they are for.  Covered by tests/unit/test_own_addresses_posix.c.
 */
#ifndef AGENT_SOURCES_OWN_ADDRESSES_H
#define AGENT_SOURCES_OWN_ADDRESSES_H

#include "agent/sources/address.h"

/* own_addresses: call `visit` for each; for none when the system does not say. */
void own_addresses(void (*visit)(void *cookie, const struct address *address),
    void *cookie);

#endif
