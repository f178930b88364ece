/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_terminal.h"

#include "agent/answer_steps.h"
#include "agent/answer_terminal_gateway.h"
#include "agent/answer_terminal_sources.h"
#include "agent/answer_words.h"
#include "agent/screen.h"

#define TEXT_MAX ((size_t)64 * 1024)

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Names listed after a sentence, before "and N more". */
#define NAMES_SHOWN 6

/* ---- head ---- */

static void
head(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct buf subject, period;

	buf_init(&subject, TEXT_MAX);
	buf_init(&period, TEXT_MAX);
	answer_say_subject(&subject, look->language, answer);
	answer_say_period(&period, look->language, answer);
	screen_say(out, look, MSG_ANSWER_HEAD,
	    ARGS(buf_z(&subject), buf_z(&period)));
	buf_reset(&subject);
	answer_say_read(&subject, look->language, answer);
	screen_paragraph(out, look, &subject, 0);
	buf_release(&subject);
	buf_release(&period);
}

/* ---- services ---- */

/* What a table's cells are drawn from. */
struct drawing {
	const struct answer_model *answer;
	const struct answer_look *look;
};

enum service_column {
	SERVICE_NAME,
	SERVICE_TYPE,
	SERVICE_DAYS,
	SERVICE_VISITED,
	SERVICE_CONTACTED,
	SERVICE_LAST,
	SERVICE_CONFIDENTIALITY,
	SERVICE_SECURITY,
	SERVICE_REPUTATION,
	SERVICE_STATUS,
	SERVICE_COLUMN_COUNT
};

static const struct screen_column service_columns[] = {
	[SERVICE_NAME] = { MSG_COLUMN_SERVICE,
	    { .min = 8, .max = 28, .keep = 9 } },
	[SERVICE_TYPE] = { MSG_COLUMN_TYPE,
	    { .gap = 2, .min = 12, .max = 16, .keep = 3 } },
	[SERVICE_DAYS] = { MSG_COLUMN_DAYS,
	    { .side = COLUMNS_RIGHT, .gap = 2, .keep = 9 } },
	[SERVICE_VISITED] = { MSG_COLUMN_VISITED,
	    { .side = COLUMNS_RIGHT, .gap = 2, .keep = 6 } },
	[SERVICE_CONTACTED] = { MSG_COLUMN_CONTACTED,
	    { .side = COLUMNS_RIGHT, .gap = 2, .keep = 7 } },
	[SERVICE_LAST] = { MSG_COLUMN_LAST,
	    { .gap = 2, .min = 9, .keep = 4 } },
	[SERVICE_CONFIDENTIALITY] = { MSG_COLUMN_CONFIDENTIALITY,
	    { .side = COLUMNS_CENTRE, .gap = 2, .keep = 5 } },
	[SERVICE_SECURITY] = { MSG_COLUMN_SECURITY,
	    { .side = COLUMNS_CENTRE, .gap = 1, .keep = 2 } },
	[SERVICE_REPUTATION] = { MSG_COLUMN_REPUTATION,
	    { .side = COLUMNS_CENTRE, .gap = 1, .keep = 2 } },
	[SERVICE_STATUS] = { MSG_COLUMN_STATUS,
	    { .gap = 2, .max = 16, .keep = 8 } },
};
_Static_assert(COUNT_OF(service_columns) == SERVICE_COLUMN_COUNT,
    "every column has a row");

static void
attention_cell(struct buf *out, const struct drawing *drawing,
    const struct answer_service *entry, enum risk_family family)
{
	struct attention attention = entry->attention[family];

	if (attention.of > 0 && attention.unknown == attention.of)
		message_write(out, drawing->look->language,
		    MSG_ATTENTION_UNDOCUMENTED_SHORT, NO_ARGS);
	else
		buf_format(out, "%d/%d", attention.points, attention.of);
}

static void
service_cell(struct buf *out, const void *cookie, size_t row, size_t column)
{
	const struct drawing *drawing = cookie;
	const struct answer_service *entry = &drawing->answer->services[row];
	enum language language = drawing->look->language;

	switch ((enum service_column)column) {
	case SERVICE_NAME:
		buf_str(out, entry->service->name);
		break;
	case SERVICE_TYPE:
		message_write(out, language,
		    category_brief(entry->service->category), NO_ARGS);
		break;
	case SERVICE_DAYS:
		prose_number(out, language, entry->ai_days);
		break;
	case SERVICE_VISITED:
		prose_number(out, language, entry->visited_days);
		break;
	case SERVICE_CONTACTED:
		prose_number(out, language, entry->contacted_days);
		break;
	case SERVICE_LAST:
		prose_month_short(out, language, entry->last_day);
		break;
	case SERVICE_CONFIDENTIALITY:
		attention_cell(out, drawing, entry, RISKS_CONFIDENTIALITY);
		break;
	case SERVICE_SECURITY:
		attention_cell(out, drawing, entry, RISKS_SECURITY);
		break;
	case SERVICE_REPUTATION:
		attention_cell(out, drawing, entry, RISKS_REPUTATION);
		break;
	case SERVICE_STATUS:
		message_write(out, language, decision_name(entry->decision),
		    NO_ARGS);
		break;
	case SERVICE_COLUMN_COUNT:
		break;
	}
}

static const char *const decision_paint[DECISION_COUNT] = {
	[DECISION_UNDECIDED] = PAINT_REVIEW,
	[DECISION_POSTPONED] = PAINT_REVIEW,
	[DECISION_FORBIDDEN] = PAINT_REFUSED,
};

