/* SPDX-License-Identifier: Apache-2.0
 * answer_style.h: the page's style sheet.  Must not know what the page says.
 * Looked at, not tested; contrasts (RGAA 3.2, 3.3) are noted beside colours.
 */
#ifndef AGENT_ANSWER_STYLE_H
#define AGENT_ANSWER_STYLE_H

/* answer_style: the style sheet, static. */
const char *answer_style(void);

#endif
