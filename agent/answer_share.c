/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_share.h"

#include "agent/answer_words.h"
#include "agent/columns.h"

#define TEXT_MAX ((size_t)64 * 1024)
#define TEXT_WIDTH ((size_t)80)
#define INDENT 2

struct band {
	uint32_t from;
	enum message name;
};

static const struct band bands[] = {
	{ 15, MSG_SHARE_MANY },
	{ 5, MSG_SHARE_SOME },
	{ 1, MSG_SHARE_FEW },
	{ 0, MSG_SHARE_NONE },
};

static void
say_band(struct buf *out, enum language language, uint32_t days)
{
	const struct band *band = bands;

	while (days < band->from)
		band++;
	message_write(out, language, band->name, NO_ARGS);
}

static void
say_whole(struct buf *out, const struct answer_model *answer,
    enum language language)
{
	struct buf days, version, band;

	buf_init(&days, TEXT_MAX);
	buf_init(&version, TEXT_MAX);
	buf_init(&band, TEXT_MAX);
	answer_say_days(&days, language, answer->days);
	buf_str(&version, answer->catalogue->version);
	say_band(&band, language, answer->ai_days);
	message_write(out, language, MSG_SHARE_WHOLE,
	    ARGS(buf_z(&days), buf_z(&version), buf_z(&band)));
	buf_release(&days);
	buf_release(&version);
	buf_release(&band);
}

static void
say_category(struct buf *out, enum category category, uint32_t days,
    enum language language)
{
	struct buf name, band;

	buf_init(&name, TEXT_MAX);
	buf_init(&band, TEXT_MAX);
	message_write(&name, language, category_name(category), NO_ARGS);
	say_band(&band, language, days);
	if (buf_view(out).len > 0)
		buf_char(out, ' ');
	message_write(out, language, MSG_SHARE_CATEGORY,
	    ARGS(buf_z(&name), buf_z(&band)));
	buf_release(&name);
	buf_release(&band);
}

/* Highest band first and the catalogue's order within a band: the order of
 * exact days would say more than the bands do. */
static void
say_categories(struct buf *out, const struct answer_model *answer,
    enum language language)
{
	uint32_t above = UINT32_MAX;

	for (const struct band *band = bands; band->from > 0; band++) {
		for (enum category c = 0; c < CATEGORY_COUNT; c++)
			if (answer->category_days[c] >= band->from &&
			    answer->category_days[c] < above)
				say_category(out, c, answer->category_days[c],
				    language);
		above = band->from;
	}
}

static void
summary(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look, size_t indent)
{
	size_t width = look->columns < TEXT_WIDTH ? look->columns : TEXT_WIDTH;
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (!answer->measured)
		(void)answer_say_degraded(&text, look->language, answer);
	else
		say_whole(&text, answer, look->language);
	columns_wrap(out, buf_view(&text), width, indent, indent);
	buf_reset(&text);
	if (answer->measured)
		say_categories(&text, answer, look->language);
	if (buf_view(&text).len > 0)
		columns_wrap(out, buf_view(&text), width, indent, indent);
	buf_reset(&text);
	if (answer->measured && answer->reading == ANSWER_PARTLY) {
		message_write(&text, look->language, MSG_ANSWER_PARTLY,
		    NO_ARGS);
		columns_wrap(out, buf_view(&text), width, indent, indent);
	}
	buf_release(&text);
}

void
answer_summary(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	summary(out, answer, look, 0);
}

void
answer_share(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	size_t width = look->columns < TEXT_WIDTH ? look->columns : TEXT_WIDTH;
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(out, look->language, MSG_SHARE_HEAD, NO_ARGS);
	buf_char(out, '\n');
	summary(out, answer, look, INDENT);
	message_write(&text, look->language, MSG_SHARE_TAIL, NO_ARGS);
	if (look->ask) {
		buf_text(&text, "  ");
		message_write(&text, look->language, MSG_SHARE_ASK, NO_ARGS);
	}
	columns_wrap(out, buf_view(&text), width, 0, 0);
	if (look->ask) {
		buf_cut(out, buf_view(out).len - 1);
		buf_char(out, ' ');
	}
	buf_release(&text);
}
