/* SPDX-License-Identifier: Apache-2.0
 * events.h: the DNS questions that the system itself writes down: Windows' log
 * DNS-Client/Operational.  One file per system.  Must not know what an event
 * means: that is formats/dnsclient.  Covered by tests/windows/commands.sh, and
 * by the fixtures of that format.
 */
#ifndef AGENT_SOURCES_EVENTS_H
#define AGENT_SOURCES_EVENTS_H

#include "agent/sources/dnslogs.h"

/* events_scan: one report, SOURCE_ABSENT where that log is off or empty; none
 * on a system that has no such log. */
void events_scan(const struct source_env *env,
    const struct dnslogs_options *options, struct source_list *list);

#endif
