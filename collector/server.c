/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024
#define ADDRESS_SLOTS 4096
#define POLL_MICROSECONDS 50000
#define IDLE_POLLS 4

struct thread {
	struct server *server;
	pthread_t handle; /* for the thread that joins */
	pthread_t self;   /* written and compared by the thread itself */
	bool running;
	struct event_base *base;
	struct evhttp *http;
	struct evconnlistener *listener;
	evutil_socket_t wake[2];
	struct event *woken;
	struct event *poll; /* while stopping */
	unsigned idle_polls;
	pthread_mutex_t lock;
	struct exchange *answered; /* under lock */
};

struct server {
	struct server_options options;
	struct routes routes;
	uint16_t port;
	pthread_mutex_t lock;
	SSL_CTX *context; /* under lock */
	int ex_index;
	atomic_uint connections;
	atomic_uint exchanges;
	atomic_bool stopping;
	/* How many connections an address has: by a keyed hash, so that the
	 * address itself is kept nowhere.  Two addresses may share a slot. */
	atomic_uint by_address[ADDRESS_SLOTS];
	uint8_t address_key[32];
	unsigned thread_count;
	struct thread threads[SERVER_THREADS_MAX];
};

/* Hung on the SSL object, so that it ends when the connection does. */
struct connection {
	struct server *server;
	struct bufferevent *bev;
	struct event *timer;
	bool excess; /* beyond the cap: closed as soon as its socket is known */
	bool timed;  /* the timer is the deadline now */
	int slot;    /* in by_address; -1: none */
};

struct exchange {
	struct thread *thread;
	struct evhttp_request *request;
	const struct route *route;
	struct str more;
	struct str body;
	int http;
	bool retry;
	bool closing;
	char type[64];
	char etag[80];
	struct buf answer;
	struct exchange *next;
};

/* Connections. */

static unsigned
address_slot(const struct server *server, const struct sockaddr *address)
{
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };
	unsigned char key[sizeof(server->address_key) + 8] = { 0 };
	size_t len = sizeof(server->address_key);

	memcpy(key, server->address_key, len);
	if (address->sa_family == AF_INET6)
		memcpy(key + len,
		    &((const struct sockaddr_in6 *)(const void *)address)
		         ->sin6_addr, 8);
	if (address->sa_family == AF_INET)
		memcpy(key + len,
		    &((const struct sockaddr_in *)(const void *)address)
		         ->sin_addr, 4);
	(void)EVP_Digest(key, sizeof(key), digest, NULL, EVP_sha256(), NULL);
	return (unsigned)(digest[0] << 8 | digest[1]) % ADDRESS_SLOTS;
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
	struct server *server = connection->server;
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	memset(&address, 0, sizeof(address));
	if (getpeername(fd, (struct sockaddr *)&address, &len) != 0)
		return false;
	unmap(&address);
	connection->slot = (int)address_slot(server,
	    (const struct sockaddr *)&address);
	return atomic_fetch_add(&server->by_address[connection->slot], 1) <
	    server->options.per_address;
}

/* First at once, when evhttp has given the connection its socket; then at the
 * deadline.  Shutting the socket down lets libevent free everything by its
 * ordinary path. */
static void
on_timer(evutil_socket_t ignored, short what, void *cookie)
{
	struct connection *connection = cookie;
	struct timeval deadline = {
		.tv_sec = (time_t)connection->server->options.seconds,
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
		    &connection->server->by_address[connection->slot], 1);
	(void)atomic_fetch_sub(&connection->server->connections, 1);
	event_free(connection->timer);
	free(connection);
}

/* No memory for a connection: evhttp would go on in plain HTTP. */
static void
give_up(void)
{
	abort();
}

