/* SPDX-License-Identifier: Apache-2.0
 * agenda.h: what the board has to decide, in the order of page 1.  Must not
 * know a language or a page.  Covered by tests/unit/test_report.c.
 */
#ifndef COLLECTOR_REPORT_AGENDA_H
#define COLLECTOR_REPORT_AGENDA_H

#include "collector/report/model.h"

/* agenda_make: fill the agenda of a report whose findings, services and facts
 * are there. */
void agenda_make(struct report *report, const struct policy *policy);

/* agenda_session_held: a session within the twelve months before the day. */
bool agenda_session_held(const struct report *report);

#endif
