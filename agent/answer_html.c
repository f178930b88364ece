/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_html.h"

#include "agent/answer_steps.h"
#include "agent/answer_strip.h"
#include "agent/answer_style.h"
#include "agent/answer_words.h"
#include "agent/columns.h"

#include "core/calendar.h"
#include "core/markup.h"

#define TEXT_MAX ((size_t)64 * 1024)

/* A longer name is cut: it would push all else from the page. */
#define NAME_WIDTH 48
#define PLACE_WIDTH 160

/* Columns from which a table is set smaller. */
#define DENSE_FROM 7

/* Labels of an axis, so that they stay apart on a phone. */
#define AXIS_LABELS 4

/* What every part of the page is drawn from. */
struct page {
	struct buf *out;
	const struct answer_model *answer;
	enum language language;
};

/* ---- words ---- */

static void
raw(const struct page *page, const char *markup)
{
	buf_text(page->out, markup);
}

static void
text(const struct page *page, struct str words)
{
	markup_html(page->out, words);
}

/* A foreign name, kept short and apart from the direction of what is around
 * it. */
static void
name(const struct page *page, struct str words)
{
	struct buf fitted;

	buf_init(&fitted, TEXT_MAX);
	columns_fit(&fitted, words, NAME_WIDTH);
	raw(page, "<bdi>");
	text(page, buf_view(&fitted));
	raw(page, "</bdi>");
	buf_release(&fitted);
}

/* Between back-quotes stands a command. */
static void
text_with_code(const struct page *page, struct str words)
{
	struct str before;
	bool code = false;

	while (str_cut(words, STR("`"), &before, &words)) {
		text(page, before);
		raw(page, code ? "</code>" : "<code>");
		code = !code;
	}
	text(page, words);
	raw(page, code ? "</code>" : "");
}

static void
say(const struct page *page, enum message id, const char *const *args)
{
	struct buf words;

	buf_init(&words, TEXT_MAX);
	message_write(&words, page->language, id, args);
	text_with_code(page, buf_view(&words));
	buf_release(&words);
}

/* "<p>...</p>" and the like. */
static void
element(const struct page *page, const char *tag, enum message id,
    const char *const *args)
{
	buf_format(page->out, "<%s>", tag);
	say(page, id, args);
	buf_format(page->out, "</%s>\n", tag);
}

/* A sentence of answer_words.h, as a paragraph. */
static void
paragraph(const struct page *page,
    void (*words)(struct buf *out, enum language language,
        const struct answer_model *answer))
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	words(&said, page->language, page->answer);
	raw(page, "<p>");
	text_with_code(page, buf_view(&said));
	raw(page, "</p>\n");
	buf_release(&said);
}

