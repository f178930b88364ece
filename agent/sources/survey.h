/* SPDX-License-Identifier: Apache-2.0
 * survey.h: what the head of a log and samples of the rest tell before it is
 * read: how it is cut into records, which formats it may be of, what they learn,
 * and its years.  Must not know what is made of its records.
 * Covered by tests/unit/test_linelog.c.
 */
#ifndef AGENT_SOURCES_SURVEY_H
#define AGENT_SOURCES_SURVEY_H

#include "agent/sources/candidates.h"
#include "agent/sources/records.h"
#include "agent/sources/stamp_clock.h"
#include "agent/sources/unwrap.h"

struct source_report;

struct survey {
	struct candidates candidates;
	struct stamp_clock clock;
	enum records_kind kind;
	struct unwrap unwrap;

	uint64_t voters;   /* non-empty lines of the head, up to the vote's end */
	uint64_t stamped;  /* of these, lines that begin with a time */
	uint64_t alone;    /* lines on end that the first has claimed */
	bool seen;         /* some line is of a format */
	bool binary;       /* the head is no text */
	struct query query;
};

/* survey_init: of a log written last at `latest`; `forced`, `zone` and `year` as
 * in candidates_init and stamp_clock_init. */
void survey_init(struct survey *survey, const struct format *forced,
    const struct zone *zone, int64_t latest, int32_t year);

/*
 * survey_read: take the survey of `input`, of which nothing was consumed and
 * nothing is; *ret_worth is false when there is no use in reading it.
 * E_UNSUPPORTED: a known binary or compressed format, which report->name then
 * tells.
 * E_INVALID: it is empty.
 */
MUST_CHECK enum status survey_read(struct survey *survey,
    struct input *input, struct source_report *report, bool *ret_worth,
    struct err *err);

/* survey_unknown: why no candidate claimed a record (candidates_unknown), or
 * that the file is no text. */
enum status survey_unknown(struct survey *survey, struct err *err);

/* survey_inside: what a record holds, once what was put around it is taken
 * off: a part of it, or kept until the next call. */
struct str survey_inside(struct survey *survey, struct str record);

#endif
