/* SPDX-License-Identifier: Apache-2.0
 * catalogue.h: what Lanterne knows about AI services, as plain structs: one
 * from the built-in tables, one from YAML (catalogue_yaml.h).  Must not know
 * how it was loaded, nor how it is matched (match.h).
 * Covered by tests/unit/test_catalogue.c.
 *
 * Everything is borrowed from the catalogue and lives as long as it does.
 * Slices are UTF-8, NUL-terminated, and empty when the answer is absent.
 *
 * Rules are kept as rows without a pointer, their strings in one text: the
 * loader of the program has nothing to write into the built-in ones, and only
 * those that are asked for are ever read from disk.
 */
#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H

#include "core/messages.h"
#include "core/str.h"

#include <stdint.h>

/* The thirteen categories: id in files, name for people.  The uses that the
 * study asked about are given for each in catalogue.c. */
enum category {
	CATEGORY_TEXT_ASSISTANT,
	CATEGORY_SEARCH,
	CATEGORY_IMAGE,
	CATEGORY_VIDEO,
	CATEGORY_AUDIO_VOICE,
	CATEGORY_TRANSCRIPTION,
	CATEGORY_TRANSLATION,
	CATEGORY_WRITING,
	CATEGORY_CODING,
	CATEGORY_DATA_OFFICE,
	CATEGORY_AGENTS_AUTOMATION,
	CATEGORY_MODEL_PLATFORM,
	CATEGORY_LOCAL_MODELS,
	CATEGORY_COUNT
};

/* What a match row is for; only ROLE_PRIMARY is a person's use. */
enum role {
	ROLE_PRIMARY,   /* a person uses the service */
	ROLE_API,       /* software uses it */
	ROLE_SUPPORT,   /* confirms a visit, never counts alone */
	ROLE_TELEMETRY, /* never counts */
	ROLE_INFO,      /* documentation, status, marketing, shared answers */
	ROLE_AMBIENT,   /* called without a person */
	ROLE_SHARED,    /* a host of many things: needs a path or a query */
	ROLE_COUNT
};

/* What a DNS query for the host says. */
enum dns_strength {
	DNS_STRONG,
	DNS_WEAK, /* "possible": shown apart, never counted */
	DNS_NONE,
	DNS_STRENGTH_COUNT
};

enum answer {
	ANSWER_UNKNOWN,
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_VALUE_COUNT
};

/* The attention points that the catalogue answers (REPORT: priority indices).
 * "Hosting outside the EEA" and "no agreement" come from hosting and dpa. */
enum risk {
	RISK_S_SHARED_LOGIN,
	RISK_S_BROAD_RIGHTS,
	RISK_S_NO_ATTESTATION,
	RISK_C_TRAINS,
	RISK_C_RETENTION,
	RISK_R_PUBLIC_LINKS,
	RISK_R_LIKENESS,
	RISK_R_UNMARKED,
	RISK_COUNT
};

/* The uses that the 2025 study asked about; a service without its own has its
 * category's (none for platforms and local models). */
enum use {
	USE_DAILY,
	USE_COMMUNICATION,
	USE_NETWORK,
	USE_MANAGEMENT,
	USE_COUNT
};

/* Sensitive by nature. */
enum service_flag {
	FLAG_RECORDS_PEOPLE = 1 << 0,
	FLAG_HEALTH = 1 << 1,
	FLAG_MINORS = 1 << 2,
	FLAG_AI_DETECTOR = 1 << 3,
	FLAG_COMPANION = 1 << 4
};

/* Where a statement comes from.  With no page, `url` is empty and an answer is
 * ANSWER_UNKNOWN (the linter sees to it). */
struct source_note {
	struct str url;
	struct str via;    /* "archive" when a stored copy was read */
	int32_t verified;  /* day; CALENDAR_NO_DAY when never */
};

struct risk_answer {
	enum answer answer;
	struct source_note source;
};

/* What its vendor's pages say of a service. */
struct service_answers {
	struct risk_answer risks[RISK_COUNT];
	struct risk_answer dpa; /* a data processing agreement is offered */
};

struct list {
	const struct str *at;
	uint32_t count;
};

struct service {
	struct str id;
	struct str name;
	struct list former_names;
	struct str vendor;
	struct str vendor_country; /* ISO 3166-1 alpha-2 */
	struct list hosting;       /* the same; "EU" allowed; empty: unknown */
	enum category category;
	struct list uses;          /* ids of the study's uses; empty: category's */
	unsigned flags;
	bool common;               /* among the most used: documented first */
	enum answer account_required;
	const struct service_answers *answers; /* service_answers; NULL: none */
	struct list alternatives;  /* ids */
	struct str note[LANGUAGE_COUNT];
	struct source_note source;
	int32_t last_checked;
	uint32_t first_rule;       /* its rules are consecutive */
	uint32_t rule_count;
};

/* One match row, as catalogue_rule shows it.  `host` is canonical
 * (domain.h). */
