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
may_teach(const struct lesson *lesson, const struct lesson_line *line)
{
	struct str whole = line->whole, inner = line->inner;

	return lesson->fast != NULL && line->candidate == lesson->first &&
	    line->candidate->format->fast != NULL &&
	    whole.at + whole.len == inner.at + inner.len &&
	    !(lesson->wrapped && str_starts(whole, STR("{"))) &&
	    linefast_wants(lesson->fast);
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
 * begins, what was put before it included. */
struct form {
	const struct lesson_line *line;
	const struct format_fast *fast;
	struct lineshape shape;
};

/* Bytes that were put before. */
static size_t
before(const struct lesson_line *line)
{
	return (size_t)(line->inner.at - line->whole.at);
}

/* A mould is what the format says of a line that fits it and has as little in
 * common with the one that it was cast from as can be. */
static bool
proves(const struct lesson *lesson, const struct form *form,
    const struct mould *mould, enum record record)
{
	const struct candidate *candidate = form->line->candidate;
	struct query sample = { .stamp = { .kind = STAMP_NONE } };
	char text[LINESHAPE_MAX + MOULD_SAMPLE_MAX];
	size_t len = form->shape.len;

	memcpy(text, form->line->whole.at, len);
	len += mould_sample(mould, SAMPLE_NAME, SAMPLE_CLIENT, text + len);
	return candidate->format->parse(
	           str_skip((struct str){ text, len }, before(form->line)),
	           &candidate->dialect, &sample) == record &&
	    (record == RECORD_OTHER ||
	        is_same_query(lesson->query, &sample, mould->stamp));
}

static bool
is_json(const struct form *form)
{
	json_t *object = NULL;
	bool valid = json_read(str_skip(form->line->whole,
	    form->shape.len - 1), RECORD_MAX, &object, NULL) == OK;

	json_decref(object);
	return valid;
}

static bool
teach_mould(const struct lesson *lesson, const struct form *form,
    int64_t unix_seconds, enum record record)
{
	struct str line = form->line->whole;
	bool query = record == RECORD_QUERY, known;
	struct mould mould;

	known = mould_of_record(line, form->shape.len, form->fast->keys,
	    lesson->query->client, query ? LINECLASS_QUERY : LINECLASS_OTHER,
	    &mould);
	while (known && query && mould.timed != MOULD_NO_PIECE &&
	    !is_one_day(lesson, &mould.time, unix_seconds))
		known = mould_narrow(&mould, line);
	mould.stamp = first_of(lesson->query->stamp, &mould.time);
	known = known && proves(lesson, form, &mould, record);
	if (known)
		linefast_learn_mould(lesson->fast, form->fast, &form->shape,
		    &mould);
	return known;
}

static bool
teach_shape(const struct lesson *lesson, struct form *form,
    int64_t unix_seconds)
{
	struct lineshape *shape = &form->shape;
	struct stamp first;

	while (!is_one_day(lesson, shape, unix_seconds))
		if (!lineshape_narrow(shape, form->line->whole))
			return false;
	first = first_of(lesson->query->stamp, shape);
	linefast_learn(lesson->fast, form->fast, shape, &first);
	return true;
}

/* JSON begins with its bracket, behind a head or not. */
static bool
shape_of_object(struct str line, struct lineshape *ret)
{
	struct loghead head;
	struct str object;
	size_t len;

	if (!loghead_object(line, &object))
		return false;
	len = (size_t)(object.at - line.at);
	lineshape_of_bytes(STR("{"), ret);
	if (len == 0)
		return true;
	loghead_read(line, &head);
	return lineshape_of(line, &head, len, ret) &&
	    lineshape_add(ret, '{');
}

static bool
has_form(struct form *form)
{
	struct str inner = form->line->inner;

	return (form->fast->shape != NULL
	            ? form->fast->shape(inner, &form->shape)
	            : shape_of_object(inner, &form->shape)) &&
	    lineshape_behind(str_head(form->line->whole, before(form->line)),
	        &form->shape);
}

/* Of what moulds are cast from, lines that are no query teach too: of JSON, the
 * format need not have read them to the end. */
static bool
may_cast(const struct form *form, enum record record)
{
	return record == RECORD_QUERY || form->fast->keys->pairs ||
	    is_json(form);
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
teach(const struct lesson *lesson, const struct lesson_line *line,
    int64_t unix_seconds, enum record record)
{
	const struct candidate *candidate = line->candidate;
	struct form form = { .line = line };
	bool vain = false;

	if (!may_teach(lesson, line))
		return;
	if (record == RECORD_QUERY)
		linefast_count_replies(lesson->fast, !candidate->has_queries);
	for (form.fast = candidate->format->fast; form.fast != NULL;
	     form.fast = form.fast->next) {
		if (!has_form(&form) || (record != RECORD_QUERY &&
		                            form.fast->keys == NULL))
			continue;
		if (form.fast->keys != NULL
		        ? may_cast(&form, record) &&
		            teach_mould(lesson, &form, unix_seconds, record)
		        : teach_shape(lesson, &form, unix_seconds))
			return;
		vain = true;
	}
	if (vain)
		linefast_learn_nothing(lesson->fast);
}

void
lesson_query(const struct lesson *lesson, const struct lesson_line *line,
    int64_t unix_seconds)
{
	teach(lesson, line, unix_seconds, RECORD_QUERY);
}

void
lesson_other(const struct lesson *lesson, const struct lesson_line *line)
{
	if (has_moulds(line->candidate->format))
		teach(lesson, line, 0, RECORD_OTHER);
}
