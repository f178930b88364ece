/* SPDX-License-Identifier: Apache-2.0
 * answer_sample.h: a small catalogue and days of use made by hand, from which
 * the tests of the answer and of its renderers build their models.  The notes
 * of the services are invented.
 */
#ifndef TESTS_UNIT_ANSWER_SAMPLE_H
#define TESTS_UNIT_ANSWER_SAMPLE_H

#include "agent/answer.h"

#include "core/calendar.h"

#include "tests/unit/unit.h"

#include <string.h>

/* 23 November 2026, and the ninety days that end there. */
#define SAMPLE_TODAY 20780
#define SAMPLE_FIRST (SAMPLE_TODAY - 89)

/* Sorted by id, as in every catalogue. */
enum sample_service {
	SAMPLE_CANVA,
	SAMPLE_CHATGPT,
	SAMPLE_DEEPL,
	SAMPLE_HOSTILE,
	SAMPLE_LE_CHAT,
	SAMPLE_OPENAI_API,
	SAMPLE_OTTER,
	SAMPLE_SERVICE_COUNT
};

#define SAID(a) { .answer = ANSWER_##a }
#define SAID_OF_S(a, b, c) \
	[RISK_S_SHARED_LOGIN] = SAID(a), [RISK_S_BROAD_RIGHTS] = SAID(b), \
	[RISK_S_NO_ATTESTATION] = SAID(c)
#define SAID_OF_C(a, b) \
	[RISK_C_TRAINS] = SAID(a), [RISK_C_RETENTION] = SAID(b)
#define SAID_OF_R(a, b, c) \
	[RISK_R_PUBLIC_LINKS] = SAID(a), [RISK_R_LIKENESS] = SAID(b), \
	[RISK_R_UNMARKED] = SAID(c)

/* Quotes, a tag, an end of line, right-to-left letters and overrides, emoji,
 * a terminal's escape, bytes that are not UTF-8, then 300 letters. */
#define HOSTILE_NAME \
	"=cmd|' /C calc'!A0 <script>\"\n\xE2\x80\xAE\xD7\xA9\xD7\x9C " \
	"\xF0\x9F\xA4\x96 \x1B[31m\xFF\xC3 " \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaa"

static const struct str sample_france[] = { { "FR", 2 } };
static const struct str sample_states[] = { { "US", 2 } };
#define SAMPLE_FR { sample_france, 1 }
#define SAMPLE_US { sample_states, 1 }

#define SAMPLE_NAMED(i, n) \
	.id = { i, sizeof(i) - 1 }, .name = { n, sizeof(n) - 1 }

static const struct service sample_services[] = {
	[SAMPLE_CANVA] = { SAMPLE_NAMED("canva", "Canva"),
	    .category = CATEGORY_IMAGE },
	[SAMPLE_CHATGPT] = { SAMPLE_NAMED("chatgpt", "ChatGPT"),
	    .category = CATEGORY_TEXT_ASSISTANT, .hosting = SAMPLE_US,
	    .answers = &(const struct service_answers){ .dpa = SAID(NO),
	        .risks = { SAID_OF_S(NO, NO, YES), SAID_OF_C(YES, YES),
	            SAID_OF_R(YES, NO, NO) } } },
	[SAMPLE_DEEPL] = { SAMPLE_NAMED("deepl", "DeepL"),
	    .category = CATEGORY_TRANSLATION, .hosting = SAMPLE_FR,
	    .answers = &(const struct service_answers){ .dpa = SAID(NO),
	        .risks = { SAID_OF_S(NO, NO, NO), SAID_OF_C(NO, YES),
	            SAID_OF_R(NO, NO, NO) } } },
	[SAMPLE_HOSTILE] = { SAMPLE_NAMED("hostile", HOSTILE_NAME),
	    .category = CATEGORY_SEARCH },
	[SAMPLE_LE_CHAT] = { SAMPLE_NAMED("le-chat", "Le Chat"),
	    .category = CATEGORY_TEXT_ASSISTANT, .hosting = SAMPLE_FR,
	    .answers = &(const struct service_answers){ .dpa = SAID(YES),
	        .risks = { SAID_OF_S(NO, NO, UNKNOWN), SAID_OF_C(NO, UNKNOWN),
	            SAID_OF_R(YES, NO, NO) } } },
	[SAMPLE_OPENAI_API] = { SAMPLE_NAMED("openai-api", "OpenAI API"),
	    .category = CATEGORY_MODEL_PLATFORM },
	[SAMPLE_OTTER] = { SAMPLE_NAMED("otter", "Otter.ai"),
	    .category = CATEGORY_TRANSCRIPTION, .flags = FLAG_RECORDS_PEOPLE },
};

