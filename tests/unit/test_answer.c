/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_steps.h"

#include "agent/answer_words.h"

#include "agent/sources/formats.h"

#include "tests/unit/answer_sample.h"

#include <string.h>

/* policy.c's look-ups by linking: what the board decided, by service. */
struct policy {
	enum decision decisions[SAMPLE_SERVICE_COUNT];
};

static struct policy board;

const struct policy *
policy_none(void)
{
	return &board;
}

enum decision
policy_status(const struct policy *policy, const struct service *service,
    int32_t day)
{
	assert_int_equal(day, SAMPLE_TODAY);
	return policy->decisions[service - sample_services];
}

struct attention
service_attention(const struct service *service, enum risk_family family)
{
	(void)service;
	return (struct attention){ (int)family, 0, 3 };
}

const struct service_answers *
service_answers(const struct service *service)
{
	static const struct service_answers none = { .dpa = SAID(UNKNOWN) };

	return service->answers == NULL ? &none : service->answers;
}

static int
start(void **state)
{
	struct sample *sample = calloc(1, sizeof(*sample));

	board = (struct policy){ { DECISION_UNDECIDED } };
	sample_init(sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	*state = sample;
	return 0;
}

static int
stop(void **state)
{
	sample_release(*state);
	free(*state);
	return 0;
}

static struct source_report *
history(struct sample *sample, enum source_state state)
{
	return sample_source(sample, SOURCE_HISTORY, state, "Firefox", "p",
	    "/home/camille/places.sqlite");
}

static struct source_report *
dns_log(struct sample *sample, enum source_state state)
{
	return sample_source(sample, SOURCE_DNS, state, "dnsmasq", "",
	    "/var/log/dnsmasq.log");
}

static void
check_ids(const struct answer_model *answer, const char *expected)
{
	struct buf ids;

	buf_init(&ids, 1024);
	for (uint32_t i = 0; i < answer->service_count; i++) {
		buf_text(&ids, i > 0 ? " " : "");
		buf_str(&ids, answer->services[i].service->id);
	}
	check_str(buf_view(&ids), expected, "order");
	buf_release(&ids);
}

/* ---- days ---- */

static void
days_are_counted_once_whatever_saw_them(void **state)
{
	struct sample *sample = *state;
	const struct answer_service *entry;

	history(sample, SOURCE_READ);
	sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY, EVIDENCE_CONTACTED);
	sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY - 1,
	    EVIDENCE_CONTACTED);
	sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY - 2, EVIDENCE_VISITED);
	sample_build(sample);
	entry = &sample->answer.services[0];
	assert_int_equal(entry->ai_days, 3);
	assert_int_equal(entry->visited_days, 2);
	assert_int_equal(entry->contacted_days, 2);
	assert_int_equal(entry->last_day, SAMPLE_TODAY);
	assert_int_equal(entry->marks[89], MARK_VISITED | MARK_CONTACTED);
	assert_int_equal(entry->marks[88], MARK_CONTACTED);
	assert_int_equal(entry->marks[87], MARK_VISITED);
	assert_int_equal(entry->marks[86], 0);
	assert_true(sample->answer.contacts);
	assert_int_equal(sample->answer.ai_days, 3);
	assert_int_equal(sample->answer.shared_days, 0);
}

static void
a_day_with_two_services_is_one_day_and_shared(void **state)
{
	struct sample *sample = *state;

	history(sample, SOURCE_READ);
	sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_LE_CHAT, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_LE_CHAT, SAMPLE_TODAY - 1, EVIDENCE_VISITED);
	sample_build(sample);
	assert_int_equal(sample->answer.ai_days, 2);
	assert_int_equal(sample->answer.shared_days, 1);
	assert_int_equal(
	    sample->answer.category_days[CATEGORY_TEXT_ASSISTANT], 2);
	assert_int_equal(sample->answer.category_days[CATEGORY_SEARCH], 0);
	assert_false(sample->answer.contacts);
}

