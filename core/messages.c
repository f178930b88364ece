/* SPDX-License-Identifier: Apache-2.0 */
#include "core/messages.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct message_row {
	const char *text[LANGUAGE_COUNT];
};

static const struct message_row message_rows[] = {
#define MESSAGE(id, fr, en) \
	[MSG_##id] = { { [LANGUAGE_FR] = fr, [LANGUAGE_EN] = en } },
#include "core/messages.def"
#undef MESSAGE
};
_Static_assert(sizeof(message_rows) / sizeof(message_rows[0]) == MESSAGE_COUNT,
    "every message has a row");

/* Longer than any screen: a message is a sentence or a paragraph of help. */
#define MESSAGE_MAX_BYTES ((size_t)16 * 1024)

static enum language operator_language = LANGUAGE_FR;

void
messages_speak(enum language language)
{
	operator_language = language;
}

enum language
messages_language(void)
{
	return operator_language;
}

struct digits
digits(long long number)
{
	struct digits out;

	(void)snprintf(out.text, sizeof(out.text), "%lld", number);
	return out;
}

const char *
message_template(enum language language, enum message id)
{
	assert(id < MESSAGE_COUNT && language < LANGUAGE_COUNT);
	return message_rows[id].text[language];
}

static const char *
argument(const char *const *args, int wanted)
{
	for (int i = 0; args[i] != NULL; i++)
		if (i == wanted)
			return args[i];
	return "";
}

void
message_write(struct buf *out, enum language language, enum message id,
    const char *const *args)
{
	struct str rest = str_of(message_template(language, id));
	bool code = false;

	while (rest.len > 0) {
		size_t at = 0;

		while (at < rest.len &&
		    !(rest.len - at >= 3 && rest.at[at] == '{' &&
		        rest.at[at + 2] == '}' &&
		        char_is_digit(rest.at[at + 1])))
			at++;
		prose_typography_part(out, language, str_head(rest, at), &code);
		if (at < rest.len)
			buf_text(out, argument(args, rest.at[at + 1] - '1'));
		rest = str_skip(rest, at < rest.len ? at + 3 : at);
	}
}

void
message_fill(char *out, size_t size, enum message id, const char *const *args)
{
	struct buf buf;
	struct str text;

	buf_init(&buf, MESSAGE_MAX_BYTES);
	message_write(&buf, operator_language, id, args);
	text = str_fit(buf_view(&buf), size - 1);
	memcpy(out, text.at, text.len);
	out[text.len] = '\0';
	buf_release(&buf);
}
