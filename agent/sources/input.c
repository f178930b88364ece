/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/input.h"

#include "core/os.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#define RAW_BLOCK ((size_t)64 << 10)
#define SAMPLE_BLOCK ((size_t)8 << 10)
#define SAMPLE_LINES 16 /* of a place; all of the last */
#define STDIN_FD 0

enum encoding { ENCODING_BYTES, ENCODING_UTF16LE, ENCODING_UTF16BE };

/*
 * fd -> raw -> (gunzip) -> bytes -> (UTF-16) -> block -> lines.
 * Plain bytes are read straight into the block.
 */
struct input {
	int fd;
	bool standard;
	struct os_stat stat;
	uint64_t number;       /* of the last line given */
	uint64_t taken;        /* bytes read from fd */

	bool gzip;
	bool in_member;        /* between a gzip header and its trailer */
	bool raw_ended;
	z_stream inflate;
	size_t raw_at, raw_len;

	enum encoding encoding;
	uint32_t high;         /* a surrogate that waits for its half, or 0 */
	unsigned char odd[1];  /* half of a UTF-16 unit */
	size_t odd_len;

	bool ended;
	enum status failed;    /* kept until the block is used up */
	struct err why;
	uint64_t passed;       /* decoded bytes that have left the block */
	size_t at, len;        /* of the block */
	void (*tick)(void *cookie);
	void *cookie;

	char peeked[64];       /* the first bytes, looked at for the encoding */
	size_t peeked_at, peeked_len;
	char raw[RAW_BLOCK];
	char units[RAW_BLOCK]; /* UTF-16 before its conversion */
	char block[INPUT_BLOCK + INPUT_SLACK];
};

static void
fail(struct input *input, enum status code)
{
	input->failed = code;
	input->ended = true;
}

/* Read from the file; 0 at its end, or once failed. */
static size_t
read_file(struct input *input, char *to, size_t room)
{
	size_t n = 0;
	enum status code;

	if (input->raw_ended)
		return 0;
	code = os_read(input->fd, to, room, &n, &input->why);
	if (code != OK)
		fail(input, code);
	input->raw_ended = n == 0;
	input->taken += n;
	return n;
}

/* Refill raw when it is empty; false at the end of the file. */
static bool
raw_fill(struct input *input)
{
	if (input->raw_at < input->raw_len)
		return true;
	input->raw_at = 0;
	input->raw_len = read_file(input, input->raw, sizeof(input->raw));
	return input->raw_len > 0;
}

static void
damaged(struct input *input)
{
	fail(input, err_set(&input->why, E_DAMAGED, MSG_INPUT_GZIP_CUT,
	                NO_ARGS));
}

/* A member has ended: another may follow; what else follows is padding. */
static bool
next_member(struct input *input)
{
	input->in_member = false;
	if (!raw_fill(input) ||
	    (unsigned char)input->raw[input->raw_at] != 0x1f)
		return false;
	if (inflateReset(&input->inflate) != Z_OK)
		return false;
	input->in_member = true;
	return true;
}

/* Some uncompressed bytes; 0 at the end, or once failed. */
static size_t
gunzip(struct input *input, char *to, size_t room)
{
	z_stream *z = &input->inflate;

	z->next_out = (unsigned char *)to;
	z->avail_out = (unsigned)room;
	while (z->avail_out == room && input->in_member) {
		int code;

		if (!raw_fill(input)) {
			if (input->failed == OK)
				damaged(input);
			break;
		}
		z->next_in = (unsigned char *)input->raw + input->raw_at;
		z->avail_in = (unsigned)(input->raw_len - input->raw_at);
		code = inflate(z, Z_NO_FLUSH);
		input->raw_at = input->raw_len - z->avail_in;
		if (code == Z_STREAM_END) {
			if (!next_member(input))
				break;
		} else if (code != Z_OK && code != Z_BUF_ERROR) {
			damaged(input);
			break;
		}
	}
	return room - z->avail_out;
}

static size_t
plain(struct input *input, char *to, size_t room)
{
	size_t n = 0;

	if (input->raw_at < input->raw_len) {
		n = input->raw_len - input->raw_at;
		n = n < room ? n : room;
		memcpy(to, input->raw + input->raw_at, n);
		input->raw_at += n;
		return n;
	}
	return read_file(input, to, room);
}