static void
what_is_not_use_makes_no_service(void **state)
{
	struct sample *sample = *state;

	dns_log(sample, SOURCE_READ);
	sample_see(sample, SAMPLE_OPENAI_API, SAMPLE_TODAY,
	    VERDICT_APPLICATION);
	sample_see(sample, SAMPLE_CANVA, SAMPLE_TODAY, VERDICT_POSSIBLE);
	sample_see(sample, SAMPLE_CHATGPT, SAMPLE_TODAY, VERDICT_READING);
	sample_see(sample, SAMPLE_DEEPL, SAMPLE_TODAY - 1, VERDICT_USE);
	sample_build(sample);
	assert_int_equal(sample->answer.service_count, 0);
	assert_int_equal(sample->answer.ai_days, 0);
	assert_int_equal(sample->answer.lone_days, 1);
	for (enum trace t = TRACE_APPLICATION; t < TRACE_COUNT; t++)
		assert_int_equal(sample->answer.asides[t].count, 1);
	assert_ptr_equal(sample->answer.asides[TRACE_POSSIBLE].at[0].service,
	    &sample_services[SAMPLE_CANVA]);
}

static void
a_single_contact_beside_an_ai_day_is_not_lone(void **state)
{
	struct sample *sample = *state;

	dns_log(sample, SOURCE_READ);
	sample_see(sample, SAMPLE_DEEPL, SAMPLE_TODAY, VERDICT_USE);
	sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_build(sample);
	assert_int_equal(sample->answer.lone_days, 0);
}

/* ---- order ---- */

static void
to_review_comes_first_then_most_days_then_id(void **state)
{
	struct sample *sample = *state;

	history(sample, SOURCE_READ);
	board.decisions[SAMPLE_CHATGPT] = DECISION_ALLOWED;
	board.decisions[SAMPLE_OTTER] = DECISION_POSTPONED;
	board.decisions[SAMPLE_CANVA] = DECISION_FORBIDDEN;
	board.decisions[SAMPLE_HOSTILE] = DECISION_TRIAL;
	for (int32_t i = 0; i < 9; i++)
		sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY - i,
		    EVIDENCE_VISITED);
	for (int32_t i = 0; i < 3; i++)
		sample_use(sample, SAMPLE_OTTER, SAMPLE_TODAY - i,
		    EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_LE_CHAT, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_DEEPL, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_CANVA, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_HOSTILE, SAMPLE_TODAY, EVIDENCE_VISITED);
	sample_build(sample);
	check_ids(&sample->answer,
	    "otter deepl le-chat canva hostile chatgpt");
	assert_true(sample->answer.services[0].to_review);
	assert_false(sample->answer.services[3].to_review);
	assert_int_equal(
	    sample->answer.services[0].attention[RISKS_REPUTATION].points,
	    RISKS_REPUTATION);
}

/* ---- reading ---- */

struct reading_row {
	const char *label;
	enum source_state history;
	enum source_state dns;
	enum answer_subject subject;
	bool dns_named;
	enum answer_reading reading;
};

static const struct reading_row reading_rows[] = {
	{ "both read", SOURCE_READ, SOURCE_READ, ANSWER_SESSION, false,
	    ANSWER_WHOLE },
	{ "no log here", SOURCE_READ, SOURCE_ABSENT, ANSWER_SESSION, false,
	    ANSWER_WHOLE },
	{ "a log named and absent", SOURCE_READ, SOURCE_ABSENT,
	    ANSWER_SESSION, true, ANSWER_PARTLY },
	{ "the system's log is not for us", SOURCE_READ, SOURCE_NOT_PERMITTED,
	    ANSWER_SESSION, false, ANSWER_WHOLE },
	{ "a log named and not permitted", SOURCE_READ, SOURCE_NOT_PERMITTED,
	    ANSWER_SESSION, true, ANSWER_PARTLY },
	{ "a history not permitted", SOURCE_NOT_PERMITTED, SOURCE_READ,
	    ANSWER_SESSION, false, ANSWER_PARTLY },
	{ "a history locked", SOURCE_LOCKED, SOURCE_READ, ANSWER_SESSION,
	    false, ANSWER_PARTLY },
	{ "a history damaged", SOURCE_DAMAGED, SOURCE_READ, ANSWER_SESSION,
	    false, ANSWER_PARTLY },
	{ "a browser without history", SOURCE_NOT_SUPPORTED, SOURCE_READ,
	    ANSWER_SESSION, false, ANSWER_WHOLE },
	{ "a file named and not supported", SOURCE_NOT_SUPPORTED, SOURCE_READ,
	    ANSWER_FILES, false, ANSWER_PARTLY },
	{ "a log cut", SOURCE_READ, SOURCE_PARTIAL, ANSWER_SESSION, false,
	    ANSWER_PARTLY },
	{ "only half a log", SOURCE_ABSENT, SOURCE_PARTIAL, ANSWER_SESSION,
	    false, ANSWER_PARTLY },
	{ "nothing is there", SOURCE_ABSENT, SOURCE_ABSENT, ANSWER_SESSION,
	    false, ANSWER_UNREAD },
	{ "nothing could be read", SOURCE_LOCKED, SOURCE_FAILED,
	    ANSWER_SESSION, false, ANSWER_UNREAD },
};

