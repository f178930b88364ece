/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/page_decide.h"

#include "collector/report/agenda.h"
#include "collector/report/phrases.h"

#define TEXT_MAX ((size_t)16 * 1024)

/* --- the sentence --- */

static void
write_block(struct document *document, const struct report *report,
    enum block_kind kind,
    void (*phrase)(struct buf *out, enum language language,
        const struct report *report))
{
	struct buf words;

	buf_init(&words, TEXT_MAX);
	phrase(&words, document->language, report);
	if (words.len > 0)
		(void)document_add(document, kind, buf_view(&words));
	buf_release(&words);
}

static void
sentence(struct document *document, const struct report *report)
{
	write_block(document, report, BLOCK_WARNING, phrase_thin);
	(void)document_say(document, BLOCK_HEADING,
	    MSG_REPORT_IN_ONE_SENTENCE, NO_ARGS);
	write_block(document, report, BLOCK_SENTENCE, phrase_finding);
	if (report->covered_count > 1)
		(void)document_say(document, BLOCK_TEXT, MSG_REPORT_COVERS,
		    ARGS(digits((long long)report->covered_count).text,
		        said_span(document->language, report).text));
	write_block(document, report, BLOCK_STRESS, phrase_shadow);
	if (report->now->tier > TIER_NOTHING)
		(void)document_say(document, BLOCK_TEXT, MSG_REPORT_UNSEEN,
		    NO_ARGS);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_STANDING, NO_ARGS);
}

/* --- decisions --- */

static const enum message rule_choices[] = { MSG_REPORT_ADOPT,
	MSG_REPORT_POSTPONE, MESSAGE_COUNT };
static const enum message service_choices[] = { MSG_REPORT_ALLOW,
	MSG_REPORT_TRY, MSG_REPORT_FORBID, MSG_REPORT_REPLACE,
	MSG_REPORT_POSTPONE, MESSAGE_COUNT };
static const enum message forbidden_choices[] = { MSG_REPORT_RECALL,
	MSG_REPORT_REPLACE, MSG_REPORT_TRY, MSG_REPORT_ALLOW, MESSAGE_COUNT };
static const enum message name_choices[] = { MSG_REPORT_NAME_ON,
	MSG_REPORT_QUESTIONNAIRE, MESSAGE_COUNT };
static const enum message session_choices[] = { MSG_REPORT_NAME_ON,
	MSG_REPORT_POSTPONE, MESSAGE_COUNT };
static const enum message charter_choices[] = { MSG_REPORT_ADOPT_MODEL,
	MSG_REPORT_POSTPONE, MESSAGE_COUNT };
static const enum message charter_unknown_choices[] = {
	MSG_REPORT_CHARTER_THERE, MSG_REPORT_ADOPT_MODEL, MSG_REPORT_POSTPONE,
	MESSAGE_COUNT };
static const enum message lead_choices[] = { MSG_REPORT_SPREAD,
	MESSAGE_COUNT };

/* End in MESSAGE_COUNT. */
static const enum message *const agenda_choices[] = {
	[AGENDA_RULE] = rule_choices,
	[AGENDA_SERVICE] = service_choices,
	[AGENDA_TRIAL_ENDED] = service_choices,
	[AGENDA_REVIEW] = service_choices,
	[AGENDA_FORBIDDEN] = forbidden_choices,
	[AGENDA_NAME_THEM] = name_choices,
	[AGENDA_CHARTER] = charter_choices,
	[AGENDA_CHARTER_UNKNOWN] = charter_unknown_choices,
	[AGENDA_SESSION] = session_choices,
	[AGENDA_LEAD] = lead_choices,
};
_Static_assert(sizeof(agenda_choices) / sizeof(agenda_choices[0]) ==
    AGENDA_KIND_COUNT, "every kind has a row");

/* "4 points d'attention sur 4 en confidentialité, dont 2 inconnus". */
static struct said
said_points(enum language language, struct attention attention,
    enum risk_family family)
{
	bool none = attention.unknown == attention.of;
	enum risk_index index = score_index_of(family);
	struct said points = said_message_with(language,
	    prose_plural(language, attention.points) ? MSG_REPORT_POINTS
	                                             : MSG_REPORT_POINT,
	    ARGS(digits(attention.points).text, digits(attention.of).text,
	        said_message(language, phrase_index_noun(index)).text));

	if (none)
		return said_message_with(language, MSG_REPORT_POINTS_NONE,
		    ARGS(said_message(language,
		        phrase_index_noun(index)).text));
	if (attention.unknown == 0)
		return points;
	return said_message_with(language,
	    attention.unknown == 1 ? MSG_REPORT_POINTS_UNKNOWN_ONE
	                           : MSG_REPORT_POINTS_UNKNOWN,
	    ARGS(points.text, digits(attention.unknown).text));
}

