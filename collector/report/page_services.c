/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/page_services.h"

#include "collector/report/phrases.h"
#include "collector/report/questions.h"

#define TEXT_MAX ((size_t)16 * 1024)

/* Rows of a table; what is left out is said, and stands in the data.  More
 * would leave a page too small to be read. */
#define SERVICES_SHOWN 10
#define COMPARED_SHOWN 6
#define PERIODS_SHOWN 6
#define DASH "\xE2\x80\x93"

static const enum fill fill_rows[DECISION_COUNT] = {
	[DECISION_UNDECIDED] = FILL_HATCHED,
	[DECISION_ALLOWED] = FILL_SOLID,
	[DECISION_TRIAL] = FILL_DOTTED,
	[DECISION_FORBIDDEN] = FILL_HATCHED,
	[DECISION_POSTPONED] = FILL_HATCHED,
};

/* --- services --- */

static void
put(struct document *document, struct table_row *row, size_t column,
    struct said words)
{
	row->cells[column].text = document_keep(document, str_of(words.text));
}

static struct said
said_title(enum language language, const struct report *report)
{
	const struct report_service *services = report->services;

	if (report->service_count == 0)
		return said_message(language, MSG_REPORT_SERVICES_NONE);
	if (report->service_count == 1)
		return said_message_with(language, MSG_REPORT_SERVICES_ONE,
		    ARGS(said_name(services[0].name).text));
	if (report->leading == 0)
		return said_message_with(language, MSG_REPORT_SERVICES_LEVEL,
		    ARGS(digits((long long)report->service_count).text));
	if (report->leading == 1)
		return said_message_with(language,
		    MSG_REPORT_SERVICES_LEADING_ONE,
		    ARGS(said_name(services[0].name).text));
	if (report->leading == 2)
		return said_message_with(language,
		    MSG_REPORT_SERVICES_LEADING,
		    ARGS(said_name(services[0].name).text,
		        said_name(services[1].name).text));
	return said_message_with(language, MSG_REPORT_SERVICES_LEADING,
	    ARGS(said_message_with(language, MSG_REPORT_PAIR,
	             ARGS(said_name(services[0].name).text,
	                 said_name(services[1].name).text)).text,
	        said_name(services[2].name).text));
}

static void
put_attention(struct document *document, struct cell *cell,
    struct attention attention)
{
	enum language language = document->language;
	struct buf words;

	if (attention.unknown == attention.of) {
		cell->small = document_words(document,
		    MSG_REPORT_SCORE_UNDOCUMENTED, NO_ARGS);
		return;
	}
	buf_init(&words, TEXT_MAX);
	buf_format(&words, "%d/%d", attention.points, attention.of);
	cell->text = document_keep(document, buf_view(&words));
	buf_release(&words);
	if (attention.unknown > 0)
		cell->small = document_words(document,
		    prose_plural(language, attention.unknown)
		        ? MSG_REPORT_UNKNOWN : MSG_REPORT_UNKNOWN_ONE,
		    ARGS(digits(attention.unknown).text));
}

static const struct bar *
service_bar(struct document *document, const struct report *report,
    const struct report_service *service)
{
	enum language language = document->language;

	return document_bar(document, (struct bar){ service->figure.used,
	    report->now->ballots, fill_rows[service->status],
	    document_words(document, MSG_REPORT_BAR_SERVICE,
	        ARGS(said_name(service->name).text,
	            said_number(language, service->figure.used).text,
	            said_number(language, report->now->ballots).text,
	            said_message(language,
	                decision_name(service->status)).text)),
	    document_words(document, MSG_REPORT_BAR_DESC, NO_ARGS) });
}

