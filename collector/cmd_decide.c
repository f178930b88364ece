/* SPDX-License-Identifier: Apache-2.0
 * decide: what the board has decided on a service, or on a whole category.
 */
#include "collector/command.h"

#include "core/calendar.h"
#include "core/closest.h"
#include "core/policy.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)4096)

struct decide_options {
	struct common common;
	const char *conditions, *replace_by, *until, *reason, *date;
	bool contract;
};

#define AT(member) offsetof(struct decide_options, member)

static const struct option_row decide_rows[] = {
	{ "conditions", OPTION_TEXT, AT(conditions), MSG_VALUE_TEXT,
	    MSG_DECIDE_OPTION_CONDITIONS },
	{ "contract", OPTION_FLAG, AT(contract), MSG_VALUE_DATE,
	    MSG_DECIDE_OPTION_CONTRACT },
	{ "date", OPTION_TEXT, AT(date), MSG_VALUE_DATE,
	    MSG_DECIDE_OPTION_DATE },
	{ "reason", OPTION_TEXT, AT(reason), MSG_VALUE_TEXT,
	    MSG_DECIDE_OPTION_REASON },
	{ "replace-by", OPTION_TEXT, AT(replace_by), MSG_VALUE_SERVICE,
	    MSG_DECIDE_OPTION_REPLACE },
	{ "until", OPTION_TEXT, AT(until), MSG_VALUE_DATE,
	    MSG_DECIDE_OPTION_UNTIL },
	COMMON_ROWS(struct decide_options),
};

static enum status
unknown_service(const struct catalogue *catalogue, const char *id,
    struct err *err)
{
	const char **ids = calloc((size_t)catalogue->service_count + 1,
	    sizeof(*ids));
	const char *near = NULL;

	for (uint32_t i = 0; ids != NULL && i < catalogue->service_count; i++)
		ids[i] = catalogue->services[i].id.at;
	if (ids != NULL)
		near = closest(id, ids);
	free(ids);
	return near == NULL
	    ? err_set(err, E_USAGE, MSG_DECIDE_SERVICE, ARGS(id))
	    : err_set(err, E_USAGE, MSG_DECIDE_SERVICE_NEAR, ARGS(id, near));
}

static enum status
read_day(const char *name, const char *text, int32_t absent, int32_t *ret,
    struct err *err)
{
	*ret = absent;
	if (text == NULL || calendar_parse(str_of(text), ret))
		return OK;
	return err_set(err, E_USAGE, MSG_REPORT_DATE_INVALID, ARGS(name));
}

static bool
read_status(struct str word, enum decision *ret)
{
	for (int i = 0; i < DECISION_COUNT; i++)
		if (str_eq(word, decision_id((enum decision)i))) {
			*ret = (enum decision)i;
			return true;
		}
	return false;
}

/* The policy would refuse the row too, by a line of a file that nobody wrote:
 * what is wrong is an option, and so it is told. */
static enum status
check_options(const struct session *session, const char *status,
    const struct policy_decision *row, struct err *err)
{
	const struct decide_options *options = session->options;
	const struct catalogue *catalogue = session->folder.edition.catalogue;
	bool ends = row->decision == DECISION_TRIAL ||
	    row->decision == DECISION_POSTPONED;

	if (ends && options->until == NULL)
		return err_set(err, E_USAGE, MSG_DECIDE_UNTIL, ARGS(status));
	if (!ends && options->until != NULL)
		return err_set(err, E_USAGE, MSG_DECIDE_NO_UNTIL, ARGS(status));
	if (ends && row->until < row->date)
		return err_set(err, E_USAGE, MSG_DECIDE_UNTIL_BEFORE, NO_ARGS);
	if (options->replace_by == NULL)
		return OK;
	if (row->decision != DECISION_FORBIDDEN)
		return err_set(err, E_USAGE, MSG_DECIDE_NO_REPLACE,
		    ARGS(status));
	return catalogue_find(catalogue, row->replaced_by) >= 0
	    ? OK
	    : unknown_service(catalogue, options->replace_by, err);
}

/* What is decided: a service by its id, or a category. */
static enum status
read_subject(const struct catalogue *catalogue, const char *id,
    struct policy_decision *row, struct err *err)
{
	int category = category_of(str_of(id));

	if (catalogue_find(catalogue, str_of(id)) >= 0)
		row->service = str_of(id);
	else if (category >= 0)
		row->category = (enum category)category;
	else
		return unknown_service(catalogue, id, err);
	return OK;
}

static enum status
read_row(const struct session *session, struct policy_decision *row,
    struct err *err)
{
	const struct decide_options *options = session->options;
	const char *id = session->operands[0];
	const char *status = id == NULL ? NULL : session->operands[1];
	enum status code;

	if (status == NULL)
		return err_set(err, E_USAGE, MSG_DECIDE_OPERANDS, NO_ARGS);
	if (!read_status(str_of(status), &row->decision))
		return err_set(err, E_USAGE, MSG_DECIDE_STATUS, ARGS(status));
	code = read_subject(session->folder.edition.catalogue, id, row, err);
	if (code == OK)
		code = read_day("date", options->date,
		    calendar_day_of(session->now, 0), &row->date, err);
	if (code == OK)
		code = read_day("until", options->until, CALENDAR_NO_DAY,
		    &row->until, err);
	row->contract = options->contract ? ANSWER_YES : ANSWER_UNKNOWN;
	row->conditions = str_of(options->conditions);
	row->replaced_by = str_of(options->replace_by);
	row->reason = str_of(options->reason);
	return code == OK ? check_options(session, status, row, err) : code;
}

static void
say_done(struct session *session, const struct policy_decision *row)
{
	enum language language = session->settings->language;
	struct buf name, status, day;
	const struct catalogue *catalogue = session->folder.edition.catalogue;
	int at = catalogue_find(catalogue, row->service);

	buf_init(&name, TEXT_MAX);
	buf_init(&status, TEXT_MAX);
	buf_init(&day, TEXT_MAX);
	if (at >= 0)
		buf_str(&name, catalogue->services[at].name);
	else
		message_write(&name, language, category_name(row->category),
		    NO_ARGS);
	message_write(&status, language, decision_name(row->decision),
	    NO_ARGS);
	prose_day(&day, language, row->date);
	session_line(session, MSG_DECIDE_DONE,
	    ARGS(buf_z(&name), buf_z(&status), buf_z(&day)));
	buf_release(&name);
	buf_release(&status);
	buf_release(&day);
}

static enum status
act_decide(struct session *session, struct err *err)
{
	struct policy_decision row = { .until = CALENDAR_NO_DAY };
	enum status code = read_row(session, &row, err);

	if (code == OK)
		code = folder_decide(&session->folder, &row, err);
	if (code == OK)
		say_done(session, &row);
	return code;
}

static int
run_decide(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct decide_options options = { .contract = false };

	return session_run(self, argc, argv, settings, &options, 2,
	    SESSION_OPENS, act_decide);
}

const struct command cmd_decide = {
	.name = "decide",
	.synopsis = MSG_DECIDE_SYNOPSIS,
	.summary = MSG_DECIDE_SUMMARY,
	.options = { decide_rows,
	    sizeof(decide_rows) / sizeof(decide_rows[0]) },
	.run = run_decide,
};
