/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server.h"

#include "collector/exchange.h"
#include "collector/server_errors.h"
#include "collector/server_limits.h"
#include "collector/server_socket.h"
#include "collector/server_tls.h"

#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POLL_MICROSECONDS 50000
#define IDLE_POLLS 4

struct thread {
	struct server *server;
	pthread_t handle; /* for the thread that joins */
	bool running;
	struct event_base *base;
	struct evhttp *http;
	struct evconnlistener *listener;
	struct event *poll; /* while stopping */
	unsigned idle_polls;
	struct exchange_post post;
};

struct server {
	struct server_options options;
	struct routes routes;
	uint16_t port;
	pthread_mutex_t lock;
	SSL_CTX *context; /* under lock */
	struct server_limits limits;
	atomic_uint exchanges;
	atomic_bool stopping;
	unsigned thread_count;
	struct thread threads[SERVER_THREADS_MAX];
};

/* TLS. */

static struct bufferevent *
new_connection(struct event_base *base, void *cookie)
{
	struct server *server = cookie;
	struct bufferevent *bev;
	SSL *ssl;

	(void)pthread_mutex_lock(&server->lock);
	ssl = SSL_new(server->context);
	(void)pthread_mutex_unlock(&server->lock);
	bev = server_limits_connect(&server->limits, base, ssl);
	server_errors_watch(bev, &server->options.language);
	return bev;
}

static enum status
load_context(const struct server_options *options, SSL_CTX **ret,
    struct err *err)
{
	const struct server_tls files = { options->certificate, options->key,
		options->authority };

	return server_tls_load(&files, ret, err);
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

/* Threads. */

/* No file left for a connection: until the next poll nobody is let in.
 * libevent would write a line of log and try again at once, for ever. */
static void
on_accept_error(struct evconnlistener *listener, void *cookie)
{
	(void)cookie;
	(void)evconnlistener_disable(listener);
}

static void
on_poll(evutil_socket_t fd, short what, void *cookie)
{
	struct thread *thread = cookie;

	(void)fd;
	(void)what;
	if (!atomic_load(&thread->server->stopping)) {
		(void)evconnlistener_enable(thread->listener);
		return;
	}
	(void)evconnlistener_disable(thread->listener);
	/* The last answer may still lie in libevent's buffer. */
	thread->idle_polls = atomic_load(&thread->server->exchanges) == 0
	    ? thread->idle_polls + 1
	    : 0;
	if (thread->idle_polls == IDLE_POLLS)
		(void)event_base_loopbreak(thread->base);
}

static void
thread_post(struct thread *thread, struct server *server)
{
	thread->post = (struct exchange_post){
		.routes = &server->routes,
		.language = server->options.language,
		.under_way = &server->exchanges,
		.stopping = &server->stopping,
		.wake = { -1, -1 },
	};
}

static enum status
thread_init(struct thread *thread, struct server *server, struct err *err)
{
	struct timeval often = { .tv_usec = POLL_MICROSECONDS };
	int fd = -1;
	enum status code = server_socket_open(server->options.listen,
	    &server->port, &fd, err);

	if (code != OK)
		return code;
	thread->server = server;
	thread->base = event_base_new();
	if (thread->base != NULL)
		thread->http = evhttp_new(thread->base);
	if (thread->http != NULL)
		thread->listener = evconnlistener_new(thread->base, NULL, NULL,
		    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (thread->listener == NULL)
		(void)close(fd);
	if (thread->listener == NULL ||
	    evhttp_bind_listener(thread->http, thread->listener) == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	evconnlistener_set_error_cb(thread->listener, on_accept_error);
	thread->poll = event_new(thread->base, -1, EV_PERSIST, on_poll, thread);
	if (thread->poll == NULL || event_add(thread->poll, &often) != 0)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	return exchange_post_init(&thread->post, thread->base, err);
}

static void
thread_bounds(struct thread *thread)
{
	struct evhttp *http = thread->http;

	evhttp_set_bevcb(http, new_connection, thread->server);
	evhttp_set_gencb(http, exchange_on_request, &thread->post);
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
	exchange_post_release(&thread->post);
	if (thread->poll != NULL)
		event_free(thread->poll);
	if (thread->base != NULL)
		event_base_free(thread->base);
}

static void *
thread_run(void *cookie)
{
	struct thread *thread = cookie;

	thread->post.self = pthread_self();
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
	server->limits.connections = options->connections;
	server->limits.per_address = options->per_address;
	server->limits.seconds = options->seconds;
	code = server_limits_init(&server->limits, err);
	if (code == OK)
		code = load_context(options, &server->context, err);
	while (code == OK && server->thread_count < options->threads) {
		struct thread *thread = &server->threads[server->thread_count++];

		thread_post(thread, server);
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

		if (pthread_create(&thread->handle, NULL, thread_run,
		    thread) != 0)
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

unsigned
server_connections(const struct server *server)
{
	return server->limits.connections;
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
