/* SPDX-License-Identifier: Apache-2.0
 * buf.h: the bounded builder through which everything is written.  Must not
 * know what is written.  Covered by tests/unit/test_buf.c.
 *
 * The limit is named at birth.  The first failure (limit, memory) sticks:
 * later appends do nothing, so append freely and check buf_status once.
 * After a failure the content is what was whole before it.
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/code.h"
#include "core/str.h"

struct buf {
	char *at;
	size_t len;
	size_t cap;
	size_t limit;
	enum status failed;
};

/* buf_init: an empty builder of at most `limit` bytes; allocates nothing. */
void buf_init(struct buf *buf, size_t limit);

/* buf_release: wipe and free the content, which may be a secret; what it grew
 * out of was wiped then.  Safe on a zeroed struct. */
void buf_release(struct buf *buf);

/* buf_reset: empty again, failure forgotten, memory kept. */
void buf_reset(struct buf *buf);

void buf_str(struct buf *buf, struct str s);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_number(struct buf *buf, long long number);

/* buf_spaces: n spaces, for alignment. */
void buf_spaces(struct buf *buf, size_t n);

/* buf_format: printf; for numbers and fixed shapes, not for sentences. */
void buf_format(struct buf *buf, const char *format, ...)
    __attribute__((format(PRINTF_FORMAT, 2, 3)));

/* buf_cut: keep only the first `len` bytes. */
void buf_cut(struct buf *buf, size_t len);

/* buf_reserve: room for `n` more bytes, to be written at the returned place
 * and then announced with buf_added; NULL (sticky) when there is none. */
char *buf_reserve(struct buf *buf, size_t n);
void buf_added(struct buf *buf, size_t n);

/* buf_status: OK, or the first failure. */
MUST_CHECK enum status buf_status(const struct buf *buf);

/* buf_view: the content, borrowed until the next append or release. */
struct str buf_view(const struct buf *buf);

/* buf_z: the content as a C string, likewise borrowed; "" when empty. */
const char *buf_z(const struct buf *buf);

#endif
