/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/gunzip.h"

#include "core/os.h"

#include <string.h>

/* Read from the file; 0 at its end, or once failed. */
static size_t
read_file(struct gunzip *gunzip, char *to, size_t room)
{
	size_t n = 0;

	if (gunzip->ended)
		return 0;
	gunzip->failed = os_read(gunzip->fd, to, room, &n, &gunzip->why);
	gunzip->ended = n == 0;
	gunzip->taken += n;
	return n;
}

/* Refill raw when it is empty; false at the end of the file. */
static bool
raw_fill(struct gunzip *gunzip)
{
	if (gunzip->at < gunzip->len)
		return true;
	gunzip->at = 0;
	gunzip->len = read_file(gunzip, gunzip->raw, sizeof(gunzip->raw));
	return gunzip->len > 0;
}

static void
damaged(struct gunzip *gunzip)
{
	gunzip->failed = err_set(&gunzip->why, E_DAMAGED, MSG_INPUT_GZIP_CUT,
	    NO_ARGS);
}

/* A member has ended: another may follow; what else follows is padding. */
static bool
next_member(struct gunzip *gunzip)
{
	gunzip->in_member = false;
	if (!raw_fill(gunzip) ||
	    (unsigned char)gunzip->raw[gunzip->at] != 0x1f)
		return false;
	if (inflateReset(&gunzip->inflate) != Z_OK)
		return false;
	gunzip->in_member = true;
	return true;
}

/* As many as there is room for: members of one byte each would be slow. */
static size_t
inflated(struct gunzip *gunzip, char *to, size_t room)
{
	z_stream *z = &gunzip->inflate;

	z->next_out = (unsigned char *)to;
	z->avail_out = (unsigned)room;
	while (z->avail_out > 0 && gunzip->in_member) {
		int code;

		if (!raw_fill(gunzip)) {
			if (gunzip->failed == OK)
				damaged(gunzip);
			break;
		}
		z->next_in = (unsigned char *)gunzip->raw + gunzip->at;
		z->avail_in = (unsigned)(gunzip->len - gunzip->at);
		code = inflate(z, Z_NO_FLUSH);
		gunzip->at = gunzip->len - z->avail_in;
		if (code == Z_STREAM_END) {
			if (!next_member(gunzip))
				break;
		} else if (code != Z_OK && code != Z_BUF_ERROR) {
			damaged(gunzip);
			break;
		}
	}
	return room - z->avail_out;
}

static size_t
plain(struct gunzip *gunzip, char *to, size_t room)
{
	size_t n = gunzip->len - gunzip->at;

	if (n == 0)
		return read_file(gunzip, to, room);
	n = n < room ? n : room;
	memcpy(to, gunzip->raw + gunzip->at, n);
	gunzip->at += n;
	return n;
}

size_t
gunzip_read(struct gunzip *gunzip, char *to, size_t room)
{
	if (gunzip->failed != OK)
		return 0;
	return gunzip->zipped ? inflated(gunzip, to, room)
	                      : plain(gunzip, to, room);
}

enum status
gunzip_init(struct gunzip *gunzip, int fd, struct err *err)
{
	const unsigned char *raw = (const unsigned char *)gunzip->raw;

	memset(gunzip, 0, sizeof(*gunzip));
	gunzip->fd = fd;
	while (gunzip->len < 2 && !gunzip->ended)
		gunzip->len += read_file(gunzip, gunzip->raw + gunzip->len,
		    sizeof(gunzip->raw) - gunzip->len);
	if (gunzip->failed != OK) {
		*err = gunzip->why;
		return gunzip->failed;
	}
	gunzip->zipped = gunzip->len >= 2 && raw[0] == 0x1f && raw[1] == 0x8b;
	/* 16: a gzip header and trailer are expected (zlib.h, inflateInit2). */
	if (gunzip->zipped &&
	    inflateInit2(&gunzip->inflate, 16 + MAX_WBITS) != Z_OK) {
		gunzip->zipped = false;
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	gunzip->in_member = gunzip->zipped;
	return OK;
}

void
gunzip_release(struct gunzip *gunzip)
{
	if (gunzip->zipped)
		(void)inflateEnd(&gunzip->inflate);
	gunzip->zipped = false;
}
