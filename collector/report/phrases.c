/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/phrases.h"

#include "collector/report/agenda.h"
#include "collector/report/document.h"

#define TEXT_MAX ((size_t)16 * 1024)
#define NO_BREAK "\xC2\xA0"
#define ABOUT "\xE2\x89\x88" NO_BREAK /* ≈ */
#define DASH "\xE2\x80\x93"

static const enum message index_names[INDEX_COUNT] = {
	[INDEX_GOVERNANCE] = MSG_REPORT_INDEX_GOVERNANCE,
	[INDEX_CONFIDENTIALITY] = MSG_REPORT_INDEX_CONFIDENTIALITY,
	[INDEX_SECURITY] = MSG_REPORT_INDEX_SECURITY,
	[INDEX_REPUTATION] = MSG_REPORT_INDEX_REPUTATION,
};

static const enum message index_nouns[INDEX_COUNT] = {
	[INDEX_GOVERNANCE] = MSG_REPORT_NOUN_GOVERNANCE,
	[INDEX_CONFIDENTIALITY] = MSG_REPORT_NOUN_CONFIDENTIALITY,
	[INDEX_SECURITY] = MSG_REPORT_NOUN_SECURITY,
	[INDEX_REPUTATION] = MSG_REPORT_NOUN_REPUTATION,
};

static const enum message band_names[BAND_COUNT] = {
	[BAND_LOW] = MSG_REPORT_BAND_LOW,
	[BAND_MEDIUM] = MSG_REPORT_BAND_MEDIUM,
	[BAND_HIGH] = MSG_REPORT_BAND_HIGH,
	[BAND_VERY_HIGH] = MSG_REPORT_BAND_VERY_HIGH,
};

static const enum message state_names[SCORE_STATE_COUNT] = {
	[SCORE_VALUE] = MSG_REPORT_COLUMN_INDEX, /* never said */
	[SCORE_UNDOCUMENTED] = MSG_REPORT_SCORE_UNDOCUMENTED,
	[SCORE_CHECKLIST] = MSG_REPORT_SCORE_CHECKLIST,
	[SCORE_NOT_APPLICABLE] = MSG_REPORT_SCORE_NOT_APPLICABLE,
	[SCORE_NOT_COMPUTED] = MSG_REPORT_SCORE_NOT_COMPUTED,
};

enum message
phrase_index_name(enum risk_index index)
{
	return index_names[index];
}

enum message
phrase_index_noun(enum risk_index index)
{
	return index_nouns[index];
}

/* The words that `out` holds, cut at a character boundary; releases it. */
static struct said
said_of(struct buf *out)
{
	struct said said;
	struct str words = str_fit(buf_view(out), sizeof(said.text) - 1);

	memcpy(said.text, words.at, words.len);
	said.text[words.len] = '\0';
	buf_release(out);
	return said;
}

/* Never broken: a no-break space for every space. */
static struct said
glued(struct said said)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	for (const char *at = said.text; *at != '\0'; at++)
		if (*at == ' ')
			buf_text(&out, NO_BREAK);
		else
			buf_char(&out, *at);
	return said_of(&out);
}

struct said
said_number(enum language language, uint64_t number)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	prose_number(&out, language, (long long)number);
	return said_of(&out);
}

struct said
said_day(enum language language, int32_t day)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	prose_day(&out, language, day);
	return said_of(&out);
}

struct said
said_day_short(enum language language, int32_t day)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	prose_day_short(&out, language, day);
	return said_of(&out);
}

struct said
said_name(struct str name)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	document_name(&out, name, DOCUMENT_NAME_CHARACTERS);
	return said_of(&out);
}

struct said
said_message_with(enum language language, enum message id, const char *const *args)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	message_write(&out, language, id, args);
	return said_of(&out);
}

struct said
said_message(enum language language, enum message id)
{
	return said_message_with(language, id, NO_ARGS);
}

