/* SPDX-License-Identifier: Apache-2.0
 * answer_terminal_gateway.h: the block of what a gateway's clients contacted,
 * on a terminal.  Must not know the rest of the answer.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_TERMINAL_GATEWAY_H
#define AGENT_ANSWER_TERMINAL_GATEWAY_H

#include "agent/answer.h"

#include "core/buf.h"

/* answer_terminal_gateway: nothing unless it was asked for. */
void answer_terminal_gateway(struct buf *out,
    const struct answer_model *answer, const struct answer_look *look);

#endif
