/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_html_gateway.h"

#include "agent/answer_words.h"

static void
service_row(const struct page *page,
    const struct answer_gateway_service *entry)
{
	page_raw(page, "<tr><th scope=\"row\">");
	page_name(page, entry->service->name);
	page_raw(page, "<small>");
	page_say(page, category_brief(entry->service->category), NO_ARGS);
	page_raw(page, "</small></th>");
	page_element(page, "td", answer_band_name(entry->seen.clients),
	    NO_ARGS);
	page_element(page, "td", answer_band_name(entry->seen.confirmed),
	    NO_ARGS);
	page_raw(page, "<td>");
	buf_format(page->out, "<span class=\"status%s\">",
	    entry->to_review ? " review" : "");
	page_say(page, decision_name(entry->decision), NO_ARGS);
	page_raw(page, "</span></td><td class=\"c\">");
	prose_month_short(page->out, page->language, entry->seen.last_day);
	page_raw(page, "</td></tr>\n");
}

static void
service_table(const struct page *page)
{
	const struct answer_gateway *gateway = &page->answer->gateway;

	page_table(page, MSG_PAGE_TABLE_GATEWAY, "");
	page_column(page, MSG_PAGE_COLUMN_SERVICE, "");
	page_column(page, MSG_PAGE_COLUMN_CLIENTS, "");
	page_column(page, MSG_PAGE_COLUMN_CONFIRMED, "");
	page_column(page, MSG_PAGE_COLUMN_STATUS, "");
	page_column(page, MSG_PAGE_COLUMN_LAST, "");
	page_raw(page, "</tr>\n</thead>\n<tbody>\n");
	for (uint32_t i = 0; i < gateway->service_count; i++)
		service_row(page, &gateway->services[i]);
	page_table_end(page);
}

void
answer_html_gateway(const struct page *page)
{
	const struct answer_model *answer = page->answer;
	bool any = answer->gateway.service_count > 0;

	page_section(page, "gateway", MSG_PAGE_GATEWAY);
	page_element(page, "p", answer->dns_read == 0 ? MSG_GATEWAY_UNREAD
	        : any ? MSG_GATEWAY_HEAD
	              : MSG_GATEWAY_ZERO, NO_ARGS);
	if (any) {
		service_table(page);
		page_raw(page, "<div class=\"note\">\n");
		page_element(page, "p", MSG_GATEWAY_MEANS, NO_ARGS);
		page_raw(page, "</div>\n");
	}
	if (answer->gateway.full)
		page_element(page, "p", MSG_GATEWAY_FULL, NO_ARGS);
	page_section_end(page);
}
