/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_html_calendar.h"

#include "agent/answer_strip.h"
#include "agent/answer_words.h"

#include "core/calendar.h"

#define TEXT_MAX ((size_t)64 * 1024)

/* Labels of an axis, so that they stay apart on a phone. */
#define AXIS_LABELS 4

/* Columns from which a table is set smaller. */
#define DENSE_FROM 7

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
	page_raw(page, "<svg class=\"defs\" aria-hidden=\"true\" width=\"0\" "
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
	page_say(page, name, NO_ARGS);
	page_raw(page, "</li>\n");
}

static void
legend(const struct page *page, enum strip_unit unit)
{
	page_raw(page, "<ul class=\"legend\" role=\"list\">\n");
	legend_key(page, "v", 0, MSG_PAGE_LEGEND_VISITED);
	if (page->answer->contacts)
		legend_key(page, "c", STRIP_HEIGHT * 2 / 5,
		    MSG_PAGE_LEGEND_CONTACTED);
	page_element(page, "li", unit_legends[unit], NO_ARGS);
	page_raw(page, "</ul>\n");
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
	page_say(page, MSG_PAGE_STRIP_TEXT,
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
	page_raw(page, "<div class=\"name\">");
	page_name(page, entry->service->name);
	page_raw(page, " <small>");
	page_text(page, buf_view(&days));
	page_raw(page, "</small></div>\n");
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
	page_say(page, MSG_PAGE_STRIP_TITLE, ARGS(entry->service->name.at));
	buf_format(page->out, "</title><desc id=\"d%u\">", at);
	strip_words(page, entry);
	page_raw(page, "</desc>");
	strip_svg(page->out, strip, entry);
	page_raw(page, "</svg>\n");
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

	page_raw(page, "<div class=\"axis\" aria-hidden=\"true\">");
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
		page_raw(page, "</span>");
	}
	page_raw(page, "</div>\n");
}

static void
bucket_head(const struct page *page, const struct strip *table, uint32_t at)
{
	int32_t day = strip_first(table, at);

	page_raw(page, "<th scope=\"col\"" PAGE_NUMBER ">");
	if (table->unit == STRIP_YEAR)
		buf_number(page->out, calendar_civil(day).year);
	else
		prose_month_short(page->out, page->language, day);
	page_raw(page, "</th>");
}

static void
months_table(const struct page *page)
{
	const struct answer_model *answer = page->answer;
	struct strip table = strip_table_of(answer->window);

	page_table(page, table.unit == STRIP_YEAR ? MSG_PAGE_TABLE_YEARS
	                                          : MSG_PAGE_TABLE_MONTHS,
	    table.count > DENSE_FROM ? " class=\"dense\"" : "");
	page_column(page, MSG_PAGE_COLUMN_SERVICE, "");
	for (uint32_t at = 0; at < table.count; at++)
		bucket_head(page, &table, at);
	page_raw(page, "</tr>\n</thead>\n<tbody>\n");
	for (uint32_t i = 0; i < answer->service_count; i++) {
		page_raw(page, "<tr><th scope=\"row\">");
		page_name(page, answer->services[i].service->name);
		page_raw(page, "</th>");
		for (uint32_t at = 0; at < table.count; at++)
			page_number_cell(page, strip_days(&table,
			    &answer->services[i], at, false));
		page_raw(page, "</tr>\n");
	}
	page_table_end(page);
}

void
answer_html_calendar(const struct page *page)
{
	struct strip bars = strip_of(page->answer->window);

	hatching(page);
	page_section(page, "days", MSG_PAGE_DAYS);
	legend(page, bars.unit);
	page_raw(page, "<div class=\"strips\">\n");
	for (uint32_t i = 0; i < page->answer->service_count; i++)
		strip(page, &bars, i);
	axis(page, &bars);
	page_raw(page, "</div>\n");
	page_element(page, "h3", MSG_PAGE_DAYS_MONTHS, NO_ARGS);
	months_table(page);
	page_section_end(page);
}
