/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linelog.h"

#include "agent/sources/binlog.h"
#include "agent/sources/contact.h"
#include "agent/sources/formats.h"
#include "agent/sources/input.h"
#include "agent/sources/linefast.h"
#include "agent/sources/loghead.h"
#include "agent/sources/packed.h"
#include "agent/sources/records.h"
#include "agent/sources/stamp_clock.h"
#include "agent/sources/unwrap.h"
#include "agent/sources/zone.h"

#include "core/buf.h"
#include "core/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VOTERS 200
#define SAMPLE_PLACES 256
#define NEAREST 3
#define NOON (12 * 3600)
#define ALONE 256
#define SPARSE 16
#define SAMPLE_NAME STR("a.b")
#define SAMPLE_CLIENT STR("0.0.0.0")

/* What is known of one format in this file. */
struct candidate {
	const struct format *format;
	size_t place; /* in the list of formats: settles ties, as sorting may not */
	struct learning learning;
	struct dialect dialect;
	uint64_t votes;
	uint32_t marks;    /* bit i: marks[i] was seen in the head */
	bool has_queries;  /* replies do not count any more */
	bool claimed;      /* some line was its own */
};

struct linelog {
	const struct source_env *env;
	struct source_report *report;
	struct stamp_clock clock;
	int64_t mtime;
	struct candidate candidates[FORMATS_COUNT];
	size_t count;
	enum records_kind kind;
	uint64_t voters;   /* non-empty lines of the head, at most VOTERS */
	uint64_t stamped;  /* of these, lines that begin with a time */
	bool ranked;       /* the vote is over */
	uint64_t alone;    /* lines on end that the first has claimed */
	bool surveyed;     /* some line of the survey is of a format */
	bool binary;       /* the head is no text */
	uint64_t from;     /* what begins before it was counted before */
	uint64_t end;      /* after the last whole line */
	bool old;          /* the line at hand */
	struct clients_several several;
	struct query query;
	struct linefast *fast; /* NULL: the reference */
	struct unwrap unwrap;
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
	stamp_clock_init(&log->clock,
	    options->zone == NULL ? env->zone : options->zone, log->mtime,
	    options->year);
	if (options->format != NULL) {
		log->candidates[log->count++].format = options->format;
		return;
	}
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		log->candidates[log->count].place = i;
		log->candidates[log->count++].format = formats_at(i);
	}
}

/* The head */

static void
see_marks(struct candidate *candidate, struct str line)
{
	size_t at;

	for (size_t i = 0; i < FORMAT_MARKS_MAX; i++)
		if (candidate->format->marks[i] != NULL &&
		    str_find(line, str_of(candidate->format->marks[i]), &at))
			candidate->marks |= 1u << i;
}

static int
by_place(const struct candidate *x, const struct candidate *y)
{
	return (x->place > y->place) - (x->place < y->place);
}

static int
by_votes(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->votes == y->votes ? by_place(x, y)
	                            : x->votes < y->votes ? 1 : -1;
}

/* The order in which candidates are offered a line, once and for all. */
static void
rank(struct linelog *log)
{
	if (!log->ranked)
		qsort(log->candidates, log->count, sizeof(log->candidates[0]),
		    by_votes);
	log->ranked = true;
}

/* What a line holds, once its container's runtime is taken off. */
static struct str
inside(struct linelog *log, struct str line)
{
	return log->kind == RECORDS_WRAPPED ? unwrap(&log->unwrap, line) : line;
}

static void
vote(struct linelog *log, struct str line)
{
	struct loghead head;

	if (log->ranked)
		return;
	line = inside(log, line);
	log->voters++;
	loghead_read(line, &head);
	log->stamped += head.stamp.kind != STAMP_NONE;
	for (size_t i = 0; i < log->count; i++) {
		struct candidate *candidate = &log->candidates[i];

		candidate->votes += (uint64_t)candidate->format->bid(line);
		see_marks(candidate, line);
	}
	if (log->voters == VOTERS)
		rank(log);
}

/* Where the first candidate has claimed all lines, one in SPARSE is enough to
 * see that others have come. */
static bool
is_dull(struct linelog *log)
{
	return log->alone >= ALONE && log->alone++ % SPARSE != 0;
}

/* What is learnt from a line of the head or of a sample.  Once the candidates
 * are ranked, a line is the first one's that claims it, as when it is read. */
