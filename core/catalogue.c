/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue.h"

#include "core/arena.h"
#include "core/calendar.h"

#include <stdlib.h>

struct category_row {
	enum message name;
	enum message brief;
	unsigned uses;
};

static const char *const category_list[] = {
	[CATEGORY_TEXT_ASSISTANT] = "text-assistant",
	[CATEGORY_SEARCH] = "search",
	[CATEGORY_IMAGE] = "image",
	[CATEGORY_VIDEO] = "video",
	[CATEGORY_AUDIO_VOICE] = "audio-voice",
	[CATEGORY_TRANSCRIPTION] = "transcription",
	[CATEGORY_TRANSLATION] = "translation",
	[CATEGORY_WRITING] = "writing",
	[CATEGORY_CODING] = "coding",
	[CATEGORY_DATA_OFFICE] = "data-office",
	[CATEGORY_AGENTS_AUTOMATION] = "agents-automation",
	[CATEGORY_MODEL_PLATFORM] = "model-platform",
	[CATEGORY_LOCAL_MODELS] = "local-models",
	[CATEGORY_COUNT] = NULL,
};

#define DAILY (1u << USE_DAILY)
#define COMMUNICATION (1u << USE_COMMUNICATION)
#define NETWORK (1u << USE_NETWORK)
#define MANAGEMENT (1u << USE_MANAGEMENT)

static const struct category_row category_rows[] = {
#define ROW(id, uses) { MSG_CATEGORY_##id, MSG_BRIEF_##id, uses }
	[CATEGORY_TEXT_ASSISTANT] = ROW(TEXT_ASSISTANT, DAILY | COMMUNICATION),
	[CATEGORY_SEARCH] = ROW(SEARCH, DAILY | MANAGEMENT),
	[CATEGORY_IMAGE] = ROW(IMAGE, COMMUNICATION),
	[CATEGORY_VIDEO] = ROW(VIDEO, COMMUNICATION),
	[CATEGORY_AUDIO_VOICE] = ROW(AUDIO_VOICE, COMMUNICATION),
	[CATEGORY_TRANSCRIPTION] = ROW(TRANSCRIPTION, NETWORK | MANAGEMENT),
	[CATEGORY_TRANSLATION] = ROW(TRANSLATION, DAILY | COMMUNICATION),
	[CATEGORY_WRITING] = ROW(WRITING, COMMUNICATION),
	[CATEGORY_CODING] = ROW(CODING, MANAGEMENT),
	[CATEGORY_DATA_OFFICE] = ROW(DATA_OFFICE, DAILY | MANAGEMENT),
	[CATEGORY_AGENTS_AUTOMATION] =
	    ROW(AGENTS_AUTOMATION, NETWORK | MANAGEMENT),
	[CATEGORY_MODEL_PLATFORM] = ROW(MODEL_PLATFORM, 0),
	[CATEGORY_LOCAL_MODELS] = ROW(LOCAL_MODELS, 0),
#undef ROW
};
_Static_assert(sizeof(category_rows) / sizeof(category_rows[0]) ==
        CATEGORY_COUNT,
    "every category has a row");

static const char *const role_list[] = {
	[ROLE_PRIMARY] = "primary",
	[ROLE_API] = "api",
	[ROLE_SUPPORT] = "support",
	[ROLE_TELEMETRY] = "telemetry",
	[ROLE_INFO] = "info",
	[ROLE_AMBIENT] = "ambient",
	[ROLE_SHARED] = "shared",
	[ROLE_COUNT] = NULL,
};

static const char *const dns_strength_list[] = {
	[DNS_STRONG] = "strong",
	[DNS_WEAK] = "weak",
	[DNS_NONE] = "none",
	[DNS_STRENGTH_COUNT] = NULL,
};

static const char *const answer_list[] = {
	[ANSWER_UNKNOWN] = "unknown",
	[ANSWER_NO] = "no",
	[ANSWER_YES] = "yes",
	[ANSWER_VALUE_COUNT] = NULL,
};

