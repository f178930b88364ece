/* SPDX-License-Identifier: Apache-2.0
 * policy_write.h: a policy as the text of its file.  Must not know how it is
 * read, or where it is kept.
 * Covered by tests/unit/test_policy_journal.c.
 */
#ifndef CORE_POLICY_WRITE_H
#define CORE_POLICY_WRITE_H

#include "core/policy.h"

/* policy_write: append the whole policy as the text of one file, which
 * policy_parse reads back as the same. */
void policy_write(struct buf *out, const struct policy *policy);

/* policy_write_decision: append one row of a list of decisions. */
void policy_write_decision(struct buf *out,
    const struct policy_decision *row);

#endif
