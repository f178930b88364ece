/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/screen.h"

#include "core/settings.h"

#define TEXT_MAX ((size_t)64 * 1024)

size_t
screen_width(const struct answer_look *look)
{
	return look->columns < SCREEN_WIDTH ? look->columns : SCREEN_WIDTH;
}

void
screen_paragraph(struct buf *out, const struct answer_look *look,
    const struct buf *text, size_t rest)
{
	columns_wrap(out, buf_view(text), screen_width(look), 0, rest);
}

void
screen_say(struct buf *out, const struct answer_look *look, enum message id,
    const char *const *args)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, look->language, id, args);
	screen_paragraph(out, look, &text, 0);
	buf_release(&text);
}

void
screen_line(struct buf *out, const struct settings *settings, size_t first,
    size_t rest, enum message id, const char *const *args)
{
	const struct answer_look look = { .columns = settings->columns };
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, settings->language, id, args);
	columns_wrap(out, buf_view(&text), settings->out_is_terminal
	    ? screen_width(&look)
	    : TEXT_MAX, first, rest);
	buf_release(&text);
}

void
screen_titles(struct column *ret, const struct screen_column *rows,
    size_t count, enum language language)
{
	for (size_t i = 0; i < count; i++) {
		ret[i] = rows[i].column;
		ret[i].title = message_template(language, rows[i].title);
	}
}
