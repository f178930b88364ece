/* SPDX-License-Identifier: Apache-2.0
 * input.h: the lines of a log: a regular file or standard input, plain or gzip,
 * UTF-8 or UTF-16, LF or CRLF.  Must not know a format.
 * Covered by tests/unit/test_input.c, fuzz_input.
 *
 * Memory is bounded whatever the file holds: one block of INPUT_BLOCK bytes, or
 * READAHEAD_BLOCKS more, one of raw bytes, zlib's window.
 */
#ifndef AGENT_SOURCES_INPUT_H
#define AGENT_SOURCES_INPUT_H

#include "agent/sources/block.h"

#include "core/os.h"

#include <stdint.h>

struct input;

#define INPUT_BLOCK BLOCK_ROOM
#define INPUT_LINE_MAX BLOCK_FRONT

struct input_line {
	struct str text;  /* without its end; valid until the next call */
	uint64_t number;  /* from 1 */
	bool too_long;    /* over INPUT_LINE_MAX: text is empty */
	bool unended;     /* the last line, without a newline */
};

/*
 * input_open: `path`, or "-" for standard input.  A file that begins with
 * 1f 8b is gzip (RFC 1952, several members); FF FE and FE FF, or a NUL in every
 * other byte, are UTF-16.  E_INVALID: a folder, FIFO or device.
 */
MUST_CHECK enum status input_open(const char *path, struct input **ret_input,
    struct err *err);
void input_free(struct input *input);

/* input_watch: call `tick` for every block read, for a sign of life. */
void input_watch(struct input *input, void (*tick)(void *cookie),
    void *cookie);

/* input_head: what input_next will give first: up to INPUT_BLOCK bytes of
 * decoded text, nothing consumed.  Call it before the first input_next. */
MUST_CHECK enum status input_head(struct input *input, struct str *ret_head,
    struct err *err);

/*
 * input_next: the next line; *ret_more is false after the last.  NULs at the
 * start of a line (a log truncated under its writer) are dropped.  E_DAMAGED:
 * the gzip data is cut or broken; all lines before that place have been given.
 */
MUST_CHECK enum status input_next(struct input *input,
    struct input_line *ret_line, bool *ret_more, struct err *err);

/*
 * input_peek: what comes next, as bytes: more than INPUT_LINE_MAX of them, or
 * all that is left when *ret_ended; false when there is nothing.  Valid until
 * the next call but input_skip, which passes over `n` of them.  For records
 * that are no lines; input_next tells afterwards why the bytes ended.
 */
bool input_peek(struct input *input, struct str *ret_text, bool *ret_ended);
void input_skip(struct input *input, size_t n);

/* input_number: how many lines have been passed. */
uint64_t input_number(const struct input *input);

/*
 * input_window: the whole lines that input_next would give from the block as it
 * is, each with its newline, of which INPUT_SLACK bytes behind and INPUT_MARGIN
 * before may be read; empty when it must read on first.  input_pass: take that many bytes, which
 * are that many whole lines, off it.
 */
#define INPUT_SLACK BLOCK_SLACK
#define INPUT_MARGIN BLOCK_MARGIN
struct str input_window(const struct input *input);
void input_pass(struct input *input, size_t bytes, uint64_t lines);

/* input_position: decoded bytes before the next line: the same place in a log
 * before and after it is compressed. */
uint64_t input_position(const struct input *input);

/* input_stat: of the open file, as it was when opened. */
struct os_stat input_stat(const struct input *input);

/* input_mtime: UNIX seconds; false when it has none (a pipe). */
bool input_mtime(const struct input *input, int64_t *ret_unix_seconds);

/*
 * input_samples: call `visit` with some whole lines from each of up to `places`
 * places spread over what follows the head, in file order; the last place is
 * the file's end.  Does nothing for what cannot be sought in (pipe, gzip) or is
 * UTF-16.  Call it after input_head.
 */
MUST_CHECK enum status input_samples(struct input *input, unsigned places,
    void (*visit)(void *cookie, struct str line), void *cookie,
    struct err *err);

/*
 * input_read_ahead: from here on a second thread reads, inflates and decodes,
 * READAHEAD_BLOCKS ahead; the lines, and what ends them, are the same.  Call it
 * after input_head and input_samples, which are not to be called any more.
 */
void input_read_ahead(struct input *input);

#endif
