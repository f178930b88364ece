/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/page_follow.h"

#include "collector/report/agenda.h"
#include "collector/report/phrases.h"
#include "collector/report/questions.h"

#define TEXT_MAX ((size_t)16 * 1024)

#define FOLLOWED_SHOWN 10
#define NEEDS_SHOWN 6
#define OTHERS_SHOWN 8

/* --- decisions taken --- */

static enum message
follow_message(const struct policy_decision *row, int32_t day)
{
	static const enum message rows[DECISION_COUNT] = {
		[DECISION_UNDECIDED] = MSG_REPORT_FOLLOW_UNDECIDED,
		[DECISION_ALLOWED] = MSG_REPORT_FOLLOW_ALLOWED,
		[DECISION_TRIAL] = MSG_REPORT_FOLLOW_TRIAL,
		[DECISION_FORBIDDEN] = MSG_REPORT_FOLLOW_FORBIDDEN,
		[DECISION_POSTPONED] = MSG_REPORT_FOLLOW_POSTPONED,
	};

	return row->decision == DECISION_TRIAL && day > row->until
	    ? MSG_REPORT_FOLLOW_TRIAL_ENDED : rows[row->decision];
}

static struct said
said_subject(enum language language, const struct report *report,
    const struct policy_decision *row)
{
	int at = catalogue_find(report->catalogue, row->service);

	if (row->service.len == 0)
		return said_message(language, category_name(row->category));
	return said_name(at < 0 ? row->service
	                        : report->catalogue->services[at].name);
}

/* `words` becomes message `id` of itself and a foreign text. */
static void
extend(struct buf *words, enum language language, enum message id,
    struct str text)
{
	struct buf old, name;

	buf_init(&old, TEXT_MAX);
	buf_init(&name, TEXT_MAX);
	buf_str(&old, buf_view(words));
	document_name(&name, text, DOCUMENT_REMARK_CHARACTERS);
	buf_reset(words);
	message_write(words, language, id, ARGS(buf_z(&old), buf_z(&name)));
	buf_release(&old);
	buf_release(&name);
}

static void
say_replaced(struct buf *words, enum language language,
    const struct report *report, struct str id)
{
	int at = catalogue_find(report->catalogue, id);

	if (id.len > 0)
		extend(words, language, MSG_REPORT_FOLLOW_REPLACED,
		    at < 0 ? id : report->catalogue->services[at].name);
}

static void
follow_one(struct document *document, const struct report *report,
    const struct policy_decision *row)
{
	enum language language = document->language;
	struct buf words;

	buf_init(&words, TEXT_MAX);
	message_write(&words, language, follow_message(row, report->day),
	    ARGS(said_subject(language, report, row).text,
	        said_day(language, row->date).text,
	        row->until == CALENDAR_NO_DAY
	            ? "" : said_day(language, row->until).text));
	if (row->contract == ANSWER_YES)
		extend(&words, language, MSG_REPORT_FOLLOW_CONTRACT, STR(""));
	say_replaced(&words, language, report, row->replaced_by);
	if (row->conditions.len > 0)
		extend(&words, language, MSG_REPORT_FOLLOW_CONDITIONS,
		    row->conditions);
	if (row->reason.len > 0)
		extend(&words, language, MSG_REPORT_FOLLOW_REASON,
		    row->reason);
	buf_char(&words, '.');
	(void)document_add(document, BLOCK_BULLET, buf_view(&words));
	buf_release(&words);
}

static void
facts(struct document *document, const struct report *report)
{
	enum language language = document->language;
	int32_t session = report->facts->last_session;

	(void)document_say(document, BLOCK_BULLET, MSG_REPORT_FOLLOW_CHARTER,
	    ARGS(said_message(language, phrase_charter(report)).text));
	if (session == CALENDAR_NO_DAY)
		(void)document_say(document, BLOCK_BULLET,
		    MSG_REPORT_FOLLOW_NO_SESSION, NO_ARGS);
	else
		(void)document_say(document, BLOCK_BULLET,
		    session > report->day ? MSG_REPORT_FOLLOW_SESSION_LATER
		                          : MSG_REPORT_FOLLOW_SESSION,
		    ARGS(said_day(language, session).text));
}

static void
follow(struct document *document, const struct report *report)
{
	size_t count = report->followed_count;

	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_FOLLOW,
	    NO_ARGS);
	if (count == 0)
		(void)document_say(document, BLOCK_TEXT,
		    MSG_REPORT_FOLLOW_NONE, NO_ARGS);
	for (size_t i = 0; i < count && i < FOLLOWED_SHOWN; i++)
		follow_one(document, report, report->followed[i]);
	if (count > FOLLOWED_SHOWN)
		(void)document_say(document, BLOCK_TEXT,
		    count == FOLLOWED_SHOWN + 1 ? MSG_REPORT_FOLLOW_MORE_ONE
		                                : MSG_REPORT_FOLLOW_MORE,
		    ARGS(digits((long long)(count - FOLLOWED_SHOWN)).text));
	facts(document, report);
}

/* --- three leads --- */

static void
add_term(struct document *document, enum message term, enum message meaning,
    const char *const *args)
{
	struct block *block = document_say(document, BLOCK_TERM, meaning,
	    args);

	block->term = document_words(document, term, NO_ARGS);
}

