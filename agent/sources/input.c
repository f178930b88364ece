/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/input.h"

#include "agent/sources/decoder.h"
#include "agent/sources/gunzip.h"
#include "agent/sources/lines.h"
#include "agent/sources/readahead.h"

#include "core/os.h"

#include <stdlib.h>
#include <string.h>

#define STDIN_FD 0

/*
 * fd -> (gunzip) -> bytes -> (UTF-16) -> block -> lines.
 * Plain bytes are read straight into the block.
 */
struct input {
	int fd;
	bool standard;
	struct os_stat stat;
	uint64_t number; /* of the last line given */
	uint64_t passed; /* decoded bytes that have left the text */
	const struct block *block; /* at hand; its text follows what was
	                            * carried: */
	const char *text;
	size_t at, len; /* of the text */
	void (*tick)(void *cookie);
	void *cookie;
	struct readahead *ahead; /* NULL: blocks are filled when needed */

	/* The second thread's while there is one. */
	struct gunzip gunzip;
	struct decoder decoder;

	struct block own; /* the head; without a second thread, all others */
};

/* Fill a block behind what it has. */
static void
fill_behind(struct input *input, struct block *block)
{
	size_t n = decoder_read(&input->decoder,
	    block_text(block) + block->len, BLOCK_ROOM - block->len);

	block->len += n;
	block->failed = input->gunzip.failed;
	if (block->failed != OK)
		block->why = input->gunzip.why;
	block->ended = n == 0 || block->failed != OK;
}

static void
fill_block(void *cookie, struct block *block)
{
	block->len = 0;
	fill_behind(cookie, block);
}

static const struct block *
next_block(struct input *input, struct str left)
{
	if (input->ahead != NULL)
		return readahead_next(input->ahead, left);
	block_carry(&input->own, left);
	fill_block(input, &input->own);
	return &input->own;
}

/* More text behind what is left.  Not to be called once the block has ended. */
static void
fill(struct input *input)
{
	struct str left = { input->text + input->at, input->len - input->at };

	input->block = next_block(input, left);
	input->text = block_text_of(input->block) - left.len;
	input->passed += input->at;
	input->at = 0;
	input->len = left.len + input->block->len;
	if (input->tick != NULL)
		input->tick(input->cookie);
}

static enum status
detect(struct input *input, struct err *err)
{
	enum status code = gunzip_init(&input->gunzip, input->fd, err);

	if (code == OK)
		decoder_init(&input->decoder, &input->gunzip);
	return code;
}

enum status
input_open(const char *path, struct input **ret_input, struct err *err)
{
	struct input *input = calloc(1, sizeof(*input));
	enum status code = OK;

	if (input == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	input->block = &input->own;
	input->text = block_text(&input->own);
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
	readahead_free(input->ahead);
	gunzip_release(&input->gunzip);
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

void
input_read_ahead(struct input *input)
{
	if (input->ahead == NULL && !input->block->ended)
		input->ahead = readahead_new(fill_block, input);
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
	struct block *own = &input->own;

	while (!own->ended && BLOCK_ROOM - own->len >= DECODER_ROOM_MIN)
		fill_behind(input, own);
	input->len = own->len;
	if (own->failed != OK && own->len == 0) {
		*err = own->why;
		return own->failed;
	}
	*ret_head = (struct str){ input->text, input->len };
	return OK;
}

/* A log that was emptied under its writer begins with a hole of NULs. */
static void
skip_nuls(struct input *input)
{
	for (;;) {
		while (input->at < input->len &&
		    input->text[input->at] == '\0')
			input->at++;
		if (input->at < input->len || input->block->ended)
			return;
		fill(input);
	}
}

static const char *
find_newline(const struct input *input, size_t from)
{
	return input->at + from >= input->len
	    ? NULL
	    : memchr(input->text + input->at + from, '\n',
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
			return (size_t)(end - (input->text + input->at));
		seen = input->len - input->at;
		if (seen > INPUT_LINE_MAX || input->block->ended)
			return seen;
		fill(input);
	}
}

static void
skip_line(struct input *input)
{
	const char *end = find_newline(input, 0);

	while (end == NULL && !input->block->ended) {
		input->at = input->len;
		fill(input);
		end = find_newline(input, 0);
	}
	input->at = end == NULL ? input->len
	                        : (size_t)(end - input->text) + 1;
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
		if (input->block->failed != OK)
			*err = input->block->why;
		return input->block->failed;
	}
	line.too_long = len > INPUT_LINE_MAX;
	line.unended = !newline;
	if (line.too_long) {
		skip_line(input);
		line.text = STR("");
	} else {
		line.text = lines_without_cr(
		    (struct str){ input->text + input->at, len });
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
	while (input->len - input->at <= INPUT_LINE_MAX &&
	    !input->block->ended)
		fill(input);
	*ret_text = (struct str){ input->text + input->at,
		input->len - input->at };
	*ret_ended = input->block->ended;
	return ret_text->len > 0;
}

void
input_skip(struct input *input, size_t n)
{
	for (size_t i = 0; i < n; i++)
		input->number += input->text[input->at + i] == '\n';
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

	while (end > input->at && input->text[end - 1] != '\n')
		end--;
	return (struct str){ input->text + input->at, end - input->at };
}

void
input_pass(struct input *input, size_t bytes, uint64_t lines)
{
	input->at += bytes;
	input->number += lines;
}

enum status
input_samples(struct input *input, unsigned places,
    void (*visit)(void *cookie, struct str line), void *cookie,
    struct err *err)
{
	enum status code;

	if (input->stat.kind != OS_FILE || input->standard ||
	    input->gunzip.zipped || input->decoder.encoding != ENCODING_BYTES)
		return OK;
	code = lines_sample(input->fd, input->len, input->stat.size, places,
	    visit, cookie, err);
	if (code == OK)
		code = os_seek(input->fd, input->gunzip.taken, err);
	return code;
}