static struct bufferevent *
new_connection(struct event_base *base, void *cookie)
{
	struct server *server = cookie;
	struct connection *connection = calloc(1, sizeof(*connection));
	struct timeval now = { 0, 0 };
	SSL *ssl;

	(void)pthread_mutex_lock(&server->lock);
	ssl = SSL_new(server->context);
	(void)pthread_mutex_unlock(&server->lock);
	if (connection == NULL || ssl == NULL)
		give_up();
	connection->server = server;
	connection->slot = -1;
	connection->excess = atomic_fetch_add(&server->connections, 1) >=
	    server->options.connections;
	connection->timer = event_new(base, -1, 0, on_timer, connection);
	connection->bev = bufferevent_openssl_socket_new(base, -1, ssl,
	    BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	if (connection->timer == NULL || connection->bev == NULL ||
	    SSL_set_ex_data(ssl, server->ex_index, connection) != 1)
		give_up();
	bufferevent_openssl_set_allow_dirty_shutdown(connection->bev, 1);
	(void)event_add(connection->timer, &now);
	return connection->bev;
}

/* Requests. */

struct str
exchange_more(const struct exchange *exchange)
{
	return exchange->more;
}

struct str
exchange_body(const struct exchange *exchange)
{
	return exchange->body;
}

struct str
exchange_header(const struct exchange *exchange, const char *name)
{
	return str_of(evhttp_find_header(
	    evhttp_request_get_input_headers(exchange->request), name));
}

static void
add_header(struct evhttp_request *request, const char *name, const char *value)
{
	(void)evhttp_add_header(evhttp_request_get_output_headers(request),
	    name, value);
}

static const struct {
	int http;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 204, "No Content" },
	{ 304, "Not Modified" },
};

static const char *
reason_of(int http)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].http == http)
			return reasons[i].reason;
	return "Refused";
}

static void
add_date(struct evhttp_request *request)
{
	char date[64];

	if (evutil_date_rfc1123(date, sizeof(date), NULL) > 0)
		add_header(request, "Date", date);
}

/* Every header is ours, so that the size of an answer is known here. */
static void
add_headers(struct exchange *exchange)
{
	struct evhttp_request *request = exchange->request;
	bool body = exchange->http != 204 && exchange->http != 304;

	add_date(request);
	add_header(request, "Cache-Control", "no-store");
	if (body) {
		add_header(request, "Content-Type", exchange->type);
		add_header(request, "Content-Length",
		    digits((long long)exchange->answer.len).text);
	}
	if (exchange->etag[0] != '\0')
		add_header(request, "ETag", exchange->etag);
	if (exchange->retry)
		add_header(request, "Retry-After", "30");
	if (exchange->closing)
		add_header(request, "Connection", "close");
}

static void
add_padding(struct exchange *exchange)
{
	struct evkeyvalq *headers =
	    evhttp_request_get_output_headers(exchange->request);
	struct evkeyval *header;
	size_t size = strlen("HTTP/1.1 204 \r\n") +
	    strlen(reason_of(exchange->http)) + strlen("Padding: \r\n\r\n") +
	    exchange->answer.len;
	struct buf padding;

	for (header = headers->tqh_first; header != NULL;
	     header = header->next.tqe_next)
		size += strlen(header->key) + strlen(header->value) + 4;
	buf_init(&padding, SERVER_PADDED_BYTES);
	for (; size < SERVER_PADDED_BYTES; size++)
		buf_char(&padding, '0');
	add_header(exchange->request, "Padding", buf_z(&padding));
	buf_release(&padding);
}

/* On the exchange's own thread. */
static void
send_answer(struct exchange *exchange)
{
	struct server *server = exchange->thread->server;
	struct evhttp_request *request = exchange->request;
	struct evhttp_connection *connection =
	    evhttp_request_get_connection(request);
	struct evbuffer *body = evbuffer_new();
	bool padded = exchange->route != NULL && exchange->route->padded;
	struct bufferevent *bev = connection == NULL
	    ? NULL
	    : evhttp_connection_get_bufferevent(connection);

	add_headers(exchange);
	if (padded)
		add_padding(exchange);
	if (body != NULL)
		(void)evbuffer_add(body, buf_z(&exchange->answer),
		    exchange->answer.len);
	evhttp_send_reply(request, exchange->http, reason_of(exchange->http),
	    body);
	/* Head and body in one piece are one TLS record: no second size. */
	if (padded && bev != NULL)
		(void)evbuffer_pullup(bufferevent_get_output(bev), -1);
	if (body != NULL)
		evbuffer_free(body);
	buf_release(&exchange->answer);
	free(exchange);
	(void)atomic_fetch_sub(&server->exchanges, 1);
}

