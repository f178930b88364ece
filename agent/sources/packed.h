/* SPDX-License-Identifier: Apache-2.0
 * packed.h: files that hold others in a way that is not read: another compression
 * than gzip, an archive; told by their first bytes.  Must not know a format.
 * Covered by tests/unit/test_packed.c.
 */
#ifndef AGENT_SOURCES_PACKED_H
#define AGENT_SOURCES_PACKED_H

#include "core/str.h"

struct packed {
	const char *name;    /* "xz" */
	const char *command; /* that unpacks the file behind it */
};

/* packed_known: true for the head of such a file.  A tar archive in gzip is
 * one, once decompressed. */
bool packed_known(struct str head, struct packed *ret);

/* packed_is_text: false where the head is no text: more than one byte in twenty
 * is a control character. */
bool packed_is_text(struct str head);

#endif