static void
service_row(struct document *document, struct table *table,
    const struct report *report, const struct report_service *service)
{
	enum language language = document->language;
	struct table_row *row = document_row(document, table);

	put(document, row, 0, said_name(service->name));
	row->cells[1].bar = service_bar(document, report, service);
	put(document, row, 2, said_message(language,
	    decision_name(service->status)));
	put(document, row, 3, said_about(language, service->figure.used));
	put(document, row, 4, said_about(language, service->figure.regular));
	for (int f = 0; f < RISK_FAMILY_COUNT; f++)
		put_attention(document, &row->cells[5 + f],
		    service->attention[f]);
}

static void
service_table(struct document *document, const struct report *report)
{
	enum language language = document->language;
	struct table *table = document_table(document, document_words(document,
	    MSG_REPORT_SERVICES_CAPTION,
	    ARGS(said_period(language, &report->now->period).text)));

	document_column(document, table, MSG_REPORT_COLUMN_SERVICE, false);
	document_column(document, table, MSG_REPORT_COLUMN_COMPUTERS_BAR,
	    false);
	document_column(document, table, MSG_REPORT_COLUMN_STATUS, false);
	document_column(document, table, MSG_REPORT_COLUMN_COMPUTERS, true);
	document_column(document, table, MSG_REPORT_COLUMN_REGULAR, true);
	document_column(document, table, MSG_REPORT_COLUMN_CONFIDENTIALITY,
	    false);
	document_column(document, table, MSG_REPORT_COLUMN_SECURITY, false);
	document_column(document, table, MSG_REPORT_COLUMN_REPUTATION, false);
	for (size_t i = 0; i < report->service_count && i < SERVICES_SHOWN;
	     i++)
		service_row(document, table, report, &report->services[i]);
}

static void
say_cut(struct document *document, size_t count, size_t shown, enum message one,
    enum message many)
{
	if (count > shown)
		(void)document_say(document, BLOCK_SMALL,
		    count - shown == 1 ? one : many,
		    ARGS(digits((long long)(count - shown)).text));
}

static enum message
why_unnamed(const struct publication *now)
{
	if (!now->measured || now->ballots == 0)
		return MSG_REPORT_SERVICES_WHY_UNMEASURED;
	return now->tier < TIER_SERVICES ? MSG_REPORT_SERVICES_WHY_TIER
	                                 : MSG_REPORT_SERVICES_WHY_REACH;
}

/* What the ten points are, in the words of the scan's page. */
static void
attention_note(struct document *document)
{
	struct str points = document_words(document, MSG_PAGE_ATTENTION,
	    NO_ARGS);
	struct buf words;

	buf_init(&words, TEXT_MAX);
	buf_str(&words, points);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_ATTENTION_NOTE,
	    ARGS(buf_z(&words)));
	buf_release(&words);
}

static void
services(struct document *document, const struct report *report)
{
	struct said title = said_title(document->language, report);

	(void)document_add(document, BLOCK_HEADING, str_of(title.text));
	if (report->service_count == 0) {
		(void)document_say(document, BLOCK_TEXT,
		    why_unnamed(report->now), NO_ARGS);
		return;
	}
	service_table(document, report);
	say_cut(document, report->service_count, SERVICES_SHOWN,
	    MSG_REPORT_SERVICES_CUT_ONE, MSG_REPORT_SERVICES_CUT);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_SERVICES_NOTE,
	    NO_ARGS);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_FILLS, NO_ARGS);
	attention_note(document);
}

static void
contacted(struct document *document, const struct report *report)
{
	if (report->now->contacted > 0)
		(void)document_say(document, BLOCK_SMALL, MSG_REPORT_CONTACTED,
		    ARGS(said_number(document->language,
		        report->now->contacted).text));
}

/* --- uses --- */

static void
names_of_use(struct buf *out, const struct report *report, enum use use)
{
	for (size_t i = 0; i < report->service_count && i < SERVICES_SHOWN;
	     i++) {
		const struct report_service *service = &report->services[i];

		if (service->service == NULL ||
		    (service_uses(service->service) & 1u << use) == 0)
			continue;
		buf_text(out, out->len > 0 ? ", " : "");
		document_name(out, service->name, DOCUMENT_NAME_CHARACTERS);
	}
}

