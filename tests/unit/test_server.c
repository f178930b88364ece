/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/pki.h"
#include "collector/exchange.h"
#include "collector/server.h"
#include "collector/server_limits.h"

#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/test_server_XXXXXX";
static char certificate[64], key[64], authority[64], authority_key[64];
static struct server *server;
static struct err err;

#define BODY_MAX 100

/* Routes: an echo, an answer from another thread, a padded one. */

static void
echo(void *cookie, struct exchange *exchange)
{
	struct answer_parts parts = {
		.http = 200,
		.type = "text/plain",
		.etag = "\"tag\"",
		.body = exchange_body(exchange),
	};

	(void)cookie;
	if (exchange_more(exchange).len > 0)
		parts.body = exchange_more(exchange);
	exchange_answer(exchange, &parts);
}

static void *
answer_later(void *cookie)
{
	struct answer_parts parts = { .http = 204 };

	(void)usleep(300000);
	exchange_answer(cookie, &parts);
	return NULL;
}

static void
later(void *cookie, struct exchange *exchange)
{
	pthread_t thread;

	(void)cookie;
	assert_int_equal(pthread_create(&thread, NULL, answer_later, exchange),
	    0);
	(void)pthread_detach(thread);
}

static void
padded(void *cookie, struct exchange *exchange)
{
	struct answer_parts parts = { .http = 204 };

	(void)cookie;
	if (exchange_body(exchange).len == 0)
		exchange_answer(exchange, &parts);
	else
		exchange_refuse(exchange, exchange_body(exchange).at[0] == 's'
		    ? REFUSAL_SPENT
		    : REFUSAL_BUSY);
}

static const struct route rows[] = {
	{ ROUTE_POST, "/echo", false, BODY_MAX, false, echo },
	{ ROUTE_GET, "/more/", true, 0, false, echo },
	{ ROUTE_GET, "/later", false, 0, false, later },
	{ ROUTE_POST, "/padded", false, BODY_MAX, true, padded },
};

static void
start(unsigned connections, unsigned per_address, unsigned seconds)
{
	const struct routes routes = { .rows = rows, .count = COUNT(rows) };
	const struct server_options options = {
		.listen = "127.0.0.1",
		.threads = 2,
		.connections = connections,
		.per_address = per_address,
		.seconds = seconds,
		.certificate = certificate,
		.key = key,
		.authority = authority,
		.language = LANGUAGE_EN,
	};

	check_ok(server_new(&options, &routes, &server, &err), &err);
	check_ok(server_start(server, &err), &err);
}

static int
stop(void **state)
{
	(void)state;
	server_free(server);
	server = NULL;
	return 0;
}

