/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_terminal.h"

#include "agent/answer_steps.h"
#include "agent/answer_words.h"
#include "agent/columns.h"

#define TEXT_MAX ((size_t)64 * 1024)

/* Longer lines tire the eye. */
#define TEXT_WIDTH ((size_t)100)

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Names listed after a sentence, before "and N more". */
#define NAMES_SHOWN 6

/* Sources of one block, before "N more sources". */
#define SOURCES_SHOWN 40

#define PAINT_REVIEW "33"   /* yellow */
#define PAINT_REFUSED "31"  /* red */
#define PAINT_QUIET "2"     /* faint */

static size_t
text_width(const struct answer_look *look)
{
	return look->columns < TEXT_WIDTH ? look->columns : TEXT_WIDTH;
}

static void
paragraph(struct buf *out, const struct answer_look *look,
    const struct buf *text, size_t rest)
{
	columns_wrap(out, buf_view(text), text_width(look), 0, rest);
}

static void
sentence(struct buf *out, const struct answer_look *look, enum message id,
    const char *const *args)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, look->language, id, args);
	paragraph(out, look, &text, 0);
	buf_release(&text);
}

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
	sentence(out, look, MSG_ANSWER_HEAD,
	    ARGS(buf_z(&subject), buf_z(&period)));
	buf_reset(&subject);
	answer_say_read(&subject, look->language, answer);
	paragraph(out, look, &subject, 0);
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

struct titled {
	enum message title;
	struct column column;
};

static const struct titled service_columns[] = {
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
title_columns(struct column *ret, const struct titled *rows, size_t count,
    enum language language)
{
	for (size_t i = 0; i < count; i++) {
		ret[i] = rows[i].column;
		ret[i].title = message_template(language, rows[i].title);
	}
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

	title_columns(columns, service_columns, SERVICE_COLUMN_COUNT,
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
	sentence(out, look, aside_sentences[trace], ARGS(buf_z(&names)));
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
	if (answer->encrypted_dns) {
		answer_say_hidden(&text, look->language, answer);
		paragraph(out, look, &text, 0);
	}
	if (answer->without_time)
		sentence(out, look, MSG_ANSWER_WITHOUT_TIME, NO_ARGS);
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
		sentence(out, look, MSG_ANSWER_LONE, ARGS(buf_z(&text)));
	}
	if (answer->service_count > 0)
		sentence(out, look, MSG_ANSWER_CAUTION, NO_ARGS);
	if (answer->contacts)
		sentence(out, look, MSG_ANSWER_CONTACT_MEANS, NO_ARGS);
	if (any_unknown(answer))
		sentence(out, look, MSG_ATTENTION_UNKNOWN, NO_ARGS);
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
		paragraph(out, look, &text, 3);
	}
	buf_release(&text);
}

/* ---- sources ---- */

enum source_column {
	SOURCE_COLUMN_NAME,
	SOURCE_COLUMN_PROFILE,
	SOURCE_COLUMN_STATE,
	SOURCE_COLUMN_RECORDS,
	SOURCE_COLUMN_PERIOD,
	SOURCE_COLUMN_MATCHED,
	SOURCE_COLUMN_COUNT
};

static const struct titled source_columns[] = {
	[SOURCE_COLUMN_NAME] = { MSG_COLUMN_SOURCE,
	    { .min = 8, .max = 20, .keep = 9 } },
	[SOURCE_COLUMN_PROFILE] = { MSG_COLUMN_PROFILE,
	    { .gap = 2, .keep = 6 } }, /* max: profile_width */
	[SOURCE_COLUMN_STATE] = { MSG_COLUMN_STATE,
	    { .gap = 2, .max = 18, .keep = 8 } },
	[SOURCE_COLUMN_RECORDS] = { MSG_COLUMN_RECORDS,
	    { .side = COLUMNS_RIGHT, .gap = 2, .keep = 7 } },
	[SOURCE_COLUMN_PERIOD] = { MSG_COLUMN_PERIOD,
	    { .gap = 2, .keep = 4 } },
	[SOURCE_COLUMN_MATCHED] = { MSG_COLUMN_MATCHED,
	    { .side = COLUMNS_RIGHT, .gap = 2, .keep = 3 } },
};
_Static_assert(COUNT_OF(source_columns) == SOURCE_COLUMN_COUNT,
    "every column has a row");

/* The sources of the block, found once. */
struct source_block {
	const struct answer_look *look;
	const struct source_report *shown[SOURCES_SHOWN];
	size_t count;
	uint32_t more;
};

/* Whole names where there is room, short ones rather than no dates. */
static size_t
profile_width(const struct answer_look *look)
{
	return look->columns < TEXT_WIDTH ? 17 : 32;
}

/* The end of a path tells more than its beginning. */
static void
path_cell(struct buf *out, const char *path, size_t width)
{
	struct str name = str_of(path);

	if (prose_width(name) > width)
		(void)str_cut_last(str_of(path), STR("/"), NULL, &name);
	buf_str(out, name);
}

