/* SPDX-License-Identifier: Apache-2.0
 * answer_terminal.h: an answer on a terminal.  Must not know anything but the
 * answer, the look and a buffer.  Covered by tests/unit/test_golden.c.
 *
 * Fits from 60 columns up: columns are dropped as the width shrinks, status and
 * days last.  A renderer, see answer.h.
 */
#ifndef AGENT_ANSWER_TERMINAL_H
#define AGENT_ANSWER_TERMINAL_H

#include "agent/answer.h"

#include "core/buf.h"

void answer_terminal(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look);

#endif