static int
open_socket(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons(server_port(server)),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct timeval patience = { .tv_sec = 20 };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience));
	assert_int_equal(connect(fd, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	return fd;
}

struct client {
	int fd;
	SSL_CTX *context;
	SSL *ssl;
};

static bool
connect_tls(struct client *client, int version)
{
	client->fd = open_socket();
	client->context = SSL_CTX_new(TLS_client_method());
	(void)SSL_CTX_set_min_proto_version(client->context, version);
	(void)SSL_CTX_set_max_proto_version(client->context, version);
	client->ssl = SSL_new(client->context);
	(void)SSL_set_fd(client->ssl, client->fd);
	return SSL_connect(client->ssl) == 1;
}

static void
disconnect(struct client *client)
{
	SSL_free(client->ssl);
	SSL_CTX_free(client->context);
	(void)close(client->fd);
	ERR_clear_error();
}

static bool
say(struct client *client, const char *text)
{
	return SSL_write(client->ssl, text, (int)strlen(text)) > 0;
}

/* Everything that comes until the end, at most one answer's worth. */
static size_t
read_all(struct client *client, char *to, size_t size)
{
	size_t len = 0;
	int n;

	while (len + 1 < size &&
	    (n = SSL_read(client->ssl, to + len, (int)(size - len - 1))) > 0)
		len += (size_t)n;
	to[len] = '\0';
	return len;
}

/* Send raw bytes and read what comes until the connection ends. */
static size_t
talk(const char *request, char *to, size_t size)
{
	struct client client;
	size_t len;

	assert_true(connect_tls(&client, TLS1_3_VERSION));
	/* A server that refuses early may close before it has read all. */
	(void)say(&client, request);
	len = read_all(&client, to, size);
	disconnect(&client);
	return len;
}

static void
a_request_finds_its_route_or_a_reason(void **state)
{
	static const struct {
		const char *label, *request, *status, *holds;
	} cases[] = {
		{ "echo", "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
		          "Content-Length: 2\r\n\r\nhi",
		    "HTTP/1.1 200 ", "\r\n\r\nhi" },
		{ "more", "GET /more/x-1 HTTP/1.1\r\nHost: a\r\n"
		          "Connection: close\r\n\r\n",
		    "HTTP/1.1 200 ", "\r\n\r\nx-1" },
		{ "etag", "GET /more/x HTTP/1.1\r\nHost: a\r\n"
		          "Connection: close\r\n\r\n",
		    "HTTP/1.1 200 ", "ETag: \"tag\"" },
		{ "nothing more", "GET /more/ HTTP/1.1\r\nHost: a\r\n\r\n",
		    "HTTP/1.1 404 ", "\"route\"" },
		{ "a folder more", "GET /more/a/b HTTP/1.1\r\nHost: a\r\n\r\n",
		    "HTTP/1.1 404 ", "\"route\"" },
		{ "unknown", "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
		    "HTTP/1.1 404 ", "\"route\"" },
		{ "a query", "GET /later?x HTTP/1.1\r\nHost: a\r\n\r\n",
		    "HTTP/1.1 404 ", "\"route\"" },
		{ "method", "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n",
		    "HTTP/1.1 405 ", "\"method\"" },
		{ "another thread", "GET /later HTTP/1.1\r\nHost: a\r\n"
		                    "Connection: close\r\n\r\n",
		    "HTTP/1.1 204 ", "" },
		{ "busy", "POST /padded HTTP/1.1\r\nHost: a\r\n"
		          "Content-Length: 1\r\n\r\nb",
		    "HTTP/1.1 503 ", "Retry-After: 30" },
	};
	char answer[4096];

	(void)state;
	start(64, 64, 10);
	for (size_t i = 0; i < COUNT(cases); i++) {
		(void)talk(cases[i].request, answer, sizeof(answer));
		if (strstr(answer, cases[i].status) != answer ||
		    strstr(answer, cases[i].holds) == NULL)
			fail_msg("%s: %s", cases[i].label, answer);
	}
}

static void
lengths_that_disagree_are_refused(void **state)
{
	static const struct {
		const char *label, *request;
	} cases[] = {
		{ "two lengths", "POST /echo HTTP/1.1\r\nHost: a\r\n"
		                 "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!" },
		{ "twice the same", "POST /echo HTTP/1.1\r\nHost: a\r\n"
		                    "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi" },
		{ "chunked", "POST /echo HTTP/1.1\r\nHost: a\r\n"
		             "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n" },
		{ "both", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
		          "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n" },
		{ "a sign", "POST /echo HTTP/1.1\r\nHost: a\r\n"
		            "Content-Length: +2\r\n\r\nhi" },
		{ "pipelined", "POST /echo HTTP/1.1\r\nHost: a\r\n"
		               "Content-Length: 2\r\n\r\nhiPOST /echo HTTP/1.1\r\n" },
		{ "junk after", "GET /more/x HTTP/1.1\r\nHost: a\r\n\r\njunk" },
	};
	char answer[4096];

	(void)state;
	start(64, 64, 10);
	for (size_t i = 0; i < COUNT(cases); i++) {
		(void)talk(cases[i].request, answer, sizeof(answer));
		if (strstr(answer, "HTTP/1.1 400 ") != answer ||
		    strstr(answer, "Connection: close") == NULL)
			fail_msg("%s: %s", cases[i].label, answer);
	}
}

static void
what_http_cannot_read_has_a_json_body_too(void **state)
{
	static char long_header[SERVER_HEADER_BYTES + 256];
	static const char *const none = "HTTP/1.1 400 ";
	const struct {
		const char *label, *request, *status, *code;
	} cases[] = {
		{ "no request", "junk\r\n\r\n", none, "\"request\"" },
		{ "no version", "GET /more/x\r\n\r\n", none, "\"request\"" },
		{ "no header", "GET /more/x HTTP/1.1\r\nHost a\r\n\r\n", none,
		    "\"request\"" },
		{ "a length that is none", "POST /echo HTTP/1.1\r\nHost: a\r\n"
		    "Content-Length: x\r\n\r\n", none, "\"request\"" },
		{ "a method that is none", "BREW /echo HTTP/1.1\r\n"
		    "Host: a\r\n\r\n", "HTTP/1.1 405 ", "\"method\"" },
		{ "a method that is not ours", "PUT /echo HTTP/1.1\r\n"
		    "Host: a\r\nContent-Length: 0\r\n\r\n",
		    "HTTP/1.1 405 ", "\"method\"" },
		{ "long headers", long_header, none, "\"request\"" },
		{ "a body over the server's bound", "POST /echo HTTP/1.1\r\n"
		    "Host: a\r\nContent-Length: 99999\r\n\r\n",
		    "HTTP/1.1 413 ", "\"too_large\"" },
		{ "HTTP/1.0, unread", "PUT /echo HTTP/1.0\r\n\r\n",
		    "HTTP/1.1 405 ", "\"method\"" },
	};
	char answer[4096];
	size_t head;

	(void)state;
	head = (size_t)snprintf(long_header, sizeof(long_header),
	    "GET /more/x HTTP/1.1\r\nX: ");
	memset(long_header + head, 'x', SERVER_HEADER_BYTES);
	(void)snprintf(long_header + head + SERVER_HEADER_BYTES, 8, "\r\n\r\n");
	start(64, 64, 10);
	for (size_t i = 0; i < COUNT(cases); i++) {
		(void)talk(cases[i].request, answer, sizeof(answer));
		if (strstr(answer, cases[i].status) != answer ||
		    strstr(answer, cases[i].code) == NULL ||
		    strstr(answer, "application/json") == NULL ||
		    strstr(answer, "HTML") != NULL)
			fail_msg("%s: %s", cases[i].label, answer);
	}
}

static void
bodies_and_headers_are_bounded(void **state)
{
	static char request[200000], answer[4096];
	static const struct {
		const char *label;
		size_t header, body;
		const char *status;
		bool cut; /* or no answer at all */
	} cases[] = {
		{ "at the route's bound", 0, BODY_MAX, "HTTP/1.1 200 ", false },
		{ "one over", 0, BODY_MAX + 1, "HTTP/1.1 413 ", false },
		{ "over the server's", 0, SERVER_BODY_BYTES + 1,
		    "HTTP/1.1 413 ", true },
		{ "a header that fits", 4000, 0, "HTTP/1.1 200 ", false },
		{ "headers over the bound", SERVER_HEADER_BYTES + 1, 0,
		    "HTTP/1.1 4", true },
	};

	(void)state;
	start(64, 64, 10);
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = (size_t)snprintf(request, sizeof(request),
		    "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
		    "Content-Length: %zu\r\nX: ", cases[i].body);

		memset(request + len, 'x', cases[i].header + 1);
		len += cases[i].header + 1;
		len += (size_t)snprintf(request + len, 8, "\r\n\r\n");
		memset(request + len, 'y', cases[i].body);
		request[len + cases[i].body] = '\0';
		(void)talk(request, answer, sizeof(answer));
		if (strstr(answer, cases[i].status) != answer &&
		    !(cases[i].cut && answer[0] == '\0'))
			fail_msg("%s: %s", cases[i].label, answer);
	}
}

