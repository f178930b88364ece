/* SPDX-License-Identifier: Apache-2.0
 * format_list.h: the formats of DNS logs for people: their names, and how to
 * switch each log on.  Must not know how one is read.
 * Covered by tests/unit/test_format_list.c.
 */
#ifndef AGENT_FORMAT_LIST_H
#define AGENT_FORMAT_LIST_H

#include "core/buf.h"
#include "core/messages.h"

/* format_list: append all of them, for a terminal of `columns`. */
void format_list(struct buf *out, enum language language, size_t columns);

#endif
