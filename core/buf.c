/* SPDX-License-Identifier: Apache-2.0 */
#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 128

void
buf_init(struct buf *buf, size_t limit)
{
	*buf = (struct buf){ .limit = limit };
}

static void
wipe(char *at, size_t len)
{
	volatile char *p = at;

	while (len-- > 0)
		*p++ = 0;
}

void
buf_release(struct buf *buf)
{
	if (buf->at != NULL)
		wipe(buf->at, buf->cap);
	free(buf->at);
	*buf = (struct buf){ .limit = buf->limit };
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->failed = OK;
}

/* Not realloc, which would leave a copy behind that is not wiped. */
static bool
grow(struct buf *buf, size_t cap)
{
	char *grown = malloc(cap);

	if (grown == NULL)
		return false;
	if (buf->len > 0)
		memcpy(grown, buf->at, buf->len);
	grown[buf->len] = '\0';
	if (buf->at != NULL)
		wipe(buf->at, buf->cap);
	free(buf->at);
	buf->at = grown;
	buf->cap = cap;
	return true;
}

/* The one place where a builder grows; a byte is kept for the final NUL. */
char *
buf_reserve(struct buf *buf, size_t n)
{
	size_t cap = buf->cap == 0 ? FIRST_CAPACITY : buf->cap;

	if (buf->failed != OK)
		return NULL;
	if (n > buf->limit || buf->len > buf->limit - n) {
		buf->failed = E_LIMIT;
		return NULL;
	}
	while (cap < buf->len + n + 1)
		cap *= 2;
	if (cap > buf->cap && !grow(buf, cap)) {
		buf->failed = E_NOMEM;
		return NULL;
	}
	return buf->at + buf->len;
}

void
buf_added(struct buf *buf, size_t n)
{
	buf->len += n;
	buf->at[buf->len] = '\0';
}

void
buf_str(struct buf *buf, struct str s)
{
	char *room = buf_reserve(buf, s.len);

	if (room == NULL)
		return;
	if (s.len > 0)
		memcpy(room, s.at, s.len);
	buf_added(buf, s.len);
}

void
buf_text(struct buf *buf, const char *text)
{
	buf_str(buf, str_of(text));
}

void
buf_char(struct buf *buf, char c)
{
	buf_str(buf, (struct str){ &c, 1 });
}

void
buf_number(struct buf *buf, long long number)
{
	buf_format(buf, "%lld", number);
}

void
buf_spaces(struct buf *buf, size_t n)
{
	while (n-- > 0)
		buf_char(buf, ' ');
}

void
buf_format(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	int n;
	char *room;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	room = n < 0 ? NULL : buf_reserve(buf, (size_t)n);
	if (room != NULL) {
		(void)vsnprintf(room, (size_t)n + 1, format, again);
		buf_added(buf, (size_t)n);
	}
	va_end(again);
}

void
buf_cut(struct buf *buf, size_t len)
{
	if (len < buf->len) {
		buf->len = len;
		buf->at[len] = '\0';
	}
}

enum status
buf_status(const struct buf *buf)
{
	return buf->failed;
}

struct str
buf_view(const struct buf *buf)
{
	return (struct str){ buf->len == 0 ? "" : buf->at, buf->len };
}

const char *
buf_z(const struct buf *buf)
{
	return buf->len == 0 ? "" : buf->at;
}