static void
section_open(const struct page *page, const char *id, enum message title)
{
	buf_format(page->out,
	    "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
	say(page, title, NO_ARGS);
	raw(page, "</h2>\n");
}

static void
section_close(const struct page *page)
{
	raw(page, "</section>\n");
}

/* A table may be wider than a phone: then it scrolls, by keyboard too. */
static void
table_open(const struct page *page, enum message caption, const char *class)
{
	raw(page, "<div class=\"wide\" role=\"group\" tabindex=\"0\" "
	          "aria-label=\"");
	say(page, caption, NO_ARGS);
	buf_format(page->out, "\">\n<table%s>\n<caption>", class);
	say(page, caption, NO_ARGS);
	raw(page, "</caption>\n<thead>\n<tr>");
}

static void
table_close(const struct page *page)
{
	raw(page, "</tbody>\n</table>\n</div>\n");
}

static void
column_head(const struct page *page, enum message title, const char *class)
{
	buf_format(page->out, "<th scope=\"col\"%s>", class);
	say(page, title, NO_ARGS);
	raw(page, "</th>");
}

static void
number(const struct page *page, uint64_t value)
{
	prose_number(page->out, page->language, (long long)value);
}

#define NUMBER " class=\"n\""

/* ---- head ---- */

static void
brand(const struct page *page)
{
	raw(page,
	    "<p class=\"brand\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\" "
	    "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" "
	    "stroke-linejoin=\"round\"><path d=\"M9 3h6M12 3v3M7 9l1.5-3h7"
	    "L17 9v9l-1.5 3h-7L7 18zM7 9h10M7 18h10\"/>"
	    "<path d=\"M12 11c1.6 1.7 1.6 4 0 5-1.6-1-1.6-3.3 0-5z\" "
	    "fill=\"currentColor\"/></svg>Lanterne</p>\n");
}

static void
say_finding(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	if (answer->reading == ANSWER_UNREAD)
		message_write(out, language, MSG_PAGE_HEAD_UNREAD, NO_ARGS);
	else if (answer->service_count == 0)
		message_write(out, language, MSG_PAGE_HEAD_ZERO, NO_ARGS);
	else
		answer_say_total(out, language, answer);
}

static void
say_head(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	struct buf subject, period;

	buf_init(&subject, TEXT_MAX);
	buf_init(&period, TEXT_MAX);
	answer_say_subject(&subject, language, answer);
	answer_say_period(&period, language, answer);
	message_write(out, language, MSG_ANSWER_HEAD,
	    ARGS(buf_z(&subject), buf_z(&period)));
	buf_release(&subject);
	buf_release(&period);
}

static void
warning(const struct page *page)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	if (answer_say_degraded(&said, page->language, page->answer)) {
		raw(page, "<p class=\"warning\">");
		text(page, buf_view(&said));
		raw(page, "</p>\n");
	}
	buf_release(&said);
}

static void
head(const struct page *page)
{
	struct buf finding;

	buf_init(&finding, TEXT_MAX);
	say_finding(&finding, page->language, page->answer);
	raw(page, "<a class=\"skip\" href=\"#content\">");
	say(page, MSG_PAGE_SKIP, NO_ARGS);
	raw(page, "</a>\n<header>\n");
	brand(page);
	raw(page, "<h1>");
	text(page, buf_view(&finding));
	raw(page, "</h1>\n<div class=\"quiet\">\n");
	paragraph(page, say_head);
	paragraph(page, answer_say_read);
	raw(page, "</div>\n</header>\n");
	buf_release(&finding);
}

/* ---- steps ---- */

static void
steps(const struct page *page)
{
	struct answer_step found[ANSWER_STEPS];
	uint32_t count = answer_steps(page->answer, found);
	struct buf said;

	buf_init(&said, TEXT_MAX);
	section_open(page, "steps", MSG_PAGE_STEPS);
	raw(page, "<ol class=\"steps\" role=\"list\">\n");
	for (uint32_t i = 0; i < count; i++) {
		buf_reset(&said);
		answer_say_step(&said, page->language, &found[i]);
		raw(page, "<li><span>");
		text_with_code(page, buf_view(&said));
		raw(page, "</span></li>\n");
	}
	raw(page, "</ol>\n");
	section_close(page);
	buf_release(&said);
}

/* ---- services ---- */

static void
attention_cell(const struct page *page, struct attention attention)
{
	raw(page, "<td>");
	if (attention.of > 0 && attention.unknown == attention.of) {
		raw(page, "<small>");
		say(page, MSG_PAGE_ATTENTION_NONE, NO_ARGS);
		raw(page, "</small></td>");
		return;
	}
	buf_format(page->out, "%d/%d", attention.points, attention.of);
	if (attention.unknown > 0) {
		raw(page, "<small>");
		say(page, prose_plural(page->language, attention.unknown)
		        ? MSG_PAGE_ATTENTION_SOME : MSG_PAGE_ATTENTION_ONE,
		    ARGS(digits(attention.unknown).text));
		raw(page, "</small>");
	}
	raw(page, "</td>");
}

