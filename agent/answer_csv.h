/* SPDX-License-Identifier: Apache-2.0
 * answer_csv.h: the services of an answer for a spreadsheet: UTF-8, a head,
 * one row a service, RFC 4180.  Must not know a language: heads and words are
 * those of --json.  Covered by tests/unit/test_golden.c.  A renderer, see
 * answer.h.
 */
#ifndef AGENT_ANSWER_CSV_H
#define AGENT_ANSWER_CSV_H

#include "agent/answer.h"

#include "core/buf.h"

void answer_csv(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look);

#endif