static void
on_woken(evutil_socket_t fd, short what, void *cookie)
{
	struct thread *thread = cookie;
	struct exchange *list, *next;
	char drained[256];

	(void)what;
	while (recv(fd, drained, sizeof(drained), MSG_DONTWAIT) > 0)
		;
	(void)pthread_mutex_lock(&thread->lock);
	list = thread->answered;
	thread->answered = NULL;
	(void)pthread_mutex_unlock(&thread->lock);
	for (; list != NULL; list = next) {
		next = list->next;
		send_answer(list);
	}
}

static void
wake(struct thread *thread)
{
	/* A full pipe is awake already. */
	(void)send(thread->wake[1], "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Another thread may read `self` while it is being written only before the
 * first request, when there is nothing to hand back. */
static bool
own_thread(const struct thread *thread)
{
	return pthread_equal(pthread_self(), thread->self) != 0;
}

static void
hand_back(struct exchange *exchange)
{
	struct thread *thread = exchange->thread;

	if (own_thread(thread)) {
		send_answer(exchange);
		return;
	}
	(void)pthread_mutex_lock(&thread->lock);
	exchange->next = thread->answered;
	thread->answered = exchange;
	(void)pthread_mutex_unlock(&thread->lock);
	wake(thread);
}

#define ANSWER_BYTES ((size_t)4 << 20)

void
exchange_answer(struct exchange *exchange, const struct answer_parts *parts)
{
	exchange->http = parts->http;
	(void)snprintf(exchange->type, sizeof(exchange->type), "%s",
	    parts->type == NULL ? "" : parts->type);
	(void)snprintf(exchange->etag, sizeof(exchange->etag), "%s",
	    parts->etag == NULL ? "" : parts->etag);
	buf_str(&exchange->answer, parts->body);
	if (exchange->route != NULL && exchange->route->padded)
		exchange->closing = true;
	hand_back(exchange);
}

void
exchange_refuse(struct exchange *exchange, enum refusal refusal)
{
	exchange_refuse_with(exchange, refusal, refusal_row(refusal)->code,
	    refusal_row(refusal)->sentence);
}

void
exchange_refuse_with(struct exchange *exchange, enum refusal refusal,
    const char *code, enum message sentence)
{
	struct answer_parts parts = {
		.http = refusal_row(refusal)->http,
		.type = "application/json; charset=utf-8",
	};
	struct buf body;

	buf_init(&body, 1024);
	refusal_json(&body, exchange->thread->server->options.language, code,
	    sentence);
	parts.body = buf_view(&body);
	exchange->retry = refusal == REFUSAL_BUSY;
	exchange->closing = true;
	exchange_answer(exchange, &parts);
	buf_release(&body);
}

static size_t
count_headers(const struct evkeyvalq *headers, const char *name)
{
	size_t count = 0;

	for (const struct evkeyval *header = headers->tqh_first;
	     header != NULL; header = header->next.tqe_next)
		count += strcasecmp(header->key, name) == 0;
	return count;
}

/* One length, stated once, and no other way to end a body: what a proxy and
 * we read differently is what request smuggling lives on. */
static bool
lengths_agree(struct evhttp_request *request)
{
	const struct evkeyvalq *headers =
	    evhttp_request_get_input_headers(request);
	size_t lengths = count_headers(headers, "Content-Length");
	size_t body =
	    evbuffer_get_length(evhttp_request_get_input_buffer(request));
	const char *text = evhttp_find_header(headers, "Content-Length");
	uint64_t length = 0;

	if (count_headers(headers, "Transfer-Encoding") != 0 || lengths > 1)
		return false;
	if (lengths == 0)
		return body == 0;
	return str_number(str_of(text), UINT32_MAX, &length) && length == body;
}

static bool
bytes_follow(struct evhttp_request *request)
{
	struct evhttp_connection *connection =
	    evhttp_request_get_connection(request);

	return evbuffer_get_length(bufferevent_get_input(
	           evhttp_connection_get_bufferevent(connection))) > 0;
}

static bool
route_fits(const struct route *route, struct str path, struct str *ret_more)
{
	struct str start = str_of(route->path);

	if (!route->more) {
		*ret_more = STR("");
		return str_eq(path, start);
	}
	if (!str_starts(path, start))
		return false;
	*ret_more = str_skip(path, start.len);
	return ret_more->len > 0 && memchr(ret_more->at, '/', ret_more->len) ==
	    NULL;
}

static const enum evhttp_cmd_type methods[] = {
	[ROUTE_GET] = EVHTTP_REQ_GET,
	[ROUTE_POST] = EVHTTP_REQ_POST,
	[ROUTE_DELETE] = EVHTTP_REQ_DELETE,
};

static enum refusal
find_route(struct exchange *exchange, const struct routes *routes)
{
	struct str path = str_of(evhttp_request_get_uri(exchange->request));
	enum refusal refusal = REFUSAL_ROUTE;

	for (size_t i = 0; i < routes->count; i++) {
		const struct route *route = &routes->rows[i];
		struct str more;

		if (!route_fits(route, path, &more))
			continue;
		refusal = REFUSAL_METHOD;
		if (methods[route->method] !=
		    evhttp_request_get_command(exchange->request))
			continue;
		exchange->route = route;
		exchange->more = more;
		return REFUSAL_NONE;
	}
	return refusal;
}

static enum refusal
judge(struct exchange *exchange, const struct routes *routes)
{
	enum refusal refusal;

	if (!lengths_agree(exchange->request))
		return REFUSAL_LENGTHS;
	if (bytes_follow(exchange->request))
		return REFUSAL_PIPELINED;
	refusal = find_route(exchange, routes);
	if (refusal == REFUSAL_NONE &&
	    exchange->body.len > exchange->route->max_body)
		refusal = REFUSAL_TOO_LARGE;
	return refusal;
}

static void
on_request(struct evhttp_request *request, void *cookie)
{
	struct thread *thread = cookie;
	struct server *server = thread->server;
	struct exchange *exchange = calloc(1, sizeof(*exchange));
	struct evbuffer *body = evhttp_request_get_input_buffer(request);
	enum refusal refusal;

	if (exchange == NULL) {
		evhttp_send_error(request, 503, NULL);
		return;
	}
	(void)atomic_fetch_add(&server->exchanges, 1);
	exchange->thread = thread;
	exchange->request = request;
	buf_init(&exchange->answer, ANSWER_BYTES);
	exchange->body.len = evbuffer_get_length(body);
	exchange->body.at = exchange->body.len == 0
	    ? ""
	    : (const char *)evbuffer_pullup(body, -1);
	exchange->closing = atomic_load(&server->stopping);
	refusal = judge(exchange, &server->routes);
	if (refusal != REFUSAL_NONE)
		exchange_refuse(exchange, refusal);
	else
		exchange->route->handle(server->routes.cookie, exchange);
}

/* TLS. */

static SSL_CTX *
new_context(const struct server_options *options)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	if (context != NULL &&
	    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
	    SSL_CTX_set_num_tickets(context, 0) == 1 &&
	    SSL_CTX_use_certificate_file(context, options->certificate,
	        SSL_FILETYPE_PEM) == 1 &&
	    SSL_CTX_use_PrivateKey_file(context, options->key,
	        SSL_FILETYPE_PEM) == 1 &&
	    SSL_CTX_check_private_key(context) == 1)
		return context;
	SSL_CTX_free(context);
	return NULL;
}

/* The authority goes with the chain: a computer knows its fingerprint only. */
static bool
add_authority(SSL_CTX *context, const char *path)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *authority = file == NULL
	    ? NULL
	    : PEM_read_bio_X509(file, NULL, NULL, NULL);
	bool added = authority != NULL &&
	    SSL_CTX_add_extra_chain_cert(context, authority) == 1;

	if (authority != NULL && !added)
		X509_free(authority);
	BIO_free(file);
	return added;
}

