/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linelog.h"

#include "agent/sources/contact.h"
#include "agent/sources/input.h"
#include "agent/sources/lesson.h"
#include "agent/sources/linefast.h"
#include "agent/sources/survey.h"
#include "agent/sources/zone.h"

#include <stdlib.h>

#define NOON (12 * 3600)

struct linelog {
	const struct source_env *env;
	struct source_report *report;
	int64_t mtime;
	struct survey survey;
	uint64_t from;     /* what begins before it was counted before */
	uint64_t end;      /* after the last whole line */
	bool old;          /* the line at hand */
	struct clients_several several;
	struct contact_memo memo;
	struct query query;
	struct linefast *fast; /* NULL: the reference */
	struct lesson lesson;
};

static void
init(struct linelog *log, const struct source_env *env, struct input *input,
    const struct linelog_options *options, struct source_report *report)
{
	log->env = env;
	log->report = report;
	log->mtime = options->now;
	log->from = options->from;
	(void)input_mtime(input, &log->mtime);
	survey_init(&log->survey, options->format,
	    options->zone == NULL ? env->zone : options->zone, log->mtime,
	    options->year);
}

/* The fast path is for lines, wrapped or not. */
static void
begin(struct linelog *log, struct input *input,
    const struct linelog_options *options)
{
	if (options->path == LINELOG_FAST &&
	    records_are_lines(log->survey.kind))
		log->fast = linefast_new(log->env->match, options->isa);
	if (log->fast != NULL)
		linefast_know(log->fast, log->survey.candidates.at[0].format,
		    &log->survey.candidates.at[0].dialect);
	log->lesson = (struct lesson){ log->fast, log->survey.candidates.at,
		&log->survey.clock, log->env->zone, &log->query,
		log->survey.kind == RECORDS_WRAPPED };
	if (options->threads > 1)
		input_read_ahead(input);
}

static void
reject(struct linelog *log, uint64_t number, enum source_reject why)
{
	if (!log->old)
		source_rejected(log->report, number, why);
}

/* False when the stamp has no place in a calendar. */
static bool
time_of(struct linelog *log, const struct stamp *stamp,
    int64_t *ret_unix_seconds)
{
	const struct zone *zone = log->env->zone;

	if (stamp->kind != STAMP_NONE && stamp->kind != STAMP_TIME)
		return stamp_unix(&log->survey.clock, stamp, ret_unix_seconds);
	log->report->without_time = true;
	*ret_unix_seconds = stamp->kind == STAMP_TIME
	    ? stamp_of_day(&log->survey.clock, stamp->second)
	    : zone_unix(zone, zone_day(zone, log->mtime), NOON);
	return true;
}

/* The reference looks each name up. */
static void
count(struct linelog *log, const struct contact *contact)
{
	struct contact_memo *memo = log->fast == NULL ? NULL : &log->memo;

	if (!log->old)
		contact_count(log->env, log->report, &log->several, memo,
		    contact);
}

static void
take_query(struct linelog *log, const struct lesson_line *line,
    uint64_t number)
{
	const struct query *query = &log->query;
	struct contact contact = { 0, query->name, query->client };
	bool timed = time_of(log, &query->stamp, &contact.unix_seconds);

	if (log->fast != NULL && query->stamp.kind == STAMP_YEARLESS)
		linefast_forget(log->fast);
	if (!timed) {
		reject(log, number, SOURCE_REJECT_TIME);
		return;
	}
	lesson_query(&log->lesson, line, contact.unix_seconds);
	count(log, &contact);
}

static void
see_first_query(struct linelog *log, struct candidate *candidate)
{
	candidate->has_queries = true;
	if (log->fast != NULL && candidate == log->survey.candidates.at)
		linefast_count_replies(log->fast, false);
}