/* Families and several periods leave no room for what was not observed. */
static bool
is_full(const struct report *report)
{
	return report->now->tier >= TIER_CATEGORIES &&
	    report->covered_count > 1;
}

static void
uses(struct document *document, const struct report *report)
{
	struct buf names;

	if (report->service_count == 0 || is_full(report))
		return;
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_USES, NO_ARGS);
	buf_init(&names, TEXT_MAX);
	for (int use = 0; use < USE_COUNT; use++) {
		buf_reset(&names);
		names_of_use(&names, report, (enum use)use);
		if (names.len > 0)
			(void)document_say(document, BLOCK_TEXT,
			    MSG_REPORT_USE,
			    ARGS(said_message(document->language,
			             use_name((enum use)use)).text,
			        buf_z(&names)));
	}
	buf_release(&names);
}

/* --- categories --- */

/* Highest first, then in the order of the enum. */
static void
order_categories(const struct publication *now,
    enum category ret[CATEGORY_COUNT])
{
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		int at = i;

		for (; at > 0 && now->categories[i].used >
		     now->categories[ret[at - 1]].used; at--)
			ret[at] = ret[at - 1];
		ret[at] = (enum category)i;
	}
}

static void
category_row(struct document *document, struct table *table,
    const struct report *report, enum category category)
{
	enum language language = document->language;
	const struct publication *now = report->now;
	struct figure figure = now->categories[category];
	struct table_row *row = document_row(document, table);
	struct said name = said_message(language, category_name(category));

	put(document, row, 0, name);
	row->cells[1].bar = document_bar(document, (struct bar){ figure.used,
	    now->ballots, FILL_SOLID,
	    document_words(document, MSG_REPORT_BAR_CATEGORY,
	        ARGS(name.text, said_number(language, figure.used).text,
	            said_number(language, now->ballots).text)),
	    document_words(document, MSG_REPORT_BAR_DESC, NO_ARGS) });
	put(document, row, 2, said_about(language, figure.used));
	put(document, row, 3, said_about(language, figure.regular));
}

static void
categories(struct document *document, const struct report *report)
{
	enum category order[CATEGORY_COUNT];
	struct table *table;
	struct buf below;

	if (report->now->tier < TIER_CATEGORIES)
		return;
	order_categories(report->now, order);
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_CATEGORIES,
	    NO_ARGS);
	table = document_table(document, document_words(document,
	    MSG_REPORT_CATEGORIES_CAPTION,
	    ARGS(said_period(document->language, &report->now->period).text)));
	document_column(document, table, MSG_REPORT_COLUMN_CATEGORY, false);
	document_column(document, table, MSG_REPORT_COLUMN_COMPUTERS_BAR,
	    false);
	document_column(document, table, MSG_REPORT_COLUMN_COMPUTERS, true);
	document_column(document, table, MSG_REPORT_COLUMN_REGULAR, true);
	buf_init(&below, TEXT_MAX);
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		if (report->now->categories[order[i]].used > 0) {
			category_row(document, table, report, order[i]);
			continue;
		}
		buf_text(&below, below.len > 0 ? ", " : "");
		buf_text(&below, said_message(document->language,
		    category_name(order[i])).text);
	}
	if (below.len > 0)
		(void)document_say(document, BLOCK_SMALL, MSG_REPORT_BELOW,
		    ARGS(buf_z(&below)));
	buf_release(&below);
}

/* --- several periods --- */

static uint32_t
reach_in(const struct publication *publication, struct str id)
{
	for (size_t i = 0; i < publication->service_count; i++)
		if (str_eq(publication->services[i].id, id))
			return publication->services[i].figure.used;
	return 0;
}