static size_t
source_bytes(struct input *input, char *to, size_t room)
{
	return input->gzip ? gunzip(input, to, room) : plain(input, to, room);
}

/* What detect_encoding has looked at comes first. */
static size_t
bytes(struct input *input, char *to, size_t room)
{
	size_t n = input->peeked_len - input->peeked_at;

	if (n == 0)
		return source_bytes(input, to, room);
	n = n < room ? n : room;
	memcpy(to, input->peeked + input->peeked_at, n);
	input->peeked_at += n;
	return n;
}

static size_t
put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

#define REPLACEMENT 0xfffd

/* One UTF-16 unit; at most 4 + 3 bytes come out of it. */
static size_t
put_unit(struct input *input, char *to, uint32_t unit)
{
	size_t n = 0;
	uint32_t high = input->high;

	input->high = 0;
	if (high != 0 && unit >= 0xdc00 && unit <= 0xdfff)
		return put_utf8(to, 0x10000 + ((high - 0xd800) << 10) +
		        (unit - 0xdc00));
	if (high != 0)
		n = put_utf8(to, REPLACEMENT);
	if (unit >= 0xd800 && unit <= 0xdbff) {
		input->high = unit;
		return n;
	}
	if (unit >= 0xdc00 && unit <= 0xdfff)
		unit = REPLACEMENT;
	return n + put_utf8(to + n, unit);
}

/* A UTF-16 unit becomes at most 3 bytes, a pair 4: units / 2 * 3 + 3 fit. */
static size_t
utf16(struct input *input, char *to, size_t room)
{
	size_t want = (room - 8) / 3 * 2, n = 0, got, i = 0;
	const unsigned char *in = (const unsigned char *)input->units;

	if (want > sizeof(input->units))
		want = sizeof(input->units);
	memcpy(input->units, input->odd, input->odd_len);
	got = bytes(input, input->units + input->odd_len,
	    want - input->odd_len);
	if (got == 0)
		return 0;
	got += input->odd_len;
	for (; i + 2 <= got; i += 2) {
		uint32_t unit = input->encoding == ENCODING_UTF16LE
		    ? (uint32_t)in[i] | (uint32_t)in[i + 1] << 8
		    : (uint32_t)in[i + 1] | (uint32_t)in[i] << 8;

		n += put_unit(input, to + n, unit);
	}
	input->odd_len = got - i;
	if (input->odd_len > 0)
		input->odd[0] = in[i];
	/* A lone surrogate gave nothing yet: that is not the end. */
	return n > 0 ? n : utf16(input, to, room);
}

/* More text behind the block's; moves what is left to its start first. */
static void
fill(struct input *input)
{
	size_t left = input->len - input->at, n;

	if (input->at > 0)
		memmove(input->block, input->block + input->at, left);
	input->passed += input->at;
	input->at = 0;
	input->len = left;
	if (input->ended || INPUT_BLOCK - left < 16)
		return;
	n = input->encoding == ENCODING_BYTES
	    ? bytes(input, input->block + left, INPUT_BLOCK - left)
	    : utf16(input, input->block + left, INPUT_BLOCK - left);
	input->len += n;
	if (n == 0)
		input->ended = true;
	if (input->tick != NULL)
		input->tick(input->cookie);
}

static void
fill_whole(struct input *input)
{
	while (!input->ended && INPUT_BLOCK - input->len >= 16)
		fill(input);
}

/* NULs in every other byte of the first eight tell UTF-16 without a mark. */
static enum encoding
encoding_of(const unsigned char *head, size_t len, size_t *ret_mark)
{
	bool even = true, odd = true;

	*ret_mark = 2;
	if (len >= 2 && head[0] == 0xff && head[1] == 0xfe)
		return ENCODING_UTF16LE;
	if (len >= 2 && head[0] == 0xfe && head[1] == 0xff)
		return ENCODING_UTF16BE;
	*ret_mark = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	if (len < 8)
		return ENCODING_BYTES;
	for (size_t i = 0; i < 8; i += 2) {
		even = even && head[i] == 0 && head[i + 1] != 0;
		odd = odd && head[i] != 0 && head[i + 1] == 0;
	}
	return odd ? ENCODING_UTF16LE : even ? ENCODING_UTF16BE
	                                     : ENCODING_BYTES;
}

