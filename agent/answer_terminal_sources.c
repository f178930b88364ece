/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_terminal_sources.h"

#include "agent/answer_words.h"
#include "agent/screen.h"

#include "core/calendar.h"

#define TEXT_MAX ((size_t)64 * 1024)

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Sources of one block, before "N more sources". */
#define SOURCES_SHOWN 40

enum source_column {
	SOURCE_COLUMN_NAME,
	SOURCE_COLUMN_PROFILE,
	SOURCE_COLUMN_STATE,
	SOURCE_COLUMN_RECORDS,
	SOURCE_COLUMN_PERIOD,
	SOURCE_COLUMN_MATCHED,
	SOURCE_COLUMN_COUNT
};

static const struct screen_column source_columns[] = {
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
	bool whole; /* the table has all its columns */
};

/* Whole names where there is room, short ones rather than no dates. */
static size_t
profile_width(const struct answer_look *look)
{
	return look->columns < SCREEN_WIDTH ? 17 : 32;
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

static bool
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

	screen_titles(columns, source_columns, SOURCE_COLUMN_COUNT,
	    block->look->language);
	columns[SOURCE_COLUMN_PROFILE].max = profile_width(block->look);
	return columns_table(out, &table);
}

static void
say_of(struct buf *out, const struct source_block *block,
    const struct source_report *report, const struct buf *said)
{
	struct buf source;

	buf_init(&source, TEXT_MAX);
	answer_say_source(&source, report);
	screen_say(out, block->look, MSG_PREFIXED,
	    ARGS(buf_z(&source), buf_z(said)));
	buf_release(&source);
}

/* Of a log, what the table had no room for. */
static void
matched(struct buf *out, const struct source_block *block,
    const struct source_report *report)
{
	struct buf said, number;

	if (block->whole || report->kind != SOURCE_DNS ||
	    !has_records(report) || report->first_day == CALENDAR_NO_DAY)
		return;
	buf_init(&said, TEXT_MAX);
	buf_init(&number, 64);
	prose_number(&number, block->look->language,
	    (long long)report->matched);
	message_write(&said, block->look->language, MSG_SOURCES_MATCHED,
	    ARGS(buf_z(&number), calendar_text(report->first_day).text,
	        calendar_text(report->last_day).text));
	say_of(out, block, report, &said);
	buf_release(&number);
	buf_release(&said);
}

/* Why a source was not, or not wholly, read: a line each, with what to do. */
static void
reasons(struct buf *out, const struct source_block *block)
{
	enum language language = block->look->language;
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < block->count; i++) {
		const struct source_report *report = block->shown[i];

		matched(out, block, report);
		buf_reset(&text);
		if (answer_say_why(&text, language, report))
			screen_paragraph(out, block->look, &text, 0);
		buf_reset(&text);
		if (answer_say_clients(&text, language, report))
			say_of(out, block, report, &text);
		if (report->rejected == 0)
			continue;
		buf_reset(&text);
		answer_say_rejected(&text, language, report);
		say_of(out, block, report, &text);
	}
	buf_release(&text);
}

static void
absent(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next) {
		buf_reset(&text);
		if (answer_is_missing(answer, report) &&
		    answer_say_why(&text, look->language, report))
			screen_paragraph(out, look, &text, 0);
	}
	for (enum source_kind kind = 0; kind < SOURCE_KIND_COUNT; kind++) {
		buf_reset(&text);
		if (answer_say_absent(&text, look->language, answer, kind))
			screen_paragraph(out, look, &text, 0);
	}
	buf_release(&text);
}

void
answer_terminal_sources(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct source_block block = { .look = look };

	gather(&block, answer);
	if (answer->sources == NULL)
		return;
	buf_char(out, '\n');
	if (block.count > 0) {
		block.whole = source_table(out, &block);
		reasons(out, &block);
	}
	if (block.more > 0)
		screen_say(out, look, MSG_SOURCES_MORE,
		    ARGS(digits(block.more).text));
	absent(out, answer, look);
	if (answer->sources_cut)
		screen_say(out, look, MSG_SOURCES_CUT, NO_ARGS);
}
