/* SPDX-License-Identifier: Apache-2.0
 * status.h: how every fallible function answers: a code for the program, a
 * sentence for the person.  Knows the messages, nothing else.
 * Covered by tests/unit/test_status.c.
 */
#ifndef CORE_STATUS_H
#define CORE_STATUS_H

#include "core/code.h"
#include "core/messages.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The sentence that goes with a failure.  A fixed size, so that "out of
 * memory" can be said too; a longer sentence is cut at a character boundary.
 * It never holds a queried host, a URL or a user name.
 */
struct err {
	char text[512];
};

/*
 * err_set: write message `id`, with its arguments, in the operator's language;
 * returns `code`, so that `return err_set(...)` is the usual line.
 * `err` may be NULL.  `args` is ARGS(...) or NO_ARGS (messages.h).
 */
enum status err_set(struct err *err, enum status code, enum message id,
    const char *const *args);

/*
 * err_prefix: put "prefix: " before a sentence already set, for context (a
 * file's name).  Returns `code`.
 */
enum status err_prefix(struct err *err, enum status code, const char *prefix);

/* err_system: err_set with the status and sentence of an errno value, about
 * the file or thing named `subject`. */
enum status err_system(struct err *err, int errno_value, const char *subject);

/* status_name: "E_DAMAGED" and so on, for what tests print; never NULL. */
const char *status_name(enum status code);

#endif
