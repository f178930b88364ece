/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnslogs.h"

/* Where Debian's, Fedora's, OpenWrt's packages and the daemons' own installers
 * put them. */
static const struct dnslogs_place places[] = {
	{ "/etc/pihole", "pihole-FTL.db", false },
	{ "/opt/AdGuardHome/data", "querylog.json*", false },
	{ "/var/cache/bind", "query.log*", false },
	{ "/var/lib/AdGuardHome/data", "querylog.json*", false },
	{ "/var/log", "daemon.log", true },
	{ "/var/log", "dnsmasq.log*", false },
	{ "/var/log", "messages", true },
	{ "/var/log", "pihole.log*", false },
	{ "/var/log", "syslog", true },
	{ "/var/log", "unbound*", false },
	{ "/var/log/bind", "*", false },
	{ "/var/log/named", "*", false },
	{ "/var/log/pihole", "pihole.log*", false },
	{ "/var/log/unbound", "*", false },
	{ "/var/snap/adguard-home/current/data", "querylog.json*", false },
};

const struct dnslogs_place *
dnslogs_places(size_t *ret_count)
{
	*ret_count = sizeof(places) / sizeof(places[0]);
	return places;
}
