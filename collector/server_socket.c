/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server_socket.h"

#include "core/messages.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

static bool
fill_address(const char *listen_on, uint16_t port,
    struct sockaddr_storage *ret, socklen_t *ret_len)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret;
	struct sockaddr_in *four = (struct sockaddr_in *)ret;

	memset(ret, 0, sizeof(*ret));
	if (inet_pton(AF_INET6, listen_on, &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		six->sin6_port = htons(port);
		*ret_len = sizeof(*six);
		return true;
	}
	if (inet_pton(AF_INET, listen_on, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons(port);
		*ret_len = sizeof(*four);
		return true;
	}
	return false;
}

static bool
set_flag(int fd, int level, int name, int value)
{
	return setsockopt(fd, level, name, &value, sizeof(value)) == 0;
}

/* TCP_NODELAY on the listening socket is inherited; without it, answers wait
 * 40 ms for the client's delayed acknowledgement. */
static int
listening_socket(const struct sockaddr_storage *address, socklen_t len)
{
	int fd = socket(address->ss_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (set_flag(fd, SOL_SOCKET, SO_REUSEADDR, 1) &&
	    set_flag(fd, SOL_SOCKET, SO_REUSEPORT, 1) &&
	    set_flag(fd, IPPROTO_TCP, TCP_NODELAY, 1) &&
	    (address->ss_family != AF_INET6 ||
	        set_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0)) &&
	    bind(fd, (const struct sockaddr *)address, len) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static uint16_t
port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	memset(&address, 0, sizeof(address));
	if (getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		return 0;
	return ntohs(address.ss_family == AF_INET6
	    ? ((struct sockaddr_in6 *)&address)->sin6_port
	    : ((struct sockaddr_in *)&address)->sin_port);
}

/* A computer without IPv6 has no "::". */
enum status
server_socket_open(const char *listen_on, uint16_t *port, int *ret_fd,
    struct err *err)
{
	struct sockaddr_storage address;
	socklen_t len = 0;
	int fd = -1;

	if (!fill_address(listen_on, *port, &address, &len))
		return err_set(err, E_USAGE, MSG_HOST_INVALID, ARGS(listen_on));
	fd = listening_socket(&address, len);
	if (fd < 0 && errno == EAFNOSUPPORT && strcmp(listen_on, "::") == 0 &&
	    fill_address("0.0.0.0", *port, &address, &len))
		fd = listening_socket(&address, len);
	if (fd < 0)
		return err_set(err, errno == EACCES ? E_ACCESS : E_NETWORK,
		    MSG_SERVER_PORT, ARGS(digits(*port).text));
	*port = port_of(fd);
	*ret_fd = fd;
	return OK;
}
