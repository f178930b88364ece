/* SPDX-License-Identifier: Apache-2.0
 * unit.h: cmocka with the headers that it wants before it, and the few checks
 * that our tests share.
 */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include "core/status.h"
#include "core/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Slices compared as text, the row's label printed when they differ. */
static inline void
check_str(struct str actual, const char *expected, const char *label)
{
	if (!str_eq(actual, str_of(expected)))
		fail_msg("%s: \"%.*s\" is not \"%s\"", label, (int)actual.len,
		    actual.at, expected);
}

/* holds: true when `part` is somewhere in `whole`. */
static inline bool
holds(struct str whole, struct str part)
{
	size_t at;

	return str_find(whole, part, &at);
}

static inline void
check_number(long long actual, long long expected, const char *label)
{
	if (actual != expected)
		fail_msg("%s: %lld is not %lld", label, actual, expected);
}

static inline void
check_ok(enum status code, const struct err *err)
{
	if (code != OK)
		fail_msg("%s: %s", status_name(code), err->text);
}

#endif
