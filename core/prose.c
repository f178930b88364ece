/* SPDX-License-Identifier: Apache-2.0 */
#include "core/prose.h"

#include <stdio.h>

#define NARROW_NO_BREAK "\xE2\x80\xAF" /* U+202F */
#define NO_BREAK "\xC2\xA0"            /* U+00A0 */
#define APOSTROPHE "\xE2\x80\x99"      /* U+2019 */
#define OPENING_QUOTE "\xC2\xAB"       /* « */
#define CLOSING_QUOTE "\xC2\xBB"       /* » */

static bool
is_letter_byte(char c)
{
	return char_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* The space that French wants before what follows at `after`. */
static const char *
french_space(struct str after)
{
	if (after.len == 0)
		return " ";
	if (after.at[0] == ';' || after.at[0] == '!' || after.at[0] == '?' ||
	    str_starts(after, STR(CLOSING_QUOTE)))
		return NARROW_NO_BREAK;
	return after.at[0] == ':' || after.at[0] == '%' ? NO_BREAK : " ";
}

static bool
after_opening_quote(struct str text, size_t at)
{
	return str_ends(str_head(text, at), STR(OPENING_QUOTE));
}

static bool
between_letters(struct str text, size_t at)
{
	return at > 0 && at + 1 < text.len && is_letter_byte(text.at[at - 1]) &&
	    is_letter_byte(text.at[at + 1]);
}

void
prose_typography_part(struct buf *out, enum language language, struct str text,
    bool *code)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '`')
			*code = !*code;
		if (!*code && c == '\'' &&
		    (between_letters(text, i) ||
		        (i > 0 && i + 1 == text.len &&
		            is_letter_byte(text.at[i - 1]))))
			buf_text(out, APOSTROPHE);
		else if (!*code && c == ' ' && language == LANGUAGE_FR)
			buf_text(out, after_opening_quote(text, i)
			        ? NARROW_NO_BREAK
			        : french_space(str_skip(text, i + 1)));
		else
			buf_char(out, c);
	}
}

void
prose_typography(struct buf *out, enum language language, struct str text)
{
	bool code = false;

	prose_typography_part(out, language, text, &code);
}

void
prose_number(struct buf *out, enum language language, long long number)
{
	static const char *const groups[LANGUAGE_COUNT] = {
		[LANGUAGE_FR] = NARROW_NO_BREAK,
		[LANGUAGE_EN] = ",",
	};
	char plain[24];
	struct str left;

	(void)snprintf(plain, sizeof(plain), "%lld", number);
	left = str_of(plain);
	if (str_take_char(&left, '-'))
		buf_text(out, "\xE2\x88\x92"); /* U+2212, the minus sign */
	while (left.len > 0) {
		size_t n = left.len % 3 == 0 ? 3 : left.len % 3;

		buf_str(out, str_head(left, n));
		left = str_skip(left, n);
		if (left.len > 0)
			buf_text(out, groups[language]);
	}
}

struct month_names {
	const char *full;
	const char *brief;
};

static const struct month_names month_names[LANGUAGE_COUNT][12] = {
	[LANGUAGE_FR] = {
		{ "janvier", "janv." }, { "février", "févr." },
		{ "mars", "mars" }, { "avril", "avr." }, { "mai", "mai" },
		{ "juin", "juin" }, { "juillet", "juil." }, { "août", "août" },
		{ "septembre", "sept." }, { "octobre", "oct." },
		{ "novembre", "nov." }, { "décembre", "déc." },
	},
	[LANGUAGE_EN] = {
		{ "January", "Jan" }, { "February", "Feb" },
		{ "March", "Mar" }, { "April", "Apr" }, { "May", "May" },
		{ "June", "Jun" }, { "July", "Jul" }, { "August", "Aug" },
		{ "September", "Sep" }, { "October", "Oct" },
		{ "November", "Nov" }, { "December", "Dec" },
	},
};

static const struct month_names *
names_of(enum language language, struct civil date)
{
	return &month_names[language][date.month - 1];
}

void
prose_day_short(struct buf *out, enum language language, int32_t day)
{
	struct civil date = calendar_civil(day);

	buf_number(out, date.day);
	if (language == LANGUAGE_FR && date.day == 1)
		buf_text(out, "er");
	buf_char(out, ' ');
	buf_text(out, names_of(language, date)->full);
}

void
prose_day(struct buf *out, enum language language, int32_t day)
{
	prose_day_short(out, language, day);
	buf_char(out, ' ');
	buf_number(out, calendar_civil(day).year);
}

void
prose_month(struct buf *out, enum language language, int32_t day)
{
	struct civil date = calendar_civil(day);

	buf_text(out, names_of(language, date)->full);
	buf_char(out, ' ');
	buf_number(out, date.year);
}

void
prose_month_short(struct buf *out, enum language language, int32_t day)
{
	struct civil date = calendar_civil(day);

	buf_text(out, names_of(language, date)->brief);
	buf_char(out, ' ');
	buf_number(out, date.year);
}

bool
prose_plural(enum language language, long long number)
{
	return language == LANGUAGE_FR ? number >= 2 || number <= -2
	                               : number != 1;
}

/* Ranges that terminals draw on two columns (Unicode East Asian Width W and F,
 * emoji presentation), and the marks that take none; the main blocks only. */
struct width_row {
	uint32_t first;
	uint32_t last;
	size_t columns;
};

static const struct width_row width_rows[] = {
	{ 0x0300, 0x036F, 0 },
	{ 0x1100, 0x115F, 2 },
	{ 0x200B, 0x200F, 0 },
	{ 0x20D0, 0x20FF, 0 },
	{ 0x2E80, 0xA4CF, 2 },
	{ 0xAC00, 0xD7A3, 2 },
	{ 0xF900, 0xFAFF, 2 },
	{ 0xFE00, 0xFE0F, 0 },
	{ 0xFE30, 0xFE4F, 2 },
	{ 0xFF00, 0xFF60, 2 },
	{ 0xFFE0, 0xFFE6, 2 },
	{ 0x1F300, 0x1F64F, 2 },
	{ 0x1F680, 0x1F6FF, 2 },
	{ 0x1F900, 0x1FAFF, 2 },
	{ 0x20000, 0x3FFFD, 2 },
};

static size_t
columns_of(uint32_t point)
{
	for (size_t i = 0; i < sizeof(width_rows) / sizeof(width_rows[0]); i++)
		if (point >= width_rows[i].first && point <= width_rows[i].last)
			return width_rows[i].columns;
	return 1;
}

size_t
prose_width(struct str text)
{
	size_t width = 0;

	for (size_t i = 0; i < text.len;) {
		unsigned char first = (unsigned char)text.at[i];
		size_t more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
		uint32_t point = more == 0 ? first : first & (0x3Fu >> more);

		for (i++; more > 0 && i < text.len; more--, i++)
			point = point << 6 | ((unsigned char)text.at[i] & 0x3F);
		width += columns_of(point);
	}
	return width;
}

struct str
prose_take_piece(struct str *rest)
{
	bool code = false;
	size_t at = 0;
	struct str piece;

	while (at < rest->len && (code || rest->at[at] != ' '))
		code ^= rest->at[at++] == '`';
	piece = str_head(*rest, at);
	*rest = str_skip(*rest, at + 1);
	return piece;
}