static const struct catalogue sample_catalogue = {
	.version = { "2026.11", 7 },
	.services = sample_services,
	.service_count = SAMPLE_SERVICE_COUNT,
};

/* All that an answer borrows, and the answer. */
struct sample {
	struct tally *tally;
	struct source_list sources;
	struct answer_input input;
	struct answer_model answer;
};

static inline void
sample_init(struct sample *sample, struct window window)
{
	struct err err;

	*sample = (struct sample){ .tally = NULL };
	source_list_init(&sample->sources);
	check_ok(tally_new(SAMPLE_SERVICE_COUNT, window, &sample->tally, &err),
	    &err);
	sample->input = (struct answer_input){
		.tally = sample->tally,
		.sources = &sample->sources,
		.catalogue = &sample_catalogue,
		.policy = policy_none(),
		.today = window.last,
	};
}

static inline void
sample_build(struct sample *sample)
{
	struct err err;

	check_ok(answer_build(&sample->input, &sample->answer, &err), &err);
}

static inline void
sample_release(struct sample *sample)
{
	answer_release(&sample->answer);
	source_list_release(&sample->sources);
	tally_free(sample->tally);
}

/* Use of a service on a day: visited, or contacted in two minutes. */
static inline void
sample_use(struct sample *sample, enum sample_service service, int32_t day,
    enum evidence evidence)
{
	struct sighting sighting = {
		.day = day,
		.unix_seconds = (int64_t)day * CALENDAR_SECONDS_PER_DAY,
		.service = (uint16_t)service,
		.evidence = evidence,
		.verdict = VERDICT_USE,
	};

	tally_push(sample->tally, &sighting);
	sighting.unix_seconds += 600;
	tally_push(sample->tally, &sighting);
}

/* Something else than use, or one contact alone. */
static inline void
sample_see(struct sample *sample, enum sample_service service, int32_t day,
    enum verdict verdict)
{
	struct sighting sighting = {
		.day = day,
		.service = (uint16_t)service,
		.evidence = EVIDENCE_CONTACTED,
		.verdict = verdict,
	};

	tally_push(sample->tally, &sighting);
}

/* A text cut where its field ends, as the readers cut it. */
static inline void
sample_fill(char *field, size_t size, const char *text)
{
	struct str cut = str_head(str_of(text), size - 1);

	memcpy(field, cut.at, cut.len);
	field[cut.len] = '\0';
}

static inline struct source_report *
sample_source(struct sample *sample, enum source_kind kind,
    enum source_state state, const char *name, const char *profile,
    const char *path)
{
	struct source_report *report = source_list_add(&sample->sources, kind,
	    name, path);

	assert_non_null(report);
	report->state = state;
	sample_fill(report->profile, sizeof(report->profile), profile);
	return report;
}

/* What was read in a source, in round figures. */
static inline void
sample_read(struct source_report *report, uint64_t records, uint64_t matched,
    int32_t first_day, int32_t last_day)
{
	report->records = records;
	report->matched = matched;
	report->counted = matched;
	report->first_day = first_day;
	report->last_day = last_day;
}

/*
 * The scan of the report's mock: ChatGPT on 23 days, DeepL on 11, the last of
 * them in October, five days with both; Firefox and Chrome read, no DNS log.
 */