static void
lead_project(struct document *document, const struct report *report)
{
	struct buf needs;

	buf_init(&needs, TEXT_MAX);
	for (size_t i = 0; i < report->service_count && i < NEEDS_SHOWN; i++) {
		buf_text(&needs, i > 0 ? " \xC2\xB7 " : "");
		message_write(&needs, document->language, MSG_REPORT_LEAD_NEED,
		    ARGS(said_name(report->services[i].name).text));
	}
	if (needs.len > 0)
		add_term(document, MSG_REPORT_LEAD_PROJECT,
		    MSG_REPORT_LEAD_PROJECT_NAMES, ARGS(buf_z(&needs)));
	else
		add_term(document, MSG_REPORT_LEAD_PROJECT,
		    MSG_REPORT_LEAD_PROJECT_IS, NO_ARGS);
	buf_release(&needs);
}

static void
leads(struct document *document, const struct report *report)
{
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_LEADS, NO_ARGS);
	lead_project(document, report);
	add_term(document, MSG_REPORT_LEAD_CULTURE,
	    MSG_REPORT_LEAD_CULTURE_IS, NO_ARGS);
	add_term(document, MSG_REPORT_LEAD_TOOL, MSG_REPORT_LEAD_TOOL_IS,
	    NO_ARGS);
}

/* --- charter, resolution --- */

static const enum message charter_rows[] = {
	MSG_REPORT_DRAFT_PERSON,
	MSG_REPORT_DRAFT_DATA,
	MSG_REPORT_DRAFT_SERVICES,
	MSG_REPORT_DRAFT_MARKED,
	MSG_REPORT_DRAFT_MISTAKE,
	MSG_REPORT_DRAFT_COUNTS,
};

/* While there is none, the text that page 1 asks to adopt. */
static void
charter(struct document *document, const struct report *report)
{
	if (report->facts->charter == ANSWER_YES)
		return;
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_DRAFT,
	    NO_ARGS);
	for (size_t i = 0; i < sizeof(charter_rows) / sizeof(charter_rows[0]);
	     i++)
		(void)document_say(document, BLOCK_QUOTE, charter_rows[i],
		    ARGS(digits((long long)i + 1).text));
}

static const enum message resolution_rows[] = {
	[AGENDA_RULE] = MSG_REPORT_RESOLUTION_RULE,
	[AGENDA_SERVICE] = MSG_REPORT_RESOLUTION_SERVICE,
	[AGENDA_TRIAL_ENDED] = MSG_REPORT_RESOLUTION_SERVICE,
	[AGENDA_REVIEW] = MSG_REPORT_RESOLUTION_SERVICE,
	[AGENDA_FORBIDDEN] = MSG_REPORT_RESOLUTION_SERVICE,
	[AGENDA_NAME_THEM] = MSG_REPORT_RESOLUTION_NAME_THEM,
	[AGENDA_CHARTER] = MSG_REPORT_RESOLUTION_CHARTER,
	[AGENDA_CHARTER_UNKNOWN] = MSG_REPORT_RESOLUTION_CHARTER_UNKNOWN,
	[AGENDA_SESSION] = MSG_REPORT_RESOLUTION_SESSION,
	[AGENDA_LEAD] = MSG_REPORT_RESOLUTION_LEAD,
};
_Static_assert(sizeof(resolution_rows) / sizeof(resolution_rows[0]) ==
    AGENDA_KIND_COUNT, "every kind has a row");

static void
resolve(struct document *document, enum message what, size_t number,
    struct str name)
{
	(void)document_say(document, BLOCK_QUOTE, what,
	    ARGS(digits((long long)number).text,
	        name.len == 0 ? "\xE2\x80\xA6" : said_name(name).text));
}

/* The services that page 1 has no room for; the last of them by their number,
 * when there are many. */
static void
resolve_others(struct document *document, const struct report *report)
{
	size_t number = report->agenda_count, shown = 0;
	size_t more = report->agenda_more;

	for (size_t i = 0; i < report->service_count && shown < OTHERS_SHOWN;
	     i++)
		if (agenda_leaves(report, &report->services[i])) {
			shown++;
			resolve(document, MSG_REPORT_RESOLUTION_SERVICE,
			    ++number, report->services[i].name);
		}
	if (more > shown)
		(void)document_say(document, BLOCK_QUOTE,
		    more - shown == 1 ? MSG_REPORT_RESOLUTION_MORE_ONE
		                      : MSG_REPORT_RESOLUTION_MORE,
		    ARGS(digits((long long)number + 1).text,
		        digits((long long)(more - shown)).text));
}

static void
resolution(struct document *document, const struct report *report)
{
	enum language language = document->language;

	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_RESOLUTION,
	    NO_ARGS);
	(void)document_say(document, BLOCK_QUOTE, MSG_REPORT_RESOLUTION_OPEN,
	    ARGS(said_period_of(language, &report->now->period).text));
	for (size_t i = 0; i < report->agenda_count; i++) {
		const struct agenda_item *item = &report->agenda[i];

		resolve(document, resolution_rows[item->kind], i + 1,
		    item->service == NULL ? report->facts->contact
		                          : item->service->name);
	}
	resolve_others(document, report);
	(void)document_say(document, BLOCK_QUOTE, MSG_REPORT_RESOLUTION_VOTE,
	    NO_ARGS);
}

void
page_follow(struct document *document, const struct report *report)
{
	document_page(document);
	follow(document, report);
	leads(document, report);
	if (report->service_count > 0)
		questions(document);
	charter(document, report);
	resolution(document, report);
}
