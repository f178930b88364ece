/* SPDX-License-Identifier: Apache-2.0 */
#include "core/problem.h"

#include "core/buf.h"

#include <stdlib.h>

#define MEMORY_MAX ((size_t)4 << 20)

void
problems_release(struct problems *problems)
{
	arena_release(&problems->memory);
	*problems = (struct problems){ .count = 0 };
}

static bool
make_room(struct problems *problems)
{
	if (problems->at == NULL) {
		arena_init(&problems->memory, MEMORY_MAX);
		problems->at = arena_alloc(&problems->memory, PROBLEMS_MAX,
		    sizeof(*problems->at));
	}
	return problems->at != NULL && problems->count < PROBLEMS_MAX;
}

static void
add(struct problems *problems, struct place place, bool warning,
    const char *text)
{
	struct problem problem = { .place = place, .warning = warning };
	struct str file;

	if (!warning)
		problems->errors++;
	problems->incomplete = problems->incomplete || !make_room(problems);
	if (problems->incomplete)
		return;
	file = arena_str(&problems->memory, str_of(place.file));
	problem.text = arena_str(&problems->memory, str_of(text));
	if (file.at == NULL || problem.text.at == NULL) {
		problems->incomplete = true;
		return;
	}
	problem.place.file = file.at;
	problems->at[problems->count++] = problem;
}

void
problem_add(struct problems *problems, struct place place, enum message id,
    const char *const *args)
{
	struct err err;

	message_fill(err.text, sizeof(err.text), id, args);
	add(problems, place, false, err.text);
}

void
problem_warn(struct problems *problems, struct place place, enum message id,
    const char *const *args)
{
	struct err err;

	message_fill(err.text, sizeof(err.text), id, args);
	add(problems, place, true, err.text);
}

void
problem_failed(struct problems *problems, const struct err *err)
{
	add(problems, (struct place){ .file = "" }, false, err->text);
}

void
problems_add_all(struct problems *problems, const struct problems *others)
{
	for (uint32_t i = 0; i < others->count; i++)
		add(problems, others->at[i].place, others->at[i].warning,
		    others->at[i].text.at);
}

static int
compare(const void *a, const void *b)
{
	const struct problem *left = a, *right = b;
	int order = str_compare(str_of(left->place.file),
	    str_of(right->place.file));

	if (order != 0)
		return order;
	if (left->place.line != right->place.line)
		return left->place.line < right->place.line ? -1 : 1;
	if (left->place.column != right->place.column)
		return left->place.column < right->place.column ? -1 : 1;
	return str_compare(left->text, right->text);
}

void
problems_sort(struct problems *problems)
{
	uint32_t kept = 0;

	if (problems->count == 0)
		return;
	qsort(problems->at, problems->count, sizeof(*problems->at), compare);
	for (uint32_t i = 0; i < problems->count; i++) {
		if (kept > 0 &&
		    compare(&problems->at[kept - 1], &problems->at[i]) == 0) {
			problems->errors -= !problems->at[i].warning;
			continue;
		}
		problems->at[kept++] = problems->at[i];
	}
	problems->count = kept;
}

void
problem_write(struct buf *out, const struct problem *problem)
{
	const struct place *place = &problem->place;

	buf_text(out, place->file);
	if (place->line > 0)
		buf_format(out, ":%u:%u", place->line, place->column);
	if (place->file[0] != '\0')
		buf_text(out, ": ");
	buf_str(out, problem->text);
}

static const struct problem *
first_error(const struct problems *problems)
{
	for (uint32_t i = 0; i < problems->count; i++)
		if (!problems->at[i].warning)
			return &problems->at[i];
	return NULL;
}

enum status
problems_status(struct problems *problems, struct err *err)
{
	const struct problem *first;
	struct buf line;

	if (problems->errors == 0)
		return OK;
	problems_sort(problems);
	first = first_error(problems);
	if (first == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	buf_init(&line, sizeof(err->text) * 2);
	problem_write(&line, first);
	(void)err_set(err, E_INVALID,
	    problems->errors == 1 ? MSG_PROBLEM_ONE : MSG_PROBLEM_MORE,
	    ARGS(buf_z(&line), digits((long long)problems->errors - 1).text));
	buf_release(&line);
	return E_INVALID;
}