static void
survey(void *cookie, struct str line)
{
	struct linelog *log = cookie;
	struct loghead head;
	bool claimed;

	line = inside(log, line);
	if (str_trim(line).len == 0)
		return;
	loghead_read(line, &head);
	stamp_clock_sample(&log->clock, &head.stamp);
	claimed = is_dull(log);
	for (size_t i = 0; i < log->count; i++) {
		struct candidate *candidate = &log->candidates[i];
		enum record record;

		candidate->format->learn(&candidate->learning, line);
		if (claimed)
			continue;
		record = candidate->format->parse(line, &candidate->dialect,
		    &log->query);
		if (record == RECORD_QUERY)
			candidate->has_queries = true;
		if (record != RECORD_FOREIGN)
			log->surveyed = true;
		claimed = log->ranked && record != RECORD_FOREIGN;
		log->alone = claimed && i == 0 ? log->alone + 1 : 0;
	}
}

static void
survey_head(void *cookie, struct str line)
{
	if (str_trim(line).len > 0)
		vote(cookie, line);
	survey(cookie, line);
}

/* A shared syslog may hold a daemon that neither head nor samples show, and so
 * may what begins with a line over the limit. */
static bool
is_worth_reading(const struct linelog *log)
{
	return log->voters == 0 || log->surveyed ||
	    log->candidates[0].votes > 0 || log->stamped * 2 > log->voters;
}

/* The head is the file. */
static bool
is_whole(struct str head)
{
	return head.len < INPUT_BLOCK / 2;
}

/* What follows the last newline votes when the file ends there; more is not
 * learnt from it: cut short, a reply reads like a query. */
static void
vote_of_last_line(struct linelog *log, struct str head)
{
	struct str last = head;

	(void)str_cut_last(head, STR("\n"), NULL, &last);
	if (is_whole(head) && str_trim(last).len > 0 &&
	    last.len <= INPUT_LINE_MAX)
		vote(log, str_trim(last));
}

static void
settle(struct linelog *log)
{
	for (size_t i = 0; i < log->count; i++) {
		struct candidate *candidate = &log->candidates[i];

		candidate->format->settle(&candidate->learning,
		    log->clock.latest_day, &candidate->dialect);
	}
	stamp_clock_start(&log->clock);
}

/* A name tells it from what is no log at all. */
static enum status
refuse(struct linelog *log, const char *name, enum message why,
    const char *command, struct err *err)
{
	(void)snprintf(log->report->name, sizeof(log->report->name), "%s",
	    name);
	return err_set(err, E_UNSUPPORTED, why, ARGS(name, command));
}

/* The vote, and what only the head and samples of the rest can tell;
 * *ret_worth is false when there is no use in reading on. */
static enum status
read_head(struct linelog *log, struct input *input, bool forced,
    bool *ret_worth, struct err *err)
{
	struct str head;
	struct binlog binary;
	struct packed packed;
	enum status code = input_head(input, &head, err);

	if (code != OK)
		return code;
	if (binlog_known(head, &binary))
		return refuse(log, binary.name, binary.export, "", err);
	if (packed_known(head, &packed))
		return refuse(log, packed.name, MSG_DNS_PACKED,
		    packed.command, err);
	log->binary = !packed_is_text(head);
	log->kind = records_kind(head);
	records_each(log->kind, head, is_whole(head), survey_head, log);
	if (records_are_lines(log->kind))
		vote_of_last_line(log, head);
	if (log->voters == 0 && records_are_lines(log->kind) &&
	    head.len <= INPUT_LINE_MAX)
		return err_set(err, E_INVALID, MSG_DNS_EMPTY, NO_ARGS);
	rank(log);
	if (records_are_lines(log->kind))
		code = input_samples(input, SAMPLE_PLACES, survey, log, err);
	if (code != OK)
		return code;
	settle(log);
	*ret_worth = forced || is_worth_reading(log);
	return OK;
}

/* The lines */

static void
reject(struct linelog *log, uint64_t number, enum source_reject why)
{
	if (!log->old)
		source_rejected(log->report, number, why);
}

/* A time of day is of the file's day, or of the day before when it would be
 * later than the file. */
static int64_t
time_of_day(const struct linelog *log, int32_t second)
{
	const struct zone *zone = log->clock.zone;
	int32_t day = zone_day(zone, log->mtime);
	int64_t made = zone_unix(zone, day, second);

	return made <= log->mtime ? made : zone_unix(zone, day - 1, second);
}