static void
period_columns(struct document *document, struct table *table,
    const struct report *report, size_t first)
{
	for (size_t i = first; i < report->covered_count; i++) {
		struct column *column =
		    &table->columns[table->column_count++];

		column->number = true;
		column->title = document_keep(document,
		    str_of(said_period_short(document->language,
		        &report->covered[i]->period).text));
	}
}

/* A service that an older period names, and no later one before. */
static bool
is_new(const struct report *report, size_t first, size_t at, struct str id)
{
	for (size_t i = at + 1; i < report->covered_count; i++)
		if (reach_in(report->covered[i], id) > 0)
			return false;
	return at >= first;
}

static void
period_row(struct document *document, struct table *table,
    const struct report *report, size_t first, struct str id)
{
	struct table_row *row = document_row(document, table);
	int at = catalogue_find(report->catalogue, id);

	put(document, row, 0, said_name(at < 0 ? id
	        : report->catalogue->services[at].name));
	for (size_t i = first; i < report->covered_count; i++) {
		uint32_t reach = reach_in(report->covered[i], id);

		if (reach > 0)
			put(document, row, 1 + i - first,
			    said_about(document->language, reach));
	}
}

static void
periods(struct document *document, const struct report *report)
{
	size_t count = report->covered_count, shown = 0;
	size_t first = count > PERIODS_SHOWN ? count - PERIODS_SHOWN : 0;
	struct table *table;

	if (count < 2)
		return;
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_PERIODS,
	    NO_ARGS);
	table = document_table(document,
	    document_words(document, MSG_REPORT_PERIODS_CAPTION, NO_ARGS));
	document_column(document, table, MSG_REPORT_COLUMN_SERVICE, false);
	period_columns(document, table, report, first);
	for (size_t i = count; i > first; i--)
		for (size_t j = 0; j < report->covered[i - 1]->service_count;
		     j++) {
			struct str id = report->covered[i - 1]->services[j].id;

			if (is_new(report, first, i - 1, id) &&
			    shown++ < COMPARED_SHOWN)
				period_row(document, table, report, first, id);
		}
	say_cut(document, shown, COMPARED_SHOWN, MSG_REPORT_SERVICES_CUT_ONE,
	    MSG_REPORT_SERVICES_CUT);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_PERIODS_NOTE,
	    NO_ARGS);
}

/* --- trend --- */

static enum message
trend_title(const struct report *report)
{
	bool more = false, fewer = false;

	for (size_t i = 0; i < report->comparison_count; i++) {
		const struct comparison *pair = &report->comparisons[i];

		more = more || pair->after->any.used > pair->before->any.used;
		fewer = fewer || pair->after->any.used < pair->before->any.used;
	}
	if (report->trend_count < 2)
		return MSG_REPORT_TREND_FIRST;
	if (more && fewer)
		return MSG_REPORT_TREND_MIXED;
	if (more)
		return MSG_REPORT_TREND_MORE;
	return fewer ? MSG_REPORT_TREND_FEWER : MSG_REPORT_TREND_LEVEL;
}

static void
trend_row(struct document *document, struct table *table,
    const struct publication *period)
{
	enum language language = document->language;
	struct table_row *row = document_row(document, table);
	struct buf words;

	buf_init(&words, TEXT_MAX);
	put(document, row, 0, said_period_short(language, &period->period));
	if (!period->measured || period->tier < TIER_WHOLES)
		message_write(&words, language, period->measured
		        ? MSG_REPORT_WITHHELD : MSG_REPORT_NOT_MEASURED,
		    NO_ARGS);
	else {
		buf_text(&words, period->any.used == 0
		        ? said_message(language, MSG_REPORT_LESS).text
		        : said_about(language, period->any.used).text);
		buf_text(&words, "/");
		prose_number(&words, language, period->ballots);
		row->cells[1].bar = document_bar(document, (struct bar){
		    period->any.used, period->ballots, FILL_SOLID,
		    document_words(document, MSG_REPORT_BAR_CATEGORY,
		        ARGS(said_period(language, &period->period).text,
		            said_number(language, period->any.used).text,
		            said_number(language, period->ballots).text)),
		    document_words(document, MSG_REPORT_BAR_DESC, NO_ARGS) });
	}
	row->cells[2].text = document_keep(document, buf_view(&words));
	buf_release(&words);
}