static void
period_cell(struct buf *out, const struct source_report *report)
{
	if (report->first_day == CALENDAR_NO_DAY)
		return;
	buf_text(out, calendar_text(report->first_day).text);
	buf_text(out, " \xE2\x80\x93 "); /* U+2013 */
	buf_text(out, calendar_text(report->last_day).text);
}

static bool
has_records(const struct source_report *report)
{
	return report->state == SOURCE_READ || report->state == SOURCE_PARTIAL;
}

static void
source_cell(struct buf *out, const void *cookie, size_t row, size_t column)
{
	const struct source_block *block = cookie;
	const struct source_report *report = block->shown[row];
	enum language language = block->look->language;

	switch ((enum source_column)column) {
	case SOURCE_COLUMN_NAME:
		buf_text(out, report->name);
		break;
	case SOURCE_COLUMN_PROFILE:
		if (report->profile[0] != '\0')
			buf_text(out, report->profile);
		else
			path_cell(out, report->path,
			    profile_width(block->look));
		break;
	case SOURCE_COLUMN_STATE:
		message_write(out, language, answer_state_name(report->state),
		    NO_ARGS);
		break;
	case SOURCE_COLUMN_RECORDS:
		if (has_records(report))
			answer_say_records(out, language, report);
		break;
	case SOURCE_COLUMN_PERIOD:
		period_cell(out, report);
		break;
	case SOURCE_COLUMN_MATCHED:
		if (has_records(report))
			prose_number(out, language,
			    (long long)report->matched);
		break;
	case SOURCE_COLUMN_COUNT:
		break;
	}
}

static const char *
source_paint(const void *cookie, size_t row, size_t column)
{
	const struct source_block *block = cookie;

	if (column != SOURCE_COLUMN_STATE)
		return NULL;
	return block->shown[row]->state == SOURCE_READ ? NULL : PAINT_REVIEW;
}

static void
gather(struct source_block *block, const struct answer_model *answer)
{
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next) {
		if (report->state == SOURCE_ABSENT)
			continue;
		if (block->count < SOURCES_SHOWN)
			block->shown[block->count++] = report;
		else
			block->more++;
	}
}

static void
source_table(struct buf *out, const struct source_block *block)
{
	struct column columns[SOURCE_COLUMN_COUNT];
	struct columns_table table = {
		.columns = columns,
		.column_count = SOURCE_COLUMN_COUNT,
		.row_count = block->count,
		.width = block->look->columns,
		.colour = block->look->colour,
		.cell = source_cell,
		.paint = source_paint,
		.cookie = block,
	};

	title_columns(columns, source_columns, SOURCE_COLUMN_COUNT,
	    block->look->language);
	columns[SOURCE_COLUMN_PROFILE].max = profile_width(block->look);
	columns_table(out, &table);
}

/* Why a source was not, or not wholly, read: a line each, with what to do. */
static void
reasons(struct buf *out, const struct source_block *block)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < block->count; i++) {
		const struct source_report *report = block->shown[i];

		if (report->why.text[0] != '\0')
			sentence(out, block->look, MSG_PREFIXED,
			    ARGS(report->name, report->why.text));
		if (report->rejected == 0)
			continue;
		buf_reset(&text);
		answer_say_rejected(&text, block->look->language, report);
		sentence(out, block->look, MSG_PREFIXED,
		    ARGS(report->name, buf_z(&text)));
	}
	buf_release(&text);
}

static void
absent(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (enum source_kind kind = 0; kind < SOURCE_KIND_COUNT; kind++) {
		buf_reset(&text);
		if (answer_say_absent(&text, look->language, answer, kind))
			paragraph(out, look, &text, 0);
	}
	buf_release(&text);
}

static void
sources(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct source_block block = { .look = look };

	gather(&block, answer);
	if (answer->sources == NULL)
		return;
	buf_char(out, '\n');
	if (block.count > 0) {
		source_table(out, &block);
		reasons(out, &block);
	}
	if (block.more > 0)
		sentence(out, look, MSG_SOURCES_MORE,
		    ARGS(digits(block.more).text));
	absent(out, answer, look);
	if (answer->sources_cut)
		sentence(out, look, MSG_SOURCES_CUT, NO_ARGS);
}

/* ---- the whole ---- */

static void
findings(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (answer_say_degraded(&text, look->language, answer))
		paragraph(out, look, &text, 0);
	if (answer->service_count > 0) {
		services(out, answer, look);
		buf_reset(&text);
		answer_say_total(&text, look->language, answer);
		paragraph(out, look, &text, 0);
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
	blind_spots(out, answer, look);
	steps(out, answer, look);
	if (look->page != NULL)
		sentence(out, look, MSG_ANSWER_PAGE, ARGS(look->page));
	sources(out, answer, look);
}