static const char *
service_paint(const void *cookie, size_t row, size_t column)
{
	const struct drawing *drawing = cookie;

	if (column != SERVICE_STATUS)
		return NULL;
	return decision_paint[drawing->answer->services[row].decision];
}

static void
services(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct column columns[SERVICE_COLUMN_COUNT];
	struct drawing drawing = { answer, look };
	struct columns_table table = {
		.columns = columns,
		.column_count = SERVICE_COLUMN_COUNT,
		.row_count = answer->service_count,
		.width = look->columns,
		.colour = look->colour,
		.cell = service_cell,
		.paint = service_paint,
		.cookie = &drawing,
	};

	screen_titles(columns, service_columns, SERVICE_COLUMN_COUNT,
	    look->language);
	columns[SERVICE_VISITED].absent = !answer->contacts;
	columns[SERVICE_CONTACTED].absent = !answer->contacts;
	columns_table(out, &table);
}

/* ---- notes ---- */

static const enum message aside_sentences[TRACE_COUNT] = {
	[TRACE_APPLICATION] = MSG_ANSWER_ASIDE_APPLICATION,
	[TRACE_POSSIBLE] = MSG_ANSWER_ASIDE_POSSIBLE,
	[TRACE_READING] = MSG_ANSWER_ASIDE_READING,
};

static void
name_aside(struct buf *names, const struct answer_aside *aside,
    enum language language)
{
	struct buf days;

	buf_init(&days, TEXT_MAX);
	answer_say_days(&days, language, aside->days);
	message_write(names, language, MSG_ANSWER_ASIDE_ONE,
	    ARGS(aside->service->name.at, buf_z(&days)));
	buf_release(&days);
}

static void
asides(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look, enum trace trace)
{
	const struct answer_asides *list = &answer->asides[trace];
	struct buf names;

	if (list->count == 0)
		return;
	buf_init(&names, TEXT_MAX);
	for (uint32_t i = 0; i < list->count && i < NAMES_SHOWN; i++) {
		buf_text(&names, i > 0 ? ", " : "");
		name_aside(&names, &list->at[i], look->language);
	}
	if (list->count > NAMES_SHOWN) {
		buf_char(&names, ' ');
		message_write(&names, look->language, MSG_ANSWER_OTHERS,
		    ARGS(digits(list->count - NAMES_SHOWN).text));
	}
	screen_say(out, look, aside_sentences[trace], ARGS(buf_z(&names)));
	buf_release(&names);
}

static bool
any_unknown(const struct answer_model *answer)
{
	for (uint32_t i = 0; i < answer->service_count; i++)
		for (int f = 0; f < RISK_FAMILY_COUNT; f++)
			if (answer->services[i].attention[f].unknown > 0)
				return true;
	return false;
}

static void
blind_spots(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (answer->hidden_dns) {
		answer_say_hidden(&text, look->language, answer);
		screen_paragraph(out, look, &text, 0);
	}
	if (answer->without_time)
		screen_say(out, look, MSG_ANSWER_WITHOUT_TIME, NO_ARGS);
	buf_release(&text);
}

static void
notes(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (enum trace t = TRACE_APPLICATION; t < TRACE_COUNT; t++)
		asides(out, answer, look, t);
	if (answer->lone_days > 0) {
		answer_say_days(&text, look->language, answer->lone_days);
		screen_say(out, look, MSG_ANSWER_LONE, ARGS(buf_z(&text)));
	}
	if (answer->service_count > 0) {
		screen_say(out, look, MSG_ANSWER_CAUTION, NO_ARGS);
		screen_say(out, look, MSG_ANSWER_UNSEEN, NO_ARGS);
	}
	if (answer->contacts)
		screen_say(out, look, MSG_ANSWER_CONTACT_MEANS, NO_ARGS);
	if (any_unknown(answer))
		screen_say(out, look, MSG_ATTENTION_UNKNOWN, NO_ARGS);
	buf_release(&text);
}

static void
steps(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct answer_step found[ANSWER_STEPS];
	uint32_t count = answer_steps(answer, found);
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (uint32_t i = 0; i < count; i++) {
		buf_reset(&text);
		if (i == 0) {
			message_write(&text, look->language, MSG_ANSWER_TO_DO,
			    NO_ARGS);
			buf_char(&text, ' ');
		}
		buf_number(&text, i + 1);
		buf_text(&text, ". ");
		answer_say_step(&text, look->language, &found[i]);
		screen_paragraph(out, look, &text, 3);
	}
	buf_release(&text);
}

/* ---- the whole ---- */

static void
findings(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (answer_say_degraded(&text, look->language, answer))
		screen_paragraph(out, look, &text, 0);
	if (answer->service_count > 0) {
		services(out, answer, look);
		buf_reset(&text);
		answer_say_total(&text, look->language, answer);
		screen_paragraph(out, look, &text, 0);
	}
	buf_release(&text);
}

void
answer_terminal(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	head(out, answer, look);
	findings(out, answer, look);
	notes(out, answer, look);
	answer_terminal_gateway(out, answer, look);
	blind_spots(out, answer, look);
	steps(out, answer, look);
	if (look->page != NULL)
		screen_say(out, look, MSG_ANSWER_PAGE, ARGS(look->page));
	answer_terminal_sources(out, answer, look);
}