static void
number_cell(const struct page *page, uint64_t value)
{
	raw(page, "<td" NUMBER ">");
	number(page, value);
	raw(page, "</td>");
}

static void
service_row(const struct page *page, const struct answer_service *entry)
{
	raw(page, "<tr><th scope=\"row\">");
	name(page, entry->service->name);
	raw(page, "<small>");
	say(page, category_brief(entry->service->category), NO_ARGS);
	raw(page, "</small></th>");
	number_cell(page, entry->ai_days);
	raw(page, "<td>");
	buf_format(page->out, "<span class=\"status%s\">",
	    entry->to_review ? " review" : "");
	say(page, decision_name(entry->decision), NO_ARGS);
	raw(page, "</span></td>");
	number_cell(page, entry->visited_days);
	number_cell(page, entry->contacted_days);
	raw(page, "<td class=\"c\">");
	prose_month_short(page->out, page->language, entry->last_day);
	raw(page, "</td>");
	for (int f = 0; f < RISK_FAMILY_COUNT; f++)
		attention_cell(page, entry->attention[f]);
	raw(page, "</tr>\n");
}

static void
services(const struct page *page)
{
	const struct answer_model *answer = page->answer;

	section_open(page, "services", MSG_PAGE_SERVICES);
	table_open(page, MSG_PAGE_TABLE_SERVICES, "");
	column_head(page, MSG_PAGE_COLUMN_SERVICE, "");
	column_head(page, MSG_PAGE_COLUMN_DAYS, NUMBER);
	column_head(page, MSG_PAGE_COLUMN_STATUS, "");
	column_head(page, MSG_PAGE_COLUMN_VISITED, NUMBER);
	column_head(page, MSG_PAGE_COLUMN_CONTACTED, NUMBER);
	column_head(page, MSG_PAGE_COLUMN_LAST, "");
	column_head(page, MSG_PAGE_COLUMN_CONFIDENTIALITY, "");
	column_head(page, MSG_PAGE_COLUMN_SECURITY, "");
	column_head(page, MSG_PAGE_COLUMN_REPUTATION, "");
	raw(page, "</tr>\n</thead>\n<tbody>\n");
	for (uint32_t i = 0; i < answer->service_count; i++)
		service_row(page, &answer->services[i]);
	table_close(page);
	raw(page, "<div class=\"note\">\n");
	element(page, "p", MSG_PAGE_ATTENTION, NO_ARGS);
	raw(page, "</div>\n");
	section_close(page);
}

/* ---- calendar ---- */

static const enum message unit_legends[STRIP_UNIT_COUNT] = {
	[STRIP_DAY] = MSG_PAGE_LEGEND_DAY,
	[STRIP_WEEK] = MSG_PAGE_LEGEND_WEEK,
	[STRIP_MONTH] = MSG_PAGE_LEGEND_MONTH,
	[STRIP_YEAR] = MSG_PAGE_LEGEND_MONTH, /* never drawn in years */
};

/* Horizontal stripes stay stripes when a strip is squeezed. */
static void
hatching(const struct page *page)
{
	raw(page, "<svg class=\"defs\" aria-hidden=\"true\" width=\"0\" "
	          "height=\"0\"><defs><pattern id=\"hatch\" width=\"6\" "
	          "height=\"6\" patternUnits=\"userSpaceOnUse\">"
	          "<rect class=\"hatch\" width=\"6\" height=\"3\"/>"
	          "</pattern></defs></svg>\n");
}

static void
legend_key(const struct page *page, const char *class, int top,
    enum message name)
{
	buf_format(page->out,
	    "<li><svg viewBox=\"0 0 20 %d\" aria-hidden=\"true\" "
	    "preserveAspectRatio=\"none\"><rect class=\"%s\" x=\"2\" y=\"%d\" "
	    "width=\"16\" height=\"%d\"/></svg>",
	    STRIP_HEIGHT, class, top, STRIP_HEIGHT - top);
	say(page, name, NO_ARGS);
	raw(page, "</li>\n");
}

