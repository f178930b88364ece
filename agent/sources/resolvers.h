/* SPDX-License-Identifier: Apache-2.0
 * resolvers.h: which DNS resolver this computer has, and so which log it could
 * keep.  Must not know whether one is kept, or where (dnslogs.h).
 * Covered by tests/unit/test_resolvers_posix.c.
 */
#ifndef AGENT_SOURCES_RESOLVERS_H
#define AGENT_SOURCES_RESOLVERS_H

#include "core/messages.h"

#include <stddef.h>

struct format; /* formats.h */

/* A file or folder that stands where the resolver is installed. */
struct resolver_trace {
	const char *path;
	const struct format *format;
};

/* resolvers_traces: the rows of this system (resolvers_posix.c).  Those that
 * computers ask come before those that ask on for them, as Pi-hole before the
 * Unbound behind it: the former know who asked. */
const struct resolver_trace *resolvers_traces(size_t *ret_count);

/* resolvers_find: the format of the first that is here; NULL: none is known.
 * `root` is put before the paths, for tests; NULL: none. */
const struct format *resolvers_find(const char *root);

/* resolvers_say: append how the log of a format is switched on. */
void resolvers_say(struct buf *out, enum language language,
    const struct format *format);

#endif
