/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server_limits.h"

#include "core/digest.h"
#include "core/messages.h"

#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <openssl/rand.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* Hung on the SSL object, so that it ends when the connection does. */
struct connection {
	struct server_limits *limits;
	struct bufferevent *bev;
	struct event *timer;
	bool excess; /* beyond the cap: closed as soon as its socket is known */
	bool timed;  /* the timer is the deadline now */
	int slot;    /* in by_address; -1: none */
};

static unsigned
address_slot(const struct server_limits *limits, const struct sockaddr *address)
{
	uint8_t digest[DIGEST_BYTES] = { 0 };
	unsigned char key[sizeof(limits->address_key) + 8] = { 0 };
	size_t len = sizeof(limits->address_key);

	memcpy(key, limits->address_key, len);
	if (address->sa_family == AF_INET6)
		memcpy(key + len,
		    &((const struct sockaddr_in6 *)(const void *)address)
		         ->sin6_addr, 8);
	if (address->sa_family == AF_INET)
		memcpy(key + len,
		    &((const struct sockaddr_in *)(const void *)address)
		         ->sin_addr, 4);
	(void)!digest_sha256((struct str){ (const char *)key, sizeof(key) },
	    digest, NULL);
	return (unsigned)(digest[0] << 8 | digest[1]) % SERVER_LIMITS_SLOTS;
}

/* An IPv4 client of a dual-stack socket has its address in the last bytes. */
static void
unmap(struct sockaddr_storage *address)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
	struct sockaddr_in four = { .sin_family = AF_INET };

	if (address->ss_family != AF_INET6 ||
	    !IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
		return;
	memcpy(&four.sin_addr, six->sin6_addr.s6_addr + 12, 4);
	memset(address, 0, sizeof(*address));
	memcpy(address, &four, sizeof(four));
}

static bool
address_admits(struct connection *connection, evutil_socket_t fd)
{
	struct server_limits *limits = connection->limits;
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	memset(&address, 0, sizeof(address));
	if (getpeername(fd, (struct sockaddr *)&address, &len) != 0)
		return false;
	unmap(&address);
	connection->slot = (int)address_slot(limits,
	    (const struct sockaddr *)&address);
	return atomic_fetch_add(&limits->by_address[connection->slot], 1) <
	    limits->per_address;
}

/* First at once, when evhttp has given the connection its socket; then at the
 * deadline.  Shutting the socket down lets libevent free everything by its
 * ordinary path. */
static void
on_timer(evutil_socket_t ignored, short what, void *cookie)
{
	struct connection *connection = cookie;
	struct timeval deadline = {
		.tv_sec = (time_t)connection->limits->seconds,
	};
	evutil_socket_t fd = bufferevent_getfd(connection->bev);

	(void)ignored;
	(void)what;
	if (fd < 0)
		return;
	if (!connection->timed && !connection->excess &&
	    address_admits(connection, fd)) {
		connection->timed = true;
		(void)event_add(connection->timer, &deadline);
		return;
	}
	(void)shutdown(fd, SHUT_RDWR);
}

static void
end_connection(void *parent, void *value, CRYPTO_EX_DATA *data, int index,
    long argl, void *argp)
{
	struct connection *connection = value;

	(void)parent;
	(void)data;
	(void)index;
	(void)argl;
	(void)argp;
	if (connection == NULL)
		return;
	if (connection->slot >= 0)
		(void)atomic_fetch_sub(
		    &connection->limits->by_address[connection->slot], 1);
	(void)atomic_fetch_sub(&connection->limits->open, 1);
	event_free(connection->timer);
	free(connection);
}

/* No memory for a connection: evhttp would go on in plain HTTP. */
static void
give_up(void)
{
	abort();
}

struct bufferevent *
server_limits_connect(struct server_limits *limits, struct event_base *base,
    SSL *ssl)
{
	struct connection *connection = calloc(1, sizeof(*connection));
	struct timeval now = { 0, 0 };

	if (connection == NULL || ssl == NULL)
		give_up();
	connection->limits = limits;
	connection->slot = -1;
	connection->excess = atomic_fetch_add(&limits->open, 1) >=
	    limits->connections;
	connection->timer = event_new(base, -1, 0, on_timer, connection);
	connection->bev = bufferevent_openssl_socket_new(base, -1, ssl,
	    BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	if (connection->timer == NULL || connection->bev == NULL ||
	    SSL_set_ex_data(ssl, limits->ex_index, connection) != 1)
		give_up();
	bufferevent_openssl_set_allow_dirty_shutdown(connection->bev, 1);
	(void)event_add(connection->timer, &now);
	return connection->bev;
}

/* A shell gives 1,024 files where a thousand connections are meant.  Twice as
 * many: one beyond the cap has its file until it is closed. */
static unsigned
connections_that_fit(unsigned wanted)
{
	rlim_t enough = 2 * (rlim_t)wanted + SERVER_LIMITS_FILES;
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return wanted;
	if (files.rlim_cur < enough) {
		files.rlim_cur = enough;
		if (files.rlim_cur > files.rlim_max)
			files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
		(void)getrlimit(RLIMIT_NOFILE, &files);
	}
	if (files.rlim_cur >= (rlim_t)wanted + SERVER_LIMITS_FILES)
		return wanted;
	return files.rlim_cur > SERVER_LIMITS_FILES
	    ? (unsigned)(files.rlim_cur - SERVER_LIMITS_FILES)
	    : 1;
}

enum status
server_limits_init(struct server_limits *limits, struct err *err)
{
	limits->connections = connections_that_fit(limits->connections);
	limits->ex_index = SSL_get_ex_new_index(0, NULL, NULL, NULL,
	    end_connection);
	return limits->ex_index < 0 || RAND_bytes(limits->address_key,
	        sizeof(limits->address_key)) != 1
	    ? err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS)
	    : OK;
}
