/* SPDX-License-Identifier: Apache-2.0
 * linefast_isa.h: the two loops of the fast path that each set of instructions
 * writes its own way; all give the same bytes.  Must not know a format.
 * Covered by tests/unit/test_linefast.c.
 */
#ifndef AGENT_SOURCES_LINEFAST_ISA_H
#define AGENT_SOURCES_LINEFAST_ISA_H

#include "agent/sources/linemould.h"

#include <string.h>

/* Bytes of text looked at in one go: they stay in the first cache. */
#define LINEFAST_CHUNK ((size_t)16 << 10)

/* What may be written behind the last newline's place. */
#define LINEFAST_ENDS_SLACK 4

/* What may be read behind a chunk, or behind the start of a line; and before the
 * first line. */
#define LINEFAST_SLACK (LINESHAPE_MAX + 32)
#define LINEFAST_MARGIN MOULD_NAME_BEFORE

/* The lines of a chunk. */
struct linefast_lines {
	const char *base;      /* the chunk's */
	const char *first;     /* where its first line begins, maybe before */
	size_t count;
	bool high;             /* some byte is 0x80 or more */
	uint16_t ends[LINEFAST_CHUNK + LINEFAST_ENDS_SLACK]; /* newlines */
	/* Of the chunk before, then of this one. */
	unsigned char marks[2 * LINEFAST_CHUNK / 8 + 16];
};

struct linefast_isa {
	const char *name;

	/* Fill ret->ends, count and high from the `len` bytes at ret->base;
	 * len is at most LINEFAST_CHUNK.  Unless `plain` is NULL, ret->marks
	 * too: what they were become those of the chunk before. */
	void (*index)(size_t len, const struct mould_plain *plain,
	    struct linefast_lines *ret);

	/* Walk the lines from `from` on, up to the first that is not of the
	 * shape or unsure by class, and return its number (or the count).
	 * Those that may be queries are noted. */
	size_t (*walk)(const struct linefast_lines *lines, size_t from,
	    const struct lineshape *shape, const unsigned char *classes,
	    uint16_t *ret_queries, size_t *ret_count);

	mould_fits *fits;
};

extern const struct linefast_isa linefast_scalar;
extern const struct linefast_isa linefast_ssse3;
extern const struct linefast_isa linefast_avx2;

/* linefast_isa_at: those that this machine can run, the best first; NULL after
 * the last, which is linefast_scalar. */
const struct linefast_isa *linefast_isa_at(size_t i);

/* Those of a line that begins in the chunk, or in the one before. */
static inline struct mould_marks
linefast_marks(const struct linefast_lines *lines)
{
	return (struct mould_marks){ lines->base - LINEFAST_CHUNK,
		lines->marks };
}

static inline unsigned char *
linefast_next_marks(struct linefast_lines *lines)
{
	unsigned char *marks = lines->marks + LINEFAST_CHUNK / 8;

	memcpy(lines->marks, marks, LINEFAST_CHUNK / 8);
	return marks;
}

static inline const char *
linefast_start(const struct linefast_lines *lines, size_t i)
{
	return i == 0 ? lines->first : lines->base + lines->ends[i - 1] + 1;
}

#endif