static void
what_could_be_read_is_weighed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(reading_rows); i++) {
		const struct reading_row *row = &reading_rows[i];
		struct sample sample;

		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		history(&sample, row->history);
		dns_log(&sample, row->dns);
		sample.input.subject = row->subject;
		sample.input.dns_named = row->dns_named;
		sample_build(&sample);
		check_number(sample.answer.reading, row->reading, row->label);
		sample_release(&sample);
	}
}

static void
too_many_sources_make_a_partial_answer(void **state)
{
	struct sample *sample = *state;

	history(sample, SOURCE_READ);
	sample->sources.cut = true;
	sample_build(sample);
	assert_int_equal(sample->answer.reading, ANSWER_PARTLY);
	assert_true(sample->answer.sources_cut);
}

/* ---- sentences ---- */

typedef void sayer(struct buf *out, enum language language,
    const struct answer_model *answer);

static void
check_said(const struct answer_model *answer, sayer *say,
    enum language language, const char *expected)
{
	struct buf out;

	buf_init(&out, 65536);
	say(&out, language, answer);
	check_str(buf_view(&out), expected, expected);
	buf_release(&out);
}

static void
say_degraded(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	if (!answer_say_degraded(out, language, answer))
		buf_text(out, "(nothing)");
}

#define ZERO_FR \
	"Aucun service du catalogue dans ce qui a été lu. Ce n’est pas une " \
	"preuve d’absence."
#define UNREAD_FR "Rien n’a pu être lu\xE2\x80\xAF; ce n’est pas un zéro."
#define PARTLY_FR \
	"Lu en partie seulement\xC2\xA0: les nombres sont des minimums."

struct degraded_row {
	const char *label;
	enum source_state history;
	bool use;
	const char *sentence;
};

static const struct degraded_row degraded_rows[] = {
	{ "read, and use", SOURCE_READ, true, "(nothing)" },
	{ "read, without use", SOURCE_READ, false, ZERO_FR },
	{ "partly, and use", SOURCE_PARTIAL, true, PARTLY_FR },
	{ "partly, without use", SOURCE_PARTIAL, false,
	    PARTLY_FR " " ZERO_FR },
	{ "unread", SOURCE_LOCKED, false, UNREAD_FR },
	{ "absent", SOURCE_ABSENT, false, UNREAD_FR },
};

static void
zero_is_said_of_what_was_read_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(degraded_rows); i++) {
		const struct degraded_row *row = &degraded_rows[i];
		struct sample sample;

		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		history(&sample, row->history);
		if (row->use)
			sample_use(&sample, SAMPLE_CHATGPT, SAMPLE_TODAY,
			    EVIDENCE_VISITED);
		sample_build(&sample);
		check_said(&sample.answer, say_degraded, LANGUAGE_FR,
		    row->sentence);
		sample_release(&sample);
	}
}

#define OLDER_EN(day) "Nothing of what was read is of this period: the " \
	"newest is of " day ". This is no proof of absence."
#define ZERO_EN "No service of the catalogue in what was read. This is no " \
	"proof of absence."
#define SINCE(day) "Look at the period of what was read: add `--since " day \
	"` to the same command."

/* What one history and one log hold, in days before the window's first. */
struct older_row {
	const char *label;
	int32_t history_first, history_last;
	int32_t log_last;  /* 0: nothing of the log has a day */
	const char *sentence;
	const char *step;  /* NULL: not about days */
};