static void
names_instead(struct buf *out, const struct agenda_item *item)
{
	for (size_t i = 0; i < item->instead_count; i++) {
		buf_text(out, i > 0 ? ", " : "");
		document_name(out, item->instead[i]->name,
		    DOCUMENT_NAME_CHARACTERS);
	}
}

/* What the board tries or allows is one sentence for its first service. */
static enum message
instead_message(const struct report *report, const struct agenda_item *item)
{
	if (!item->instead_decided)
		return MSG_REPORT_INSTEAD_PROPOSED;
	for (size_t i = 0; i < report->followed_count; i++) {
		const struct policy_decision *row = report->followed[i];

		if (str_eq(row->service, item->instead[0]->id))
			return row->decision == DECISION_TRIAL
			    ? MSG_REPORT_INSTEAD_TRIAL
			    : MSG_REPORT_INSTEAD_ALLOWED;
	}
	return MSG_REPORT_INSTEAD_ALLOWED;
}

static void
discuss(struct document *document, struct block *block,
    const struct report *report, const struct agenda_item *item)
{
	enum language language = document->language;
	struct said words = said_points(language,
	    item->service->attention[item->worst], item->worst);
	struct buf names, line;

	buf_init(&names, TEXT_MAX);
	buf_init(&line, TEXT_MAX);
	names_instead(&names, item);
	if (item->instead_count > 0)
		words = said_message_with(language,
		    instead_message(report, item),
		    ARGS(words.text, buf_z(&names)));
	message_write(&line, language, MSG_REPORT_DISCUSS, ARGS(words.text));
	document_line(document, block, buf_view(&line));
	buf_release(&names);
	buf_release(&line);
}

/* Which points these are: what the board would accept, or ask about. */
static void
points(struct document *document, struct block *block,
    const struct agenda_item *item)
{
	struct buf line;

	buf_init(&line, TEXT_MAX);
	phrase_points(&line, document->language, item->service, item->worst);
	if (line.len > 0)
		document_line(document, block, buf_view(&line));
	buf_release(&line);
}

static struct block *
service_block(struct document *document, const struct report *report,
    const struct agenda_item *item)
{
	enum language language = document->language;
	int32_t day = agenda_day(item);
	struct block *block = document_say(document, BLOCK_DECISION,
	    agenda_title(item->kind),
	    ARGS(said_name(item->service->name).text,
	        said_number(language, item->service->figure.used).text,
	        day == CALENDAR_NO_DAY ? "" : said_day(language, day).text));

	document_line(document, block,
	    document_words(document, MSG_REPORT_TERMS, NO_ARGS));
	discuss(document, block, report, item);
	points(document, block, item);
	return block;
}

static struct block *
item_block(struct document *document, const struct report *report,
    const struct agenda_item *item)
{
	struct said contact = said_name(report->facts->contact);

	if (item->service != NULL)
		return service_block(document, report, item);
	if (report->facts->contact.len == 0)
		contact = (struct said){ "\xE2\x80\xA6" };
	return document_say(document, BLOCK_DECISION,
	    agenda_title(item->kind),
	    ARGS(item->kind == AGENDA_LEAD ? contact.text : "\xE2\x80\xA6"));
}

static void
decisions(struct document *document, const struct report *report)
{
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_TO_DECIDE,
	    NO_ARGS);
	for (size_t i = 0; i < report->agenda_count; i++) {
		const struct agenda_item *item = &report->agenda[i];
		struct block *block = item_block(document, report, item);

		block->number = (unsigned)i + 1;
		for (const enum message *choice =
		         agenda_choices[item->kind];
		     *choice != MESSAGE_COUNT; choice++)
			document_choice(document, block, *choice);
	}
	if (report->agenda_more > 0)
		(void)document_say(document, BLOCK_TEXT,
		    report->agenda_more == 1 ? MSG_REPORT_AGENDA_MORE_ONE
		                             : MSG_REPORT_AGENDA_MORE,
		    ARGS(digits((long long)report->agenda_more).text));
}

/* --- risks --- */

static struct said
said_reach(enum language language, const struct report *report,
    enum risk_index index)
{
	uint32_t reach = index == INDEX_GOVERNANCE
	    ? report->unapproved.about : report->any.about;

	if (!phrase_has_numbers(report))
		return (struct said){ "\xE2\x80\x93" };
	if (reach == 0)
		return said_message(language, MSG_REPORT_REACH_ZERO);
	return said_message_with(language, MSG_REPORT_REACH,
	    ARGS(said_number(language, reach).text,
	        said_number(language, report->now->ballots).text));
}

static const struct bar *
score_bar(struct document *document, enum message name,
    const struct score *score)
{
	enum language language = document->language;

	if (score->state != SCORE_VALUE)
		return NULL;
	return document_bar(document, (struct bar){ score->shown, 100,
	    FILL_SOLID,
	    document_words(document, MSG_REPORT_BAR_SCORE,
	        ARGS(said_message(language, name).text,
	            digits(score->shown).text,
	            said_priority(language, score).text)),
	    document_words(document, MSG_REPORT_BAR_SCORE_DESC, NO_ARGS) });
}

