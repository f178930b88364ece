/* SPDX-License-Identifier: Apache-2.0
 * capture_journal.h: systemd's journal, a file's or this computer's, by libsystemd.  Must not
 * know the other kinds.
 * Covered by tests/scenario/dns_captures.sh.
 */
#ifndef AGENT_SOURCES_CAPTURE_JOURNAL_H
#define AGENT_SOURCES_CAPTURE_JOURNAL_H

#include "agent/sources/source.h"

/* What is named in place of a file to read this computer's journal. */
#define CAPTURE_JOURNAL "journal:"

/* capture_journal: as capture_scan (capture.h). */
MUST_CHECK enum status capture_journal(const struct source_env *env,
    const char *path, struct source_report *report, struct err *err);

#endif
