/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/lesson.h"

#include "agent/sources/linefast.h"
#include "agent/sources/stamp_clock.h"
#include "agent/sources/zone.h"

#include "core/json.h"

#include <string.h>

#define SAMPLE_NAME STR("a.b")
#define SAMPLE_CLIENT STR("0.0.0.0")

/* Whether times of day are of one day, of which some may be of the day before. */
static bool
is_one_day_of_times(const struct lesson *lesson, int32_t first, int32_t span)
{
	int64_t from = stamp_of_day(lesson->clock, first);
	int64_t to = stamp_of_day(lesson->clock, first + span - 1);

	return first >= 0 && to - from == span - 1 &&
	    zone_one_day(lesson->zone, from, to);
}

/* Whether all lines of the shape are of one day, as the last query was. */
static bool
is_one_day(const struct lesson *lesson, const struct lineshape *shape,
    int64_t unix_seconds)
{
	const struct stamp *stamp = &lesson->query->stamp;
	int64_t first = unix_seconds - shape->into;

	if (stamp->kind == STAMP_NONE)
		return true;
	if (stamp->kind == STAMP_TIME)
		return is_one_day_of_times(lesson, stamp->second - shape->into,
		    shape->span);
	return stamp_is_steady(lesson->clock, stamp, shape->into,
	           shape->span) &&
	    zone_one_day(lesson->zone, first, first + shape->span - 1);
}

static bool
may_teach(const struct lesson *lesson, const struct candidate *candidate)
{
	return lesson->fast != NULL && candidate == lesson->first &&
	    candidate->format->fast != NULL && linefast_wants(lesson->fast);
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
proves(const struct lesson *lesson, const struct form *form,
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
	        is_same_query(lesson->query, &sample, mould->stamp));
}

static bool
teach_mould(const struct lesson *lesson, const struct form *form, int64_t unix_seconds,
    enum record record)
{
	bool query = record == RECORD_QUERY, known;
	struct mould mould;

	known = mould_of_record(form->line, form->shape.len, form->fast->keys,
	    lesson->query->client, query ? LINECLASS_QUERY : LINECLASS_OTHER,
	    &mould);
	while (known && query && mould.timed != MOULD_NO_PIECE &&
	    !is_one_day(lesson, &mould.time, unix_seconds))
		known = lineshape_narrow(&mould.time,
		    str_skip(form->line, mould.time_at));
	mould.stamp = first_of(lesson->query->stamp, &mould.time);
	known = known && proves(lesson, form, &mould, record);
	if (known)
		linefast_learn_mould(lesson->fast, form->fast, &form->shape,
		    &mould);
	return known;
}

static bool
teach_shape(const struct lesson *lesson, struct form *form, int64_t unix_seconds)
{
	struct lineshape *shape = &form->shape;
	struct stamp first;

	while (!is_one_day(lesson, shape, unix_seconds))
		if (!lineshape_narrow(shape, form->line))
			return false;
	first = first_of(lesson->query->stamp, shape);
	linefast_learn(lesson->fast, form->fast, shape, &first);
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

static void
teach(const struct lesson *lesson, const struct candidate *candidate, struct str line,
    int64_t unix_seconds, enum record record)
{
	struct form form = { .candidate = candidate, .line = line };

	if (!may_teach(lesson, candidate))
		return;
	if (record == RECORD_QUERY)
		linefast_count_replies(lesson->fast, !candidate->has_queries);
	for (form.fast = candidate->format->fast; form.fast != NULL;
	     form.fast = form.fast->next) {
		if (!has_form(&form) || !may_form(&form, record))
			continue;
		if (form.fast->keys != NULL
		        ? teach_mould(lesson, &form, unix_seconds, record)
		        : teach_shape(lesson, &form, unix_seconds))
			return;
	}
}

void
lesson_query(const struct lesson *lesson, const struct candidate *candidate,
    struct str line, int64_t unix_seconds)
{
	teach(lesson, candidate, line, unix_seconds, RECORD_QUERY);
}

void
lesson_other(const struct lesson *lesson, const struct candidate *candidate,
    struct str line)
{
	if (has_moulds(candidate->format))
		teach(lesson, candidate, line, 0, RECORD_OTHER);
}
