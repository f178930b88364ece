/* SPDX-License-Identifier: Apache-2.0
 * manual_rows.h: what lanterne-collector(1) says beside the commands: settings,
 * files, variables.  Must not know how a page is written.
 * Covered by tests/unit/test_manual_collector.c.
 */
#ifndef COLLECTOR_MANUAL_ROWS_H
#define COLLECTOR_MANUAL_ROWS_H

#include "core/manual.h"

/* collector_manual: the page of this version; it borrows `date`. */
struct manual collector_manual(const char *date);

#endif
