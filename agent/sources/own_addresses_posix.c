/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/own_addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>

static bool
read_interface(const struct sockaddr *name, struct address *ret)
{
	char text[INET6_ADDRSTRLEN];
	const void *bytes;

	if (name == NULL ||
	    (name->sa_family != AF_INET && name->sa_family != AF_INET6))
		return false;
	bytes = name->sa_family == AF_INET
	    ? (const void *)&((const struct sockaddr_in *)
	          (const void *)name)->sin_addr
	    : (const void *)&((const struct sockaddr_in6 *)
	          (const void *)name)->sin6_addr;
	return inet_ntop(name->sa_family, bytes, text, sizeof(text)) != NULL &&
	    address_read(str_of(text), ret);
}

void
own_addresses(void (*visit)(void *cookie, const struct address *address),
    void *cookie)
{
	struct ifaddrs *list = NULL;
	struct address address;

	if (getifaddrs(&list) != 0)
		return;
	for (const struct ifaddrs *at = list; at != NULL; at = at->ifa_next)
		if (read_interface(at->ifa_addr, &address))
			visit(cookie, &address);
	freeifaddrs(list);
}