static void
legend(const struct page *page, enum strip_unit unit)
{
	raw(page, "<ul class=\"legend\" role=\"list\">\n");
	legend_key(page, "v", 0, MSG_PAGE_LEGEND_VISITED);
	if (page->answer->contacts)
		legend_key(page, "c", STRIP_HEIGHT * 2 / 5,
		    MSG_PAGE_LEGEND_CONTACTED);
	element(page, "li", unit_legends[unit], NO_ARGS);
	raw(page, "</ul>\n");
}

static uint32_t
only_contacted(const struct answer_service *entry)
{
	return entry->ai_days - entry->visited_days;
}

static void
strip_words(const struct page *page, const struct answer_service *entry)
{
	struct buf days, contacted, last;

	buf_init(&days, TEXT_MAX);
	buf_init(&contacted, TEXT_MAX);
	buf_init(&last, TEXT_MAX);
	answer_say_days(&days, page->language, entry->ai_days);
	prose_number(&contacted, page->language, only_contacted(entry));
	prose_month(&last, page->language, entry->last_day);
	say(page, MSG_PAGE_STRIP_TEXT,
	    ARGS(buf_z(&days), buf_z(&contacted), buf_z(&last)));
	buf_release(&days);
	buf_release(&contacted);
	buf_release(&last);
}

static void
strip_name(const struct page *page, const struct answer_service *entry)
{
	struct buf days;

	buf_init(&days, TEXT_MAX);
	answer_say_days(&days, page->language, entry->ai_days);
	raw(page, "<div class=\"name\">");
	name(page, entry->service->name);
	raw(page, " <small>");
	text(page, buf_view(&days));
	raw(page, "</small></div>\n");
	buf_release(&days);
}

static void
strip(const struct page *page, const struct strip *strip, uint32_t at)
{
	const struct answer_service *entry = &page->answer->services[at];

	strip_name(page, entry);
	buf_format(page->out,
	    "<svg role=\"img\" aria-labelledby=\"t%u d%u\" "
	    "viewBox=\"0 0 %u %d\" preserveAspectRatio=\"none\">"
	    "<title id=\"t%u\">",
	    at, at, strip->count * STRIP_BAR, STRIP_HEIGHT, at);
	say(page, MSG_PAGE_STRIP_TITLE, ARGS(entry->service->name.at));
	buf_format(page->out, "</title><desc id=\"d%u\">", at);
	strip_words(page, entry);
	raw(page, "</desc>");
	strip_svg(page->out, strip, entry);
	raw(page, "</svg>\n");
}

/* Labels at the months' first days, thinned out; hidden from a screen reader,
 * to which the table says more. */
static void
axis(const struct page *page, const struct strip *strip)
{
	struct window window = page->answer->window;
	struct strip months = { window, STRIP_MONTH, 0 };
	uint32_t count = strip_at(&months, window.last);
	uint32_t step = count / AXIS_LABELS + 1;

	raw(page, "<div class=\"axis\" aria-hidden=\"true\">");
	for (uint32_t m = 1; m <= count; m += step) {
		int32_t day = strip_first(&months, m);
		uint32_t at = strip_at(strip, day);

		/* No room for a name at the right edge. */
		if (at * 100 > strip->count * 86)
			break;
		buf_format(page->out, "<span style=\"left:%u.%02u%%\">",
		    at * 100 / strip->count,
		    at * 10000 / strip->count % 100);
		prose_month_short(page->out, page->language, day);
		raw(page, "</span>");
	}
	raw(page, "</div>\n");
}

static void
bucket_head(const struct page *page, const struct strip *table, uint32_t at)
{
	int32_t day = strip_first(table, at);

	raw(page, "<th scope=\"col\"" NUMBER ">");
	if (table->unit == STRIP_YEAR)
		buf_number(page->out, calendar_civil(day).year);
	else
		prose_month_short(page->out, page->language, day);
	raw(page, "</th>");
}

