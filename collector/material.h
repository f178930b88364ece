/* SPDX-License-Identifier: Apache-2.0
 * material.h: what a report is made from, out of the data folder: publications,
 * decisions, signs of life, the period's record.  Must not know a command or a
 * format.  Covered by tests/scenario/collector_report.sh.
 */
#ifndef COLLECTOR_MATERIAL_H
#define COLLECTOR_MATERIAL_H

#include "collector/folder.h"
#include "collector/report/report.h"

struct material;

struct material_request {
	struct str period; /* a period, a quarter or a year; empty: the last */
	int32_t day;       /* CALENDAR_NO_DAY: that of the count */
	int64_t now;
};

/*
 * material_load: the report of what is asked for.  E_REFUSED: that period is
 * not closed; E_NOT_FOUND: nothing is published; E_USAGE: no such period, with
 * those that there are.
 */
MUST_CHECK enum status material_load(struct folder *folder,
    const struct material_request *request, struct material **ret,
    struct err *err);
void material_free(struct material *material);

/* material_report: borrowed. */
const struct report *material_report(const struct material *material);

#endif
