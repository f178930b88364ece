/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/local.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static void
add(struct pki_hosts *hosts, const char *host)
{
	/* What does not fit or is no host is left out. */
	if (pki_hosts_add(hosts, str_of(host), NULL) != OK)
		return;
}

static void
add_address(struct pki_hosts *hosts, const struct sockaddr *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	const struct sockaddr_in *four = (const void *)address;
	const struct sockaddr_in6 *six = (const void *)address;

	if (address->sa_family == AF_INET)
		(void)inet_ntop(AF_INET, &four->sin_addr, text, sizeof(text));
	else if (address->sa_family == AF_INET6 &&
	    !IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr))
		(void)inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof(text));
	if (text[0] != '\0')
		add(hosts, text);
}

void
local_hosts(struct pki_hosts *hosts)
{
	char name[PKI_HOST_BYTES] = "";
	struct ifaddrs *list = NULL;

	if (gethostname(name, sizeof(name) - 1) == 0 && name[0] != '\0')
		add(hosts, name);
	if (getifaddrs(&list) != 0)
		return;
	for (const struct ifaddrs *at = list; at != NULL; at = at->ifa_next)
		if (at->ifa_addr != NULL && (at->ifa_flags & IFF_UP) != 0 &&
		    (at->ifa_flags & IFF_LOOPBACK) == 0)
			add_address(hosts, at->ifa_addr);
	freeifaddrs(list);
}

bool
local_answers(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool answers;

	if (fd < 0)
		return false;
	answers = connect(fd, (const struct sockaddr *)&address,
	    sizeof(address)) == 0;
	(void)close(fd);
	return answers;
}