static void
months_table(const struct page *page)
{
	const struct answer_model *answer = page->answer;
	struct strip table = strip_table_of(answer->window);

	table_open(page, table.unit == STRIP_YEAR ? MSG_PAGE_TABLE_YEARS
	                                          : MSG_PAGE_TABLE_MONTHS,
	    table.count > DENSE_FROM ? " class=\"dense\"" : "");
	column_head(page, MSG_PAGE_COLUMN_SERVICE, "");
	for (uint32_t at = 0; at < table.count; at++)
		bucket_head(page, &table, at);
	raw(page, "</tr>\n</thead>\n<tbody>\n");
	for (uint32_t i = 0; i < answer->service_count; i++) {
		raw(page, "<tr><th scope=\"row\">");
		name(page, answer->services[i].service->name);
		raw(page, "</th>");
		for (uint32_t at = 0; at < table.count; at++)
			number_cell(page, strip_days(&table,
			    &answer->services[i], at, false));
		raw(page, "</tr>\n");
	}
	table_close(page);
}

static void
calendar(const struct page *page)
{
	struct strip bars = strip_of(page->answer->window);

	section_open(page, "days", MSG_PAGE_DAYS);
	legend(page, bars.unit);
	raw(page, "<div class=\"strips\">\n");
	for (uint32_t i = 0; i < page->answer->service_count; i++)
		strip(page, &bars, i);
	axis(page, &bars);
	raw(page, "</div>\n");
	element(page, "h3", MSG_PAGE_DAYS_MONTHS, NO_ARGS);
	months_table(page);
	section_close(page);
}

/* ---- apart ---- */

static const enum message aside_sentences[TRACE_COUNT] = {
	[TRACE_APPLICATION] = MSG_ANSWER_ASIDE_APPLICATION,
	[TRACE_POSSIBLE] = MSG_ANSWER_ASIDE_POSSIBLE,
	[TRACE_READING] = MSG_ANSWER_ASIDE_READING,
};

static void
aside(const struct page *page, enum trace trace)
{
	const struct answer_asides *list = &page->answer->asides[trace];
	struct buf names, days;

	if (list->count == 0)
		return;
	buf_init(&names, (size_t)1 << 20);
	buf_init(&days, TEXT_MAX);
	for (uint32_t i = 0; i < list->count; i++) {
		buf_reset(&days);
		answer_say_days(&days, page->language, list->at[i].days);
		buf_text(&names, i > 0 ? ", " : "");
		message_write(&names, page->language, MSG_ANSWER_ASIDE_ONE,
		    ARGS(list->at[i].service->name.at, buf_z(&days)));
	}
	buf_reset(&days);
	element(page, "li", aside_sentences[trace], ARGS(buf_z(&names)));
	buf_release(&names);
	buf_release(&days);
}

static bool
any_aside(const struct answer_model *answer)
{
	bool any = answer->lone_days > 0;

	for (enum trace t = TRACE_APPLICATION; t < TRACE_COUNT; t++)
		any = any || answer->asides[t].count > 0;
	return any;
}

static void
asides(const struct page *page)
{
	struct buf days;

	buf_init(&days, TEXT_MAX);
	section_open(page, "apart", MSG_PAGE_ASIDES);
	raw(page, "<ul>\n");
	for (enum trace t = TRACE_APPLICATION; t < TRACE_COUNT; t++)
		aside(page, t);
	if (page->answer->lone_days > 0) {
		answer_say_days(&days, page->language,
		    page->answer->lone_days);
		element(page, "li", MSG_ANSWER_LONE, ARGS(buf_z(&days)));
	}
	raw(page, "</ul>\n");
	section_close(page);
	buf_release(&days);
}

/* ---- sources ---- */

static void
source_period(const struct page *page, const struct source_report *report)
{
	if (report->first_day == CALENDAR_NO_DAY)
		return;
	text(page, str_of(calendar_text(report->first_day).text));
	raw(page, "<br>");
	text(page, str_of(calendar_text(report->last_day).text));
}