static void
comparisons(struct document *document, const struct report *report)
{
	enum language language = document->language;

	for (size_t i = 0; i < report->comparison_count; i++) {
		const struct comparison *pair = &report->comparisons[i];

		(void)document_say(document, BLOCK_TEXT,
		    MSG_REPORT_TREND_COMPARED,
		    ARGS(said_period_short(language,
		             &pair->before->period).text,
		        said_period_short(language,
		            &pair->after->period).text,
		        pair->before->any.used == 0
		            ? said_message(language, MSG_REPORT_LESS).text
		            : said_about(language,
		                pair->before->any.used).text,
		        pair->after->any.used == 0
		            ? said_message(language, MSG_REPORT_LESS).text
		            : said_about(language,
		                pair->after->any.used).text));
		if (pair->before->ballots != pair->after->ballots)
			(void)document_say(document, BLOCK_SMALL,
			    MSG_REPORT_TREND_N, NO_ARGS);
	}
}

static void
trend(struct document *document, const struct report *report)
{
	struct table *table;

	(void)document_say(document, BLOCK_HEADING, trend_title(report),
	    NO_ARGS);
	if (report->trend_count < 2) {
		(void)document_say(document, BLOCK_TEXT,
		    report->now->tier < TIER_WHOLES ? MSG_REPORT_TREND_NOTHING
		                                    : MSG_REPORT_TREND_START,
		    NO_ARGS);
		return;
	}
	table = document_table(document,
	    document_words(document, MSG_REPORT_TREND_CAPTION, NO_ARGS));
	document_column(document, table, MSG_REPORT_COLUMN_PERIOD, false);
	document_column(document, table, MSG_REPORT_COLUMN_COMPUTERS_BAR,
	    false);
	document_column(document, table, MSG_REPORT_COLUMN_TREND, true);
	for (size_t i = 0; i < report->trend_count; i++)
		trend_row(document, table, report->trend[i]);
	comparisons(document, report);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_TREND_NOTE,
	    NO_ARGS);
}

/* --- what would tell more --- */

/* MESSAGE_COUNT: nothing. */
static const enum message next_rows[FINDING_COUNT] = {
	[FINDING_NO_BALLOT] = MSG_REPORT_NEXT_BALLOTS,
	[FINDING_UNMEASURED] = MSG_REPORT_NEXT_SELF_TEST,
	[FINDING_LOST] = MSG_REPORT_NEXT_URN,
	[FINDING_TOO_FEW] = MSG_REPORT_NEXT_MORE,
	[FINDING_SOMEONE] = MSG_REPORT_NEXT_MORE,
	[FINDING_UNTOLD] = MSG_REPORT_NEXT_MORE,
	[FINDING_ZERO] = MESSAGE_COUNT,
	[FINDING_WHOLES] = MSG_REPORT_NEXT_MORE,
	[FINDING_NAMED] = MESSAGE_COUNT,
};

static void
next(struct document *document, const struct report *report)
{
	enum message what = next_rows[report->finding];

	if (what == MESSAGE_COUNT)
		return;
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_NEXT, NO_ARGS);
	(void)document_say(document, BLOCK_TEXT, what, NO_ARGS);
}

void
page_services(struct document *document, const struct report *report)
{
	document_page(document);
	services(document, report);
	contacted(document, report);
	categories(document, report);
	periods(document, report);
	uses(document, report);
	trend(document, report);
	next(document, report);
	if (report->service_count == 0)
		questions(document);
}
