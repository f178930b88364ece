/* SPDX-License-Identifier: Apache-2.0
 * binlog.h: binary files that hold DNS queries and are not read: told by their
 * first bytes, with how to make a text of them.  Must not know a reader.
 * Covered by tests/unit/test_binlog.c.
 */
#ifndef AGENT_SOURCES_BINLOG_H
#define AGENT_SOURCES_BINLOG_H

#include "core/messages.h"
#include "core/str.h"

/* The head that is looked at: a frame stream's control frame names its content
 * within these. */
#define BINLOG_HEAD 64

struct binlog {
	const char *name;    /* for people, as a format's title */
	enum message export; /* what it is and how to make a text of it */
};

/* binlog_known: true for the head of such a file. */
bool binlog_known(struct str head, struct binlog *ret);

#endif
