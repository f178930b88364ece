/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy.h"

#include "core/calendar.h"
#include "core/closest.h"
#include "core/yaml.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_MAX ((size_t)16 << 20)
#define SCHEMA "1"

struct policy {
	struct policy_facts facts;
	struct policy_decision *decisions; /* oldest first */
	uint32_t decision_count;
	struct arena memory;
};

struct reading {
	struct policy *policy;
	const struct catalogue *catalogue;
	struct problems *problems;
	struct yaml yaml;
	const char *file;
	bool failed;
};

struct decision_row {
	const char *id;
	enum message name;
	bool ends; /* wants `until` */
};

static const struct decision_row decision_rows[] = {
	[DECISION_UNDECIDED] = { "undecided", MSG_DECISION_UNDECIDED, false },
	[DECISION_ALLOWED] = { "allowed", MSG_DECISION_ALLOWED, false },
	[DECISION_TRIAL] = { "trial", MSG_DECISION_TRIAL, true },
	[DECISION_FORBIDDEN] = { "forbidden", MSG_DECISION_FORBIDDEN, false },
	[DECISION_POSTPONED] = { "postponed", MSG_DECISION_POSTPONED, true },
};
_Static_assert(sizeof(decision_rows) / sizeof(decision_rows[0]) ==
        DECISION_COUNT,
    "every decision has a row");

static const char *const decision_words[] = {
	[DECISION_UNDECIDED] = "undecided",
	[DECISION_ALLOWED] = "allowed",
	[DECISION_TRIAL] = "trial",
	[DECISION_FORBIDDEN] = "forbidden",
	[DECISION_POSTPONED] = "postponed",
	[DECISION_COUNT] = NULL,
};

static const char *const period_words[] = {
	[POLICY_MONTH] = "month",
	[POLICY_QUARTER] = "quarter",
	[POLICY_PERIOD_COUNT] = NULL,
};

enum policy_field { POLICY_SCHEMA, POLICY_ASSOCIATION, POLICY_CONTACT,
	POLICY_BOARD, POLICY_NOTICE, POLICY_DISCUSSED, POLICY_SESSION,
	POLICY_CHARTER, POLICY_PERIOD, POLICY_DECISIONS, POLICY_FIELD_COUNT };
enum decision_field { DECISION_SERVICE, DECISION_CATEGORY, DECISION_STATUS,
	DECISION_DATE, DECISION_UNTIL, DECISION_CONTRACT, DECISION_CONDITIONS,
	DECISION_REPLACED, DECISION_REASON, DECISION_FIELD_COUNT };

