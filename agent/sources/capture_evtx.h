/* SPDX-License-Identifier: Apache-2.0
 * capture_evtx.h: Windows event logs, EVTX, by libevtx.  Must not
 * know the other kinds.
 * Covered by tests/scenario/dns_captures.sh.
 */
#ifndef AGENT_SOURCES_CAPTURE_EVTX_H
#define AGENT_SOURCES_CAPTURE_EVTX_H

#include "agent/sources/source.h"

/* capture_evtx: as capture_scan (capture.h). */
MUST_CHECK enum status capture_evtx(const struct source_env *env,
    const char *path, struct source_report *report, struct err *err);

#endif
