/* SPDX-License-Identifier: Apache-2.0
 * questions.h: what traces do not say, and the anonymous questionnaire that
 * asks it instead.  Must not know a figure, a finding or a format.
 * Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_QUESTIONS_H
#define COLLECTOR_REPORT_QUESTIONS_H

#include "collector/report/document.h"

/* questions: add both parts at the end of the page. */
void questions(struct document *document);

#endif
