/* SPDX-License-Identifier: Apache-2.0
 * wide.h: between our UTF-8 and Windows' UTF-16, and Windows' errors as ours.
 * For files ending _win32.c only; must not know what a path leads to.
 * Covered by tests/unit/test_os.c, under wine.
 */
#ifndef CORE_WIDE_H
#define CORE_WIDE_H

#include "core/status.h"

#include <wchar.h>

/*
 * wide_path: the absolute form of a path, after the prefix that lifts the
 * limit of 260 characters (learn.microsoft.com, "Maximum Path Length
 * Limitation"); a device's name is left as it is.  "/" and "\" are alike.
 * NULL when it is no UTF-8 or too long.  Freed by the caller.
 */
wchar_t *wide_path(const char *path);

/* wide_text: UTF-8 to UTF-16; NULL when it is none.  Freed by the caller. */
wchar_t *wide_text(const char *text);

/*
 * wide_narrow: UTF-16 to UTF-8, with the prefix of wide_path taken off and "/"
 * between folders when `is_path`.  False, `out` undefined, when it does not
 * fit into `size` bytes with its NUL.
 */
bool wide_narrow(const wchar_t *text, bool is_path, char *out, size_t size);

/* wide_failed: err_system for a value of GetLastError. */
enum status wide_failed(struct err *err, unsigned long error,
    const char *subject);

/* wide_is_elevated: this process runs as the system itself, or as an
 * administrator with full rights ("run as administrator"). */
bool wide_is_elevated(void);

/*
 * wide_owner_only: a self-relative security descriptor that admits the system
 * and this user alone, or the administrators instead of the user when we are
 * elevated.  What is made inside a folder inherits it.  NULL without memory.
 * Freed by LocalFree.
 */
void *wide_owner_only(void);

/* wide_is_ours: `path` (from wide_path) is owned by this user, by the
 * administrators or by the system, and nobody else has any right to it. */
bool wide_is_ours(const wchar_t *path);

#endif