static const struct older_row older_rows[] = {
	{ "the day before", 30, 1, 0, OLDER_EN("25 August 2026"),
	    SINCE("2026-07-27") },
	{ "the first day", 30, 0, 0, ZERO_EN, NULL },
	{ "an old history, a log of today", 30, 1, -89, ZERO_EN, NULL },
	{ "the newest of both", 30, 20, 10, OLDER_EN("16 August 2026"),
	    SINCE("2026-07-27") },
	{ "no further than a window goes", 8000, 10, 0,
	    OLDER_EN("16 August 2026"), SINCE("2006-11-24") },
	{ "older than any window", 8000, 7900, 0, OLDER_EN("8 January 2005"),
	    NULL },
};

static void
check_older(const struct older_row *row)
{
	struct sample sample;
	struct source_report *read, *log;
	struct answer_step steps[ANSWER_STEPS];
	struct buf out;

	sample_init(&sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	read = history(&sample, SOURCE_READ);
	read->first_day = SAMPLE_FIRST - row->history_first;
	read->last_day = SAMPLE_FIRST - row->history_last;
	log = dns_log(&sample, SOURCE_READ);
	if (row->log_last != 0)
		log->first_day = log->last_day = SAMPLE_FIRST - row->log_last;
	sample_build(&sample);
	check_said(&sample.answer, say_degraded, LANGUAGE_EN, row->sentence);
	buf_init(&out, 4096);
	check_number(answer_steps(&sample.answer, steps), ANSWER_STEPS,
	    row->label);
	answer_say_step(&out, LANGUAGE_EN, &steps[0]);
	if (row->step != NULL)
		check_str(buf_view(&out), row->step, row->label);
	else
		assert_false(str_starts(buf_view(&out), STR("Look at")));
	buf_release(&out);
	sample_release(&sample);
}

static void
what_is_older_than_the_period_is_no_zero_of_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(older_rows); i++)
		check_older(&older_rows[i]);
}

struct total_row {
	int services;
	const char *french;
	const char *english;
};

static const struct total_row total_rows[] = {
	{ 1, "1 service, 1 jour avec IA sur 90.",
	    "1 service, 1 day with AI of 90." },
	{ 2, "2 services, 1 jour avec IA sur 90 (1 jour avec les deux).",
	    "2 services, 1 day with AI of 90 (1 day with both)." },
	{ 3, "3 services, 1 jour avec IA sur 90 (1 jour avec plusieurs).",
	    "3 services, 1 day with AI of 90 (1 day with several)." },
};

static void
totals_agree_in_number(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(total_rows); i++) {
		struct sample sample;

		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		history(&sample, SOURCE_READ);
		for (int s = 0; s < total_rows[i].services; s++)
			sample_use(&sample, (enum sample_service)s,
			    SAMPLE_TODAY, EVIDENCE_VISITED);
		sample_build(&sample);
		check_said(&sample.answer, answer_say_total, LANGUAGE_FR,
		    total_rows[i].french);
		check_said(&sample.answer, answer_say_total, LANGUAGE_EN,
		    total_rows[i].english);
		sample_release(&sample);
	}
}

struct period_row {
	int32_t days;
	const char *french;
};

static const struct period_row period_rows[] = {
	{ 1, "le 23 novembre 2026 (1 jour)" },
	{ 23, "du 1er novembre au 23 novembre 2026 (23 jours)" },
	{ 90, "du 26 août au 23 novembre 2026 (90 jours)" },
	{ 365, "du 24 novembre 2025 au 23 novembre 2026 (365 jours)" },
};

static void
a_period_names_its_year_once_when_it_can(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(period_rows); i++) {
		struct sample sample;

		sample_init(&sample, (struct window){
		    SAMPLE_TODAY - period_rows[i].days + 1, SAMPLE_TODAY });
		sample_build(&sample);
		check_said(&sample.answer, answer_say_period, LANGUAGE_FR,
		    period_rows[i].french);
		sample_release(&sample);
	}
}

struct subject_row {
	enum answer_subject subject;
	const char *looked_at;
	uint32_t count;
	const char *french;
};

static const struct subject_row subject_rows[] = {
	{ ANSWER_SESSION, "", 0, "Votre session" },
	{ ANSWER_HOME, "/mnt/disque", 1, "Le dossier /mnt/disque" },
	{ ANSWER_FILES, "copie/History", 1, "Le fichier copie/History" },
	{ ANSWER_FILES, "a.log", 3, "a.log et 2 de plus" },
};