static enum status
load_context(const struct server_options *options, SSL_CTX **ret,
    struct err *err)
{
	SSL_CTX *context = new_context(options);

	ERR_clear_error();
	if (context == NULL || !add_authority(context, options->authority)) {
		SSL_CTX_free(context);
		return err_set(err, E_DAMAGED, MSG_SERVER_CERTIFICATE, NO_ARGS);
	}
	/* No session is ever resumed: a ticket would tie two connections. */
	(void)SSL_CTX_set_options(context, SSL_OP_NO_TICKET |
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	(void)SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	*ret = context;
	return OK;
}

enum status
server_reload(struct server *server, struct err *err)
{
	SSL_CTX *context = NULL;
	SSL_CTX *old;
	enum status code = load_context(&server->options, &context, err);

	if (code != OK)
		return code;
	(void)pthread_mutex_lock(&server->lock);
	old = server->context;
	server->context = context;
	(void)pthread_mutex_unlock(&server->lock);
	SSL_CTX_free(old);
	return OK;
}

/* Sockets. */

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
static enum status
open_socket(struct server *server, int *ret_fd, struct err *err)
{
	struct sockaddr_storage address;
	socklen_t len = 0;
	const char *listen_on = server->options.listen;
	int fd = -1;

	if (!fill_address(listen_on, server->port, &address, &len))
		return err_set(err, E_USAGE, MSG_HOST_INVALID, ARGS(listen_on));
	fd = listening_socket(&address, len);
	if (fd < 0 && errno == EAFNOSUPPORT && strcmp(listen_on, "::") == 0 &&
	    fill_address("0.0.0.0", server->port, &address, &len))
		fd = listening_socket(&address, len);
	if (fd < 0)
		return err_set(err, errno == EACCES ? E_ACCESS : E_NETWORK,
		    MSG_SERVER_PORT, ARGS(digits(server->port).text));
	server->port = port_of(fd);
	*ret_fd = fd;
	return OK;
}

/* Threads. */

static void
on_poll(evutil_socket_t fd, short what, void *cookie)
{
	struct thread *thread = cookie;

	(void)fd;
	(void)what;
	if (!atomic_load(&thread->server->stopping))
		return;
	(void)evconnlistener_disable(thread->listener);
	/* The last answer may still lie in libevent's buffer. */
	thread->idle_polls = atomic_load(&thread->server->exchanges) == 0
	    ? thread->idle_polls + 1
	    : 0;
	if (thread->idle_polls == IDLE_POLLS)
		(void)event_base_loopbreak(thread->base);
}

static enum status
thread_init(struct thread *thread, struct server *server, struct err *err)
{
	struct timeval often = { .tv_usec = POLL_MICROSECONDS };
	int fd = -1;
	enum status code = open_socket(server, &fd, err);

	if (code != OK)
		return code;
	thread->server = server;
	thread->wake[0] = thread->wake[1] = -1;
	thread->base = event_base_new();
	if (thread->base != NULL)
		thread->http = evhttp_new(thread->base);
	if (thread->http != NULL)
		thread->listener = evconnlistener_new(thread->base, NULL, NULL,
		    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (thread->listener == NULL)
		(void)close(fd);
	if (thread->listener == NULL ||
	    evhttp_bind_listener(thread->http, thread->listener) == NULL ||
	    evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, thread->wake) != 0)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	thread->woken = event_new(thread->base, thread->wake[0],
	    EV_READ | EV_PERSIST, on_woken, thread);
	thread->poll = event_new(thread->base, -1, EV_PERSIST, on_poll, thread);
	if (thread->woken == NULL || thread->poll == NULL ||
	    event_add(thread->woken, NULL) != 0 ||
	    event_add(thread->poll, &often) != 0)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	return OK;
}

static void
thread_bounds(struct thread *thread)
{
	struct evhttp *http = thread->http;

	evhttp_set_bevcb(http, new_connection, thread->server);
	evhttp_set_gencb(http, on_request, thread);
	evhttp_set_allowed_methods(http,
	    EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_DELETE);
	evhttp_set_max_headers_size(http, SERVER_HEADER_BYTES);
	evhttp_set_max_body_size(http, (ev_ssize_t)SERVER_BODY_BYTES);
	evhttp_set_timeout(http, (int)thread->server->options.seconds);
}

static void
thread_release(struct thread *thread)
{
	if (thread->http != NULL)
		evhttp_free(thread->http); /* with its listener */
	if (thread->woken != NULL)
		event_free(thread->woken);
	if (thread->poll != NULL)
		event_free(thread->poll);
	if (thread->base != NULL)
		event_base_free(thread->base);
	for (size_t i = 0; thread->base != NULL && i < 2; i++)
		if (thread->wake[i] >= 0)
			(void)evutil_closesocket(thread->wake[i]);
	(void)pthread_mutex_destroy(&thread->lock);
}

static void *
thread_run(void *cookie)
{
	struct thread *thread = cookie;

	thread->self = pthread_self();
	(void)event_base_dispatch(thread->base);
	return NULL;
}

enum status
server_new(const struct server_options *options, const struct routes *routes,
    struct server **ret_server, struct err *err)
{
	struct server *server = calloc(1, sizeof(*server));
	enum status code;

