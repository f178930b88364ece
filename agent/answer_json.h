/* SPDX-License-Identifier: Apache-2.0
 * answer_json.h: an answer for programs; docs/SCAN-JSON.md is its schema.  Must
 * not know a language: keys and words are plain ASCII and never change.
 * Covered by tests/unit/test_golden.c.  A renderer, see answer.h.
 */
#ifndef AGENT_ANSWER_JSON_H
#define AGENT_ANSWER_JSON_H

#include "agent/answer.h"

#include "core/buf.h"

/* Raised when a key changes meaning or goes; a new key raises nothing. */
#define ANSWER_JSON_VERSION 1

void answer_json(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look);

#endif
