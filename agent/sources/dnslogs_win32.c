/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnslogs.h"

/* Where Microsoft's DNS server and the daemons' installers put them; not tried
 * on a real installation. */
static const struct dnslogs_place places[] = {
	{ "C:/AdGuardHome/data", "querylog.json*", false },
	{ "C:/Program Files/AdGuardHome/data", "querylog.json*", false },
	{ "C:/Program Files/ISC BIND 9/log", "*", false },
	{ "C:/Program Files/Technitium/DNS Server/config/logs", "*", false },
	{ "C:/Program Files/Unbound", "unbound.log*", false },
	{ "C:/Windows/System32/dns", "dns*", false },
};

const struct dnslogs_place *
dnslogs_places(size_t *ret_count)
{
	*ret_count = sizeof(places) / sizeof(places[0]);
	return places;
}