static const char *const risk_list[] = {
	[RISK_S_SHARED_LOGIN] = "s_shared_login",
	[RISK_S_BROAD_RIGHTS] = "s_broad_rights",
	[RISK_S_NO_ATTESTATION] = "s_no_attestation",
	[RISK_C_TRAINS] = "c_trains",
	[RISK_C_RETENTION] = "c_retention",
	[RISK_R_PUBLIC_LINKS] = "r_public_links",
	[RISK_R_LIKENESS] = "r_likeness",
	[RISK_R_UNMARKED] = "r_unmarked",
	[RISK_COUNT] = NULL,
};

struct risk_row {
	enum risk_family family;
	enum message name;
};

static const struct risk_row risk_rows[] = {
	[RISK_S_SHARED_LOGIN] = { RISKS_SECURITY, MSG_RISK_S_SHARED_LOGIN },
	[RISK_S_BROAD_RIGHTS] = { RISKS_SECURITY, MSG_RISK_S_BROAD_RIGHTS },
	[RISK_S_NO_ATTESTATION] = { RISKS_SECURITY,
	    MSG_RISK_S_NO_ATTESTATION },
	[RISK_C_TRAINS] = { RISKS_CONFIDENTIALITY, MSG_RISK_C_TRAINS },
	[RISK_C_RETENTION] = { RISKS_CONFIDENTIALITY, MSG_RISK_C_RETENTION },
	[RISK_R_PUBLIC_LINKS] = { RISKS_REPUTATION, MSG_RISK_R_PUBLIC_LINKS },
	[RISK_R_LIKENESS] = { RISKS_REPUTATION, MSG_RISK_R_LIKENESS },
	[RISK_R_UNMARKED] = { RISKS_REPUTATION, MSG_RISK_R_UNMARKED },
};
_Static_assert(sizeof(risk_rows) / sizeof(risk_rows[0]) == RISK_COUNT,
    "every risk has a row");

static const char *const use_list[] = {
	[USE_DAILY] = "daily",
	[USE_COMMUNICATION] = "communication",
	[USE_NETWORK] = "network",
	[USE_MANAGEMENT] = "management",
	[USE_COUNT] = NULL,
};

static const enum message use_messages[] = {
	[USE_DAILY] = MSG_USE_DAILY,
	[USE_COMMUNICATION] = MSG_USE_COMMUNICATION,
	[USE_NETWORK] = MSG_USE_NETWORK,
	[USE_MANAGEMENT] = MSG_USE_MANAGEMENT,
};
_Static_assert(sizeof(use_messages) / sizeof(use_messages[0]) == USE_COUNT,
    "every use has a name");

/* In the order of the bits of enum service_flag. */
static const char *const flag_list[] = {
	"records-people",
	"health",
	"minors",
	"ai-detector",
	"companion",
	NULL,
};

/* EU-27 and the three EEA states of EFTA, ISO 3166-1 alpha-2; "EU" stands for
 * "somewhere in the Union". */
static const char *const eea_list[] = { "AT", "BE", "BG", "CY", "CZ", "DE",
	"DK", "EE", "ES", "EU", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
	"LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
	"SK", NULL };

static const char *const *const word_lists[] = {
	[WORDS_CATEGORY] = category_list,
	[WORDS_ROLE] = role_list,
	[WORDS_DNS] = dns_strength_list,
	[WORDS_ANSWER] = answer_list,
	[WORDS_RISK] = risk_list,
	[WORDS_USE] = use_list,
	[WORDS_FLAG] = flag_list,
};
_Static_assert(sizeof(word_lists) / sizeof(word_lists[0]) == WORD_KIND_COUNT,
    "every kind of word has a list");

const char *const *
catalogue_words(enum word_kind kind)
{
	return word_lists[kind];
}

struct str
category_id(enum category category)
{
	return str_of(category_list[category]);
}

struct str
role_id(enum role role)
{
	return str_of(role_list[role]);
}

struct str
dns_strength_id(enum dns_strength strength)
{
	return str_of(dns_strength_list[strength]);
}

struct str
risk_id(enum risk risk)
{
	return str_of(risk_list[risk]);
}

struct str
answer_id(enum answer answer)
{
	return str_of(answer_list[answer]);
}

