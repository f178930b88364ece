/* SPDX-License-Identifier: Apache-2.0
 * answer_html.h: an answer as one page: no script, nothing loaded, light and
 * dark, on a phone, on a screen and on paper.  Must not know anything but the
 * answer, the look and a buffer.  Covered by tests/unit/test_golden.c.  A
 * renderer, see answer.h.
 */
#ifndef AGENT_ANSWER_HTML_H
#define AGENT_ANSWER_HTML_H

#include "agent/answer.h"

#include "core/buf.h"

void answer_html(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look);

#endif
