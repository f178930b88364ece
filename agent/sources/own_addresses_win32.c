/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/own_addresses.h"

/* A Windows computer's own DNS logs name no client, or loopback. */
void
own_addresses(void (*visit)(void *cookie, const struct address *address),
    void *cookie)
{
	(void)visit;
	(void)cookie;
}
