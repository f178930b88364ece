/* SPDX-License-Identifier: Apache-2.0
 * problem.h: what is wrong in a file, and where: all of it, not only the
 * first.  Must not know YAML, nor what the files are for.
 * Covered by tests/unit/test_problem.c.
 */
#ifndef CORE_PROBLEM_H
#define CORE_PROBLEM_H

#include "core/arena.h"
#include "core/status.h"

#include <stdint.h>

/* A place in a file; lines and columns (characters) count from 1.  A line of 0
 * is the file as a whole.  `file` is borrowed by whoever holds a place. */
struct place {
	const char *file;
	uint32_t line;
	uint32_t column;
};

struct problem {
	struct place place;
	bool warning; /* worth a look; refuses nothing */
	struct str text;
};

/* The list; a zeroed struct is an empty one. */
#define PROBLEMS_MAX 1000
struct problems {
	struct arena memory;
	struct problem *at;
	uint32_t count;
	uint32_t errors;
	bool incomplete; /* beyond PROBLEMS_MAX, or without memory */
};

void problems_release(struct problems *problems);

/* problem_add: a fault that refuses the file; problem_warn: one that does not.
 * The message is written in the operator's language; all is copied. */
void problem_add(struct problems *problems, struct place place,
    enum message id, const char *const *args);
void problem_warn(struct problems *problems, struct place place,
    enum message id, const char *const *args);

/* problem_failed: what a system call said of a file (err.text is a whole
 * sentence, with its name). */
void problem_failed(struct problems *problems, const struct err *err);

/* problems_add_all: those of another list, copied. */
void problems_add_all(struct problems *problems,
    const struct problems *others);

/* problems_sort: by file, line, column; the same said twice is said once. */
void problems_sort(struct problems *problems);

/* problem_write: append "file:line:column: sentence". */
struct buf;
void problem_write(struct buf *out, const struct problem *problem);

/*
 * problems_status: OK when nothing refuses; else E_INVALID with the first
 * problem and how many others there are.  E_NOMEM when the list is incomplete
 * for want of memory.  Sorts.
 */
MUST_CHECK enum status problems_status(struct problems *problems,
    struct err *err);

#endif
