/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/page_method.h"

#include "collector/report/agenda.h"
#include "collector/report/phrases.h"

#include "core/blind.h"
#include "core/calendar.h"
#include "core/hex.h"
#include "core/words.h"

#define TEXT_MAX ((size_t)32 * 1024)

/* Leaders who answered the 2025 study. */
#define STUDY_LEADERS 2285

/* Bytes of the catalogue's digest that are printed. */
#define DIGEST_SHOWN 8

static void
heading(struct document *document, enum message title)
{
	(void)document_say(document, BLOCK_HEADING, title, NO_ARGS);
}

/* --- method --- */

/* A day named before another: the year once, when it is the same. */
static struct said
day_before(enum language language, int32_t day, int32_t last)
{
	return calendar_civil(day).year == calendar_civil(last).year
	    ? said_day_short(language, day) : said_day(language, day);
}

static void
ballots(struct document *document, const struct report *report)
{
	enum language language = document->language;
	const struct report_window *window = &report->window;
	const struct publication *now = report->now;

	if (!now->measured) {
		(void)document_say(document, BLOCK_TEXT,
		    MSG_REPORT_METHOD_LOST,
		    ARGS(said_counted(language, now->enrolled,
		        MSG_REPORT_ENROLLED_ONE, MSG_REPORT_ENROLLED).text));
		return;
	}
	(void)document_say(document, BLOCK_TEXT,
	    prose_plural(language, now->ballots) ? MSG_REPORT_METHOD_BALLOTS
	                                         : MSG_REPORT_METHOD_BALLOT_ONE,
	    ARGS(said_counted(language, now->enrolled,
	             MSG_REPORT_ENROLLED_ONE, MSG_REPORT_ENROLLED).text,
	        said_counted(language, now->ballots, MSG_REPORT_BALLOT_ONE,
	            MSG_REPORT_BALLOTS).text,
	        day_before(language, window->opens, window->counted).text,
	        day_before(language, window->closes, window->counted).text,
	        said_day(language, window->counted).text));
	if (now->blanks > 0)
		(void)document_say(document, BLOCK_TEXT, now->blanks == 1
		        ? MSG_REPORT_METHOD_BLANK_ONE
		        : MSG_REPORT_METHOD_BLANKS,
		    ARGS(said_number(language, now->blanks).text));
}

static void
health(struct document *document, const struct report *report)
{
	enum language language = document->language;
	const struct report_health *health = &report->health;
	struct said doh;

	if (!health->known) {
		(void)document_say(document, BLOCK_TEXT,
		    MSG_REPORT_METHOD_NO_HEALTH, NO_ARGS);
		return;
	}
	doh = health->encrypted_dns == 0
	    ? said_message(language, MSG_REPORT_METHOD_DOH_ZERO)
	    : said_message_with(language, MSG_REPORT_METHOD_DOH,
	        ARGS(said_number(language, health->encrypted_dns).text));
	(void)document_say(document, BLOCK_TEXT, MSG_REPORT_METHOD_HEALTH,
	    ARGS(said_number(language, health->self_test).text,
	        said_number(language, health->answering).text,
	        said_number(language, health->histories).text,
	        said_number(language, health->dns_logs).text, doh.text));
	if (health->histories < health->answering)
		(void)document_say(document, BLOCK_TEXT,
		    MSG_REPORT_METHOD_STANDS_IN, NO_ARGS);
}

static void
unseen_group(struct document *document, const struct blind_spots *blind,
    uint32_t group)
{
	struct block *block;
	struct buf words;

	buf_init(&words, TEXT_MAX);
	blind_write_group(&words, document->language, &blind->groups[group]);
	block = document_add(document, BLOCK_GROUP, buf_view(&words));
	for (uint32_t i = 0; i < blind->count; i++) {
		if (blind->at[i].group != group)
			continue;
		buf_reset(&words);
		blind_write(&words, document->language, &blind->at[i]);
		document_item(document, block, buf_view(&words));
	}
	buf_release(&words);
}

static void
unseen(struct document *document)
{
	const struct blind_spots *blind = blind_builtin();

	heading(document, MSG_REPORT_UNSEEN_TITLE);
	for (uint32_t i = 0; i < blind->group_count; i++)
		unseen_group(document, blind, i);
}

/* --- arithmetic --- */

/* 1, 0, 0,25, 1/3: the share of a service's points. */
static void
write_share(struct buf *out, enum language language,
    struct attention attention)
{
	static const char *const quarters[] = { "0", "25", "50", "75" };
	char comma = language == LANGUAGE_FR ? ',' : '.';

	if (attention.points == 0 || attention.points == attention.of)
		buf_number(out, attention.points / attention.of);
	else if (attention.of == 4)
		buf_format(out, "0%c%s", comma, quarters[attention.points]);
	else
		buf_format(out, "%d/%d", attention.points, attention.of);
}

static void
family_sum(struct document *document, const struct report *report,
    enum risk_family family)
{
	enum language language = document->language;
	enum risk_index index = score_index_of(family);
	struct buf terms;
	uint64_t computers = 0;

	buf_init(&terms, TEXT_MAX);
	for (size_t i = 0; i < report->service_count; i++) {
		const struct report_service *service = &report->services[i];

		computers += service->figure.used;
		buf_text(&terms, i > 0 ? " + " : "");
		buf_format(&terms, "%u\xC3\x97",
		    (unsigned)service->figure.used);
		write_share(&terms, language, service->attention[family]);
	}
	(void)document_say(document, BLOCK_SMALL,
	    MSG_REPORT_ARITHMETIC_FAMILY,
	    ARGS(said_message(language, phrase_index_name(index)).text,
	        buf_z(&terms), digits((long long)computers).text,
	        digits(report->scores[index].nearest).text));
	buf_release(&terms);
}

