/* SPDX-License-Identifier: Apache-2.0
 * style.h: the style sheet of the report's page.  Must not know what the page
 * says.  Covered by tests/scenario/report_look.sh.
 */
#ifndef COLLECTOR_REPORT_STYLE_H
#define COLLECTOR_REPORT_STYLE_H

/* report_style: of the same family as the scan's page; light, dark, A4. */
const char *report_style(void);

#endif
