/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/lines.h"

#include "core/os.h"

#define SAMPLE_BLOCK ((size_t)8 << 10)
#define SAMPLE_LINES 16 /* of a place; all of the last */

struct str
lines_without_cr(struct str line)
{
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

void
lines_each(struct str text, size_t most,
    void (*visit)(void *cookie, struct str line), void *cookie)
{
	struct str line;

	for (size_t i = 0; i < most && str_take_until(&text, '\n', &line); i++)
		visit(cookie, lines_without_cr(line));
}

static enum status
sample_at(int fd, uint64_t offset, size_t most,
    void (*visit)(void *cookie, struct str line), void *cookie,
    struct err *err)
{
	char block[SAMPLE_BLOCK];
	size_t n = 0;
	struct str text, cut;
	enum status code = os_seek(fd, offset, err);

	if (code == OK)
		code = os_read(fd, block, sizeof(block), &n, err);
	if (code != OK)
		return code;
	text = (struct str){ block, n };
	if (str_take_until(&text, '\n', &cut))
		lines_each(text, most, visit, cookie);
	return OK;
}

enum status
lines_sample(int fd, uint64_t from, uint64_t to, unsigned places,
    void (*visit)(void *cookie, struct str line), void *cookie,
    struct err *err)
{
	enum status code = OK;
	uint64_t stride;

	if (to <= from + 2 * SAMPLE_BLOCK || places == 0)
		return OK;
	stride = (to - from - SAMPLE_BLOCK) / places;
	if (stride < SAMPLE_BLOCK)
		stride = SAMPLE_BLOCK;
	for (uint64_t at = from; code == OK && at + SAMPLE_BLOCK < to;
	     at += stride)
		code = sample_at(fd, at, SAMPLE_LINES, visit, cookie, err);
	if (code == OK)
		code = sample_at(fd, to - SAMPLE_BLOCK, SAMPLE_BLOCK, visit,
		    cookie, err);
	return code;
}