static bool
has_bars(const struct report *report)
{
	for (int i = 0; i < INDEX_COUNT; i++)
		if (report->scores[i].state == SCORE_VALUE)
			return true;
	return false;
}

static void
risk_row(struct document *document, struct table *table,
    const struct report *report, enum risk_index index)
{
	enum language language = document->language;
	const struct score *score = &report->scores[index];
	struct table_row *row = document_row(document, table);
	enum message name = phrase_index_name(index);

	struct cell *cell = row->cells;

	cell++->text = document_words(document, name, NO_ARGS);
	if (has_bars(report))
		cell++->bar = score_bar(document, name, score);
	cell++->text = document_keep(document, str_of(
	    score->state == SCORE_VALUE ? said_score(language, score).text
	                                : "\xE2\x80\x93"));
	cell++->text = document_keep(document,
	    str_of(said_priority(language, score).text));
	cell->text = document_keep(document,
	    str_of(said_reach(language, report, index).text));
}

static void
risks(struct document *document, const struct report *report)
{
	struct table *table;

	(void)document_say(document, BLOCK_HEADING, has_bars(report)
	        ? MSG_REPORT_RISKS : MSG_REPORT_RISKS_BARE, NO_ARGS);
	table = document_table(document,
	    document_words(document, MSG_REPORT_RISKS_CAPTION, NO_ARGS));
	document_column(document, table, MSG_REPORT_COLUMN_RISK, false);
	if (has_bars(report))
		document_column(document, table, MSG_REPORT_COLUMN_BAR, false);
	document_column(document, table, MSG_REPORT_COLUMN_INDEX, true);
	document_column(document, table, MSG_REPORT_COLUMN_PRIORITY, false);
	document_column(document, table, MSG_REPORT_COLUMN_REACH, false);
	for (int i = 0; i < INDEX_COUNT; i++)
		risk_row(document, table, report, report->order[i]);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_RISKS_SOURCE,
	    NO_ARGS);
	if (report->now->tier >= TIER_SERVICES)
		(void)document_say(document, BLOCK_SMALL,
		    MSG_REPORT_RISKS_NAMED, NO_ARGS);
	else if (report->now->tier > TIER_NOTHING)
		(void)document_say(document, BLOCK_SMALL,
		    MSG_REPORT_RISKS_UNNAMED, NO_ARGS);
}

static const enum message simulation_messages[] = {
	[SIMULATION_CHARTER] = MSG_REPORT_SIMULATION_CHARTER,
	[SIMULATION_SESSION] = MSG_REPORT_SIMULATION_SESSION,
	[SIMULATION_CONTRACT] = MSG_REPORT_SIMULATION_CONTRACT,
};

static void
simulations(struct document *document, const struct report *report)
{
	enum language language = document->language;
	struct buf words;

	buf_init(&words, TEXT_MAX);
	for (size_t i = 0; i < report->simulation_count; i++) {
		const struct simulation *what = &report->simulations[i];

		buf_text(&words, i > 0 ? " " : "");
		message_write(&words, language,
		    simulation_messages[what->kind],
		    ARGS(said_change(language, what->index,
		             report->scores[what->index].shown,
		             what->after.shown).text,
		        what->service == NULL ? ""
		            : said_name(what->service->name).text));
	}
	if (words.len > 0)
		(void)document_say(document, BLOCK_TEXT,
		    MSG_REPORT_SIMULATIONS, ARGS(buf_z(&words)));
	buf_release(&words);
}

static void
checklist(struct document *document, const struct report *report)
{
	enum language language = document->language;

	if (report->scores[INDEX_GOVERNANCE].state == SCORE_CHECKLIST ||
	    report->scores[INDEX_GOVERNANCE].state == SCORE_NOT_COMPUTED)
		(void)document_say(document, BLOCK_TEXT, MSG_REPORT_CHECKLIST,
		    ARGS(said_message(language, phrase_charter(report)).text,
		        said_message(language, phrase_session(report)).text));
}

static void
ask_vendor(struct document *document, const struct report *report)
{
	for (int i = 0; i < INDEX_COUNT; i++)
		if (report->scores[i].state == SCORE_UNDOCUMENTED) {
			(void)document_say(document, BLOCK_TEXT,
			    MSG_REPORT_ASK_VENDOR, NO_ARGS);
			return;
		}
}

void
page_decide(struct document *document, const struct report *report)
{
	document_page(document);
	sentence(document, report);
	decisions(document, report);
	risks(document, report);
	simulations(document, report);
	checklist(document, report);
	ask_vendor(document, report);
}
