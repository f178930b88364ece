/* SPDX-License-Identifier: Apache-2.0
 * selftest.h: the proof that this computer can see: a planted home with one
 * visit, and a planted log with two queries, are read by the same path as the
 * real ones.  Without it a zero would mean nothing.  Must not know what is done
 * with the answer.  Covered by tests/unit/test_selftest.c.
 */
#ifndef AGENT_SELFTEST_H
#define AGENT_SELFTEST_H

#include "agent/sources/source.h"

/*
 * selftest_passes: plant a history and a log of today, for a service of the
 * catalogue, in `scratch`, which is made already, read them, take them
 * away.  False, with the reason in `err`, unless both were found.
 */
bool selftest_passes(const struct match *match, const struct zone *zone,
    int32_t today, struct os_scratch *scratch, struct err *err);

#endif
