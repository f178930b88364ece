/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/mime.h"

#include "core/markup.h"

#include <openssl/evp.h>
#include <string.h>

#define LINE_BYTES ((size_t)57) /* 76 digits */

/* Of one encoded word: with "=?UTF-8?B?", "?=" and the longest name, 75
 * characters, where RFC 2047 allows a line 76. */
#define WORD_BYTES ((size_t)39)

#define TEXT_MAX ((size_t)16 * 1024)

void
mime_field(struct buf *out, const char *name, const char *value)
{
	buf_format(out, "%s: %s" MIME_END, name, value);
}

/* At most LINE_BYTES. */
static void
write_digits(struct buf *out, struct str bytes)
{
	unsigned char digits[(LINE_BYTES + 2) / 3 * 4 + 1];
	int len = EVP_EncodeBlock(digits, (const unsigned char *)bytes.at,
	    (int)bytes.len);

	buf_str(out, (struct str){ (const char *)digits, (size_t)len });
}

/* As much as one word takes, in whole characters. */
static struct str
take_word(struct str *rest)
{
	struct str word = str_fit(*rest, WORD_BYTES);

	*rest = str_skip(*rest, word.len);
	return word;
}

static bool
is_plain(const char *name, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < 0x20 || text.at[i] > 0x7E)
			return false;
	return text.len > 0 && text.at[0] != ' ' &&
	    text.at[text.len - 1] != ' ' && !str_holds(text, STR("=?")) &&
	    strlen(name) + 2 + text.len <= MIME_LINE_MAX;
}

static void
write_words(struct buf *out, const char *name, struct str text)
{
	buf_format(out, "%s:", name);
	while (text.len > 0) {
		buf_text(out, " =?UTF-8?B?");
		write_digits(out, take_word(&text));
		buf_text(out, "?=" MIME_END);
	}
}

void
mime_field_text(struct buf *out, const char *name, struct str text)
{
	struct buf plain;

	buf_init(&plain, TEXT_MAX);
	markup_plain(&plain, text);
	if (plain.len == 0 || is_plain(name, buf_view(&plain)))
		mime_field(out, name, buf_z(&plain));
	else
		write_words(out, name, buf_view(&plain));
	buf_release(&plain);
}

void
mime_base64(struct buf *out, struct str bytes)
{
	while (bytes.len > 0) {
		write_digits(out, str_head(bytes, LINE_BYTES));
		buf_text(out, MIME_END);
		bytes = str_skip(bytes, LINE_BYTES);
	}
}

void
mime_base64_text(struct buf *out, struct str text)
{
	struct str line;
	struct buf canonical;

	buf_init(&canonical, out->limit);
	while (str_cut(text, STR("\n"), &line, &text)) {
		buf_str(&canonical, line);
		buf_text(&canonical, MIME_END);
	}
	buf_str(&canonical, text);
	mime_base64(out, buf_view(&canonical));
	if (buf_status(&canonical) != OK && buf_status(out) == OK)
		out->failed = buf_status(&canonical);
	buf_release(&canonical);
}
