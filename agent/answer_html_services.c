/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_html_services.h"

#include "agent/answer_words.h"

static void
attention_cell(const struct page *page, struct attention attention)
{
	page_raw(page, "<td>");
	if (attention.of > 0 && attention.unknown == attention.of) {
		page_raw(page, "<small>");
		page_say(page, MSG_PAGE_ATTENTION_NONE, NO_ARGS);
		page_raw(page, "</small></td>");
		return;
	}
	buf_format(page->out, "%d/%d", attention.points, attention.of);
	if (attention.unknown > 0) {
		page_raw(page, "<small>");
		page_say(page, prose_plural(page->language, attention.unknown)
		        ? MSG_PAGE_ATTENTION_SOME : MSG_PAGE_ATTENTION_ONE,
		    ARGS(digits(attention.unknown).text));
		page_raw(page, "</small>");
	}
	page_raw(page, "</td>");
}

static void
service_row(const struct page *page, const struct answer_service *entry)
{
	bool contacts = page->answer->contacts;

	page_raw(page, "<tr><th scope=\"row\">");
	page_name(page, entry->service->name);
	page_raw(page, "<small>");
	page_say(page, category_brief(entry->service->category), NO_ARGS);
	page_raw(page, "</small></th>");
	page_number_cell(page, entry->ai_days);
	page_raw(page, "<td>");
	buf_format(page->out, "<span class=\"status%s\">",
	    entry->to_review ? " review" : "");
	page_say(page, decision_name(entry->decision), NO_ARGS);
	page_raw(page, "</span></td>");
	if (contacts) {
		page_number_cell(page, entry->visited_days);
		page_number_cell(page, entry->contacted_days);
	}
	page_raw(page, "<td class=\"c\">");
	prose_month_short(page->out, page->language, entry->last_day);
	page_raw(page, "</td>");
	for (int f = 0; f < RISK_FAMILY_COUNT; f++)
		attention_cell(page, entry->attention[f]);
	page_raw(page, "</tr>\n");
}

void
answer_html_services(const struct page *page)
{
	const struct answer_model *answer = page->answer;

	page_section(page, "services", MSG_PAGE_SERVICES);
	page_table(page, MSG_PAGE_TABLE_SERVICES, "");
	page_column(page, MSG_PAGE_COLUMN_SERVICE, "");
	page_column(page, MSG_PAGE_COLUMN_DAYS, PAGE_NUMBER);
	page_column(page, MSG_PAGE_COLUMN_STATUS, "");
	if (answer->contacts) {
		page_column(page, MSG_PAGE_COLUMN_VISITED, PAGE_NUMBER);
		page_column(page, MSG_PAGE_COLUMN_CONTACTED, PAGE_NUMBER);
	}
	page_column(page, MSG_PAGE_COLUMN_LAST, "");
	page_column(page, MSG_PAGE_COLUMN_CONFIDENTIALITY, "");
	page_column(page, MSG_PAGE_COLUMN_SECURITY, "");
	page_column(page, MSG_PAGE_COLUMN_REPUTATION, "");
	page_raw(page, "</tr>\n</thead>\n<tbody>\n");
	for (uint32_t i = 0; i < answer->service_count; i++)
		service_row(page, &answer->services[i]);
	page_table_end(page);
	page_raw(page, "<div class=\"note\">\n");
	page_element(page, "p", MSG_PAGE_ATTENTION, NO_ARGS);
	page_raw(page, "</div>\n");
	page_section_end(page);
}
