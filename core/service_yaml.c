/* SPDX-License-Identifier: Apache-2.0 */
#include "core/service_yaml.h"

#include "core/calendar.h"
#include "core/rule_yaml.h"

#include <string.h>

enum service_field { SERVICE_ID, SERVICE_NAME, SERVICE_FORMER, SERVICE_VENDOR,
	SERVICE_COUNTRY, SERVICE_COMMON, SERVICE_HOSTING, SERVICE_USES, SERVICE_FLAGS,
	SERVICE_ACCOUNT, SERVICE_MATCH, SERVICE_RISKS, SERVICE_DPA,
	SERVICE_ALTERNATIVES, SERVICE_NOTE, SERVICE_SOURCE, SERVICE_CHECKED,
	SERVICE_FIELD_COUNT };
enum answer_field { ANSWER_ANSWER, ANSWER_SOURCE, ANSWER_VIA,
	ANSWER_VERIFIED, ANSWER_FIELD_COUNT };
enum note_field { NOTE_FR, NOTE_EN, NOTE_FIELD_COUNT };

static const char *const yes_no[] = { "no", "yes", NULL };
static const char *const via_words[] = { "archive", NULL };

static const struct yaml_field service_fields[] = {
	[SERVICE_ID] = { "id", FIELD_TEXT, true, NULL },
	[SERVICE_NAME] = { "name", FIELD_TEXT, true, NULL },
	[SERVICE_FORMER] = { "former_names", FIELD_TEXTS, false, NULL },
	[SERVICE_VENDOR] = { "vendor", FIELD_TEXT, false, NULL },
	[SERVICE_COUNTRY] = { "vendor_country", FIELD_TEXT, false, NULL },
	[SERVICE_COMMON] = { "common", FIELD_WORD, false, yes_no },
	[SERVICE_HOSTING] = { "hosting", FIELD_TEXTS, false, NULL },
	[SERVICE_USES] = { "uses", FIELD_WORDS, false, NULL },
	[SERVICE_FLAGS] = { "flags", FIELD_WORDS, false, NULL },
	[SERVICE_ACCOUNT] = { "account_required", FIELD_WORD, false, NULL },
	[SERVICE_MATCH] = { "match", FIELD_LIST, true, NULL },
	[SERVICE_RISKS] = { "risks", FIELD_MAP, false, NULL },
	[SERVICE_DPA] = { "dpa", FIELD_MAP, false, NULL },
	[SERVICE_ALTERNATIVES] = { "alternatives", FIELD_TEXTS, false, NULL },
	[SERVICE_NOTE] = { "note", FIELD_MAP, false, NULL },
	[SERVICE_SOURCE] = { "source", FIELD_TEXT, true, NULL },
	[SERVICE_CHECKED] = { "last_checked", FIELD_DATE, false, NULL },
	[SERVICE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static const struct yaml_field note_fields[] = {
	[NOTE_FR] = { "fr", FIELD_TEXT, true, NULL },
	[NOTE_EN] = { "en", FIELD_TEXT, true, NULL },
	[NOTE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static bool
is_country(struct str code)
{
	return code.len == 2 && code.at[0] >= 'A' && code.at[0] <= 'Z' &&
	    code.at[1] >= 'A' && code.at[1] <= 'Z';
}

static struct str
read_country(struct reading *in, const struct yaml_node *node)
{
	struct str code = yaml_text(node);

	if (code.len == 0 || str_eq(code, STR("unknown")))
		return STR("");
	if (!is_country(code))
		reading_say(in, node, MSG_CATALOGUE_COUNTRY, ARGS(code.at));
	return reading_keep(in, code);
}

static struct list
read_hosting(struct reading *in, const struct yaml_node *node)
{
	for (const struct yaml_node *child = node == NULL ? NULL : node->first;
	     child != NULL; child = child->next)
		if (!is_country(child->text))
			reading_say(in, child, MSG_CATALOGUE_COUNTRY,
			    ARGS(child->text.at));
	return reading_keep_list(in, node);
}

/* The address of a page; "none" and nothing at all are the empty slice. */
static struct str
read_page(struct reading *in, const struct yaml_node *node)
{
	struct str url = yaml_text(node);

	if (url.len == 0 || str_eq(url, STR("none")))
		return STR("");
	if (!str_starts(url, STR("https://")) &&
	    !str_starts(url, STR("http://")))
		reading_say(in, node, MSG_CATALOGUE_PAGE, NO_ARGS);
	return reading_keep(in, url);
}

/* `places` comes with the service's in it. */
static struct risk_answer
read_answer(struct reading *in, const struct yaml_node *node,
    struct answer_places *places)
{
	const struct yaml_field fields[] = {
		[ANSWER_ANSWER] = { "answer", FIELD_WORD, true,
		    catalogue_words(WORDS_ANSWER) },
		[ANSWER_SOURCE] = { "source", FIELD_TEXT, false, NULL },
		[ANSWER_VIA] = { "via", FIELD_WORD, false, via_words },
		[ANSWER_VERIFIED] = { "verified", FIELD_DATE, false, NULL },
		[ANSWER_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
	};
	const struct yaml_node *got[ANSWER_FIELD_COUNT] = { NULL };

	if (node != NULL)
		(void)reading_fields(in, node, fields, got);
	places->answer = reading_place(in, got[ANSWER_ANSWER],
	    reading_place(in, node, places->answer));
	places->source = reading_place(in, got[ANSWER_SOURCE], places->answer);
	places->verified =
	    reading_place(in, got[ANSWER_VERIFIED], places->source);
	return (struct risk_answer){
		.answer = (enum answer)yaml_word(got[ANSWER_ANSWER],
		    catalogue_words(WORDS_ANSWER), ANSWER_UNKNOWN),
		.source = {
			.url = read_page(in, got[ANSWER_SOURCE]),
			.via = reading_keep(in, yaml_text(got[ANSWER_VIA])),
			.verified = yaml_date(got[ANSWER_VERIFIED]),
		},
	};
}

static void
read_risks(struct reading *in, const struct yaml_node *node,
    struct risk_answer ret[RISK_COUNT], struct answer_places *places)
{
	struct yaml_field fields[RISK_COUNT + 1] = { { .key = NULL } };
	const struct yaml_node *got[RISK_COUNT] = { NULL };

	for (int i = 0; i < RISK_COUNT; i++)
		fields[i] = (struct yaml_field){
			catalogue_words(WORDS_RISK)[i], FIELD_MAP, false, NULL
		};
	if (node != NULL)
		(void)reading_fields(in, node, fields, got);
	for (int i = 0; i < RISK_COUNT; i++)
		ret[i] = read_answer(in, got[i], &places[i]);
}

static unsigned
read_flags(const struct yaml_node *node)
{
	unsigned flags = 0;

	for (const struct yaml_node *child = node == NULL ? NULL : node->first;
	     child != NULL; child = child->next)
		flags |= 1u << str_index(catalogue_words(WORDS_FLAG),
		             child->text);
	return flags;
}

static void
read_match(struct reading *in, const struct yaml_node *node,
    struct draft *draft)
{
	struct rule *rules;
	struct place *places;
	uint32_t n = 0;

	if (node == NULL || node->count == 0) {
		if (node != NULL)
			reading_say(in, node, MSG_CATALOGUE_NO_RULE, NO_ARGS);
		return;
	}
	rules = reading_alloc(in, node->count, sizeof(*rules));
	places = reading_alloc(in, node->count, sizeof(*places));
	if (rules == NULL || places == NULL)
		return;
	for (const struct yaml_node *child = node->first; child != NULL;
	     child = child->next) {
		if (rule_yaml_read(in, child, &rules[n]))
			places[n++] = reading_place(in, child,
			    draft->places.service);
	}
	draft->rules = rules;
	draft->rule_places = places;
	draft->service.rule_count = n;
}

static void
read_note(struct reading *in, const struct yaml_node *node,
    struct str ret[LANGUAGE_COUNT])
{
	const struct yaml_node *got[NOTE_FIELD_COUNT] = { NULL };

	if (node != NULL)
		(void)reading_fields(in, node, note_fields, got);
	ret[LANGUAGE_FR] = reading_keep(in, yaml_text(got[NOTE_FR]));
	ret[LANGUAGE_EN] = reading_keep(in, yaml_text(got[NOTE_EN]));
}

/* Where each alternative stands; NULL without any. */
static const struct place *
places_of_list(struct reading *in, const struct yaml_node *list,
    struct place service)
{
	uint32_t n = 0;
	struct place *places = list == NULL || list->count == 0
	    ? NULL
	    : reading_alloc(in, list->count, sizeof(*places));

	for (const struct yaml_node *child = places == NULL ? NULL : list->first;
	     child != NULL; child = child->next)
		places[n++] = reading_place(in, child, service);
	return places;
}

/* What is absent stands where the service does. */
static void
fill_places(struct reading *in, const struct yaml_node **got,
    struct place service, struct service_places *places)
{
	places->service = service;
	places->source = reading_place(in, got[SERVICE_SOURCE], service);
	places->last_checked = reading_place(in, got[SERVICE_CHECKED], service);
	places->alternatives =
	    places_of_list(in, got[SERVICE_ALTERNATIVES], service);
	for (int i = 0; i < RISK_COUNT; i++)
		places->risks[i].answer = service;
	places->dpa.answer = service;
}

static const struct service_answers *
read_answers(struct reading *in, const struct yaml_node **got,
    struct service_places *places)
{
	struct service_answers *answers =
	    reading_alloc(in, 1, sizeof(*answers));

	if (answers == NULL)
		return NULL;
	read_risks(in, got[SERVICE_RISKS], answers->risks, places->risks);
	answers->dpa = read_answer(in, got[SERVICE_DPA], &places->dpa);
	return answers;
}

static void
fill_service(struct reading *in, const struct yaml_node **got,
    struct service *s, struct service_places *places)
{
	s->id = reading_keep(in, yaml_text(got[SERVICE_ID]));
	s->name = reading_keep(in, yaml_text(got[SERVICE_NAME]));
	s->former_names = reading_keep_list(in, got[SERVICE_FORMER]);
	s->vendor = reading_keep(in, yaml_text(got[SERVICE_VENDOR]));
	s->vendor_country = read_country(in, got[SERVICE_COUNTRY]);
	s->hosting = read_hosting(in, got[SERVICE_HOSTING]);
	s->common = yaml_word(got[SERVICE_COMMON], yes_no, 0) == 1;
	s->uses = reading_keep_list(in, got[SERVICE_USES]);
	s->flags = read_flags(got[SERVICE_FLAGS]);
	s->account_required = (enum answer)yaml_word(got[SERVICE_ACCOUNT],
	    catalogue_words(WORDS_ANSWER), ANSWER_UNKNOWN);
	s->answers = read_answers(in, got, places);
	s->alternatives = reading_keep_list(in, got[SERVICE_ALTERNATIVES]);
	read_note(in, got[SERVICE_NOTE], s->note);
	s->source.url = read_page(in, got[SERVICE_SOURCE]);
	s->source.via = STR("");
	s->source.verified = CALENDAR_NO_DAY;
	s->last_checked = yaml_date(got[SERVICE_CHECKED]);
}

struct draft *
service_yaml_read(struct reading *in, const struct yaml_node *node,
    enum category category)
{
	struct yaml_field fields[SERVICE_FIELD_COUNT + 1];
	const struct yaml_node *got[SERVICE_FIELD_COUNT];
	struct place place = reading_place(in, node, (struct place){ NULL });
	struct draft *draft;

	memcpy(fields, service_fields, sizeof(fields));
	fields[SERVICE_USES].words = catalogue_words(WORDS_USE);
	fields[SERVICE_FLAGS].words = catalogue_words(WORDS_FLAG);
	fields[SERVICE_ACCOUNT].words = catalogue_words(WORDS_ANSWER);
	if (!reading_fields(in, node, fields, got))
		return NULL;
	if (got[SERVICE_ID] != NULL &&
	    !catalogue_id_valid(got[SERVICE_ID]->text))
		reading_say(in, got[SERVICE_ID], MSG_CATALOGUE_ID,
		    ARGS(got[SERVICE_ID]->text.at));
	draft = reading_alloc(in, 1, sizeof(*draft));
	if (draft == NULL)
		return NULL;
	fill_places(in, got, place, &draft->places);
	draft->service.category = category;
	fill_service(in, got, &draft->service, &draft->places);
	read_match(in, got[SERVICE_MATCH], draft);
	return draft->service.id.len > 0 ? draft : NULL;
}
