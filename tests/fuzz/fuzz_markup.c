/* SPDX-License-Identifier: Apache-2.0
 * fuzz_markup.c: whatever goes in, what comes out is valid UTF-8 without a
 * control character, and holds nothing that its format would obey.
 */
#include "core/markup.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The longest escape is six bytes for one. */
#define OUT_MAX ((size_t)8 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hold(bool true_of_all)
{
	if (!true_of_all)
		abort();
}

static bool
has_any(struct str text, const char *set)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\0' && strchr(set, text.at[i]) != NULL)
			return true;
	return false;
}

static void
hold_clean(struct str text)
{
	size_t at;

	hold(str_utf8(text));
	for (size_t i = 0; i < text.len; i++)
		hold((unsigned char)text.at[i] >= 0x20 && text.at[i] != 0x7F);
	hold(!str_find(text, STR("\xE2\x80\xAE"), &at));
	hold(!str_find(text, STR("\xE2\x81\xA6"), &at));
}

/* Every & begins one of our own escapes. */
static void
hold_html(struct str text)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;",
		"&quot;", "&#39;" };

	hold(!has_any(text, "<>\"'"));
	for (size_t i = 0; i < text.len; i++) {
		bool known = text.at[i] != '&';

		for (size_t e = 0; e < 5; e++)
			known = known || str_starts(str_skip(text, i),
			    str_of(entities[e]));
		hold(known);
	}
}

/* One cell: quoted as a whole, quotes inside doubled, no formula in front. */
static void
hold_csv(struct str text)
{
	struct str inside = text;
	size_t quotes = 0;

	if (text.len > 0 && text.at[0] == '"') {
		hold(text.len >= 2 && text.at[text.len - 1] == '"');
		inside = str_head(str_skip(text, 1), text.len - 2);
	} else {
		hold(!has_any(text, "\","));
	}
	for (size_t i = 0; i < inside.len; i++)
		quotes += inside.at[i] == '"';
	hold(quotes % 2 == 0);
	hold(inside.len == 0 || !has_any(str_head(str_trim(inside), 1),
	    "=+-@"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct buf out;

	if (size > (size_t)1 << 20)
		return 0;
	buf_init(&out, OUT_MAX);
	markup_plain(&out, text);
	hold_clean(buf_view(&out));
	buf_reset(&out);
	markup_html(&out, text);
	hold_clean(buf_view(&out));
	hold_html(buf_view(&out));
	buf_reset(&out);
	markup_csv(&out, text);
	hold_clean(buf_view(&out));
	hold_csv(buf_view(&out));
	buf_reset(&out);
	markup_markdown(&out, text);
	hold_clean(buf_view(&out));
	hold(!has_any(buf_view(&out), "<>"));
	buf_release(&out);
	return 0;
}