static inline void
sample_mock(struct sample *sample)
{
	sample_init(sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	for (int32_t i = 0; i < 23; i++)
		sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY - 1 - i * 3,
		    EVIDENCE_VISITED);
	for (int32_t i = 0; i < 5; i++)
		sample_use(sample, SAMPLE_DEEPL, SAMPLE_TODAY - 31 - i * 3,
		    EVIDENCE_VISITED);
	for (int32_t i = 0; i < 6; i++)
		sample_use(sample, SAMPLE_DEEPL, SAMPLE_TODAY - 75 - i * 2,
		    EVIDENCE_VISITED);
	sample_read(sample_source(sample, SOURCE_HISTORY, SOURCE_READ,
	    "Firefox", "x1y2z3.default-release",
	    "/home/camille/.mozilla/firefox/x1y2z3.default-release/"
	    "places.sqlite"), 12345, 240, SAMPLE_FIRST - 200, SAMPLE_TODAY);
	sample_read(sample_source(sample, SOURCE_HISTORY, SOURCE_READ,
	    "Chrome", "Default",
	    "/home/camille/.config/google-chrome/Default/History"), 678, 31,
	    SAMPLE_FIRST + 1, SAMPLE_TODAY - 2);
	(void)sample_source(sample, SOURCE_HISTORY, SOURCE_ABSENT, "Chromium",
	    "", "/home/camille/.config/chromium");
	(void)sample_source(sample, SOURCE_DNS, SOURCE_ABSENT, "dnsmasq", "",
	    "/var/log/dnsmasq.log");
	(void)sample_source(sample, SOURCE_DNS, SOURCE_ABSENT, "Pi-hole", "",
	    "/var/log/pihole/pihole.log");
	sample_build(sample);
}

static inline void
sample_fail(struct source_report *report, const char *why)
{
	sample_fill(report->why.text, sizeof(report->why.text), why);
}

/* A scan where everything that can be told apart is there. */
static inline void
sample_rich_days(struct sample *sample)
{
	for (int32_t i = 0; i < 23; i++)
		sample_use(sample, SAMPLE_CHATGPT, SAMPLE_TODAY - 1 - i * 3,
		    i % 4 == 3 ? EVIDENCE_CONTACTED : EVIDENCE_VISITED);
	for (int32_t i = 0; i < 6; i++)
		sample_use(sample, SAMPLE_DEEPL, SAMPLE_TODAY - 31 - i * 3,
		    EVIDENCE_VISITED);
	for (int32_t i = 0; i < 3; i++) {
		sample_use(sample, SAMPLE_LE_CHAT, SAMPLE_TODAY - 4 * i,
		    EVIDENCE_CONTACTED);
		sample_see(sample, SAMPLE_OPENAI_API, SAMPLE_TODAY - i,
		    VERDICT_APPLICATION);
		sample_see(sample, SAMPLE_CANVA, SAMPLE_TODAY - 10 * i,
		    VERDICT_POSSIBLE);
	}
	sample_use(sample, SAMPLE_OTTER, SAMPLE_TODAY - 20, EVIDENCE_VISITED);
	sample_use(sample, SAMPLE_HOSTILE, SAMPLE_TODAY - 40,
	    EVIDENCE_VISITED);
	sample_see(sample, SAMPLE_OTTER, SAMPLE_TODAY - 59, VERDICT_USE);
	sample_see(sample, SAMPLE_CHATGPT, SAMPLE_TODAY - 60,
	    VERDICT_READING);
}

static inline void
sample_rich(struct sample *sample)
{
	struct source_report *report;

	sample_init(sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	sample_rich_days(sample);
	report = sample_source(sample, SOURCE_HISTORY, SOURCE_READ, "Firefox",
	    "x1y2z3.default-release", "/home/camille/places.sqlite");
	sample_read(report, 12345, 240, SAMPLE_FIRST - 200, SAMPLE_TODAY);
	report->encrypted_dns = true;
	sample_fail(sample_source(sample, SOURCE_HISTORY, SOURCE_LOCKED,
	    "Chrome", "Default", "/home/camille/History"),
	    "base verrouillée par un autre programme");
	sample_read(sample_source(sample, SOURCE_HISTORY, SOURCE_READ, "Brave",
	    HOSTILE_NAME, "/home/camille/" HOSTILE_NAME), 1, 0, SAMPLE_TODAY,
	    SAMPLE_TODAY);
	(void)sample_source(sample, SOURCE_HISTORY, SOURCE_NOT_SUPPORTED,
	    "Tor Browser", "", "/home/camille/tor-browser");
	report = sample_source(sample, SOURCE_DNS, SOURCE_PARTIAL, "dnsmasq",
	    "", "/var/log/dnsmasq.log");
	sample_read(report, 1200345, 88, SAMPLE_FIRST, SAMPLE_TODAY);
	report->rejected = 2;
	report->first_rejected_line = 1041;
	report->first_rejected_why = SOURCE_REJECT_SHAPE;
	report->without_time = true;
	sample_fail(report, "dernière ligne coupée");
	(void)sample_source(sample, SOURCE_DNS, SOURCE_ABSENT, "Pi-hole", "",
	    "/var/log/pihole/pihole.log");
	sample_build(sample);
}

#endif