static void
what_was_looked_at_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(subject_rows); i++) {
		const struct subject_row *row = &subject_rows[i];
		struct sample sample;

		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		sample.input.subject = row->subject;
		sample.input.looked_at = str_of(row->looked_at);
		sample.input.looked_at_count = row->count;
		sample_build(&sample);
		check_said(&sample.answer, answer_say_subject, LANGUAGE_FR,
		    row->french);
		sample_release(&sample);
	}
}

struct read_row {
	const char *label;
	int histories; /* the first of Firefox, Firefox, Chrome */
	enum source_state dns;
	bool no_history;
	bool no_dns;
	const char *english;
};

static const struct read_row read_rows[] = {
	{ "two profiles of one browser are one name", 3, SOURCE_ABSENT, false,
	    false, "Read: Firefox, Chrome. DNS log: absent." },
	{ "a log", 1, SOURCE_READ, false, false,
	    "Read: Firefox. DNS log: dnsmasq." },
	{ "a log that could not be read is not absent", 1,
	    SOURCE_NOT_PERMITTED, false, false,
	    "Read: Firefox. DNS log: not read." },
	{ "no history", 0, SOURCE_READ, false, false,
	    "Histories: none read. DNS log: dnsmasq." },
	{ "no history asked for", 0, SOURCE_READ, true, false,
	    "Histories: not asked for. DNS log: dnsmasq." },
	{ "no log asked for", 1, SOURCE_ABSENT, false, true,
	    "Read: Firefox. DNS log: not asked for." },
};

static void
what_was_read_is_named_once(void **state)
{
	static const char *const names[] = { "Firefox", "Firefox", "Chrome" };

	(void)state;
	for (size_t i = 0; i < COUNT(read_rows); i++) {
		const struct read_row *row = &read_rows[i];
		struct sample sample;

		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		for (int h = 0; h < row->histories; h++)
			(void)sample_source(&sample, SOURCE_HISTORY,
			    SOURCE_READ, names[h], "", "");
		dns_log(&sample, row->dns);
		sample.input.no_history = row->no_history;
		sample.input.no_dns = row->no_dns;
		sample_build(&sample);
		check_said(&sample.answer, answer_say_read, LANGUAGE_EN,
		    row->english);
		sample_release(&sample);
	}
}

struct hidden_row {
	const char *label;
	enum source_state dns;
	const struct format *resolver;
	bool named;
	bool told;
};

static const struct hidden_row hidden_rows[] = {
	{ "a log is read", SOURCE_READ, NULL, false, true },
	{ "a log is there and shut", SOURCE_NOT_PERMITTED, NULL, false, true },
	{ "a log that was named is not there", SOURCE_ABSENT, NULL, true, true },
	{ "a resolver could keep one", SOURCE_ABSENT, &format_unbound, false,
	    true },
	{ "no log is in question", SOURCE_ABSENT, NULL, false, false },
};

static void
an_encrypted_dns_is_a_blind_spot_by_name_where_a_log_is_in_question(
    void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(hidden_rows); i++) {
		const struct hidden_row *row = &hidden_rows[i];
		struct sample sample;

		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		history(&sample, SOURCE_READ)->encrypted_dns = true;
		dns_log(&sample, row->dns);
		sample.input.resolver = row->resolver;
		sample.input.dns_named = row->named;
		sample_build(&sample);
		check_number(sample.answer.hidden_dns, row->told, row->label);
		check_said(&sample.answer, answer_say_hidden, LANGUAGE_EN,
		    "DNS encrypted by the browser (Firefox): no DNS log sees "
		    "what it asks for.");
		sample_release(&sample);
	}
}

/* ---- steps ---- */

struct step_row {
	const char *label;
	enum source_state history;
	enum source_state dns;
	int service; /* used on one day; -1: none */
	enum decision decision;
	const char *steps[ANSWER_STEPS];
};

#define NO_DATA "Enter no name, no file, no password."
#define AGAIN "Look again in three months: `lanterne scan`."
#define READ_LOG "Read a DNS log as well: `lanterne scan --dns-log FILE`."