struct rule {
	struct str host;
	struct str path;        /* see match.h; empty: any */
	struct str query_key;   /* empty: any */
	struct str query_value; /* empty: any value of query_key */
	int32_t from, until;    /* days, both included; CALENDAR_NO_DAY: open */
	uint16_t service;
	bool exact;             /* this host only, not those under it */
	enum role role;
	enum dns_strength dns;
};

/* A string, in the text of its catalogue. */
struct text {
	uint32_t at;
	uint32_t len;
};

/* A rule, as it is kept. */
struct rule_row {
	struct text host;
	struct text path;
	struct text query_key;
	struct text query_value;
	int32_t from, until;
	uint16_t service;
	bool exact;
	uint8_t role; /* enum role */
	uint8_t dns;  /* enum dns_strength */
};

struct match_index;

struct catalogue {
	struct str version; /* "2026.11" */
	const struct service *services; /* sorted by id */
	uint32_t service_count;
	const struct rule_row *rules;   /* by service; see catalogue_rule */
	uint32_t rule_count;
	const char *text;               /* of the rows; a NUL after each */
	uint32_t text_bytes;
	const struct match_index *index; /* of the rules; NULL: match makes it */
	void *memory; /* owner of what the pointers show; NULL when built in */
};

static inline struct str
catalogue_text(const struct catalogue *catalogue, struct text text)
{
	return (struct str){ catalogue->text + text.at, text.len };
}

/* catalogue_rule: rule number `index`. */
static inline struct rule
catalogue_rule(const struct catalogue *catalogue, uint32_t index)
{
	const struct rule_row *row = &catalogue->rules[index];

	return (struct rule){
		.host = catalogue_text(catalogue, row->host),
		.path = catalogue_text(catalogue, row->path),
		.query_key = catalogue_text(catalogue, row->query_key),
		.query_value = catalogue_text(catalogue, row->query_value),
		.from = row->from,
		.until = row->until,
		.service = row->service,
		.exact = row->exact,
		.role = (enum role)row->role,
		.dns = (enum dns_strength)row->dns,
	};
}

/* catalogue_builtin: the tables compiled in; never freed. */
const struct catalogue *catalogue_builtin(void);

/* catalogue_free: release a catalogue that was made (its `memory` is set). */
void catalogue_free(struct catalogue *catalogue);

/* catalogue_id_valid: lower-case letters, digits and inner hyphens. */
#define CATALOGUE_ID_MAX 64
bool catalogue_id_valid(struct str id);

/* catalogue_find: index of a service by its exact id, or -1. */
int catalogue_find(const struct catalogue *catalogue, struct str id);

/* Ids as written in files, e.g. "text-assistant", "primary", "weak",
 * "c_trains", "unknown".  category_of is the reverse, -1 for an unknown one. */
struct str category_id(enum category category);
struct str role_id(enum role role);
struct str dns_strength_id(enum dns_strength strength);
struct str risk_id(enum risk risk);
struct str answer_id(enum answer answer);
int category_of(struct str id);

/* catalogue_words: all ids of a kind, ending in NULL, in the order of their
 * enum (WORDS_FLAG: of the bits of enum service_flag). */
enum word_kind {
	WORDS_CATEGORY,
	WORDS_ROLE,
	WORDS_DNS,
	WORDS_ANSWER,
	WORDS_RISK,
	WORDS_USE,
	WORDS_FLAG,
	WORD_KIND_COUNT
};
const char *const *catalogue_words(enum word_kind kind);

/* category_name: for people ("Assistants de texte"); category_brief: one word
 * for a table's column ("assistant"). */
enum message category_name(enum category category);
enum message category_brief(enum category category);
enum message use_name(enum use use);

/* risk_name: what a "yes" means, for people. */
enum message risk_name(enum risk risk);

/* service_verified: the last day on which a page about the service was read;
 * CALENDAR_NO_DAY for what is known from memory only, whenever it was looked
 * at. */
int32_t service_verified(const struct service *service);

/* service_answers: what is known of a service; "unknown" throughout, never
 * NULL, when no page of its vendor was read. */
const struct service_answers *service_answers(const struct service *service);

/* service_uses: a bit (1 << enum use) for each. */
unsigned service_uses(const struct service *service);

/*
 * The attention points of a service, as REPORT.md counts them: unknown counts
 * as yes and is shown apart.  Confidentiality is c_trains, c_retention,
 * hosting outside the EEA, no agreement (of 4); security is the three s_ (of
 * 3); reputation the three r_ (of 3).
 */
enum risk_family {
	RISKS_CONFIDENTIALITY,
	RISKS_SECURITY,
	RISKS_REPUTATION,
	RISK_FAMILY_COUNT
};

struct attention {
	int points;  /* yes + unknown */
	int unknown;
	int of;
};
struct attention service_attention(const struct service *service,
    enum risk_family family);
enum risk_family risk_family_of(enum risk risk);

/* The two points that come from hosting and dpa; "yes" is a point. */
enum answer service_outside_eea(const struct service *service);
enum answer service_without_dpa(const struct service *service);

#endif
