/* SPDX-License-Identifier: Apache-2.0
 * blindspots.h: policies/blind-spots.yaml, built in: AI that leaves no trace
 * that could be read.  Must not know a report.
 * Covered by tests/unit/test_report.c.
 */
#ifndef COLLECTOR_REPORT_BLINDSPOTS_H
#define COLLECTOR_REPORT_BLINDSPOTS_H

#include "collector/report/model.h"

struct blind_spots {
	const struct blind_spot *at; /* in the order of the file */
	size_t count;
	struct arena memory;
};

/* blind_spots_load: E_INVALID when the built-in text is not what it must be;
 * E_NOMEM.  Released by blind_spots_release. */
MUST_CHECK enum status blind_spots_load(struct blind_spots *ret,
    struct err *err);
void blind_spots_release(struct blind_spots *spots);

#endif