static void
bare(struct document *document, const struct report *report,
    enum risk_index index)
{
	enum language language = document->language;

	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_ARITHMETIC_BARE,
	    ARGS(said_message(language, phrase_index_name(index)).text,
	        said_score(language, &report->scores[index]).text));
}

static enum message
charter_term(const struct report *report)
{
	static const enum message rows[] = {
		[ANSWER_UNKNOWN] = MSG_REPORT_ARITHMETIC_CHARTER_UNKNOWN,
		[ANSWER_NO] = MSG_REPORT_ARITHMETIC_NO_CHARTER,
		[ANSWER_YES] = MSG_REPORT_ARITHMETIC_CHARTER,
	};

	return rows[report->facts->charter];
}

static enum message
session_term(const struct report *report)
{
	if (!agenda_session_known(report))
		return MSG_REPORT_ARITHMETIC_SESSION_UNKNOWN;
	return report->governance.session ? MSG_REPORT_ARITHMETIC_SESSION
	                                  : MSG_REPORT_ARITHMETIC_NO_SESSION;
}

static void
governance_sum(struct document *document, const struct report *report)
{
	enum language language = document->language;
	const struct governance *governance = &report->governance;

	(void)document_say(document, BLOCK_SMALL,
	    MSG_REPORT_ARITHMETIC_GOVERNANCE,
	    ARGS(digits(governance->unapproved).text,
	        digits(governance->any).text,
	        said_message(language, charter_term(report)).text,
	        said_message(language, session_term(report)).text,
	        digits(report->scores[INDEX_GOVERNANCE].nearest).text));
}

static void
arithmetic(struct document *document, const struct report *report)
{
	heading(document, MSG_REPORT_ARITHMETIC);
	if (report->scores[INDEX_GOVERNANCE].state == SCORE_VALUE)
		governance_sum(document, report);
	else
		bare(document, report, INDEX_GOVERNANCE);
	for (int f = 0; f < RISK_FAMILY_COUNT; f++) {
		enum risk_index index = score_index_of((enum risk_family)f);

		if (report->scores[index].state == SCORE_VALUE)
			family_sum(document, report, (enum risk_family)f);
		else
			bare(document, report, index);
	}
	if (report->scores[INDEX_GOVERNANCE].state == SCORE_VALUE)
		(void)document_say(document, BLOCK_SMALL,
		    MSG_REPORT_ARITHMETIC_HOW, NO_ARGS);
}

/* --- the rest --- */

struct term_row {
	enum message term, meaning;
};

static const struct term_row term_rows[] = {
	{ MSG_REPORT_TERM_COMPUTER, MSG_REPORT_TERM_COMPUTER_IS },
	{ MSG_REPORT_TERM_SERVICE, MSG_REPORT_TERM_SERVICE_IS },
	{ MSG_REPORT_TERM_VISITED, MSG_REPORT_TERM_VISITED_IS },
	{ MSG_REPORT_TERM_REGULAR, MSG_REPORT_TERM_REGULAR_IS },
	{ MSG_REPORT_TERM_SHADOW, MSG_REPORT_TERM_SHADOW_IS },
	{ MSG_REPORT_TERM_BALLOT, MSG_REPORT_TERM_BALLOT_IS },
	{ MSG_REPORT_TERM_SELF_TEST, MSG_REPORT_TERM_SELF_TEST_IS },
};

static void
glossary(struct document *document)
{
	heading(document, MSG_REPORT_GLOSSARY);
	for (size_t i = 0; i < sizeof(term_rows) / sizeof(term_rows[0]); i++) {
		struct block *block = document_say(document, BLOCK_TERM,
		    term_rows[i].meaning, NO_ARGS);

		block->term = document_words(document, term_rows[i].term,
		    NO_ARGS);
	}
}

static void
marker(struct document *document)
{
	heading(document, MSG_REPORT_MARKER);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_MARKER_IS,
	    ARGS(said_number(document->language, STUDY_LEADERS).text));
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_STANDING, NO_ARGS);
}

static void
provenance(struct document *document, const struct report *report)
{
	enum language language = document->language;
	struct buf version, digest, words;
	struct said catalogue;

	buf_init(&version, TEXT_MAX);
	buf_init(&digest, TEXT_MAX);
	buf_init(&words, TEXT_MAX);
	document_name(&version, report->now->catalogue,
	    DOCUMENT_NAME_CHARACTERS);
	if (report->catalogue_digest != NULL)
		hex_write(&digest, report->catalogue_digest, DIGEST_SHOWN);
	words_write(&words, report->now->record, WORDS_SHOWN);
	catalogue = said_message_with(language, digest.len == 0
	        ? MSG_REPORT_CATALOGUE : MSG_REPORT_CATALOGUE_DIGEST,
	    ARGS(buf_z(&version), buf_z(&digest)));
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_WORDS,
	    ARGS(catalogue.text, buf_z(&words)));
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_MADE,
	    ARGS(said_day(language, report->day).text));
	buf_release(&version);
	buf_release(&digest);
	buf_release(&words);
}

void
page_method(struct document *document, const struct report *report)
{
	document_page(document);
	heading(document, MSG_REPORT_METHOD);
	ballots(document, report);
	health(document, report);
	unseen(document);
	heading(document, MSG_REPORT_ROUNDED);
	(void)document_say(document, BLOCK_TEXT, MSG_REPORT_ROUNDED_IS,
	    NO_ARGS);
	(void)document_say(document, BLOCK_TEXT, MSG_REPORT_GUESSED, NO_ARGS);
	arithmetic(document, report);
	marker(document);
	glossary(document);
	provenance(document, report);
}
