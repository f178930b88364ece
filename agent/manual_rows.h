/* SPDX-License-Identifier: Apache-2.0
 * manual_rows.h: what lanterne(1) says beside the commands: files, variables,
 * settings.  Must not know how a page is written.
 * Covered by tests/unit/test_manual_agent.c.
 */
#ifndef AGENT_MANUAL_ROWS_H
#define AGENT_MANUAL_ROWS_H

#include "core/manual.h"

#define MANUAL_KEYS_MAX 32
#define MANUAL_SECTIONS 4

/* What the rows of agent.yaml become. */
struct manual_keys {
	struct manual_row rows[MANUAL_KEYS_MAX];
	struct manual_section sections[MANUAL_SECTIONS];
};

/* agent_manual: the page of this version; it borrows `keys` and `date`. */
struct manual agent_manual(struct manual_keys *keys, const char *date);

#endif
