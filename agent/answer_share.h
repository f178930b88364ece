/* SPDX-License-Identifier: Apache-2.0
 * answer_share.h: the summary that one may give away: bands of days, by
 * category.  Must not know a service's name, a source, or a date.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_SHARE_H
#define AGENT_ANSWER_SHARE_H

#include "agent/answer.h"

#include "core/buf.h"

/* answer_summary: the summary alone, two lines, as it goes into a file. */
void answer_summary(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look);

/* answer_share: the summary between its introduction and what to know before
 * giving it away; with look->ask, the question whether to write it to a file
 * ends it, without an end of line. */
void answer_share(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look);

#endif
