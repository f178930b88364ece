/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/resolvers.h"

#include "agent/sources/formats.h"

/* Where the role DNS Server and the daemons' installers put theirs, as in
 * dnslogs_win32.c; then Windows' own client, whose log is the event log of
 * events.h.  Not tried on a real installation. */
static const struct resolver_trace traces[] = {
	{ "C:/AdGuardHome/AdGuardHome.yaml", &format_adguard },
	{ "C:/Program Files/AdGuardHome/AdGuardHome.yaml", &format_adguard },
	{ "C:/Program Files/Technitium/DNS Server", &format_technitium },
	{ "C:/Windows/System32/dns.exe", &format_windns },
	{ "C:/Program Files/Unbound/service.conf", &format_unbound },
	{ "C:/Program Files/ISC BIND 9/etc/named.conf", &format_bind },
	{ "C:/Windows/System32/dnsrslvr.dll", &format_dnsclient },
};

const struct resolver_trace *
resolvers_traces(size_t *ret_count)
{
	*ret_count = sizeof(traces) / sizeof(traces[0]);
	return traces;
}
