/* SPDX-License-Identifier: Apache-2.0
 * str.h: slices of bytes that somebody else owns, and the small parsers that
 * cut them.  Knows nothing but bytes; never allocates.
 * Covered by tests/unit/test_str.c.
 *
 * A slice is not NUL-terminated and may hold any byte.  Parsers named take_*
 * work on a cursor: on success they move it past what they took, on failure
 * they leave it, and every output, untouched.
 */
#ifndef CORE_STR_H
#define CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *at;
	size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })

/* str_of: the slice of a C string; NULL is the empty slice. */
struct str str_of(const char *text);

bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII letters only */
int str_compare(struct str a, struct str b);    /* bytes, as memcmp */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* str_head: at most the first n bytes.  str_skip: what follows them. */
struct str str_head(struct str s, size_t n);
struct str str_skip(struct str s, size_t n);

/* str_fit: at most the first n bytes, cut between two characters of UTF-8. */
struct str str_fit(struct str s, size_t n);

/* str_trim: without spaces, tabs, CR and LF at both ends. */
struct str str_trim(struct str s);

/* str_find, str_find_last: position of `needle`; false when it is not there.
 * An empty needle is found at 0 (at the end, for the last). */
bool str_find(struct str s, struct str needle, size_t *ret_at);
bool str_find_last(struct str s, struct str needle, size_t *ret_at);

/* str_holds: true when `needle` is somewhere in it. */
bool str_holds(struct str s, struct str needle);

/* str_cut, str_cut_last: split around the first or last `separator`; false,
 * outputs untouched, when it is not there.  An output may be NULL. */
bool str_cut(struct str s, struct str separator, struct str *ret_before,
    struct str *ret_after);
bool str_cut_last(struct str s, struct str separator, struct str *ret_before,
    struct str *ret_after);

/* str_index: the place of `s` in a list of words that ends in NULL, or -1. */
int str_index(const char *const *words, struct str s);

/* str_number: the whole slice as decimal digits, at most `max`. */
bool str_number(struct str s, uint64_t max, uint64_t *ret_number);

bool str_take(struct str *cursor, struct str literal);
bool str_take_char(struct str *cursor, char c);

/* str_take_digits: `min` to `max` decimal digits (max <= 9) as a number. */
bool str_take_digits(struct str *cursor, unsigned min, unsigned max,
    uint32_t *ret_number);

/* str_take_until: what stands before `stop`; the cursor moves past `stop`. */
bool str_take_until(struct str *cursor, char stop, struct str *ret_taken);

/* str_take_word: bytes up to a space or tab (at least one); following spaces
 * and tabs are skipped. */
bool str_take_word(struct str *cursor, struct str *ret_word);

/* str_skip_spaces: move the cursor past spaces and tabs. */
void str_skip_spaces(struct str *cursor);

/* Of one byte; they know ASCII only. */
char char_lower(char c);
bool char_is_digit(char c);
bool char_is_alpha(char c);

/* char_hex: what a hexadecimal digit of either case stands for, or -1. */
int char_hex(char c);

/* str_utf8: true when the slice is valid UTF-8 (RFC 3629: no surrogates, no
 * overlong forms, at most U+10FFFF).  str_utf8_head: as much of its beginning
 * as is. */
bool str_utf8(struct str s);
struct str str_utf8_head(struct str s);

#endif
