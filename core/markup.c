/* SPDX-License-Identifier: Apache-2.0 */
#include "core/markup.h"

#include <string.h>

struct range {
	uint32_t first;
	uint32_t last;
	const char *instead; /* what is written in their place */
};

/* Sorted.  C0 and C1 controls; Unicode's bidirectional controls (UAX #9),
 * line and paragraph separators, byte order mark, annotation marks, tags. */
static const struct range unwanted[] = {
	{ 0x0000, 0x0008, "" },
	{ 0x0009, 0x000D, " " },
	{ 0x000E, 0x001F, "" },
	{ 0x007F, 0x009F, "" },
	{ 0x061C, 0x061C, "" },
	{ 0x200E, 0x200F, "" },
	{ 0x2028, 0x2029, " " },
	{ 0x202A, 0x202E, "" },
	{ 0x2060, 0x2069, "" },
	{ 0xFEFF, 0xFEFF, "" },
	{ 0xFFF9, 0xFFFB, "" },
	{ 0xE0000, 0xE007F, "" },
};

/* Take one valid character from the cursor; false, one byte dropped, when
 * there is none. */
static bool
take_character(struct str *cursor, struct str *ret_character,
    uint32_t *ret_point)
{
	unsigned char first = (unsigned char)cursor->at[0];
	size_t len = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	struct str character = str_head(*cursor, len);
	uint32_t point = len == 1 ? first : first & (0x7Fu >> len);

	if (character.len < len || !str_utf8(character)) {
		*cursor = str_skip(*cursor, 1);
		return false;
	}
	for (size_t i = 1; i < len; i++)
		point = point << 6 | ((unsigned char)character.at[i] & 0x3Fu);
	*cursor = str_skip(*cursor, len);
	*ret_character = character;
	*ret_point = point;
	return true;
}

static const struct range *
unwanted_at(uint32_t point)
{
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++)
		if (point >= unwanted[i].first && point <= unwanted[i].last)
			return &unwanted[i];
	return NULL;
}

/* The next character of the cursor as it may be shown; empty when it falls. */
static struct str
take_shown(struct str *cursor)
{
	struct str character = STR("");
	uint32_t point = 0;
	const struct range *range;

	if (!take_character(cursor, &character, &point))
		return STR("");
	range = unwanted_at(point);
	return range == NULL ? character : str_of(range->instead);
}

void
markup_plain(struct buf *out, struct str text)
{
	while (text.len > 0)
		buf_str(out, take_shown(&text));
}

struct escape {
	char c;
	const char *written;
};

static const struct escape html_escapes[] = {
	{ '&', "&amp;" },
	{ '<', "&lt;" },
	{ '>', "&gt;" },
	{ '"', "&quot;" },
	{ '\'', "&#39;" },
	{ '\0', NULL },
};

static const struct escape markdown_escapes[] = {
	{ '&', "&amp;" },
	{ '<', "&lt;" },
	{ '>', "&gt;" },
	{ '\\', "\\\\" },
	{ '`', "\\`" },
	{ '*', "\\*" },
	{ '_', "\\_" },
	{ '{', "\\{" },
	{ '}', "\\}" },
	{ '[', "\\[" },
	{ ']', "\\]" },
	{ '(', "\\(" },
	{ ')', "\\)" },
	{ '#', "\\#" },
	{ '+', "\\+" },
	{ '-', "\\-" },
	{ '.', "\\." },
	{ '!', "\\!" },
	{ '|', "\\|" },
	{ '~', "\\~" },
	{ '=', "\\=" },
	{ ':', "\\:" }, /* no bare link "https://" either */
	{ '\0', NULL },
};

static const char *
escape_of(const struct escape *escapes, struct str character)
{
	if (character.len != 1)
		return NULL;
	while (escapes->c != '\0' && escapes->c != character.at[0])
		escapes++;
	return escapes->written;
}

static void
escaped(struct buf *out, const struct escape *escapes, struct str text)
{
	while (text.len > 0) {
		struct str character = take_shown(&text);
		const char *written = escape_of(escapes, character);

		if (written != NULL)
			buf_text(out, written);
		else
			buf_str(out, character);
	}
}

void
markup_html(struct buf *out, struct str text)
{
	escaped(out, html_escapes, text);
}

void
markup_markdown(struct buf *out, struct str text)
{
	escaped(out, markdown_escapes, text);
}

static bool
has_any(struct str text, const char *set)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\0' && strchr(set, text.at[i]) != NULL)
			return true;
	return false;
}

/* Judged on the first character that a spreadsheet would see: blanks before a
 * formula do not always disarm it. */
static bool
looks_like_formula(struct str text)
{
	while (text.len > 0) {
		struct str character = take_shown(&text);

		if (character.len > 0 && character.at[0] != ' ')
			return has_any(str_head(character, 1), "=+-@");
	}
	return false;
}

void
markup_csv(struct buf *out, struct str text)
{
	bool quoted = has_any(text, "\",; ");

	if (quoted)
		buf_char(out, '"');
	if (looks_like_formula(text))
		buf_char(out, '\'');
	while (text.len > 0) {
		struct str character = take_shown(&text);

		if (str_eq(character, STR("\"")))
			buf_char(out, '"');
		buf_str(out, character);
	}
	if (quoted)
		buf_char(out, '"');
}

static const char *const language_tags[LANGUAGE_COUNT] = {
	[LANGUAGE_FR] = "fr",
	[LANGUAGE_EN] = "en",
};

void
markup_page_open(struct buf *out, const struct markup_page *page)
{
	buf_text(out, "<!DOCTYPE html>\n<html lang=\"");
	buf_text(out, language_tags[page->language]);
	buf_text(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	markup_html(out, page->title);
	buf_text(out, "</title>\n<style>\n");
	buf_text(out, page->style);
	buf_text(out, "</style>\n</head>\n<body>\n");
}

void
markup_page_close(struct buf *out)
{
	buf_text(out, "</body>\n</html>\n");
}