static void
source_records(const struct page *page, const struct source_report *report)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	answer_say_records(&said, page->language, report);
	text(page, buf_view(&said));
	if (report->rejected > 0) {
		buf_reset(&said);
		answer_say_rejected(&said, page->language, report);
		raw(page, "<small>");
		text(page, buf_view(&said));
		raw(page, "</small>");
	}
	buf_release(&said);
}

static void
small(const struct page *page, const char *words)
{
	struct buf fitted;

	if (words[0] == '\0')
		return;
	buf_init(&fitted, TEXT_MAX);
	columns_fit(&fitted, str_of(words), PLACE_WIDTH);
	raw(page, "<small><bdi>");
	text(page, buf_view(&fitted));
	raw(page, "</bdi></small>");
	buf_release(&fitted);
}

static void
source_row(const struct page *page, const struct source_report *report)
{
	bool read = report->state == SOURCE_READ ||
	    report->state == SOURCE_PARTIAL;

	raw(page, "<tr><th scope=\"row\" class=\"path\">");
	name(page, str_of(report->name));
	small(page, report->profile);
	small(page, report->path);
	raw(page, "</th><td class=\"path\">");
	say(page, answer_state_name(report->state), NO_ARGS);
	small(page, report->why.text);
	raw(page, "</td><td class=\"n\">");
	if (read)
		source_records(page, report);
	raw(page, "</td><td class=\"c\">");
	source_period(page, report);
	raw(page, "</td><td" NUMBER ">");
	if (read)
		number(page, report->matched);
	raw(page, "</td></tr>\n");
}

static void
absent(const struct page *page)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	for (enum source_kind kind = 0; kind < SOURCE_KIND_COUNT; kind++) {
		buf_reset(&said);
		if (!answer_say_absent(&said, page->language, page->answer,
		        kind))
			continue;
		raw(page, "<p>");
		text(page, buf_view(&said));
		raw(page, "</p>\n");
	}
	buf_release(&said);
}

static bool
any_present(const struct answer_model *answer)
{
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next)
		if (report->state != SOURCE_ABSENT)
			return true;
	return false;
}

static void
source_table(const struct page *page)
{
	table_open(page, MSG_PAGE_TABLE_SOURCES, "");
	column_head(page, MSG_PAGE_COLUMN_SOURCE, "");
	column_head(page, MSG_PAGE_COLUMN_STATE, "");
	column_head(page, MSG_PAGE_COLUMN_RECORDS, NUMBER);
	column_head(page, MSG_PAGE_COLUMN_PERIOD, "");
	column_head(page, MSG_PAGE_COLUMN_MATCHED, NUMBER);
	raw(page, "</tr>\n</thead>\n<tbody>\n");
	for (const struct source_report *report = page->answer->sources;
	     report != NULL; report = report->next)
		if (report->state != SOURCE_ABSENT)
			source_row(page, report);
	table_close(page);
}

static void
sources(const struct page *page)
{
	section_open(page, "sources", MSG_PAGE_SOURCES);
	if (any_present(page->answer))
		source_table(page);
	raw(page, "<div class=\"note\">\n");
	absent(page);
	if (page->answer->sources_cut)
		element(page, "p", MSG_SOURCES_CUT, NO_ARGS);
	if (page->answer->without_time)
		element(page, "p", MSG_ANSWER_WITHOUT_TIME, NO_ARGS);
	raw(page, "</div>\n");
	section_close(page);
}

/* ---- what is not seen, nor said ---- */

static const enum message blind_rows[] = {
	MSG_PAGE_BLIND_DEVICES,
	MSG_PAGE_BLIND_PRIVATE,
	MSG_PAGE_BLIND_APPS,
	MSG_PAGE_BLIND_INSIDE,
};

