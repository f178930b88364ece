/* SPDX-License-Identifier: Apache-2.0
 * hex.h: bytes as lower-case hexadecimal digits, and back.  Must not know what
 * the bytes are.  Covered by tests/unit/test_record.c.
 */
#ifndef CORE_HEX_H
#define CORE_HEX_H

#include "core/buf.h"

#include <stdint.h>

/* hex_write: append two digits for each of `n` bytes. */
void hex_write(struct buf *out, const uint8_t *bytes, size_t n);

/* hex_read: exactly `n` bytes from exactly 2n lower-case digits; false, output
 * untouched, for anything else (upper case too: one text for one value). */
bool hex_read(struct str text, uint8_t *ret, size_t n);

#endif