/* The first bytes decide the encoding; those that are no mark are put back. */
static void
detect_encoding(struct input *input)
{
	size_t n = 1, mark;

	while (n > 0 && input->peeked_len < 8) {
		n = source_bytes(input, input->peeked + input->peeked_len,
		    sizeof(input->peeked) - input->peeked_len);
		input->peeked_len += n;
	}
	input->encoding = encoding_of((const unsigned char *)input->peeked,
	    input->peeked_len, &mark);
	input->peeked_at = mark;
}

static enum status
detect(struct input *input, struct err *err)
{
	const unsigned char *raw = (const unsigned char *)input->raw;

	while (input->raw_len < 2 && !input->raw_ended)
		input->raw_len += read_file(input, input->raw + input->raw_len,
		    sizeof(input->raw) - input->raw_len);
	if (input->failed != OK) {
		*err = input->why;
		return input->failed;
	}
	input->gzip = input->raw_len >= 2 && raw[0] == 0x1f && raw[1] == 0x8b;
	/* 16: a gzip header and trailer are expected (zlib.h, inflateInit2). */
	if (input->gzip &&
	    inflateInit2(&input->inflate, 16 + MAX_WBITS) != Z_OK) {
		input->gzip = false;
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	input->in_member = input->gzip;
	detect_encoding(input);
	return OK;
}

enum status
input_open(const char *path, struct input **ret_input, struct err *err)
{
	struct input *input = calloc(1, sizeof(*input));
	enum status code = OK;

	if (input == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	input->fd = STDIN_FD;
	input->standard = strcmp(path, "-") == 0;
	if (!input->standard) {
		input->fd = -1;
		code = os_open(path, &input->fd, err);
	}
	if (code == OK)
		code = os_fstat(input->fd, &input->stat, err);
	if (code == OK)
		code = detect(input, err);
	if (code != OK) {
		input_free(input);
		return code;
	}
	*ret_input = input;
	return OK;
}

void
input_free(struct input *input)
{
	if (input == NULL)
		return;
	if (input->gzip)
		(void)inflateEnd(&input->inflate);
	if (!input->standard)
		os_close(input->fd);
	free(input);
}

void
input_watch(struct input *input, void (*tick)(void *cookie), void *cookie)
{
	input->tick = tick;
	input->cookie = cookie;
}

uint64_t
input_position(const struct input *input)
{
	return input->passed + input->at;
}

struct os_stat
input_stat(const struct input *input)
{
	return input->stat;
}

bool
input_mtime(const struct input *input, int64_t *ret_unix_seconds)
{
	if (input->stat.kind != OS_FILE)
		return false;
	*ret_unix_seconds = input->stat.mtime_ns / 1000000000;
	return true;
}

enum status
input_head(struct input *input, struct str *ret_head, struct err *err)
{
	fill_whole(input);
	if (input->failed != OK && input->len == 0) {
		*err = input->why;
		return input->failed;
	}
	*ret_head = (struct str){ input->block, input->len };
	return OK;
}

/* A log that was emptied under its writer begins with a hole of NULs. */
static void
skip_nuls(struct input *input)
{
	for (;;) {
		while (input->at < input->len &&
		    input->block[input->at] == '\0')
			input->at++;
		if (input->at < input->len || input->ended)
			return;
		fill(input);
	}
}

static const char *
find_newline(const struct input *input, size_t from)
{
	return input->at + from >= input->len
	    ? NULL
	    : memchr(input->block + input->at + from, '\n',
	          input->len - input->at - from);
}

/* Up to the newline, or what there is of a line over the limit or unended. */
static size_t
line_length(struct input *input, bool *ret_newline)
{
	size_t seen = 0;

	for (;;) {
		const char *end = find_newline(input, seen);

		*ret_newline = end != NULL;
		if (end != NULL)
			return (size_t)(end - (input->block + input->at));
		seen = input->len - input->at;
		if (seen > INPUT_LINE_MAX || input->ended)
			return seen;
		fill(input);
	}
}

static void
skip_line(struct input *input)
{
	const char *end = find_newline(input, 0);

	while (end == NULL && !input->ended) {
		input->at = input->len;
		fill(input);
		end = find_newline(input, 0);
	}
	input->at = end == NULL ? input->len
	                        : (size_t)(end - input->block) + 1;
}

static struct str
without_cr(const char *at, size_t len)
{
	if (len > 0 && at[len - 1] == '\r')
		len--;
	return (struct str){ at, len };
}

enum status
input_next(struct input *input, struct input_line *ret_line, bool *ret_more,
    struct err *err)
{
	struct input_line line = { .number = input->number + 1 };
	bool newline;
	size_t len;

	skip_nuls(input);
	len = line_length(input, &newline);
	if (len == 0 && !newline) {
		*ret_more = false;
		if (input->failed != OK)
			*err = input->why;
		return input->failed;
	}
	line.too_long = len > INPUT_LINE_MAX;
	line.unended = !newline;
	if (line.too_long) {
		skip_line(input);
		line.text = STR("");
	} else {
		line.text = without_cr(input->block + input->at, len);
		input->at += len + newline;
	}
	input->number++;
	*ret_line = line;
	*ret_more = true;
	return OK;
}

bool
input_peek(struct input *input, struct str *ret_text, bool *ret_ended)
{
	skip_nuls(input);
	while (input->len - input->at <= INPUT_LINE_MAX && !input->ended)
		fill(input);
	*ret_text = (struct str){ input->block + input->at,
		input->len - input->at };
	*ret_ended = input->ended;
	return ret_text->len > 0;
}

void
input_skip(struct input *input, size_t n)
{
	for (size_t i = 0; i < n; i++)
		input->number += input->block[input->at + i] == '\n';
	input->at += n;
}

uint64_t
input_number(const struct input *input)
{
	return input->number;
}

struct str
input_window(const struct input *input)
{
	size_t end = input->len;

	while (end > input->at && input->block[end - 1] != '\n')
		end--;
	return (struct str){ input->block + input->at, end - input->at };
}

void
input_pass(struct input *input, size_t bytes, uint64_t lines)
{
	input->at += bytes;
	input->number += lines;
}

static void
each(struct str text, size_t most, void (*visit)(void *cookie, struct str line),
    void *cookie)
{
	struct str line;

	for (size_t i = 0; i < most && str_take_until(&text, '\n', &line); i++)
		visit(cookie, without_cr(line.at, line.len));
}

void
input_each(struct str text, void (*visit)(void *cookie, struct str line),
    void *cookie)
{
	each(text, text.len, visit, cookie);
}

static enum status
sample_at(struct input *input, uint64_t offset, struct str *ret_text,
    struct err *err)
{
	size_t n = 0;
	enum status code = os_seek(input->fd, offset, err);
	struct str cut;

	if (code == OK)
		code = os_read(input->fd, input->units, SAMPLE_BLOCK, &n, err);
	if (code != OK)
		return code;
	*ret_text = (struct str){ input->units, n };
	if (!str_take_until(ret_text, '\n', &cut))
		*ret_text = STR("");
	return OK;
}

enum status
input_samples(struct input *input, unsigned places,
    void (*visit)(void *cookie, struct str line), void *cookie,
    struct err *err)
{
	uint64_t head = input->len, size = input->stat.size, stride;
	enum status code = OK;
	struct str text;

	if (input->stat.kind != OS_FILE || input->standard || input->gzip ||
	    input->encoding != ENCODING_BYTES ||
	    size <= head + 2 * SAMPLE_BLOCK || places == 0)
		return OK;
	stride = (size - head - SAMPLE_BLOCK) / places;
	if (stride < SAMPLE_BLOCK)
		stride = SAMPLE_BLOCK;
	for (uint64_t at = head; code == OK && at + SAMPLE_BLOCK < size;
	     at += stride) {
		code = sample_at(input, at, &text, err);
		if (code == OK)
			each(text, SAMPLE_LINES, visit, cookie);
	}
	if (code == OK)
		code = sample_at(input, size - SAMPLE_BLOCK, &text, err);
	if (code == OK)
		input_each(text, visit, cookie);
	if (code == OK)
		code = os_seek(input->fd, input->taken, err);
	return code;
}