static const struct yaml_field policy_fields[] = {
	[POLICY_SCHEMA] = { "schema", FIELD_TEXT, true, NULL },
	[POLICY_ASSOCIATION] = { "association", FIELD_TEXT, true, NULL },
	[POLICY_CONTACT] = { "contact", FIELD_TEXT, false, NULL },
	[POLICY_BOARD] = { "board_date", FIELD_DATE, false, NULL },
	[POLICY_NOTICE] = { "notice_date", FIELD_DATE, false, NULL },
	[POLICY_DISCUSSED] = { "ai_discussed", FIELD_DATE, false, NULL },
	[POLICY_SESSION] = { "last_session", FIELD_DATE, false, NULL },
	[POLICY_CHARTER] = { "charter", FIELD_WORD, false, NULL },
	[POLICY_PERIOD] = { "period", FIELD_WORD, false, NULL },
	[POLICY_DECISIONS] = { "decisions", FIELD_LIST, false, NULL },
	[POLICY_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static const struct yaml_field decision_fields[] = {
	[DECISION_SERVICE] = { "service", FIELD_TEXT, false, NULL },
	[DECISION_CATEGORY] = { "category", FIELD_WORD, false, NULL },
	[DECISION_STATUS] = { "status", FIELD_WORD, true, NULL },
	[DECISION_DATE] = { "date", FIELD_DATE, true, NULL },
	[DECISION_UNTIL] = { "until", FIELD_DATE, false, NULL },
	[DECISION_CONTRACT] = { "contract", FIELD_WORD, false, NULL },
	[DECISION_CONDITIONS] = { "conditions", FIELD_TEXT, false, NULL },
	[DECISION_REPLACED] = { "replaced_by", FIELD_TEXT, false, NULL },
	[DECISION_REASON] = { "reason", FIELD_TEXT, false, NULL },
	[DECISION_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static const struct policy no_policy = {
	.facts = {
		.association = { "", 0 },
		.contact = { "", 0 },
		.board_date = CALENDAR_NO_DAY,
		.notice_date = CALENDAR_NO_DAY,
		.ai_discussed = CALENDAR_NO_DAY,
		.last_session = CALENDAR_NO_DAY,
	},
};

const struct policy *
policy_none(void)
{
	return &no_policy;
}

struct str
decision_id(enum decision decision)
{
	return str_of(decision_rows[decision].id);
}

enum message
decision_name(enum decision decision)
{
	return decision_rows[decision].name;
}

static void
say(const struct reading *in, const struct yaml_node *node, enum message id,
    const char *const *args)
{
	problem_add(in->problems, yaml_place(&in->yaml, node), id, args);
}

static struct str
keep(struct reading *in, struct str text)
{
	struct str copy = arena_str(&in->policy->memory, text);

	if (copy.at != NULL)
		return copy;
	in->failed = true;
	return STR("");
}

static void
unknown_service(const struct reading *in, const struct yaml_node *node)
{
	uint32_t count = in->catalogue->service_count;
	struct arena scratch;
	const char **ids, *near = NULL;

	arena_init(&scratch, MEMORY_MAX);
	ids = arena_alloc(&scratch, (size_t)count + 1, sizeof(*ids));
	for (uint32_t i = 0; ids != NULL && i < count; i++)
		ids[i] = in->catalogue->services[i].id.at;
	if (ids != NULL)
		near = closest(node->text.at, ids);
	say(in, node, near == NULL ? MSG_POLICY_SERVICE : MSG_POLICY_SERVICE_NEAR,
	    ARGS(node->text.at, near == NULL ? "" : near));
	arena_release(&scratch);
}

static struct str
read_service(struct reading *in, const struct yaml_node *node)
{
	if (node == NULL)
		return STR("");
	if (catalogue_find(in->catalogue, node->text) < 0)
		unknown_service(in, node);
	return keep(in, node->text);
}

/* Which of its keys a row of this status must have, and may not. */
static void
check_decision(const struct reading *in, const struct yaml_node *node,
    const struct yaml_node **got, const struct policy_decision *row)
{
	const struct yaml_node *until = got[DECISION_UNTIL];
	const struct yaml_node *replaced = got[DECISION_REPLACED];

	if ((got[DECISION_SERVICE] == NULL) == (got[DECISION_CATEGORY] == NULL))
		say(in, node, MSG_POLICY_SUBJECT, NO_ARGS);
	if (decision_rows[row->decision].ends && until == NULL)
		say(in, node, MSG_POLICY_UNTIL_MISSING,
		    ARGS(decision_rows[row->decision].id));
	if (!decision_rows[row->decision].ends && until != NULL)
		say(in, until, MSG_POLICY_UNTIL,
		    ARGS(decision_rows[row->decision].id));
	if (until != NULL && got[DECISION_DATE] != NULL &&
	    row->until < row->date)
		say(in, until, MSG_POLICY_ENDS_BEFORE, NO_ARGS);
	if (replaced != NULL && row->decision != DECISION_FORBIDDEN)
		say(in, replaced, MSG_POLICY_REPLACED, NO_ARGS);
}

static bool
read_decision(struct reading *in, const struct yaml_node *node,
    struct policy_decision *ret)
{
	struct yaml_field fields[DECISION_FIELD_COUNT + 1];
	const struct yaml_node *got[DECISION_FIELD_COUNT];

	memcpy(fields, decision_fields, sizeof(fields));
	fields[DECISION_CATEGORY].words = catalogue_words(WORDS_CATEGORY);
	fields[DECISION_STATUS].words = decision_words;
	fields[DECISION_CONTRACT].words = catalogue_words(WORDS_ANSWER);
	if (!yaml_fields(&in->yaml, node, fields, got, in->problems) ||
	    got[DECISION_STATUS] == NULL || got[DECISION_DATE] == NULL)
		return false;
	*ret = (struct policy_decision){
		.place = { in->file, node->line, node->column },
		.service = read_service(in, got[DECISION_SERVICE]),
		.category = (enum category)yaml_word(got[DECISION_CATEGORY],
		    fields[DECISION_CATEGORY].words, 0),
		.decision = (enum decision)yaml_word(got[DECISION_STATUS],
		    decision_words, 0),
		.date = yaml_date(got[DECISION_DATE]),
		.until = yaml_date(got[DECISION_UNTIL]),
		.contract = (enum answer)yaml_word(got[DECISION_CONTRACT],
		    fields[DECISION_CONTRACT].words, ANSWER_UNKNOWN),
		.conditions = keep(in, yaml_text(got[DECISION_CONDITIONS])),
		.replaced_by = read_service(in, got[DECISION_REPLACED]),
		.reason = keep(in, yaml_text(got[DECISION_REASON])),
	};
	check_decision(in, node, got, ret);
	return (got[DECISION_SERVICE] == NULL) !=
	    (got[DECISION_CATEGORY] == NULL);
}

/* Oldest first; of one day, as they stand in the file. */
static int
compare_decisions(const void *a, const void *b)
{
	const struct policy_decision *left = a, *right = b;

	if (left->date != right->date)
		return left->date < right->date ? -1 : 1;
	return left->place.line < right->place.line ? -1
	                                            : left->place.line > right->place.line;
}

static bool
same_subject(const struct policy_decision *a, const struct policy_decision *b)
{
	return str_eq(a->service, b->service) &&
	    (a->service.len > 0 || a->category == b->category);
}

/* Two decisions of one day on one thing: which holds, nobody can say. */
static void
refuse_doubles(const struct reading *in)
{
	const struct policy_decision *rows = in->policy->decisions;

	for (uint32_t i = 0; i < in->policy->decision_count; i++)
		for (uint32_t j = i + 1; j < in->policy->decision_count &&
		     rows[j].date == rows[i].date;
		     j++)
			if (same_subject(&rows[i], &rows[j]))
				problem_add(in->problems, rows[j].place,
				    MSG_POLICY_TWICE,
				    ARGS(digits(rows[i].place.line).text));
}

static void
read_decisions(struct reading *in, const struct yaml_node *list)
{
	struct policy *policy = in->policy;

	if (list == NULL)
		return;
	if (list->count > POLICY_DECISIONS_MAX) {
		say(in, list, MSG_POLICY_TOO_MANY,
		    ARGS(digits(POLICY_DECISIONS_MAX).text));
		return;
	}
	policy->decisions = arena_alloc(&policy->memory,
	    (size_t)list->count + 1, sizeof(*policy->decisions));
	if (policy->decisions == NULL) {
		in->failed = true;
		return;
	}
	for (const struct yaml_node *node = list->first; node != NULL;
	     node = node->next)
		if (read_decision(in, node,
		        &policy->decisions[policy->decision_count]))
			policy->decision_count++;
	qsort(policy->decisions, policy->decision_count,
	    sizeof(*policy->decisions), compare_decisions);
	refuse_doubles(in);
}

static void
read_tree(struct reading *in)
{
	struct yaml_field fields[POLICY_FIELD_COUNT + 1];
	const struct yaml_node *got[POLICY_FIELD_COUNT];
	struct policy_facts *facts = &in->policy->facts;

	memcpy(fields, policy_fields, sizeof(fields));
	fields[POLICY_CHARTER].words = catalogue_words(WORDS_ANSWER);
	fields[POLICY_PERIOD].words = period_words;
	if (!yaml_fields(&in->yaml, in->yaml.root, fields, got, in->problems))
		return;
	if (got[POLICY_SCHEMA] != NULL &&
	    !str_eq(got[POLICY_SCHEMA]->text, STR(SCHEMA)))
		say(in, got[POLICY_SCHEMA], MSG_CATALOGUE_SCHEMA,
		    ARGS(got[POLICY_SCHEMA]->text.at, SCHEMA));
	facts->association = keep(in, yaml_text(got[POLICY_ASSOCIATION]));
	facts->contact = keep(in, yaml_text(got[POLICY_CONTACT]));
	facts->board_date = yaml_date(got[POLICY_BOARD]);
	facts->notice_date = yaml_date(got[POLICY_NOTICE]);
	facts->ai_discussed = yaml_date(got[POLICY_DISCUSSED]);
	facts->last_session = yaml_date(got[POLICY_SESSION]);
	facts->charter = (enum answer)yaml_word(got[POLICY_CHARTER],
	    fields[POLICY_CHARTER].words, ANSWER_UNKNOWN);
	facts->period = (enum policy_period)yaml_word(got[POLICY_PERIOD],
	    period_words, POLICY_MONTH);
	read_decisions(in, got[POLICY_DECISIONS]);
}

/* From `text`, or from the file itself when it is NULL. */
static enum status
read_policy(const char *path, const struct str *text,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct problems *problems, struct err *err)
{
	struct policy *policy = calloc(1, sizeof(*policy));
	struct reading in = { policy, catalogue, problems, { 0 }, path, false };

	if (policy == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	*policy = no_policy;
	arena_init(&policy->memory, MEMORY_MAX);
	in.file = keep(&in, str_of(path)).at;
	in.failed = in.failed ||
	    (text == NULL
	            ? yaml_read(path, &in.yaml, problems, err)
	            : yaml_parse(in.file, *text, &in.yaml, problems, err)) !=
	        OK;
	if (!in.failed)
		read_tree(&in);
	yaml_release(&in.yaml);
	if (in.failed) {
		policy_free(policy);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	*ret_policy = policy;
	return OK;
}

enum status
policy_read(const char *path, const struct catalogue *catalogue,
    struct policy **ret_policy, struct problems *problems, struct err *err)
{
	return read_policy(path, NULL, catalogue, ret_policy, problems, err);
}

static enum status
load_policy(const char *path, const struct str *text,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct err *err)
{
	struct problems problems = { .count = 0 };
	struct policy *policy = NULL;
	enum status code;

	code = read_policy(path, text, catalogue, &policy, &problems, err);
	if (code == OK)
		code = problems_status(&problems, err);
	if (code == OK)
		*ret_policy = policy;
	else
		policy_free(policy);
	problems_release(&problems);
	return code;
}

enum status
policy_load(const char *path, const struct catalogue *catalogue,
    struct policy **ret_policy, struct err *err)
{
	return load_policy(path, NULL, catalogue, ret_policy, err);
}

enum status
policy_parse(const char *file, struct str text,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct err *err)
{
	return load_policy(file, &text, catalogue, ret_policy, err);
}

/* --- a second file --- */

static const struct yaml_field journal_fields[] = {
	{ "schema", FIELD_TEXT, true, NULL },
	{ "decisions", FIELD_LIST, true, NULL },
	{ NULL, FIELD_TEXT, false, NULL },
};

static void
read_journal(struct reading *in, struct yaml *yaml)
{
	const struct yaml_node *got[2] = { NULL, NULL };
	const struct yaml_node *node;
	uint32_t room;

	if (!yaml_fields(yaml, yaml->root, journal_fields, got,
	        in->problems) || got[1] == NULL)
		return;
	room = in->policy->decision_count + got[1]->count;
	if (room > POLICY_DECISIONS_MAX) {
		say(in, got[1], MSG_POLICY_TOO_MANY,
		    ARGS(digits(POLICY_DECISIONS_MAX).text));
		return;
	}
	for (node = got[1]->first; node != NULL; node = node->next)
		if (read_decision(in, node,
		        &in->policy->decisions[in->policy->decision_count]))
			in->policy->decision_count++;
}

/* The rows that hold, the later of two on one subject and day. */
static uint32_t
keep_latest(struct policy_decision *rows, uint32_t count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = 0;

		while (at < kept && (rows[at].date != rows[i].date ||
		                        !same_subject(&rows[at], &rows[i])))
			at++;
		rows[at] = rows[i];
		kept += at == kept;
	}
	return kept;
}

/* Places are of two files: their order is that of reading. */
static void
order_by_date(struct policy_decision *rows, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		struct policy_decision row = rows[i];
		uint32_t at = i;

		for (; at > 0 && rows[at - 1].date > row.date; at--)
			rows[at] = rows[at - 1];
		rows[at] = row;
	}
}

enum status
policy_join(struct policy *policy, const char *file, struct str text,
    const struct catalogue *catalogue, struct err *err)
{
	struct policy_decision *old = policy->decisions;
	uint32_t old_count = policy->decision_count;
	struct problems problems = { .count = 0 };
	struct reading in = { policy, catalogue, &problems, { 0 }, NULL,
		false };
	enum status code;

	in.file = keep(&in, str_of(file)).at;
	policy->decisions = arena_alloc(&policy->memory, POLICY_DECISIONS_MAX,
	    sizeof(*policy->decisions));
	if (policy->decisions == NULL || in.failed)
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	else {
		if (old_count > 0)
			memcpy(policy->decisions, old,
			    old_count * sizeof(*old));
		code = yaml_parse(in.file, text, &in.yaml, &problems, err);
		if (code == OK)
			read_journal(&in, &in.yaml);
		if (code == OK)
			code = problems_status(&problems, err);
		yaml_release(&in.yaml);
	}
	if (code == OK) {
		policy->decision_count = keep_latest(policy->decisions,
		    policy->decision_count);
		order_by_date(policy->decisions, policy->decision_count);
	} else {
		policy->decisions = old;
		policy->decision_count = old_count;
	}
	problems_release(&problems);
	return code;
}

/* --- writing --- */

/* A text between double quotes, as YAML and JSON write it. */
static void
write_quoted(struct buf *out, struct str text)
{
	buf_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c == '"' || c == '\\')
			buf_format(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			buf_format(out, "\\x%02x", c);
		else
			buf_char(out, (char)c);
	}
	buf_char(out, '"');
}

static void
write_text(struct buf *out, const char *key, struct str text)
{
	if (text.len == 0)
		return;
	buf_format(out, "%s: ", key);
	write_quoted(out, text);
	buf_char(out, '\n');
}

static void
write_date(struct buf *out, const char *key, int32_t day)
{
	if (day != CALENDAR_NO_DAY)
		buf_format(out, "%s: %s\n", key, calendar_text(day).text);
}

static void
write_part(struct buf *out, const char *key, struct str text)
{
	if (text.len == 0)
		return;
	buf_format(out, ", %s: ", key);
	write_quoted(out, text);
}

void
policy_write_decision(struct buf *out, const struct policy_decision *row)
{
	bool service = row->service.len > 0;

	buf_format(out, "  - {%s: ", service ? "service" : "category");
	buf_str(out, service ? row->service : category_id(row->category));
	buf_format(out, ", status: %s, date: %s",
	    decision_id(row->decision).at, calendar_text(row->date).text);
	if (row->until != CALENDAR_NO_DAY)
		buf_format(out, ", until: %s", calendar_text(row->until).text);
	if (row->contract != ANSWER_UNKNOWN)
		buf_format(out, ", contract: %s", answer_id(row->contract).at);
	write_part(out, "conditions", row->conditions);
	write_part(out, "replaced_by", row->replaced_by);
	write_part(out, "reason", row->reason);
	buf_text(out, "}\n");
}

void
policy_write(struct buf *out, const struct policy *policy)
{
	const struct policy_facts *facts = &policy->facts;

	buf_text(out, "schema: " SCHEMA "\n");
	write_text(out, "association", facts->association);
	write_text(out, "contact", facts->contact);
	write_date(out, "board_date", facts->board_date);
	write_date(out, "notice_date", facts->notice_date);
	write_date(out, "ai_discussed", facts->ai_discussed);
	write_date(out, "last_session", facts->last_session);
	if (facts->charter != ANSWER_UNKNOWN)
		buf_format(out, "charter: %s\n", answer_id(facts->charter).at);
	buf_format(out, "period: %s\n", period_words[facts->period]);
	buf_text(out, policy->decision_count > 0 ? "decisions:\n" : "");
	for (uint32_t i = 0; i < policy->decision_count; i++)
		policy_write_decision(out, &policy->decisions[i]);
}

void
policy_free(struct policy *policy)
{
	if (policy == NULL)
		return;
	arena_release(&policy->memory);
	free(policy);
}

const struct policy_decision *
policy_decision(const struct policy *policy, const struct service *service,
    int32_t day)
{
	const struct policy_decision *of_category = NULL, *of_service = NULL;

	for (uint32_t i = 0; i < policy->decision_count; i++) {
		const struct policy_decision *row = &policy->decisions[i];

		if (row->date > day)
			break;
		if (str_eq(row->service, service->id))
			of_service = row;
		else if (row->service.len == 0 &&
		    row->category == service->category)
			of_category = row;
	}
	return of_service != NULL ? of_service : of_category;
}

enum decision
policy_status(const struct policy *policy, const struct service *service,
    int32_t day)
{
	const struct policy_decision *row =
	    policy_decision(policy, service, day);

	if (row == NULL)
		return DECISION_UNDECIDED;
	if (row->decision == DECISION_TRIAL && day > row->until)
		return DECISION_UNDECIDED;
	if (row->decision == DECISION_POSTPONED && day >= row->until)
		return DECISION_UNDECIDED;
	return row->decision;
}

const struct policy_decision *
policy_decisions(const struct policy *policy, uint32_t *ret_count)
{
	*ret_count = policy->decision_count;
	return policy->decisions;
}

const struct policy_facts *
policy_facts(const struct policy *policy)
{
	return &policy->facts;
}