struct said
said_counted(enum language language, uint64_t number, enum message one,
    enum message many)
{
	return said_message_with(language,
	    prose_plural(language, (long long)number) ? many : one,
	    ARGS(said_number(language, number).text));
}

/* --- periods --- */

static int
quarter_of(const struct period *period)
{
	return (int)(calendar_civil(period->first).month + 2) / 3;
}

static struct said
said_quarter(enum language language, const struct period *period,
    enum message first, enum message other)
{
	int quarter = quarter_of(period);

	return said_message_with(language, quarter == 1 ? first : other,
	    ARGS(digits(quarter).text, digits(period->year).text));
}

static struct said
said_month(enum language language, const struct period *period,
    void (*write)(struct buf *out, enum language language, int32_t day))
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	write(&out, language, period->first);
	return said_of(&out);
}

struct said
said_period(enum language language, const struct period *period)
{
	if (period->kind == PERIOD_QUARTER)
		return said_quarter(language, period, MSG_REPORT_QUARTER_FIRST,
		    MSG_REPORT_QUARTER);
	return said_month(language, period, prose_month);
}

static struct said
said_period_in(enum language language, const struct period *period)
{
	if (period->kind == PERIOD_QUARTER)
		return said_quarter(language, period,
		    MSG_REPORT_IN_QUARTER_FIRST, MSG_REPORT_IN_QUARTER);
	return said_message_with(language, MSG_REPORT_IN_MONTH,
	    ARGS(said_period(language, period).text));
}

/* "d'avril", "d'août", "d'octobre", but "de mai". */
static bool
begins_with_vowel(const struct period *period)
{
	int32_t month = calendar_civil(period->first).month;

	return month == 4 || month == 8 || month == 10;
}

/* By how the period's name begins. */
struct elision {
	enum message quarter, vowel, consonant;
};

static const struct elision of_row = { MSG_REPORT_OF_QUARTER,
	MSG_REPORT_OF_VOWEL, MSG_REPORT_OF };
static const struct elision from_row = { MSG_REPORT_FROM_QUARTER,
	MSG_REPORT_FROM_VOWEL, MSG_REPORT_FROM };

static struct said
said_elided(enum language language, const struct period *period,
    const struct elision *row)
{
	enum message id = period->kind == PERIOD_QUARTER ? row->quarter
	    : begins_with_vowel(period) ? row->vowel : row->consonant;

	return said_message_with(language, id,
	    ARGS(said_period(language, period).text));
}

struct said
said_period_of(enum language language, const struct period *period)
{
	return said_elided(language, period, &of_row);
}

struct said
said_span(enum language language, const struct report *report)
{
	const struct period *last = &report->now->period;

	return said_message_with(language, last->kind == PERIOD_QUARTER
	        ? MSG_REPORT_SPAN_QUARTER : MSG_REPORT_SPAN,
	    ARGS(said_elided(language, &report->covered[0]->period,
	             &from_row).text,
	        said_period(language, last).text));
}

struct said
said_period_short(enum language language, const struct period *period)
{
	if (period->kind == PERIOD_QUARTER)
		return said_quarter(language, period, MSG_REPORT_QUARTER_SHORT,
		    MSG_REPORT_QUARTER_SHORT);
	return glued(said_month(language, period, prose_month_short));
}

/* --- figures --- */

/* "de 7 à 11", with the share of the ballots from 30 on. */
static struct said
said_range(enum language language, const struct report *report,
    struct range range)
{
	uint64_t ballots = report->now->ballots;
	struct said said = glued(said_message_with(language, MSG_REPORT_RANGE,
	    ARGS(said_number(language, range.low).text,
	        said_number(language, range.high).text)));

	if (!publication_has_percentages(report->now))
		return said;
	return said_message_with(language, MSG_REPORT_RANGE_SHARE,
	    ARGS(said.text,
	        digits((long long)((200 * (uint64_t)range.about + ballots) /
	            (2 * ballots))).text,
	        said_number(language, ballots).text));
}