	if (server == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	server->options = *options;
	server->routes = *routes;
	server->port = options->port;
	(void)pthread_mutex_init(&server->lock, NULL);
	server->ex_index = SSL_get_ex_new_index(0, NULL, NULL, NULL,
	    end_connection);
	code = server->ex_index < 0 ||
	        RAND_bytes(server->address_key,
	            sizeof(server->address_key)) != 1
	    ? err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS)
	    : load_context(options, &server->context, err);
	while (code == OK && server->thread_count < options->threads) {
		struct thread *thread = &server->threads[server->thread_count++];

		(void)pthread_mutex_init(&thread->lock, NULL);
		code = thread_init(thread, server, err);
		if (code == OK)
			thread_bounds(thread);
	}
	if (code != OK) {
		server_free(server);
		return code;
	}
	*ret_server = server;
	return OK;
}

enum status
server_start(struct server *server, struct err *err)
{
	for (unsigned i = 0; i < server->thread_count; i++) {
		struct thread *thread = &server->threads[i];

		if (pthread_create(&thread->handle, NULL, thread_run, thread) != 0)
			return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
		thread->running = true;
	}
	return OK;
}

uint16_t
server_port(const struct server *server)
{
	return server->port;
}

void
server_stop(struct server *server)
{
	atomic_store(&server->stopping, true);
	for (unsigned i = 0; i < server->thread_count; i++) {
		struct thread *thread = &server->threads[i];

		if (thread->running)
			(void)pthread_join(thread->handle, NULL);
		thread->running = false;
	}
}

void
server_free(struct server *server)
{
	if (server == NULL)
		return;
	server_stop(server);
	for (unsigned i = 0; i < server->thread_count; i++)
		thread_release(&server->threads[i]);
	SSL_CTX_free(server->context);
	(void)pthread_mutex_destroy(&server->lock);
	free(server);
}
