/* SPDX-License-Identifier: Apache-2.0
 * mailbox.h: mail addresses, checked once, so that they can stand in a header
 * and in a command of SMTP as they are.  Must not know who they are.
 * Covered by tests/unit/test_mime.c.
 */
#ifndef COLLECTOR_MAILBOX_H
#define COLLECTOR_MAILBOX_H

#include "core/str.h"

#define MAILBOX_BYTES 255 /* RFC 5321, 4.5.3.1.3, and the end */
#define MAILBOXES_MAX 16

struct mailbox {
	char text[MAILBOX_BYTES]; /* "" when there is none */
};

struct mailboxes {
	struct mailbox at[MAILBOXES_MAX];
	size_t count;
};

/* mailbox_read: "name@host": a dot-string and a domain of RFC 5321 (4.1.2), in
 * ASCII.  False, ret untouched, for anything else: no quotes, no name beside
 * it, no list. */
bool mailbox_read(struct str text, struct mailbox *ret);

/* mailbox_domain: what follows the "@"; borrowed. */
struct str mailbox_domain(const struct mailbox *mailbox);

#endif