/* False when the stamp has no place in a calendar. */
static bool
time_of(struct linelog *log, int64_t *ret_unix_seconds)
{
	const struct zone *zone = log->env->zone;
	const struct stamp *stamp = &log->query.stamp;

	if (stamp->kind != STAMP_NONE && stamp->kind != STAMP_TIME)
		return stamp_unix(&log->clock, stamp, ret_unix_seconds);
	log->report->without_time = true;
	*ret_unix_seconds = stamp->kind == STAMP_TIME
	    ? time_of_day(log, stamp->second)
	    : zone_unix(zone, zone_day(zone, log->mtime), NOON);
	return true;
}

/* The same for times of day, of which some may be of the day before. */
static bool
is_one_day_of_times(const struct linelog *log, int32_t first, int32_t span)
{
	int64_t from = time_of_day(log, first);
	int64_t to = time_of_day(log, first + span - 1);

	return first >= 0 && to - from == span - 1 &&
	    zone_one_day(log->env->zone, from, to);
}

/* Whether all lines of the shape are of one day, as the last query was. */
static bool
is_one_day(const struct linelog *log, const struct lineshape *shape,
    int64_t unix_seconds)
{
	const struct stamp *stamp = &log->query.stamp;
	int64_t first = unix_seconds - shape->into;

	if (stamp->kind == STAMP_NONE)
		return true;
	if (stamp->kind == STAMP_TIME)
		return is_one_day_of_times(log, stamp->second - shape->into,
		    shape->span);
	return stamp_is_steady(&log->clock, stamp, shape->into,
	           shape->span) &&
	    zone_one_day(log->env->zone, first, first + shape->span - 1);
}

static bool
may_teach(struct linelog *log, const struct candidate *candidate)
{
	return log->fast != NULL && log->kind == RECORDS_LINES &&
	    candidate == log->candidates && candidate->format->fast != NULL &&
	    linefast_wants(log->fast);
}

/* The stamp of the first second of the shape's span. */
static struct stamp
first_of(struct stamp stamp, const struct lineshape *shape)
{
	stamp.unix_seconds -= shape->into;
	stamp.second -= shape->into;
	return stamp;
}

static bool
is_same_query(const struct query *query, const struct query *sample,
    struct stamp stamp)
{
	return str_eq(sample->name, SAMPLE_NAME) &&
	    (query->client.len == 0 ||
	        str_eq(sample->client, SAMPLE_CLIENT)) &&
	    sample->stamp.kind == stamp.kind &&
	    (stamp.kind == STAMP_UNIX
	            ? sample->stamp.unix_seconds == stamp.unix_seconds
	            : sample->stamp.second == stamp.second &&
	                calendar_day(sample->stamp.date) ==
	                    calendar_day(stamp.date));
}

/* How a line is written, as one of the ways of its format; `shape` is how it
 * begins. */
struct form {
	const struct candidate *candidate;
	const struct format_fast *fast;
	struct lineshape shape;
	struct str line;
};

/* A mould is what the format says of a line that fits it and has as little in
 * common with the one that it was cast from as can be. */
static bool
proves(const struct linelog *log, const struct form *form,
    const struct mould *mould, enum record record)
{
	struct query sample = { .stamp = { .kind = STAMP_NONE } };
	char text[LINESHAPE_MAX + MOULD_SAMPLE_MAX];
	size_t len = form->shape.len;

	memcpy(text, form->line.at, len);
	len += mould_sample(mould, SAMPLE_NAME, SAMPLE_CLIENT, text + len);
	return form->candidate->format->parse((struct str){ text, len },
	           &form->candidate->dialect, &sample) == record &&
	    (record == RECORD_OTHER ||
	        is_same_query(&log->query, &sample, mould->stamp));
}

static bool
teach_mould(struct linelog *log, const struct form *form, int64_t unix_seconds,
    enum record record)
{
	bool query = record == RECORD_QUERY, known;
	struct mould mould;

	known = mould_of_record(form->line, form->shape.len, form->fast->keys,
	    log->query.client, query ? LINECLASS_QUERY : LINECLASS_OTHER,
	    &mould);
	while (known && query && mould.timed != MOULD_NO_PIECE &&
	    !is_one_day(log, &mould.time, unix_seconds))
		known = lineshape_narrow(&mould.time,
		    str_skip(form->line, mould.time_at));
	mould.stamp = first_of(log->query.stamp, &mould.time);
	known = known && proves(log, form, &mould, record);
	if (known)
		linefast_learn_mould(log->fast, form->fast, &form->shape,
		    &mould);
	return known;
}

