/* SPDX-License-Identifier: Apache-2.0 */
#include "core/str.h"

#include <string.h>

struct str
str_of(const char *text)
{
	return text == NULL ? (struct str){ "", 0 }
	                    : (struct str){ text, strlen(text) };
}

char
char_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool
char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
char_is_alpha(char c)
{
	char lower = char_lower(c);

	return lower >= 'a' && lower <= 'z';
}

int
char_hex(char c)
{
	char lower = char_lower(c);

	if (char_is_digit(c))
		return c - '0';
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool
str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (char_lower(a.at[i]) != char_lower(b.at[i]))
			return false;
	return true;
}

int
str_compare(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common == 0 ? 0 : memcmp(a.at, b.at, common);

	if (order != 0)
		return order;
	return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

struct str
str_head(struct str s, size_t n)
{
	return (struct str){ s.at, n < s.len ? n : s.len };
}

struct str
str_skip(struct str s, size_t n)
{
	size_t skipped = n < s.len ? n : s.len;

	return (struct str){ s.at + skipped, s.len - skipped };
}

struct str
str_fit(struct str s, size_t n)
{
	size_t fits = n < s.len ? n : s.len;

	while (fits < s.len && fits > 0 &&
	    ((unsigned char)s.at[fits] & 0xC0) == 0x80)
		fits--;
	return str_head(s, fits);
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_head(s, prefix.len), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	    str_eq(str_skip(s, s.len - suffix.len), suffix);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
	while (s.len > 0 && is_blank(s.at[0]))
		s = str_skip(s, 1);
	while (s.len > 0 && is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool
str_find(struct str s, struct str needle, size_t *ret_at)
{
	if (needle.len == 0) {
		*ret_at = 0;
		return true;
	}
	for (size_t i = 0; i + needle.len <= s.len; i++) {
		const char *hit =
		    memchr(s.at + i, needle.at[0], s.len - needle.len - i + 1);

		if (hit == NULL)
			return false;
		i = (size_t)(hit - s.at);
		if (memcmp(hit, needle.at, needle.len) == 0) {
			*ret_at = i;
			return true;
		}
	}
	return false;
}

bool
str_find_last(struct str s, struct str needle, size_t *ret_at)
{
	if (needle.len == 0) {
		*ret_at = s.len;
		return true;
	}
	if (needle.len > s.len)
		return false;
	for (size_t i = s.len - needle.len + 1; i-- > 0;)
		if (s.at[i] == needle.at[0] &&
		    memcmp(s.at + i, needle.at, needle.len) == 0) {
			*ret_at = i;
			return true;
		}
	return false;
}

static void
cut_at(struct str s, size_t at, size_t gap, struct str *ret_before,
    struct str *ret_after)
{
	if (ret_before != NULL)
		*ret_before = str_head(s, at);
	if (ret_after != NULL)
		*ret_after = str_skip(s, at + gap);
}

bool
str_holds(struct str s, struct str needle)
{
	size_t at;

	return str_find(s, needle, &at);
}

bool
str_cut(struct str s, struct str separator, struct str *ret_before,
    struct str *ret_after)
{
	size_t at;

	if (!str_find(s, separator, &at))
		return false;
	cut_at(s, at, separator.len, ret_before, ret_after);
	return true;
}

bool
str_cut_last(struct str s, struct str separator, struct str *ret_before,
    struct str *ret_after)
{
	size_t at;

	if (!str_find_last(s, separator, &at))
		return false;
	cut_at(s, at, separator.len, ret_before, ret_after);
	return true;
}

int
str_index(const char *const *words, struct str s)
{
	for (int i = 0; words[i] != NULL; i++)
		if (str_eq(str_of(words[i]), s))
			return i;
	return -1;
}

bool
str_number(struct str s, uint64_t max, uint64_t *ret_number)
{
	uint64_t number = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit;

		if (!char_is_digit(s.at[i]))
			return false;
		digit = (uint64_t)(s.at[i] - '0');
		if (digit > max || number > (max - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*ret_number = number;
	return true;
}

bool
str_take(struct str *cursor, struct str literal)
{
	if (!str_starts(*cursor, literal))
		return false;
	*cursor = str_skip(*cursor, literal.len);
	return true;
}

bool
str_take_char(struct str *cursor, char c)
{
	if (cursor->len == 0 || cursor->at[0] != c)
		return false;
	*cursor = str_skip(*cursor, 1);
	return true;
}

bool
str_take_digits(struct str *cursor, unsigned min, unsigned max,
    uint32_t *ret_number)
{
	uint32_t number = 0;
	unsigned n = 0;

	while (n < max && n < cursor->len && char_is_digit(cursor->at[n]))
		number = number * 10 + (uint32_t)(cursor->at[n++] - '0');
	if (n < min)
		return false;
	*ret_number = number;
	*cursor = str_skip(*cursor, n);
	return true;
}

bool
str_take_until(struct str *cursor, char stop, struct str *ret_taken)
{
	const char *hit =
	    cursor->len == 0 ? NULL : memchr(cursor->at, stop, cursor->len);
	size_t n;

	if (hit == NULL)
		return false;
	n = (size_t)(hit - cursor->at);
	*ret_taken = str_head(*cursor, n);
	*cursor = str_skip(*cursor, n + 1);
	return true;
}

void
str_skip_spaces(struct str *cursor)
{
	while (cursor->len > 0 &&
	    (cursor->at[0] == ' ' || cursor->at[0] == '\t'))
		*cursor = str_skip(*cursor, 1);
}

bool
str_take_word(struct str *cursor, struct str *ret_word)
{
	size_t n = 0;

	while (n < cursor->len && cursor->at[n] != ' ' && cursor->at[n] != '\t')
		n++;
	if (n == 0)
		return false;
	*ret_word = str_head(*cursor, n);
	*cursor = str_skip(*cursor, n);
	str_skip_spaces(cursor);
	return true;
}

/* Length of the UTF-8 sequence at s, or 0 when it is not one (RFC 3629 §4). */
static size_t
utf8_sequence(const unsigned char *s, size_t left)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t need;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xC2 || s[0] > 0xF4)
		return 0;
	need = s[0] < 0xE0 ? 1 : s[0] < 0xF0 ? 2 : 3;
	if (left <= need)
		return 0;
	if (s[0] == 0xE0)
		low = 0xA0;
	if (s[0] == 0xED)
		high = 0x9F;
	if (s[0] == 0xF0)
		low = 0x90;
	if (s[0] == 0xF4)
		high = 0x8F;
	if (s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i <= need; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	return need + 1;
}

struct str
str_utf8_head(struct str s)
{
	const unsigned char *bytes = (const unsigned char *)s.at;
	size_t i = 0, n = 0;

	do
		i += n;
	while (i < s.len && (n = utf8_sequence(bytes + i, s.len - i)) > 0);
	return str_head(s, i);
}

bool
str_utf8(struct str s)
{
	return str_utf8_head(s).len == s.len;
}
