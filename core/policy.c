/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy.h"

#include "core/calendar.h"
#include "core/closest.h"
#include "core/reading.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_MAX ((size_t)16 << 20)

struct policy {
	struct policy_facts facts;
	struct policy_decision *decisions; /* oldest first */
	uint32_t decision_count;
	struct arena memory;
};

struct policy_reading {
	struct reading in;
	struct policy *policy;
	const struct catalogue *catalogue;
};

static const struct decision_row {
	enum message name;
	bool ends; /* wants `until` */
} decision_rows[] = {
	[DECISION_UNDECIDED] = { MSG_DECISION_UNDECIDED, false },
	[DECISION_ALLOWED] = { MSG_DECISION_ALLOWED, false },
	[DECISION_TRIAL] = { MSG_DECISION_TRIAL, true },
	[DECISION_FORBIDDEN] = { MSG_DECISION_FORBIDDEN, false },
	[DECISION_POSTPONED] = { MSG_DECISION_POSTPONED, true },
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
	return str_of(decision_words[decision]);
}

enum message
decision_name(enum decision decision)
{
	return decision_rows[decision].name;
}

struct str
policy_period_id(enum policy_period period)
{
	return str_of(period_words[period]);
}

static void
unknown_service(const struct policy_reading *to, const struct yaml_node *node)
{
	uint32_t count = to->catalogue->service_count;
	struct arena scratch;
	const char **ids, *near = NULL;

	arena_init(&scratch, MEMORY_MAX);
	ids = arena_alloc(&scratch, (size_t)count + 1, sizeof(*ids));
	for (uint32_t i = 0; ids != NULL && i < count; i++)
		ids[i] = to->catalogue->services[i].id.at;
	if (ids != NULL)
		near = closest(node->text.at, ids);
	reading_say(&to->in, node,
	    near == NULL ? MSG_POLICY_SERVICE : MSG_POLICY_SERVICE_NEAR,
	    ARGS(node->text.at, near == NULL ? "" : near));
	arena_release(&scratch);
}

static struct str
read_service(struct policy_reading *to, const struct yaml_node *node)
{
	if (node == NULL)
		return STR("");
	if (catalogue_find(to->catalogue, node->text) < 0)
		unknown_service(to, node);
	return reading_keep(&to->in, node->text);
}

/* Which of its keys a row of this status must have, and may not. */
static void
check_decision(const struct reading *in, const struct yaml_node *node,
    const struct yaml_node **got, const struct policy_decision *row)
{
	const struct yaml_node *until = got[DECISION_UNTIL];
	const struct yaml_node *replaced = got[DECISION_REPLACED];

	if ((got[DECISION_SERVICE] == NULL) == (got[DECISION_CATEGORY] == NULL))
		reading_say(in, node, MSG_POLICY_SUBJECT, NO_ARGS);
	if (decision_rows[row->decision].ends && until == NULL)
		reading_say(in, node, MSG_POLICY_UNTIL_MISSING,
		    ARGS(decision_words[row->decision]));
	if (!decision_rows[row->decision].ends && until != NULL)
		reading_say(in, until, MSG_POLICY_UNTIL,
		    ARGS(decision_words[row->decision]));
	if (until != NULL && got[DECISION_DATE] != NULL &&
	    row->until < row->date)
		reading_say(in, until, MSG_POLICY_ENDS_BEFORE, NO_ARGS);
	if (replaced != NULL && row->decision != DECISION_FORBIDDEN)
		reading_say(in, replaced, MSG_POLICY_REPLACED, NO_ARGS);
}

static bool
read_decision(struct policy_reading *to, const struct yaml_node *node,
    struct policy_decision *ret)
{
	struct yaml_field fields[DECISION_FIELD_COUNT + 1];
	const struct yaml_node *got[DECISION_FIELD_COUNT];
	struct reading *in = &to->in;

