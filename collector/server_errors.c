/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server_errors.h"

#include "collector/refusal.h"

#include "core/buf.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <stdint.h>
#include <string.h>

#define PAGE "<HTML><HEAD>" /* no answer of ours holds HTML */
#define BODY_BYTES 1024

static const struct {
	const char *status;
	enum refusal refusal;
} rows[] = {
	{ "HTTP/1.1 413", REFUSAL_TOO_LARGE },
	{ "HTTP/1.1 501", REFUSAL_METHOD },
};

/* A request of HTTP/1.0 is answered as such. */
static enum refusal
refusal_of(struct evbuffer *output)
{
	char head[12] = "";

	(void)evbuffer_copyout(output, head, sizeof(head));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (memcmp(head + 8, rows[i].status + 8, 4) == 0)
			return rows[i].refusal;
	return REFUSAL_REQUEST;
}

static void
write_refusal(struct evbuffer *output, enum refusal refusal,
    enum language language)
{
	const struct refusal_row *row = refusal_row(refusal);
	struct buf body;

	buf_init(&body, BODY_BYTES);
	refusal_json(&body, language, row->code, row->sentence);
	(void)evbuffer_add_printf(output, "HTTP/1.1 %d Refused\r\n"
	    "Cache-Control: no-store\r\n"
	    "Content-Type: application/json; charset=utf-8\r\n"
	    "Content-Length: %zu\r\nConnection: close\r\n\r\n%s", row->http,
	    body.len, buf_z(&body));
	buf_release(&body);
}

/* The page comes in one piece, and nothing of it is on its way: the socket is
 * written to from the event loop only. */
static void
on_output(struct evbuffer *output, const struct evbuffer_cb_info *info,
    void *cookie)
{
	const enum language *language = cookie;
	enum refusal refusal;

	if (info->n_added == 0 || evbuffer_search(output, PAGE,
	        strlen(PAGE), NULL).pos < 0)
		return;
	refusal = refusal_of(output);
	(void)evbuffer_drain(output, evbuffer_get_length(output));
	write_refusal(output, refusal, *language);
}

void
server_errors_watch(struct bufferevent *connection,
    const enum language *language)
{
	/* Without memory for it, the page stays HTML. */
	(void)evbuffer_add_cb(bufferevent_get_output(connection), on_output,
	    (void *)(uintptr_t)language);
}
