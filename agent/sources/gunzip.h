/* SPDX-License-Identifier: Apache-2.0
 * gunzip.h: the bytes of an open file, gzip (RFC 1952, several members) or not.
 * Must not know what they mean.
 * Covered by tests/unit/test_input.c, fuzz_input.
 */
#ifndef AGENT_SOURCES_GUNZIP_H
#define AGENT_SOURCES_GUNZIP_H

#include "core/status.h"

#include <stdint.h>

#include <zlib.h>

#define GUNZIP_RAW ((size_t)64 << 10)

struct gunzip {
	int fd;
	bool zipped;
	bool in_member;     /* between a gzip header and its trailer */
	bool ended;         /* the file */
	uint64_t taken;     /* bytes read from fd */
	enum status failed; /* once it has: no more bytes come */
	struct err why;
	z_stream inflate;
	size_t at, len;     /* of raw */
	char raw[GUNZIP_RAW];
};

/* gunzip_init: `fd` stays the caller's.  A file that begins with 1f 8b is
 * gzip. */
MUST_CHECK enum status gunzip_init(struct gunzip *gunzip, int fd,
    struct err *err);
void gunzip_release(struct gunzip *gunzip);

/*
 * gunzip_read: some of the bytes that follow; 0 at the end.  gunzip->failed
 * tells after each call: E_DAMAGED when the gzip data is cut or broken, E_IO and
 * others when the file cannot be read; what is returned comes before that place.
 */
size_t gunzip_read(struct gunzip *gunzip, char *to, size_t room);

#endif