	memcpy(fields, decision_fields, sizeof(fields));
	fields[DECISION_CATEGORY].words = catalogue_words(WORDS_CATEGORY);
	fields[DECISION_STATUS].words = decision_words;
	fields[DECISION_CONTRACT].words = catalogue_words(WORDS_ANSWER);
	if (!reading_fields(in, node, fields, got) ||
	    got[DECISION_STATUS] == NULL || got[DECISION_DATE] == NULL)
		return false;
	*ret = (struct policy_decision){
		.place = reading_place(in, node, (struct place){ 0 }),
		.service = read_service(to, got[DECISION_SERVICE]),
		.category = (enum category)yaml_word(got[DECISION_CATEGORY],
		    fields[DECISION_CATEGORY].words, 0),
		.decision = (enum decision)yaml_word(got[DECISION_STATUS],
		    decision_words, 0),
		.date = yaml_date(got[DECISION_DATE]),
		.until = yaml_date(got[DECISION_UNTIL]),
		.contract = (enum answer)yaml_word(got[DECISION_CONTRACT],
		    fields[DECISION_CONTRACT].words, ANSWER_UNKNOWN),
		.conditions = reading_keep(in, yaml_text(got[DECISION_CONDITIONS])),
		.replaced_by = read_service(to, got[DECISION_REPLACED]),
		.reason = reading_keep(in, yaml_text(got[DECISION_REASON])),
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
	return (left->place.line > right->place.line) -
	    (left->place.line < right->place.line);
}

static bool
same_subject(const struct policy_decision *a, const struct policy_decision *b)
{
	return str_eq(a->service, b->service) &&
	    (a->service.len > 0 || a->category == b->category);
}

/* Two decisions of one day on one thing: which holds, nobody can say. */
static void
refuse_doubles(const struct policy_reading *to)
{
	const struct policy_decision *rows = to->policy->decisions;

	for (uint32_t i = 0; i < to->policy->decision_count; i++)
		for (uint32_t j = i + 1; j < to->policy->decision_count &&
		     rows[j].date == rows[i].date;
		     j++)
			if (same_subject(&rows[i], &rows[j]))
				problem_add(to->in.problems, rows[j].place,
				    MSG_POLICY_TWICE,
				    ARGS(digits(rows[i].place.line).text));
}

/* Refuses more rows than a policy may have. */
static bool
has_room(const struct reading *in, const struct yaml_node *list, uint32_t held)
{
	if (held + list->count <= POLICY_DECISIONS_MAX)
		return true;
	reading_say(in, list, MSG_POLICY_TOO_MANY,
	    ARGS(digits(POLICY_DECISIONS_MAX).text));
	return false;
}

/* Those of the list that can be understood, behind the ones held. */
static void
add_decisions(struct policy_reading *to, const struct yaml_node *list)
{
	struct policy *policy = to->policy;

	for (const struct yaml_node *node = list->first; node != NULL;
	     node = node->next)
		if (read_decision(to, node,
		        &policy->decisions[policy->decision_count]))
			policy->decision_count++;
}

static void
read_decisions(struct policy_reading *to, const struct yaml_node *list)
{
	struct policy *policy = to->policy;

	if (list == NULL || !has_room(&to->in, list, 0))
		return;
	policy->decisions = reading_alloc(&to->in, (size_t)list->count + 1,
	    sizeof(*policy->decisions));
	if (policy->decisions == NULL)
		return;
	add_decisions(to, list);
	qsort(policy->decisions, policy->decision_count,
	    sizeof(*policy->decisions), compare_decisions);
	refuse_doubles(to);
}

static void
read_tree(struct policy_reading *to)
{
	struct yaml_field fields[POLICY_FIELD_COUNT + 1];
	const struct yaml_node *got[POLICY_FIELD_COUNT];
	struct policy_facts *facts = &to->policy->facts;
	struct reading *in = &to->in;

	memcpy(fields, policy_fields, sizeof(fields));
	fields[POLICY_CHARTER].words = catalogue_words(WORDS_ANSWER);
	fields[POLICY_PERIOD].words = period_words;
	if (!reading_fields(in, in->yaml.root, fields, got))
		return;
	reading_schema(in, got[POLICY_SCHEMA], POLICY_VERSION);
	facts->association = reading_keep(in, yaml_text(got[POLICY_ASSOCIATION]));
	facts->contact = reading_keep(in, yaml_text(got[POLICY_CONTACT]));
	facts->board_date = yaml_date(got[POLICY_BOARD]);
	facts->notice_date = yaml_date(got[POLICY_NOTICE]);
	facts->ai_discussed = yaml_date(got[POLICY_DISCUSSED]);
	facts->last_session = yaml_date(got[POLICY_SESSION]);
	facts->charter = (enum answer)yaml_word(got[POLICY_CHARTER],
	    fields[POLICY_CHARTER].words, ANSWER_UNKNOWN);
	facts->period = (enum policy_period)yaml_word(got[POLICY_PERIOD],
	    period_words, POLICY_MONTH);
	read_decisions(to, got[POLICY_DECISIONS]);
}

static void
begin(struct policy_reading *to, struct policy *policy, const char *file,
    const struct catalogue *catalogue, struct problems *problems)
{
	*to = (struct policy_reading){
		.in = { .arena = &policy->memory, .problems = problems },
		.policy = policy,
		.catalogue = catalogue,
	};
	to->in.file = reading_keep(&to->in, str_of(file)).at;
}

/* From `text`, or from the file itself when it is NULL. */
static enum status
read_policy(const char *path, const struct str *text,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct problems *problems, struct err *err)
{
	struct policy *policy = calloc(1, sizeof(*policy));
	struct policy_reading to;

	if (policy == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	*policy = no_policy;
	arena_init(&policy->memory, MEMORY_MAX);
	begin(&to, policy, path, catalogue, problems);
	if (to.in.failed == OK)
		to.in.failed = text == NULL
		    ? yaml_read(path, &to.in.yaml, problems, err)
		    : yaml_parse(to.in.file, *text, &to.in.yaml, problems, err);
	if (to.in.failed == OK)
		read_tree(&to);
	yaml_release(&to.in.yaml);
	if (to.in.failed != OK) {
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
read_journal(struct policy_reading *to)
{
	const struct yaml_node *got[2] = { NULL, NULL };
	struct reading *in = &to->in;

	if (!reading_fields(in, in->yaml.root, journal_fields, got))
		return;
	reading_schema(in, got[0], POLICY_VERSION);
	if (got[1] != NULL &&
	    has_room(in, got[1], to->policy->decision_count))
		add_decisions(to, got[1]);
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

/* The decisions held, where a journal's can follow. */
static void
make_room(struct policy_reading *to)
{
	struct policy *policy = to->policy;
	struct policy_decision *rows = reading_alloc(&to->in,
	    POLICY_DECISIONS_MAX, sizeof(*rows));

	if (rows == NULL)
		return;
	if (policy->decision_count > 0)
		memcpy(rows, policy->decisions,
		    policy->decision_count * sizeof(*rows));
	policy->decisions = rows;
}

static enum status
add_journal(struct policy_reading *to, struct str text, struct err *err)
{
	enum status code = OK;

	make_room(to);
	if (to->in.failed == OK)
		code = yaml_parse(to->in.file, text, &to->in.yaml,
		    to->in.problems, err);
	if (code == OK && to->in.failed == OK)
		read_journal(to);
	yaml_release(&to->in.yaml);
	if (to->in.failed != OK)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	return code == OK ? problems_status(to->in.problems, err) : code;
}

enum status
policy_join(struct policy *policy, const char *file, struct str text,
    const struct catalogue *catalogue, struct err *err)
{
	struct policy_decision *old = policy->decisions;
	uint32_t old_count = policy->decision_count;
	struct problems problems = { .count = 0 };
	struct policy_reading to;
	enum status code;

	begin(&to, policy, file, catalogue, &problems);
	code = add_journal(&to, text, err);
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