struct said
said_change(enum language language, enum risk_index index, uint32_t before,
    uint32_t after)
{
	return glued(said_message_with(language, MSG_REPORT_CHANGE,
	    ARGS(said_message(language, phrase_index_noun(index)).text,
	        digits(before).text, digits(after).text)));
}

struct said
said_about(enum language language, uint32_t published)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	if (published == 0)
		buf_text(&out, DASH);
	else {
		buf_text(&out, ABOUT);
		prose_number(&out, language, published);
	}
	return said_of(&out);
}

struct said
said_score(enum language language, const struct score *score)
{
	if (score->state == SCORE_VALUE)
		return said_number(language, score->shown);
	return said_message(language, state_names[score->state]);
}

struct said
said_priority(enum language language, const struct score *score)
{
	return said_message(language, score->state == SCORE_VALUE
	        ? band_names[score->band] : state_names[score->state]);
}

/* --- attention points --- */

static void
write_point(struct buf *out, enum language language, enum message name,
    enum answer answer)
{
	if (answer == ANSWER_NO)
		return;
	buf_text(out, out->len > 0 ? NO_BREAK "\xC2\xB7 " : "");
	if (answer == ANSWER_YES)
		message_write(out, language, name, NO_ARGS);
	else
		message_write(out, language, MSG_REPORT_POINT_UNKNOWN,
		    ARGS(said_message(language, name).text));
}

void
phrase_points(struct buf *out, enum language language,
    const struct report_service *service, enum risk_family family)
{
	bool whole = family == RISKS_CONFIDENTIALITY;
	bool settled = whole && service->contract;

	if (service->service == NULL)
		return;
	for (int i = 0; i < RISK_COUNT; i++)
		if (risk_family_of((enum risk)i) == family && !settled)
			write_point(out, language, risk_name((enum risk)i),
			    service_answers(service->service)
			        ->risks[i].answer);
	if (whole)
		write_point(out, language, MSG_RISK_OUTSIDE_EEA,
		    service_outside_eea(service->service));
	if (whole && !settled)
		write_point(out, language, MSG_RISK_NO_DPA,
		    service_without_dpa(service->service));
}

/* --- the one sentence --- */

bool
phrase_has_numbers(const struct report *report)
{
	return report->finding == FINDING_WHOLES ||
	    report->finding == FINDING_NAMED;
}

enum message
phrase_charter(const struct report *report)
{
	static const enum message rows[] = {
		[ANSWER_UNKNOWN] = MSG_REPORT_CHARTER_UNKNOWN,
		[ANSWER_NO] = MSG_REPORT_CHARTER_NO,
		[ANSWER_YES] = MSG_REPORT_CHARTER_YES,
	};

	return rows[report->facts->charter];
}

enum message
phrase_session(const struct report *report)
{
	if (!agenda_session_known(report))
		return MSG_REPORT_SESSION_UNKNOWN;
	return report->governance.session ? MSG_REPORT_SESSION_YES
	                                  : MSG_REPORT_SESSION_NO;
}

static enum message
unapproved_sentence(const struct report *report)
{
	if (report->unapproved.about == 0)
		return report->refused
		    ? MSG_REPORT_SENTENCE_APPROVED_FORBIDDEN
		    : MSG_REPORT_SENTENCE_APPROVED;
	return report->refused ? MSG_REPORT_SENTENCE_FORBIDDEN
	                         : MSG_REPORT_SENTENCE_UNAPPROVED;
}

static void
phrase_numbers(struct buf *out, enum language language,
    const struct report *report)
{
	struct said any = said_message_with(language, MSG_REPORT_SENTENCE,
	    ARGS(said_period_in(language, &report->now->period).text,
	        said_number(language, report->any.about).text,
	        said_number(language, report->now->ballots).text,
	        said_range(language, report, report->any).text));

	message_write(out, language, report->finding == FINDING_WHOLES
	        ? MSG_REPORT_SENTENCE_WHOLES : unapproved_sentence(report),
	    ARGS(any.text,
	        said_number(language, report->unapproved.about).text,
	        said_range(language, report, report->unapproved).text));
}

