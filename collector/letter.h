/* SPDX-License-Identifier: Apache-2.0
 * letter.h: a report as a mail: page 1 as the text, the PDF attached, and
 * nothing that the report does not say.  Must not know where the report comes
 * from, nor a network.  Covered by tests/unit/test_letter.c.
 *
 * RFC 5322, 2045 to 2047.  Nothing in it is of this computer: the date is UTC,
 * and the identifier a digest of the PDF, so that a mailbox to which the same
 * letter comes twice can tell.
 */
#ifndef COLLECTOR_LETTER_H
#define COLLECTOR_LETTER_H

#include "collector/mailbox.h"
#include "collector/report/report.h"

#include "core/buf.h"

#define LETTER_MAX_BYTES ((size_t)16 << 20)

struct letter {
	const struct report *report;
	enum language language;
	int64_t now; /* the letter's date */
	const struct mailbox *from;  /* NULL: who sends the draft */
	const struct mailboxes *to;  /* NULL: likewise */
	bool draft; /* to be opened, completed and sent by a mail program */
};

/* letter_write: append the PDF to `pdf`, and the mail that holds it to `out`.
 * E_NOMEM, E_LIMIT, or as render_pdf. */
MUST_CHECK enum status letter_write(const struct letter *letter,
    struct buf *pdf, struct buf *out, struct err *err);

#endif
