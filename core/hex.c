/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hex.h"

void
hex_write(struct buf *out, const uint8_t *bytes, size_t n)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		buf_char(out, digit[bytes[i] >> 4]);
		buf_char(out, digit[bytes[i] & 15]);
	}
}

static bool
is_lower_hex(char c)
{
	return char_hex(c) >= 0 && char_lower(c) == c;
}

bool
hex_read(struct str text, uint8_t *ret, size_t n)
{
	if (text.len != 2 * n)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_lower_hex(text.at[i]))
			return false;
	for (size_t i = 0; i < n; i++)
		ret[i] = (uint8_t)(char_hex(text.at[2 * i]) * 16 +
		    char_hex(text.at[2 * i + 1]));
	return true;
}
