/* SPDX-License-Identifier: Apache-2.0
 * words.h: a digest as French words that two colleagues can compare aloud: one
 * of 256 for each byte.  Must not know what is digested.
 * Covered by tests/unit/test_words.c.
 */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include "core/buf.h"

#include <stdint.h>

#define WORDS_COUNT 256

/* How many words stand for a record: 64 bits of its digest. */
#define WORDS_SHOWN 8

/* words_at: the word of a byte. */
struct str words_at(uint8_t byte);

/* words_write: append the words of `n` bytes, a space between them. */
void words_write(struct buf *out, const uint8_t *bytes, size_t n);

#endif
