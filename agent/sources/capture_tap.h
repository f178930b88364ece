/* SPDX-License-Identifier: Apache-2.0
 * capture_tap.h: dnstap's frame streams, by libfstrm.  Must not
 * know the other kinds.
 * Covered by tests/scenario/dns_captures.sh.
 */
#ifndef AGENT_SOURCES_CAPTURE_TAP_H
#define AGENT_SOURCES_CAPTURE_TAP_H

#include "agent/sources/source.h"

/* capture_tap: as capture_scan (capture.h). */
MUST_CHECK enum status capture_tap(const struct source_env *env,
    const char *path, struct source_report *report, struct err *err);

#endif