static const enum message silent_rows[] = {
	MSG_PAGE_SILENT_DATA,
	MSG_PAGE_SILENT_PERSON,
	MSG_PAGE_SILENT_VISIT,
	MSG_PAGE_SILENT_SHARED,
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void
items(const struct page *page, const enum message *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		element(page, "li", rows[i], NO_ARGS);
}

static void
limits(const struct page *page)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	raw(page, "<div class=\"two\">\n");
	section_open(page, "blind", MSG_PAGE_BLIND);
	raw(page, "<ul>\n");
	if (page->answer->encrypted_dns) {
		answer_say_hidden(&said, page->language, page->answer);
		raw(page, "<li>");
		text(page, buf_view(&said));
		raw(page, "</li>\n");
	}
	items(page, blind_rows, COUNT_OF(blind_rows));
	raw(page, "</ul>\n");
	section_close(page);
	section_open(page, "silent", MSG_PAGE_SILENT);
	raw(page, "<ul>\n");
	items(page, silent_rows, COUNT_OF(silent_rows));
	raw(page, "</ul>\n");
	section_close(page);
	raw(page, "</div>\n");
	buf_release(&said);
}

struct term_row {
	enum message term;
	enum message meaning;
};

static const struct term_row term_rows[] = {
	{ MSG_PAGE_TERM_SERVICE, MSG_PAGE_TERM_SERVICE_IS },
	{ MSG_PAGE_TERM_DAY, MSG_PAGE_TERM_DAY_IS },
	{ MSG_PAGE_TERM_VISITED, MSG_PAGE_TERM_VISITED_IS },
	{ MSG_PAGE_TERM_CONTACTED, MSG_PAGE_TERM_CONTACTED_IS },
	{ MSG_PAGE_TERM_REVIEW, MSG_PAGE_TERM_REVIEW_IS },
	{ MSG_PAGE_TERM_SHADOW, MSG_PAGE_TERM_SHADOW_IS },
};

static void
glossary(const struct page *page)
{
	section_open(page, "glossary", MSG_PAGE_GLOSSARY);
	raw(page, "<dl>\n");
	for (size_t i = 0; i < COUNT_OF(term_rows); i++) {
		element(page, "dt", term_rows[i].term, NO_ARGS);
		element(page, "dd", term_rows[i].meaning, NO_ARGS);
	}
	raw(page, "</dl>\n");
	section_close(page);
}

static void
foot(const struct page *page)
{
	struct buf version, day;

	buf_init(&version, TEXT_MAX);
	buf_init(&day, TEXT_MAX);
	buf_str(&version, page->answer->catalogue->version);
	prose_day(&day, page->language, page->answer->today);
	raw(page, "<footer>\n");
	element(page, "p", MSG_PAGE_FOOT,
	    ARGS(buf_z(&version), buf_z(&day)));
	raw(page, "</footer>\n");
	buf_release(&version);
	buf_release(&day);
}

/* ---- the whole ---- */

static void
body(const struct page *page)
{
	head(page);
	raw(page, "<main id=\"content\">\n");
	warning(page);
	steps(page);
	if (page->answer->service_count > 0) {
		hatching(page);
		services(page);
		calendar(page);
	}
	if (any_aside(page->answer))
		asides(page);
	sources(page);
	limits(page);
	glossary(page);
	raw(page, "</main>\n");
	foot(page);
}

void
answer_html(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct page page = { out, answer, look->language };
	struct buf period, title;
	struct markup_page frame = { look->language, { "", 0 },
		answer_style() };

	buf_init(&period, TEXT_MAX);
	buf_init(&title, TEXT_MAX);
	answer_say_period(&period, look->language, answer);
	message_write(&title, look->language, MSG_PAGE_TITLE,
	    ARGS(buf_z(&period)));
	frame.title = buf_view(&title);
	markup_page_open(out, &frame);
	body(&page);
	markup_page_close(out);
	buf_release(&period);
	buf_release(&title);
}
