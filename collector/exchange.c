/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/exchange.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#define ANSWER_BYTES ((size_t)4 << 20) /* BUNDLE_MAX_BYTES */

struct exchange {
	struct exchange_post *post;
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
	buf_init(&padding, EXCHANGE_PADDED_BYTES);
	for (; size < EXCHANGE_PADDED_BYTES; size++)
		buf_char(&padding, '0');
	add_header(exchange->request, "Padding", buf_z(&padding));
	buf_release(&padding);
}

/* On the exchange's own thread. */
static void
send_answer(struct exchange *exchange)
{
	struct exchange_post *post = exchange->post;
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
	(void)atomic_fetch_sub(post->under_way, 1);
}

static void
on_woken(evutil_socket_t fd, short what, void *cookie)
{
	struct exchange_post *post = cookie;
	struct exchange *list, *next;
	char drained[256];

	(void)what;
	while (recv(fd, drained, sizeof(drained), MSG_DONTWAIT) > 0)
		;
	(void)pthread_mutex_lock(&post->lock);
	list = post->answered;
	post->answered = NULL;
	(void)pthread_mutex_unlock(&post->lock);
	for (; list != NULL; list = next) {
		next = list->next;
		send_answer(list);
	}
}

static void
wake(struct exchange_post *post)
{
	/* A full pipe is awake already. */
	(void)send(post->wake[1], "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* `self` is written when the thread starts, before its first request, so no
 * other thread that has an exchange to hand back can read it too early. */
static bool
own_thread(const struct exchange_post *post)
{
	return pthread_equal(pthread_self(), post->self) != 0;
}

static void
hand_back(struct exchange *exchange)
{
	struct exchange_post *post = exchange->post;

	if (own_thread(post)) {
		send_answer(exchange);
		return;
	}
	(void)pthread_mutex_lock(&post->lock);
	exchange->next = post->answered;
	post->answered = exchange;
	(void)pthread_mutex_unlock(&post->lock);
	wake(post);
}

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
	refusal_json(&body, exchange->post->language, code,
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

void
exchange_on_request(struct evhttp_request *request, void *cookie)
{
	struct exchange_post *post = cookie;
	struct exchange *exchange = calloc(1, sizeof(*exchange));
	struct evbuffer *body = evhttp_request_get_input_buffer(request);
	enum refusal refusal;

	if (exchange == NULL) {
		evhttp_send_error(request, 503, NULL);
		return;
	}
	(void)atomic_fetch_add(post->under_way, 1);
	exchange->post = post;
	exchange->request = request;
	buf_init(&exchange->answer, ANSWER_BYTES);
	exchange->body.len = evbuffer_get_length(body);
	exchange->body.at = exchange->body.len == 0
	    ? ""
	    : (const char *)evbuffer_pullup(body, -1);
	exchange->closing = atomic_load(post->stopping);
	refusal = judge(exchange, post->routes);
	if (refusal != REFUSAL_NONE)
		exchange_refuse(exchange, refusal);
	else
		exchange->route->handle(post->routes->cookie, exchange);
}

enum status
exchange_post_init(struct exchange_post *post, struct event_base *base,
    struct err *err)
{
	(void)pthread_mutex_init(&post->lock, NULL);
	post->wake[0] = post->wake[1] = -1;
	if (evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, post->wake) == 0)
		post->woken = event_new(base, post->wake[0],
		    EV_READ | EV_PERSIST, on_woken, post);
	if (post->woken == NULL || event_add(post->woken, NULL) != 0)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	return OK;
}

void
exchange_post_release(struct exchange_post *post)
{
	if (post->woken != NULL)
		event_free(post->woken);
	for (size_t i = 0; i < 2; i++)
		if (post->wake[i] >= 0)
			(void)evutil_closesocket(post->wake[i]);
	(void)pthread_mutex_destroy(&post->lock);
}