/* The first candidate that claims the line, in order of votes. */
static void
take_line(struct linelog *log, const struct input_line *line)
{
	struct lesson_line taught = { NULL, line->text,
		survey_inside(&log->survey, line->text) };

	for (size_t i = 0; i < log->survey.candidates.count; i++) {
		struct candidate *candidate = &log->survey.candidates.at[i];
		enum record record = candidate->format->parse(taught.inner,
		    &candidate->dialect, &log->query);

		if (record == RECORD_FOREIGN)
			continue;
		candidate->claimed = true;
		taught.candidate = candidate;
		if (record == RECORD_QUERY && !candidate->has_queries)
			see_first_query(log, candidate);
		if (record == RECORD_QUERY ||
		    (record == RECORD_REPLY && !candidate->has_queries))
			take_query(log, &taught, line->number);
		else if (record == RECORD_REJECTED && !line->unended)
			reject(log, line->number, SOURCE_REJECT_SHAPE);
		else if (record == RECORD_OTHER)
			lesson_other(&log->lesson, &taught);
		return;
	}
}

static void
tick(void *cookie)
{
	const struct linelog *log = cookie;

	source_tick(log->env, log->report);
}

static void
take_fast(void *cookie, const struct input_line *line)
{
	take_line(cookie, line);
}

static void
query_fast(void *cookie, const struct linefast_query *query)
{
	struct linelog *log = cookie;
	struct contact contact = { 0, query->name, query->client };

	/* What fits needs no lesson. */
	if (time_of(log, &query->stamp, &contact.unix_seconds))
		count(log, &contact);
	else
		reject(log, query->number, SOURCE_REJECT_TIME);
}

/* The clock of year-less stamps goes on from the last query, parsed or not. */
static void
passed_fast(void *cookie, struct str line)
{
	struct linelog *log = cookie;
	const struct candidate *first = log->survey.candidates.at;
	int64_t unix_seconds;

	enum record record = first->format->parse(
	    survey_inside(&log->survey, line), &first->dialect, &log->query);

	if ((record == RECORD_QUERY || record == RECORD_REPLY) &&
	    log->query.stamp.kind == STAMP_YEARLESS)
		(void)stamp_unix(&log->survey.clock, &log->query.stamp,
		    &unix_seconds);
}

/* What is in memory, as far as the fast path can go. */
static void
run_fast(struct linelog *log, struct input *input)
{
	const struct linefast_sink sink = { take_fast, query_fast, passed_fast,
		log };
	struct linefast_run run;
	struct str window;

	if (log->fast == NULL || !linefast_ready(log->fast))
		return;
	window = input_window(input);
	if (log->old) /* not across the place where new lines begin */
		window = str_head(window,
		    (size_t)(log->from - input_position(input)));
	linefast_run(log->fast, window, input_number(input), &sink, &run);
	input_pass(input, run.bytes, run.lines);
	if (run.bytes > 0)
		log->end = input_position(input);
	log->report->records += log->old ? 0 : run.queries;
}

/* Whether the next line was counted before.  The first that was not must be
 * parsed: the day of those before it has not been told. */
static void
see_age(struct linelog *log, const struct input *input)
{
	bool old = input_position(input) < log->from;

	if (log->old && !old && log->fast != NULL)
		linefast_restart(log->fast);
	log->old = old;
}

static enum status
read_lines(struct linelog *log, struct input *input, struct err *err)
{
	struct input_line line;
	bool more = true;
	enum status code;

	input_watch(input, tick, log);
	for (;;) {
		see_age(log, input);
		run_fast(log, input);
		see_age(log, input);
		code = records_next(log->survey.kind, input, &line, &more, err);
		if (code != OK || !more)
			return code;
		if (!line.unended)
			log->end = input_position(input);
		if (line.too_long)
			reject(log, line.number, SOURCE_REJECT_LENGTH);
		else if (line.text.len > 0)
			take_line(log, &line);
	}
}

enum status
linelog_scan(const struct source_env *env, struct input *input,
    const struct linelog_options *options, struct source_report *report,
    struct err *err)
{
	struct linelog *log = calloc(1, sizeof(*log));
	bool worth = false;
	enum status code;

	if (log == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	init(log, env, input, options, report);
	code = survey_read(&log->survey, input, report, &worth, err);
	if (code == OK && worth) {
		begin(log, input, options);
		code = read_lines(log, input, err);
	}
	if (options->ret_end != NULL)
		*options->ret_end = log->end;
	if (candidates_claimed(&log->survey.candidates))
		candidates_name(&log->survey.candidates, report->name,
		    sizeof(report->name));
	else if (code == OK)
		code = survey_unknown(&log->survey, err);
	linefast_free(log->fast);
	contact_forget(&log->memo);
	free(log);
	return code;
}
