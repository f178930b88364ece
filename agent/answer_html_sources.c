/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_html_sources.h"

#include "agent/answer_words.h"

#include "core/calendar.h"

#define TEXT_MAX ((size_t)64 * 1024)

static void
source_period(const struct page *page, const struct source_report *report)
{
	if (report->first_day == CALENDAR_NO_DAY)
		return;
	page_text(page, str_of(calendar_text(report->first_day).text));
	page_raw(page, "<br>");
	page_text(page, str_of(calendar_text(report->last_day).text));
}

static void
source_records(const struct page *page, const struct source_report *report)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	answer_say_records(&said, page->language, report);
	page_text(page, buf_view(&said));
	if (report->rejected > 0) {
		buf_reset(&said);
		answer_say_rejected(&said, page->language, report);
		page_small(page, buf_z(&said));
	}
	buf_reset(&said);
	if (answer_say_clients(&said, page->language, report))
		page_small(page, buf_z(&said));
	buf_release(&said);
}

static void
source_row(const struct page *page, const struct source_report *report)
{
	bool read = report->state == SOURCE_READ ||
	    report->state == SOURCE_PARTIAL;

	page_raw(page, "<tr><th scope=\"row\" class=\"path\">");
	page_name(page, str_of(report->name));
	page_small(page, report->profile);
	page_small(page, report->path);
	page_raw(page, "</th><td class=\"path\">");
	page_say(page, answer_state_name(report->state), NO_ARGS);
	page_small(page, report->why.text);
	page_raw(page, "</td><td class=\"n\">");
	if (read)
		source_records(page, report);
	page_raw(page, "</td><td class=\"c\">");
	source_period(page, report);
	page_raw(page, "</td><td" PAGE_NUMBER ">");
	if (read)
		page_number(page, report->matched);
	page_raw(page, "</td></tr>\n");
}

static void
paragraph(const struct page *page, const struct buf *said)
{
	page_raw(page, "<p>");
	page_text(page, buf_view(said));
	page_raw(page, "</p>\n");
}

static void
absent(const struct page *page)
{
	struct buf said;

	buf_init(&said, TEXT_MAX);
	for (const struct source_report *report = page->answer->sources;
	     report != NULL; report = report->next) {
		buf_reset(&said);
		if (answer_is_missing(page->answer, report) &&
		    answer_say_why(&said, page->language, report))
			paragraph(page, &said);
	}
	for (enum source_kind kind = 0; kind < SOURCE_KIND_COUNT; kind++) {
		buf_reset(&said);
		if (answer_say_absent(&said, page->language, page->answer,
		        kind))
			paragraph(page, &said);
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
	page_table(page, MSG_PAGE_TABLE_SOURCES, "");
	page_column(page, MSG_PAGE_COLUMN_SOURCE, "");
	page_column(page, MSG_PAGE_COLUMN_STATE, "");
	page_column(page, MSG_PAGE_COLUMN_RECORDS, PAGE_NUMBER);
	page_column(page, MSG_PAGE_COLUMN_PERIOD, "");
	page_column(page, MSG_PAGE_COLUMN_MATCHED, PAGE_NUMBER);
	page_raw(page, "</tr>\n</thead>\n<tbody>\n");
	for (const struct source_report *report = page->answer->sources;
	     report != NULL; report = report->next)
		if (report->state != SOURCE_ABSENT)
			source_row(page, report);
	page_table_end(page);
}

void
answer_html_sources(const struct page *page)
{
	page_section(page, "sources", MSG_PAGE_SOURCES);
	if (any_present(page->answer))
		source_table(page);
	page_raw(page, "<div class=\"note\">\n");
	absent(page);
	if (page->answer->sources_cut)
		page_element(page, "p", MSG_SOURCES_CUT, NO_ARGS);
	if (page->answer->without_time)
		page_element(page, "p", MSG_ANSWER_WITHOUT_TIME, NO_ARGS);
	page_raw(page, "</div>\n");
	page_section_end(page);
}
