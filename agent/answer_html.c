/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_html.h"

#include "agent/answer_html_calendar.h"
#include "agent/answer_html_gateway.h"
#include "agent/answer_html_services.h"
#include "agent/answer_html_sources.h"
#include "agent/answer_steps.h"
#include "agent/answer_style.h"
#include "agent/answer_words.h"
#include "agent/page.h"

#include "core/blind.h"
#include "core/markup.h"

#define TEXT_MAX ((size_t)64 * 1024)


/* Names listed after a sentence, before "and N more". */
#define NAMES_SHOWN 40

/* ---- head ---- */

static void
brand(const struct page *page)
{
	page_raw(page,
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
	else if (!answer->measured)
		message_write(out, language, MSG_PAGE_HEAD_GATEWAY, NO_ARGS);
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
		page_raw(page, "<p class=\"warning\">");
		page_text(page, buf_view(&said));
		page_raw(page, "</p>\n");
	}
	buf_release(&said);
}

static void
head(const struct page *page)
{
	struct buf finding;

	buf_init(&finding, TEXT_MAX);
	say_finding(&finding, page->language, page->answer);
	page_raw(page, "<a class=\"skip\" href=\"#content\">");
	page_say(page, MSG_PAGE_SKIP, NO_ARGS);
	page_raw(page, "</a>\n<header>\n");
	brand(page);
	page_raw(page, "<h1>");
	page_text(page, buf_view(&finding));
	page_raw(page, "</h1>\n<div class=\"quiet\">\n");
	page_paragraph(page, say_head);
	page_paragraph(page, answer_say_read);
	page_raw(page, "</div>\n</header>\n");
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
	page_section(page, "steps", MSG_PAGE_STEPS);
	page_raw(page, "<ol class=\"steps\" role=\"list\">\n");
	for (uint32_t i = 0; i < count; i++) {
		buf_reset(&said);
		answer_say_step(&said, page->language, &found[i]);
		page_raw(page, "<li><span>");
		page_code(page, buf_view(&said));
		page_raw(page, "</span></li>\n");
	}
	page_raw(page, "</ol>\n");
	page_section_end(page);
	buf_release(&said);
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
	buf_init(&names, TEXT_MAX);
	buf_init(&days, TEXT_MAX);
	for (uint32_t i = 0; i < list->count && i < NAMES_SHOWN; i++) {
		buf_reset(&days);
		answer_say_days(&days, page->language, list->at[i].days);
		buf_text(&names, i > 0 ? ", " : "");
		message_write(&names, page->language, MSG_ANSWER_ASIDE_ONE,
		    ARGS(list->at[i].service->name.at, buf_z(&days)));
	}
	if (list->count > NAMES_SHOWN) {
		buf_char(&names, ' ');
		message_write(&names, page->language, MSG_ANSWER_OTHERS,
		    ARGS(digits(list->count - NAMES_SHOWN).text));
	}
	page_element(page, "li", aside_sentences[trace], ARGS(buf_z(&names)));
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
	page_section(page, "apart", MSG_PAGE_ASIDES);
	page_raw(page, "<ul>\n");
	for (enum trace t = TRACE_APPLICATION; t < TRACE_COUNT; t++)
		aside(page, t);
	if (page->answer->lone_days > 0) {
		answer_say_days(&days, page->language,
		    page->answer->lone_days);
		page_element(page, "li", MSG_ANSWER_LONE, ARGS(buf_z(&days)));
	}
	page_raw(page, "</ul>\n");
	page_section_end(page);
	buf_release(&days);
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
		page_element(page, "li", rows[i], NO_ARGS);
}

static void
limits(const struct page *page)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	page_raw(page, "<div class=\"two\">\n");
	page_section(page, "blind", MSG_PAGE_BLIND);
	page_raw(page, "<ul>\n");
	if (page->answer->hidden_dns) {
		answer_say_hidden(&said, page->language, page->answer);
		page_raw(page, "<li>");
		page_text(page, buf_view(&said));
		page_raw(page, "</li>\n");
	}
	items(page, blind_rows, COUNT_OF(blind_rows));
	page_raw(page, "</ul>\n");
	page_section_end(page);
	page_section(page, "silent", MSG_PAGE_SILENT);
	page_raw(page, "<ul>\n");
	items(page, silent_rows, COUNT_OF(silent_rows));
	page_raw(page, "</ul>\n");
	page_section_end(page);
	page_raw(page, "</div>\n");
	buf_release(&said);
}

static void
blind_group(const struct page *page, const struct blind_spots *spots,
    uint32_t group)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	blind_write_group(&said, page->language, &spots->groups[group]);
	page_raw(page, "<div>\n<h3>");
	page_text(page, buf_view(&said));
	page_raw(page, "</h3>\n<ul>\n");
	for (uint32_t i = 0; i < spots->count; i++) {
		if (spots->at[i].group != group)
			continue;
		buf_reset(&said);
		blind_write(&said, page->language, &spots->at[i]);
		page_raw(page, "<li>");
		page_text(page, buf_view(&said));
		page_raw(page, "</li>\n");
	}
	page_raw(page, "</ul>\n</div>\n");
	buf_release(&said);
}

/* The whole list, below the four lines that sum it up. */
static void
blind_spots(const struct page *page)
{
	const struct blind_spots *spots = blind_builtin();

	page_section(page, "unseen", MSG_PAGE_BLIND_ALL);
	page_raw(page, "<div class=\"many\">\n");
	for (uint32_t i = 0; i < spots->group_count; i++)
		blind_group(page, spots, i);
	page_raw(page, "</div>\n");
	page_section_end(page);
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
	page_section(page, "glossary", MSG_PAGE_GLOSSARY);
	page_raw(page, "<dl>\n");
	for (size_t i = 0; i < COUNT_OF(term_rows); i++) {
		page_element(page, "dt", term_rows[i].term, NO_ARGS);
		page_element(page, "dd", term_rows[i].meaning, NO_ARGS);
	}
	page_raw(page, "</dl>\n");
	page_section_end(page);
}

static void
foot(const struct page *page)
{
	struct buf version, day;

	buf_init(&version, TEXT_MAX);
	buf_init(&day, TEXT_MAX);
	buf_str(&version, page->answer->catalogue->version);
	prose_day(&day, page->language, page->answer->today);
	page_raw(page, "<footer>\n");
	page_element(page, "p", MSG_PAGE_FOOT,
	    ARGS(buf_z(&version), buf_z(&day)));
	page_raw(page, "</footer>\n");
	buf_release(&version);
	buf_release(&day);
}

/* ---- the whole ---- */

static void
body(const struct page *page)
{
	head(page);
	page_raw(page, "<main id=\"content\">\n");
	warning(page);
	steps(page);
	if (page->answer->service_count > 0) {
			answer_html_services(page);
		answer_html_calendar(page);
	}
	if (any_aside(page->answer))
		asides(page);
	if (page->answer->gateway.asked)
		answer_html_gateway(page);
	answer_html_sources(page);
	limits(page);
	blind_spots(page);
	glossary(page);
	page_raw(page, "</main>\n");
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