int
category_of(struct str id)
{
	return str_index(category_list, id);
}

enum message
category_name(enum category category)
{
	return category_rows[category].name;
}

enum message
category_brief(enum category category)
{
	return category_rows[category].brief;
}

enum message
use_name(enum use use)
{
	return use_messages[use];
}

unsigned
service_uses(const struct service *service)
{
	unsigned uses = 0;

	for (uint32_t i = 0; i < service->uses.count; i++) {
		int use = str_index(use_list, service->uses.at[i]);

		if (use >= 0)
			uses |= 1u << use;
	}
	return uses != 0 ? uses : category_rows[service->category].uses;
}

bool
catalogue_id_valid(struct str id)
{
	if (id.len == 0 || id.len > CATALOGUE_ID_MAX || id.at[0] == '-' ||
	    id.at[id.len - 1] == '-')
		return false;
	for (size_t i = 0; i < id.len; i++)
		if (!char_is_digit(id.at[i]) && id.at[i] != '-' &&
		    !(id.at[i] >= 'a' && id.at[i] <= 'z'))
			return false;
	return true;
}

int
catalogue_find(const struct catalogue *catalogue, struct str id)
{
	uint32_t low = 0, high = catalogue->service_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = str_compare(catalogue->services[middle].id, id);

		if (order == 0)
			return (int)middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

void
catalogue_free(struct catalogue *catalogue)
{
	struct arena *arena;

	if (catalogue == NULL)
		return;
	arena = catalogue->memory; /* which holds the catalogue too */
	arena_release(arena);
	free(arena);
}

const struct service_answers *
service_answers(const struct service *service)
{
#define UNKNOWN { ANSWER_UNKNOWN, { { "", 0 }, { "", 0 }, CALENDAR_NO_DAY } }
	static const struct service_answers none = {
		.risks = { UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
		    UNKNOWN, UNKNOWN },
		.dpa = UNKNOWN,
	};
	_Static_assert(RISK_COUNT == 8, "none of them is known");

	return service->answers == NULL ? &none : service->answers;
}

enum answer
service_outside_eea(const struct service *service)
{
	if (service->hosting.count == 0)
		return ANSWER_UNKNOWN;
	for (uint32_t i = 0; i < service->hosting.count; i++)
		if (str_index(eea_list, service->hosting.at[i]) < 0)
			return ANSWER_YES;
	return ANSWER_NO;
}

enum answer
service_without_dpa(const struct service *service)
{
	switch (service_answers(service)->dpa.answer) {
	case ANSWER_YES:
		return ANSWER_NO;
	case ANSWER_NO:
		return ANSWER_YES;
	default:
		return ANSWER_UNKNOWN;
	}
}

static void
count(struct attention *attention, enum answer answer)
{
	attention->of++;
	if (answer != ANSWER_NO)
		attention->points++;
	if (answer == ANSWER_UNKNOWN)
		attention->unknown++;
}

enum risk_family
risk_family_of(enum risk risk)
{
	return risk_rows[risk].family;
}

enum message
risk_name(enum risk risk)
{
	return risk_rows[risk].name;
}

struct attention
service_attention(const struct service *service, enum risk_family family)
{
	struct attention attention = { 0, 0, 0 };

	for (int i = 0; i < RISK_COUNT; i++)
		if (risk_family_of((enum risk)i) == family)
			count(&attention,
			    service_answers(service)->risks[i].answer);
	if (family == RISKS_CONFIDENTIALITY) {
		count(&attention, service_outside_eea(service));
		count(&attention, service_without_dpa(service));
	}
	return attention;
}

int32_t
service_verified(const struct service *service)
{
	const struct service_answers *answers = service_answers(service);
	int32_t day = service->source.url.len > 0 ? service->last_checked
	                                          : CALENDAR_NO_DAY;

	for (int i = 0; i < RISK_COUNT; i++)
		if (answers->risks[i].source.verified > day)
			day = answers->risks[i].source.verified;
	return answers->dpa.source.verified > day ? answers->dpa.source.verified
	                                          : day;
}