struct finding_row {
	enum message one, many;
	uint32_t (*number)(const struct report *report);
};

static uint32_t
ballots_of(const struct report *report)
{
	return report->now->ballots;
}

static uint32_t
answering_of(const struct report *report)
{
	return report->health.answering;
}

static const struct finding_row finding_rows[FINDING_COUNT] = {
	[FINDING_UNMEASURED] = { MSG_REPORT_UNMEASURED_ONE,
	    MSG_REPORT_UNMEASURED, answering_of },
	[FINDING_LOST] = { MSG_REPORT_LOST, MSG_REPORT_LOST, ballots_of },
	[FINDING_TOO_FEW] = { MSG_REPORT_TOO_FEW, MSG_REPORT_TOO_FEW,
	    ballots_of },
	[FINDING_SOMEONE] = { MSG_REPORT_SOMEONE, MSG_REPORT_SOMEONE,
	    ballots_of },
	[FINDING_UNTOLD] = { MSG_REPORT_UNTOLD, MSG_REPORT_UNTOLD,
	    ballots_of },
	[FINDING_ZERO] = { MSG_REPORT_ZERO, MSG_REPORT_ZERO, ballots_of },
};

void
phrase_finding(struct buf *out, enum language language,
    const struct report *report)
{
	const struct finding_row *row = &finding_rows[report->finding];
	uint32_t number;

	if (phrase_has_numbers(report)) {
		phrase_numbers(out, language, report);
		return;
	}
	if (report->finding == FINDING_NO_BALLOT) {
		message_write(out, language, MSG_REPORT_NO_BALLOT,
		    ARGS(said_counted(language, report->now->enrolled,
		        MSG_REPORT_ENROLLED_ONE, MSG_REPORT_ENROLLED).text));
		return;
	}
	number = row->number(report);
	message_write(out, language,
	    prose_plural(language, number) ? row->many : row->one,
	    ARGS(said_number(language, number).text));
}

void
phrase_thin(struct buf *out, enum language language,
    const struct report *report)
{
	const struct publication *now = report->now;

	if (report->thin)
		message_write(out, language, MSG_REPORT_THIN,
		    ARGS(said_counted(language, now->ballots,
		             MSG_REPORT_BALLOT_ONE, MSG_REPORT_BALLOTS).text,
		        said_counted(language, now->enrolled,
		            MSG_REPORT_ENROLLED_ONE, MSG_REPORT_ENROLLED).text,
		        said_number(language, now->ballots).text));
}

static struct said
shadow_figure(enum language language, const struct report *report)
{
	bool numbers = phrase_has_numbers(report) ||
	    report->finding == FINDING_ZERO;
	struct said ballots = said_number(language, report->now->ballots);

	if (!numbers)
		return said_message(language, MSG_REPORT_SHADOW_UNKNOWN);
	if (report->unapproved.about == 0)
		return said_message_with(language, MSG_REPORT_SHADOW_ZERO,
		    ARGS(ballots.text));
	return said_message_with(language, MSG_REPORT_SHADOW,
	    ARGS(said_number(language, report->unapproved.about).text,
	        ballots.text));
}

void
phrase_shadow(struct buf *out, enum language language,
    const struct report *report)
{
	int32_t discussed = report->facts->ai_discussed;
	struct said figure = shadow_figure(language, report);
	struct said study = said_message(language, MSG_REPORT_STUDY_NEVER);

	if (discussed == CALENDAR_NO_DAY)
		message_write(out, language, MSG_REPORT_NOT_DISCUSSED,
		    ARGS(figure.text, study.text));
	else
		message_write(out, language, discussed > report->day
		        ? MSG_REPORT_TO_DISCUSS : MSG_REPORT_DISCUSSED,
		    ARGS(figure.text, study.text,
		        said_day(language, discussed).text));
}
