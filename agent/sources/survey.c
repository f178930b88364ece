/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/survey.h"

#include "agent/sources/binlog.h"
#include "agent/sources/input.h"
#include "agent/sources/loghead.h"
#include "agent/sources/packed.h"
#include "agent/sources/source.h"

#include <stdio.h>
#include <string.h>

#define VOTERS 200
#define SAMPLE_PLACES 256
#define ALONE 256
#define SPARSE 16

void
survey_init(struct survey *survey, const struct format *forced,
    const struct zone *zone, int64_t latest, int32_t year)
{
	memset(survey, 0, sizeof(*survey));
	candidates_init(&survey->candidates, forced);
	stamp_clock_init(&survey->clock, zone, latest, year);
}

struct str
survey_inside(struct survey *survey, struct str record)
{
	return survey->kind == RECORDS_WRAPPED || survey->kind == RECORDS_JSON
	    ? unwrap(&survey->unwrap, record)
	    : record;
}

/* Once ranked, the first may claim lines, by what is learnt so far: a table needs
 * its columns for that. */
static void
vote(struct survey *survey, struct str line, const struct loghead *head)
{
	if (survey->candidates.ranked)
		return;
	survey->voters++;
	survey->stamped += head->stamp.kind != STAMP_NONE;
	candidates_vote(&survey->candidates, line);
	if (survey->voters == VOTERS) {
		candidates_rank(&survey->candidates);
		candidates_settle(&survey->candidates,
		    survey->clock.latest_day);
	}
}

/* Where the first candidate has claimed all lines, one in SPARSE is enough to
 * see that others have come. */
static bool
is_dull(struct survey *survey)
{
	return survey->alone >= ALONE && survey->alone++ % SPARSE != 0;
}

/* What a candidate says of a line; true when the line is its own, so that no
 * other needs to be asked: as when it is read, once all are ranked. */
static bool
ask(struct survey *survey, size_t i, struct str line)
{
	struct candidate *candidate = &survey->candidates.at[i];
	enum record record = candidate->format->parse(line,
	    &candidate->dialect, &survey->query);
	bool claimed =
	    survey->candidates.ranked && record != RECORD_FOREIGN;

	if (record == RECORD_QUERY)
		candidate->has_queries = true;
	if (record != RECORD_FOREIGN)
		survey->seen = true;
	survey->alone = claimed && i == 0 ? survey->alone + 1 : 0;
	return claimed;
}

/* What is learnt from a line of the head or of a sample. */
static void
learn(struct survey *survey, struct str line, const struct loghead *head)
{
	bool claimed;

	if (str_trim(line).len == 0)
		return;
	stamp_clock_sample(&survey->clock, &head->stamp);
	claimed = is_dull(survey);
	for (size_t i = 0; i < survey->candidates.count; i++) {
		struct candidate *candidate = &survey->candidates.at[i];

		candidate->format->learn(&candidate->learning, line);
		claimed = claimed || ask(survey, i, line);
	}
}

static void
see(void *cookie, struct str line)
{
	struct survey *survey = cookie;
	struct loghead head;

	line = survey_inside(survey, line);
	loghead_read(line, &head);
	learn(survey, line, &head);
}

static void
see_head(void *cookie, struct str line)
{
	struct survey *survey = cookie;
	struct str inside = survey_inside(survey, line);
	struct loghead head;

	loghead_read(inside, &head);
	if (str_trim(line).len > 0)
		vote(survey, inside, &head);
	learn(survey, inside, &head);
}

/* A shared syslog may hold a daemon that neither head nor samples show, and so
 * may what begins with a line over the limit. */
static bool
is_worth_reading(const struct survey *survey)
{
	return survey->candidates.forced || survey->voters == 0 ||
	    survey->seen || survey->candidates.at[0].votes > 0 ||
	    survey->stamped * 2 > survey->voters;
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
vote_of_last_line(struct survey *survey, struct str head)
{
	struct str last = head;
	struct loghead read;

	(void)str_cut_last(head, STR("\n"), NULL, &last);
	if (!is_whole(head) || str_trim(last).len == 0 ||
	    last.len > INPUT_LINE_MAX)
		return;
	last = survey_inside(survey, str_trim(last));
	loghead_read(last, &read);
	vote(survey, last, &read);
}

/* A name tells it from what is no log at all. */
static enum status
refuse(struct source_report *report, const char *name, enum message why,
    const char *command, struct err *err)
{
	(void)snprintf(report->name, sizeof(report->name), "%s", name);
	return err_set(err, E_UNSUPPORTED, why, ARGS(name, command));
}

/* The vote, and what only the head and samples of the rest can tell. */
enum status
survey_read(struct survey *survey, struct input *input,
    struct source_report *report, bool *ret_worth, struct err *err)
{
	struct str head;
	struct binlog binary;
	struct packed packed;
	enum status code = input_head(input, &head, err);
	bool lines;

	if (code != OK)
		return code;
	if (binlog_known(head, &binary))
		return refuse(report, binary.name, binary.export, "", err);
	if (packed_known(head, &packed))
		return refuse(report, packed.name, MSG_DNS_PACKED,
		    packed.command, err);
	survey->binary = !packed_is_text(head);
	survey->kind = records_kind(head);
	lines = records_are_lines(survey->kind);
	records_each(survey->kind, head, is_whole(head), see_head, survey);
	if (lines)
		vote_of_last_line(survey, head);
	if (survey->voters == 0 && lines && head.len <= INPUT_LINE_MAX)
		return err_set(err, E_INVALID, MSG_DNS_EMPTY, NO_ARGS);
	candidates_rank(&survey->candidates);
	if (lines)
		code = input_samples(input, SAMPLE_PLACES, see, survey, err);
	if (code != OK)
		return code;
	candidates_settle(&survey->candidates, survey->clock.latest_day);
	stamp_clock_start(&survey->clock);
	*ret_worth = is_worth_reading(survey);
	return OK;
}

enum status
survey_unknown(struct survey *survey, struct err *err)
{
	if (survey->binary && !survey->candidates.forced)
		return err_set(err, E_UNSUPPORTED, MSG_DNS_BINARY, NO_ARGS);
	return candidates_unknown(&survey->candidates, err);
}