static const struct step_row step_rows[] = {
	{ "reuses what is entered", SOURCE_READ, SOURCE_ABSENT, SAMPLE_CHATGPT,
	    DECISION_UNDECIDED,
	    { NO_DATA,
	        "ChatGPT: refuse the reuse of conversations (settings).",
	        "Talk to the board; what to discuss: "
	        "`lanterne catalogue show chatgpt`." } },
	{ "does not reuse", SOURCE_READ, SOURCE_ABSENT, SAMPLE_DEEPL,
	    DECISION_UNDECIDED,
	    { NO_DATA, "Talk to the board; what to discuss: "
	        "`lanterne catalogue show deepl`.",
	        READ_LOG } },
	{ "records people", SOURCE_READ, SOURCE_READ, SAMPLE_OTTER,
	    DECISION_ALLOWED,
	    { NO_DATA, "Otter.ai: tell people before recording them.",
	        AGAIN } },
	{ "forbidden", SOURCE_READ, SOURCE_READ, SAMPLE_DEEPL,
	    DECISION_FORBIDDEN,
	    { NO_DATA, "DeepL is forbidden by the board: give it up, or ask "
	               "the board again.", AGAIN } },
	{ "on trial", SOURCE_READ, SOURCE_READ, SAMPLE_DEEPL, DECISION_TRIAL,
	    { NO_DATA, "DeepL is on trial: note what helps and what hinders, "
	               "for the review.", AGAIN } },
	{ "nothing found", SOURCE_READ, SOURCE_ABSENT, -1, DECISION_UNDECIDED,
	    { "Think of the phone and the personal computer: they are not "
	      "seen from here.", READ_LOG,
	        "Talk to the board before the first use: one simple rule is "
	        "enough." } },
	{ "locked", SOURCE_LOCKED, SOURCE_ABSENT, -1, DECISION_UNDECIDED,
	    { "Close Firefox, then run `lanterne scan` again: its history "
	      "could not be read.",
	        "Say where to look: `lanterne scan --home FOLDER`.",
	        READ_LOG } },
	{ "not permitted", SOURCE_NOT_PERMITTED, SOURCE_ABSENT, -1,
	    DECISION_UNDECIDED,
	    { "Firefox: ask for access to its history, then run `lanterne "
	      "scan` again.",
	        "Say where to look: `lanterne scan --home FOLDER`.",
	        READ_LOG } },
};

static void
check_steps(const struct answer_model *answer, const char *label,
    const char *const *expected)
{
	struct answer_step steps[ANSWER_STEPS];

	uint32_t count = answer_steps(answer, steps);

	for (size_t i = 0; i < ANSWER_STEPS; i++)
		check_number(i < count, expected[i] != NULL, label);
	for (size_t i = 0; i < count; i++) {
		struct buf out;

		buf_init(&out, 4096);
		answer_say_step(&out, LANGUAGE_EN, &steps[i]);
		check_str(buf_view(&out), expected[i], label);
		buf_release(&out);
	}
}

static void
three_steps_answer_the_findings(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(step_rows); i++) {
		const struct step_row *row = &step_rows[i];
		struct sample sample;

		board = (struct policy){ { DECISION_UNDECIDED } };
		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		history(&sample, row->history);
		dns_log(&sample, row->dns);
		if (row->service >= 0) {
			board.decisions[row->service] = row->decision;
			sample_use(&sample, (enum sample_service)row->service,
			    SAMPLE_TODAY, EVIDENCE_VISITED);
		}
		sample_build(&sample);
		check_steps(&sample.answer, row->label, row->steps);
		sample_release(&sample);
	}
}

#define SWITCH_ON "Keep a DNS log, if the board wants one. Unbound: " \
	"`log-queries: yes` in the `server:` section, then `unbound-control " \
	"reload`. It records who asks for what: tell the people first, keep " \
	"it for few days."
#define ELSEWHERE "Think of the phone and the personal computer: they are " \
	"not seen from here."
#define TALK "Talk to the board before the first use: one simple rule is " \
	"enough."
#define WHERE "Say where to look: `lanterne scan --home FOLDER`."
#define MEND_LOG "Read below why a DNS log was not read, mend it, then run " \
	"the same command again."
#define NOTE "Note what is not seen: phones, private browsing, applications."

