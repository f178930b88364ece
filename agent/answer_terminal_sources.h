/* SPDX-License-Identifier: Apache-2.0
 * answer_terminal_sources.h: the block of what was read, and of what was not,
 * on a terminal.  Must not know the rest of the answer.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_TERMINAL_SOURCES_H
#define AGENT_ANSWER_TERMINAL_SOURCES_H

#include "agent/answer.h"

#include "core/buf.h"

void answer_terminal_sources(struct buf *out,
    const struct answer_model *answer, const struct answer_look *look);

#endif
