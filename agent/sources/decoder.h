/* SPDX-License-Identifier: Apache-2.0
 * decoder.h: the text of a file as UTF-8, whatever it was written in: bytes as
 * they are, or UTF-16.  Must not know a line, nor where its bytes come from.
 * Covered by tests/unit/test_input.c, fuzz_input.
 */
#ifndef AGENT_SOURCES_DECODER_H
#define AGENT_SOURCES_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gunzip;

/* A call of decoder_read must have room for this many bytes. */
#define DECODER_ROOM_MIN ((size_t)16)

enum encoding { ENCODING_BYTES, ENCODING_UTF16LE, ENCODING_UTF16BE };

struct decoder {
	struct gunzip *from;
	enum encoding encoding;
	uint32_t high;             /* a surrogate that waits for its half, or 0 */
	unsigned char odd[1];      /* half of a UTF-16 unit */
	size_t odd_len;
	char head[64];             /* looked at for the encoding */
	size_t head_at, head_len;
	char units[64 << 10];      /* UTF-16 before its conversion */
};

/* decoder_init: FF FE and FE FF, or a NUL in every other byte, are UTF-16.
 * `from` must outlive the decoder, which holds nothing to be released. */
void decoder_init(struct decoder *decoder, struct gunzip *from);

/* decoder_read: some of the text that follows; 0 at the end, or once
 * from->failed. */
size_t decoder_read(struct decoder *decoder, char *to, size_t room);

#endif
