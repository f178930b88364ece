/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/resolvers.h"

#include "agent/sources/formats.h"

/* Where Debian's and Fedora's packages and the projects' own installers put
 * them; of systemd-resolved, which is often there without being used, what
 * stands while it runs (systemd-resolved.service(8)). */
static const struct resolver_trace traces[] = {
	{ "/etc/pihole", &format_dnsmasq },
	{ "/opt/AdGuardHome", &format_adguard },
	{ "/var/snap/adguard-home", &format_adguard },
	{ "/opt/technitium/dns", &format_technitium },
	{ "/etc/dnsmasq.conf", &format_dnsmasq },
	{ "/etc/dnsdist/dnsdist.conf", &format_dnsdist },
	{ "/etc/unbound/unbound.conf", &format_unbound },
	{ "/etc/bind/named.conf", &format_bind },
	{ "/etc/named.conf", &format_bind },
	{ "/etc/powerdns/recursor.conf", &format_powerdns },
	{ "/etc/pdns-recursor/recursor.conf", &format_powerdns },
	{ "/etc/knot-resolver/kresd.conf", &format_knot },
	{ "/etc/dnscrypt-proxy/dnscrypt-proxy.toml", &format_dnscrypt },
	{ "/run/systemd/resolve/stub-resolv.conf", &format_resolved },
};

const struct resolver_trace *
resolvers_traces(size_t *ret_count)
{
	*ret_count = sizeof(traces) / sizeof(traces[0]);
	return traces;
}
