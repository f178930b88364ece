/* SPDX-License-Identifier: Apache-2.0
 * papers.h: a report as files, named for what they cover.  Must not know where
 * a report comes from.  Covered by tests/scenario/collector_report.sh.
 */
#ifndef COLLECTOR_PAPERS_H
#define COLLECTOR_PAPERS_H

#include "collector/report/render.h"

#define PAPERS_NAME_BYTES 256

/* papers_name: append the name of a file that has a language: ASCII letters,
 * digits, '-' and '.' alone. */
void papers_name(struct buf *out, const struct report *report,
    const char *extension, enum language language);

/* papers_write: one format, as "lanterne-PERIOD..." in `folder`; its path is
 * appended to `ret_path`, on failure too. */
MUST_CHECK enum status papers_write(const struct report *report,
    const struct render_format *format, enum language language,
    const char *folder, struct buf *ret_path, struct err *err);

#endif