static bool
teach_shape(struct linelog *log, struct form *form, int64_t unix_seconds)
{
	struct lineshape *shape = &form->shape;
	struct stamp first;

	while (!is_one_day(log, shape, unix_seconds))
		if (!lineshape_narrow(shape, form->line))
			return false;
	first = first_of(log->query.stamp, shape);
	linefast_learn(log->fast, form->fast, shape, &first);
	return true;
}

/* JSON begins with its bracket. */
static bool
has_form(struct form *form)
{
	if (form->fast->shape != NULL)
		return form->fast->shape(form->line, &form->shape);
	lineshape_of_bytes(STR("{"), &form->shape);
	return str_starts(form->line, STR("{"));
}

static bool
is_json(struct str line)
{
	json_t *object = NULL;
	bool valid = json_read(line, RECORD_MAX, &object, NULL) == OK;

	json_decref(object);
	return valid;
}

/* Of what moulds are cast from, lines that are no query teach too: of JSON, the
 * format need not have read them to the end. */
static bool
may_form(const struct form *form, enum record record)
{
	return record == RECORD_QUERY || (form->fast->keys != NULL &&
	    (form->fast->keys->pairs || is_json(form->line)));
}

static bool
has_moulds(const struct format *format)
{
	const struct format_fast *fast = format->fast;

	while (fast != NULL && fast->keys == NULL)
		fast = fast->next;
	return fast != NULL;
}

/* A query tells the fast path what others look like.  Only the first candidate
 * is offered every line. */
static void
teach(struct linelog *log, const struct candidate *candidate, struct str line,
    int64_t unix_seconds, enum record record)
{
	struct form form = { .candidate = candidate, .line = line };

	if (!may_teach(log, candidate))
		return;
	if (record == RECORD_QUERY)
		linefast_count_replies(log->fast, !candidate->has_queries);
	for (form.fast = candidate->format->fast; form.fast != NULL;
	     form.fast = form.fast->next) {
		if (!has_form(&form) || !may_form(&form, record))
			continue;
		if (form.fast->keys != NULL
		        ? teach_mould(log, &form, unix_seconds, record)
		        : teach_shape(log, &form, unix_seconds))
			return;
	}
}

static void
take_query(struct linelog *log, const struct candidate *candidate,
    const struct input_line *line)
{
	int64_t unix_seconds;
	bool timed = time_of(log, &unix_seconds);

	if (log->fast != NULL && log->query.stamp.kind == STAMP_YEARLESS)
		linefast_forget(log->fast);
	if (!timed) {
		reject(log, line->number, SOURCE_REJECT_TIME);
		return;
	}
	teach(log, candidate, line->text, unix_seconds, RECORD_QUERY);
	if (!log->old)
		contact_count(log->env, log->report, &log->several,
		    &(struct contact){ unix_seconds, log->query.name,
		        log->query.client });
}

static void
see_first_query(struct linelog *log, struct candidate *candidate)
{
	candidate->has_queries = true;
	if (log->fast != NULL && candidate == log->candidates)
		linefast_count_replies(log->fast, false);
}