/* What is advised about DNS logs when no use was seen. */
struct log_row {
	const char *label;
	enum source_state history;
	enum source_state dns;
	const struct format *resolver;
	bool named;      /* --dns-log */
	bool refused;    /* --no-dns */
	bool no_history; /* --no-history */
	const char *steps[ANSWER_STEPS];
};

static const struct log_row log_rows[] = {
	{ "no resolver is known here", SOURCE_READ, SOURCE_ABSENT, NULL,
	    false, false, false, { ELSEWHERE, READ_LOG, TALK } },
	{ "a resolver is here", SOURCE_READ, SOURCE_ABSENT, &format_unbound,
	    false, false, false, { ELSEWHERE, SWITCH_ON, TALK } },
	{ "its log is read", SOURCE_READ, SOURCE_READ, &format_unbound,
	    false, false, false, { ELSEWHERE, TALK, AGAIN } },
	{ "its log may not be read", SOURCE_READ, SOURCE_NOT_PERMITTED,
	    &format_unbound, false, false, false, { MEND_LOG, ELSEWHERE, TALK } },
	{ "a log that was named is not there", SOURCE_READ, SOURCE_ABSENT,
	    NULL, true, false, false, { MEND_LOG, ELSEWHERE, TALK } },
	{ "nor is a history", SOURCE_ABSENT, SOURCE_ABSENT, NULL, true, false,
	    false, { MEND_LOG, WHERE, NOTE } },
	{ "no log is wanted", SOURCE_READ, SOURCE_ABSENT, NULL, false, true,
	    false, { ELSEWHERE, TALK, AGAIN } },
	{ "none is wanted, nor is there anything else", SOURCE_ABSENT,
	    SOURCE_ABSENT, NULL, false, true,
	    false, { WHERE, NOTE } },
	{ "histories are not wanted, nor is a log there", SOURCE_ABSENT,
	    SOURCE_ABSENT, NULL, false, false, true, { READ_LOG, NOTE } },
	{ "nor a log, which a resolver could keep", SOURCE_ABSENT,
	    SOURCE_ABSENT, &format_unbound, false, false, true,
	    { SWITCH_ON, NOTE } },
	{ "nor the one that was named", SOURCE_ABSENT, SOURCE_ABSENT, NULL,
	    true, false, true, { MEND_LOG, NOTE } },
};

static void
a_log_is_advised_where_none_is_and_mended_where_one_is(void **state)
{
	(void)state;
	board = (struct policy){ { DECISION_UNDECIDED } };
	for (size_t i = 0; i < COUNT(log_rows); i++) {
		const struct log_row *row = &log_rows[i];
		struct sample sample;

		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		history(&sample, row->history);
		dns_log(&sample, row->dns);
		sample.input.resolver = row->resolver;
		sample.input.dns_named = row->named;
		sample.input.no_dns = row->refused;
		sample.input.no_history = row->no_history;
		sample_build(&sample);
		check_steps(&sample.answer, row->label, row->steps);
		sample_release(&sample);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    days_are_counted_once_whatever_saw_them, start, stop),
		cmocka_unit_test_setup_teardown(
		    a_day_with_two_services_is_one_day_and_shared, start, stop),
		cmocka_unit_test_setup_teardown(
		    what_is_not_use_makes_no_service, start, stop),
		cmocka_unit_test_setup_teardown(
		    a_single_contact_beside_an_ai_day_is_not_lone, start, stop),
		cmocka_unit_test_setup_teardown(
		    to_review_comes_first_then_most_days_then_id, start, stop),
		cmocka_unit_test(what_could_be_read_is_weighed),
		cmocka_unit_test_setup_teardown(
		    too_many_sources_make_a_partial_answer, start, stop),
		cmocka_unit_test(zero_is_said_of_what_was_read_only),
		cmocka_unit_test(
		    what_is_older_than_the_period_is_no_zero_of_it),
		cmocka_unit_test(totals_agree_in_number),
		cmocka_unit_test(a_period_names_its_year_once_when_it_can),
		cmocka_unit_test(what_was_looked_at_is_named),
		cmocka_unit_test(what_was_read_is_named_once),
		cmocka_unit_test(
		    an_encrypted_dns_is_a_blind_spot_by_name_where_a_log_is_in_question),
		cmocka_unit_test(three_steps_answer_the_findings),
		cmocka_unit_test(
		    a_log_is_advised_where_none_is_and_mended_where_one_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