static void
only_tls_13_is_spoken(void **state)
{
	struct client client;
	char answer[4096];
	int fd;
	ssize_t n;

	(void)state;
	start(64, 64, 2);
	assert_false(connect_tls(&client, TLS1_2_VERSION));
	disconnect(&client);
	assert_true(connect_tls(&client, TLS1_3_VERSION));
	assert_int_equal(SSL_get_peer_cert_chain(client.ssl) == NULL
	    ? 0
	    : sk_X509_num(SSL_get_peer_cert_chain(client.ssl)), 2);
	disconnect(&client);
	fd = open_socket();
	assert_true(write(fd, "GET /more/x HTTP/1.1\r\nHost: a\r\n\r\n", 34) >
	    0);
	n = read(fd, answer, sizeof(answer) - 1);
	answer[n < 0 ? 0 : n] = '\0';
	assert_null(strstr(answer, "HTTP"));
	(void)close(fd);
}

static int tickets;

static int
take_ticket(SSL *ssl, SSL_SESSION *session)
{
	(void)ssl;
	(void)session;
	tickets++;
	return 0;
}

static void
no_session_is_offered_for_later(void **state)
{
	struct client client;
	char answer[4096];

	(void)state;
	start(64, 64, 10);
	assert_true(connect_tls(&client, TLS1_3_VERSION));
	(void)SSL_CTX_set_session_cache_mode(client.context,
	    SSL_SESS_CACHE_CLIENT);
	SSL_CTX_sess_set_new_cb(client.context, take_ticket);
	assert_true(say(&client, "GET /more/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
	(void)read_all(&client, answer, sizeof(answer));
	assert_non_null(strstr(answer, "200 OK"));
	assert_int_equal(tickets, 0);
	disconnect(&client);
}

/* Far more than a deadline of the server's: of a machine that has much to do. */
#define LONG 10

static double
seconds_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
seconds_until_cut(int fd, double since)
{
	char byte;

	while (recv(fd, &byte, 1, 0) > 0)
		;
	return seconds_now() - since;
}

struct drip {
	struct client *client;
	bool cut;
};

/* One byte of a header every 50 ms, for at most 5 s. */
static void
drip(struct drip *drip)
{
	static const char start_line[] = "GET /more/x HTTP/1.1\r\nX: ";
	(void)SSL_write(drip->client->ssl, start_line, sizeof(start_line) - 1);
	for (int i = 0; i < 100 && !drip->cut; i++) {
		char byte;

		(void)usleep(50000);
		drip->cut = SSL_write(drip->client->ssl, "x", 1) <= 0 ||
		    recv(drip->client->fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) ==
		        0;
	}
}

static void
the_slow_are_cut_while_others_are_served(void **state)
{
	struct client client, dripper;
	struct drip state_of_drip = { &dripper, false };
	char answer[4096];
	int silent;
	double opened, waited;

	(void)state;
	start(64, 64, 1);
	opened = seconds_now();
	silent = open_socket();
	assert_true(connect_tls(&client, TLS1_3_VERSION));
	(void)talk("GET /more/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
	    answer, sizeof(answer));
	assert_non_null(strstr(answer, "200 OK"));
	waited = seconds_until_cut(silent, opened);
	assert_true(waited > 0.3 && waited < LONG);
	assert_true(seconds_until_cut(client.fd, opened) < LONG);
	disconnect(&client);
	(void)close(silent);
	assert_true(connect_tls(&dripper, TLS1_3_VERSION));
	drip(&state_of_drip);
	assert_true(state_of_drip.cut);
	disconnect(&dripper);
}

/* Once those who left are noticed: at once, or on a loaded machine later. */
static bool
serves_again(void)
{
	char answer[4096];

	for (int i = 0; i < 50; i++) {
		struct client client;
		bool served;

		(void)usleep(100000);
		served = connect_tls(&client, TLS1_3_VERSION) &&
		    say(&client, "GET /more/x HTTP/1.1\r\nHost: a\r\n"
		        "Connection: close\r\n\r\n") &&
		    read_all(&client, answer, sizeof(answer)) > 0;
		disconnect(&client);
		if (served)
			return strstr(answer, "200 OK") != NULL;
	}
	return false;
}

/* The test's own file limits, while `connections` are asked for. */
static unsigned
cap_under(rlim_t soft, rlim_t hard, unsigned connections)
{
	struct rlimit before, limit = { soft, hard };
	unsigned cap;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	start(connections, 64, 5);
	cap = server_connections(server);
	(void)stop(NULL);
	if (hard == before.rlim_max) /* only a superuser may raise it again */
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	return cap;
}

static void
files_are_raised_to_the_connections_or_they_are_fewer(void **state)
{
	struct rlimit limit;
	int status = 1;
	pid_t child;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_max >= 2000)
		check_number(cap_under(300, limit.rlim_max, 1024), 1024,
		    "raised");
	child = fork();
	if (child == 0)
		_exit(cap_under(400, 400, 1024) == 400 - SERVER_LIMITS_FILES ? 0 : 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	check_number(status, 0, "fewer");
}

static atomic_uint warnings;

static void
count_warning(int severity, const char *text)
{
	(void)severity;
	(void)text;
	(void)atomic_fetch_add(&warnings, 1);
}

/* A process of its own that holds `count` connections until it is ended. */
static pid_t
crowd(unsigned count)
{
	struct rlimit many = { 200, 200 };
	pid_t child = fork();

	if (child != 0)
		return child;
	(void)setrlimit(RLIMIT_NOFILE, &many);
	for (unsigned i = 0; i < count; i++)
		(void)open_socket();
	for (;;)
		(void)pause();
}

static void
a_full_table_of_files_is_waited_out_in_silence(void **state)
{
	struct rlimit before, few;
	clock_t used;
	pid_t child;
	int next;

	(void)state;
	start(64, 64, 20);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	next = dup(0);
	few = (struct rlimit){ (rlim_t)next + 8, before.rlim_max };
	(void)close(next);
	event_set_log_callback(count_warning);
	child = crowd(40);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	(void)usleep(300000);
	used = clock();
	(void)usleep(1000000);
	used = clock() - used;
	assert_int_equal(kill(child, SIGKILL), 0);
	(void)waitpid(child, NULL, 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	event_set_log_callback(NULL);
	check_number(atomic_load(&warnings), 0, "lines of log");
	assert_true(used < CLOCKS_PER_SEC / 2);
	assert_true(serves_again());
}

static void
connections_beyond_a_cap_are_closed_unread(void **state)
{
	static const struct {
		const char *label;
		unsigned connections, per_address;
	} cases[] = {
		{ "cap of all", 3, 64 },
		{ "cap of one address", 64, 3 },
	};
	char answer[4096];

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct client clients[3], extra;
		bool served;

		start(cases[i].connections, cases[i].per_address, 5);
		for (size_t j = 0; j < 3; j++)
			assert_true(connect_tls(&clients[j], TLS1_3_VERSION));
		served = connect_tls(&extra, TLS1_3_VERSION) &&
		    say(&extra, "GET /more/x HTTP/1.1\r\n\r\n") &&
		    read_all(&extra, answer, sizeof(answer)) > 0;
		check_number(served, false, cases[i].label);
		disconnect(&extra);
		for (size_t j = 0; j < 3; j++)
			disconnect(&clients[j]);
		assert_true(serves_again());
		(void)stop(state);
	}
}

static void
padded_answers_have_one_size(void **state)
{
	static const char *const requests[] = {
		"POST /padded HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
		"POST /padded HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\ns",
		"POST /padded HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nb",
	};
	char answer[4096];

	(void)state;
	start(64, 64, 10);
	for (size_t i = 0; i < COUNT(requests); i++) {
		struct client client;
		int first;

		assert_true(connect_tls(&client, TLS1_3_VERSION));
		assert_true(say(&client, requests[i]));
		/* One read, so one TLS record. */
		first = SSL_read(client.ssl, answer, sizeof(answer));
		check_number(first, EXCHANGE_PADDED_BYTES, requests[i]);
		assert_true(SSL_read(client.ssl, answer, sizeof(answer)) <= 0);
		disconnect(&client);
	}
}

static void
a_client_that_left_before_its_answer_harms_nobody(void **state)
{
	char answer[4096];

	(void)state;
	start(64, 64, 10);
	for (int i = 0; i < 10; i++) {
		struct client client;

		assert_true(connect_tls(&client, TLS1_3_VERSION));
		assert_true(say(&client, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n"));
		disconnect(&client);
	}
	(void)talk("GET /later HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
	    answer, sizeof(answer));
	assert_non_null(strstr(answer, "204 "));
}

static void
a_stop_lets_an_exchange_end(void **state)
{
	struct client client;
	char answer[4096];

	start(64, 64, 10);
	assert_true(connect_tls(&client, TLS1_3_VERSION));
	assert_true(say(&client, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n"));
	(void)usleep(100000);
	server_stop(server);
	assert_true(SSL_read(client.ssl, answer, sizeof(answer)) > 0);
	assert_non_null(strstr(answer, "204 "));
	disconnect(&client);
	(void)stop(state);
}

static void
a_new_certificate_is_taken_and_a_broken_one_is_not(void **state)
{
	struct client client;
	char answer[4096], kept[64];

	(void)state;
	start(64, 64, 10);
	(void)snprintf(kept, sizeof(kept), "%s/kept", folder);
	assert_int_equal(rename(certificate, kept), 0);
	assert_int_equal(server_reload(server, &err), E_DAMAGED);
	assert_true(connect_tls(&client, TLS1_3_VERSION));
	disconnect(&client);
	assert_int_equal(rename(kept, certificate), 0);
	check_ok(server_reload(server, &err), &err);
	(void)talk("GET /more/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
	    answer, sizeof(answer));
	assert_non_null(strstr(answer, "200 OK"));
}

static int
make_folder(void **state)
{
	struct pki_hosts hosts = { .count = 0 };
	bool renewed;

	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(certificate, sizeof(certificate), "%s/server.crt",
	    folder);
	(void)snprintf(key, sizeof(key), "%s/server.key", folder);
	(void)snprintf(authority, sizeof(authority), "%s/ca.crt", folder);
	(void)snprintf(authority_key, sizeof(authority_key), "%s/ca.key",
	    folder);
	check_ok(pki_hosts_add(&hosts, STR("127.0.0.1"), &err), &err);
	check_ok(pki_create(folder, "A", (int64_t)time(NULL), &err), &err);
	check_ok(pki_renew(folder, &hosts, (int64_t)time(NULL), &renewed, &err),
	    &err);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(certificate);
	(void)unlink(key);
	(void)unlink(authority);
	(void)unlink(authority_key);
	return rmdir(folder);
}

#define TEST(name) cmocka_unit_test_teardown(name, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_finds_its_route_or_a_reason),
		TEST(lengths_that_disagree_are_refused),
		TEST(what_http_cannot_read_has_a_json_body_too),
		TEST(bodies_and_headers_are_bounded),
		TEST(only_tls_13_is_spoken),
		TEST(no_session_is_offered_for_later),
		TEST(the_slow_are_cut_while_others_are_served),
		TEST(connections_beyond_a_cap_are_closed_unread),
		TEST(files_are_raised_to_the_connections_or_they_are_fewer),
		TEST(a_full_table_of_files_is_waited_out_in_silence),
		TEST(padded_answers_have_one_size),
		TEST(a_client_that_left_before_its_answer_harms_nobody),
		TEST(a_stop_lets_an_exchange_end),
		TEST(a_new_certificate_is_taken_and_a_broken_one_is_not),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