/* The first candidate that claims the line, in order of votes. */
static void
take_line(struct linelog *log, const struct input_line *line)
{
	struct str text = inside(log, line->text);

	for (size_t i = 0; i < log->count; i++) {
		struct candidate *candidate = &log->candidates[i];
		enum record record = candidate->format->parse(text,
		    &candidate->dialect, &log->query);

		if (record == RECORD_FOREIGN)
			continue;
		candidate->claimed = true;
		if (record == RECORD_QUERY && !candidate->has_queries)
			see_first_query(log, candidate);
		if (record == RECORD_QUERY ||
		    (record == RECORD_REPLY && !candidate->has_queries))
			take_query(log, candidate, line);
		else if (record == RECORD_REJECTED && !line->unended)
			reject(log, line->number, SOURCE_REJECT_SHAPE);
		else if (record == RECORD_OTHER &&
		    has_moulds(candidate->format))
			teach(log, candidate, line->text, 0, RECORD_OTHER);
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
	const struct input_line line = { .text = query->line,
		.number = query->number };

	log->query.name = query->name;
	log->query.client = query->client;
	log->query.stamp = query->stamp;
	take_query(log, log->candidates, &line);
}

/* The clock of year-less stamps goes on from the last query, parsed or not. */
static void
passed_fast(void *cookie, struct str line)
{
	struct linelog *log = cookie;
	const struct candidate *first = log->candidates;
	int64_t unix_seconds;

	enum record record = first->format->parse(line, &first->dialect,
	    &log->query);

	if ((record == RECORD_QUERY || record == RECORD_REPLY) &&
	    log->query.stamp.kind == STAMP_YEARLESS)
		(void)stamp_unix(&log->clock, &log->query.stamp,
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
		code = records_next(log->kind, input, &line, &more, err);
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

/* The answer */

static bool
has_claims(const struct linelog *log)
{
	for (size_t i = 0; i < log->count; i++)
		if (log->candidates[i].claimed)
			return true;
	return false;
}

/* "dnsmasq / Pi-hole + Unbound" */
static void
name_report(struct linelog *log)
{
	char *name = log->report->name;
	size_t room = sizeof(log->report->name), n = 0;

	for (size_t i = 0; i < log->count; i++) {
		const struct candidate *candidate = &log->candidates[i];
		const char *title = candidate->format->title;

		if (!candidate->claimed || n + strlen(title) + 4 > room)
			continue;
		n += (size_t)snprintf(name + n, room - n, "%s%s",
		    n == 0 ? "" : " + ", title);
	}
}

static int
marks_seen(const struct candidate *candidate)
{
	int seen = 0;

	for (uint32_t bits = candidate->marks; bits != 0; bits &= bits - 1)
		seen++;
	return seen;
}

static int
by_marks(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	int more = marks_seen(y) - marks_seen(x);

	return more != 0 ? more : by_place(x, y);
}

/* "dnsmasq (query[, from), ..." */
static void
write_missing(struct buf *out, const struct candidate *candidate)
{
	bool first = true;

	buf_text(out, candidate->format->id);
	buf_text(out, " (");
	for (size_t i = 0; i < FORMAT_MARKS_MAX; i++) {
		const char *mark = candidate->format->marks[i];

		if (mark == NULL || (candidate->marks & 1u << i) != 0)
			continue;
		buf_text(out, first ? "" : " ");
		buf_str(out, str_trim(str_of(mark)));
		first = false;
	}
	buf_text(out, first ? "…)" : ")");
}

static enum status
unknown(struct linelog *log, bool forced, struct err *err)
{
	struct buf text;
	enum status code;

	if (log->binary && !forced)
		return err_set(err, E_UNSUPPORTED, MSG_DNS_BINARY, NO_ARGS);
	buf_init(&text, 512);
	qsort(log->candidates, log->count, sizeof(log->candidates[0]),
	    by_marks);
	for (size_t i = 0; i < log->count && i < NEAREST; i++) {
		buf_text(&text, i == 0 ? "" : ", ");
		write_missing(&text, &log->candidates[i]);
	}
	code = forced
	    ? err_set(err, E_INVALID, MSG_DNS_NOT_THIS_FORMAT,
	          ARGS(buf_z(&text)))
	    : err_set(err, E_UNSUPPORTED, MSG_DNS_UNKNOWN_FORMAT,
	          ARGS(buf_z(&text)));
	buf_release(&text);
	return code;
}

enum status
linelog_scan(const struct source_env *env, struct input *input,
    const struct linelog_options *options, struct source_report *report,
    struct err *err)
{
	struct linelog *log = calloc(1, sizeof(*log));
	bool forced = options->format != NULL, worth = false;
	enum status code;

	if (log == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	init(log, env, input, options, report);
	if (options->path == LINELOG_FAST)
		log->fast = linefast_new(env->match, options->isa);
	code = read_head(log, input, forced, &worth, err);
	if (code == OK && worth && options->threads > 1)
		input_read_ahead(input);
	if (code == OK && log->fast != NULL)
		linefast_know(log->fast, log->candidates[0].format,
		    &log->candidates[0].dialect);
	if (code == OK && worth)
		code = read_lines(log, input, err);
	if (options->ret_end != NULL)
		*options->ret_end = log->end;
	if (has_claims(log))
		name_report(log);
	else if (code == OK)
		code = unknown(log, forced, err);
	linefast_free(log->fast);
	free(log);
	return code;
}
