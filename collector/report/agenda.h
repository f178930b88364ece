/* SPDX-License-Identifier: Apache-2.0
 * agenda.h: what the board has to decide, in the order of page 1.  Must not
 * know a language or a page.  Covered by tests/unit/test_report.c.
 */
#ifndef COLLECTOR_REPORT_AGENDA_H
#define COLLECTOR_REPORT_AGENDA_H

#include "collector/report/model.h"

/* agenda_make: fill the agenda of a report whose findings, services and facts
 * are there.  What a decision forbids and the period still saw comes first. */
void agenda_make(struct report *report, const struct policy *policy);

/* agenda_id: "service", "charter" ... for data; agenda_title: the item as one
 * line: {1} a service, {2} how many computers, {3} a day, for kinds of a
 * service; {1} what fills the gap for the others. */
const char *agenda_id(enum agenda_kind kind);
enum message agenda_title(enum agenda_kind kind);

/* agenda_day: the day that belongs to an item of a service, or
 * CALENDAR_NO_DAY. */
int32_t agenda_day(const struct agenda_item *item);

/* agenda_session_known: the board's file has a session up to the day.
 * agenda_session_held: one within the twelve months before it. */
bool agenda_session_known(const struct report *report);
bool agenda_session_held(const struct report *report);

/* agenda_leaves: a service to be decided that the agenda has no room for. */
bool agenda_leaves(const struct report *report,
    const struct report_service *service);

#endif
