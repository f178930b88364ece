/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/format_list.h"

#include "agent/sources/formats.h"
#include "core/options.h"

#define INDENT 4
#define WIDTH ((size_t)100)
#define TEXT_MAX ((size_t)4 << 10)

static void
describe(struct buf *out, const struct format *format, enum language language,
    size_t columns)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	buf_text(out, format->id);
	if (format->alias != NULL)
		buf_format(out, " (%s)", format->alias);
	buf_char(out, '\n');
	buf_text(&text, "    ");
	message_write(&text, language, format->enable, NO_ARGS);
	text_wrap(out, buf_view(&text), INDENT,
	    columns < WIDTH ? columns : WIDTH);
	buf_char(out, '\n');
	buf_release(&text);
}

void
format_list(struct buf *out, enum language language, size_t columns)
{
	for (size_t i = 0; i < FORMATS_COUNT; i++)
		describe(out, formats_at(i), language, columns);
}
