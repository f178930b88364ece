/* SPDX-License-Identifier: Apache-2.0
 * findings.h: what one pass brought back: days, cursors, the health of sources;
 * and the lines on which the reader writes it to the sender.  Must not know
 * how a day was found, or who keeps it.
 * Covered by tests/unit/test_findings.c and tests/fuzz/fuzz_findings.c.
 *
 * No line holds a host, an address, a path or a user: a day, a service's id, a
 * kind of evidence, and how far logs were read.  The sender takes the lines for
 * hostile, for the reader has read foreign files.
 */
#ifndef AGENT_FINDINGS_H
#define AGENT_FINDINGS_H

#include "agent/sources/cursor.h"
#include "agent/sources/source.h"

#include "core/buf.h"

#define FINDINGS_ID 64         /* bytes of a service's id */
#define FINDINGS_ROWS 100000   /* 92 days of a thousand services */
#define FINDINGS_SOURCES 32
#define FINDINGS_WORD 32
#define FINDINGS_LINE 512      /* bytes of a line */
#define FINDINGS_BYTES ((size_t)16 << 20) /* of all lines */

struct finding {
	int32_t day;
	enum evidence evidence;
	uint16_t minute; /* not 0: one contact alone, in this minute */
	char service[FINDINGS_ID + 1];
};

/* A source in one word, "firefox", and its state, "read" or "locked". */
struct finding_source {
	enum source_kind kind;
	char source[FINDINGS_WORD + 1];
	char state[FINDINGS_WORD + 1];
};

struct findings {
	struct finding *rows;
	size_t row_count;
	struct cursor *cursors; /* room for CURSORS_MAX */
	size_t cursor_count;
	struct finding_source sources[FINDINGS_SOURCES];
	size_t source_count;
	bool encrypted_dns; /* a profile has DoH on */
	bool opted_out;     /* a user of this computer stays out */
	bool self_test;     /* the planted day was found by the real path */
	bool whole;         /* the reader came to its end */
	size_t row_room;
	struct arena memory;
};

/* findings_init: empty.  E_NOMEM. */
MUST_CHECK enum status findings_init(struct findings *findings,
    struct err *err);
void findings_release(struct findings *findings);

/* findings_add: E_LIMIT beyond FINDINGS_ROWS. */
MUST_CHECK enum status findings_add(struct findings *findings,
    const struct finding *row, struct err *err);

/* findings_source: note a source; several reports of one source become one, so
 * that the number of profiles is not told: "partial" when some were read, and
 * "absent" only when all are, for a place without a log is no log unread. */
void findings_source(struct findings *findings, enum source_kind kind,
    struct str name, struct str state);

/* findings_logs: what became of DNS logs. */
enum findings_logs {
	FINDINGS_LOGS_UNASKED, /* nobody looked for any */
	FINDINGS_LOGS_NONE,    /* there was none */
	FINDINGS_LOGS_UNREAD,  /* there was one, and it was not read */
	FINDINGS_LOGS_READ     /* one was */
};
enum findings_logs findings_logs(const struct findings *findings);

/* findings_measured: true when a source was read: a zero means something.
 * findings_history: true when a history was. */
bool findings_measured(const struct findings *findings);
bool findings_history(const struct findings *findings);

/* findings_write: append all lines. */
void findings_write(struct buf *out, const struct findings *findings);

/* findings_read: all lines.  E_INVALID: a line that findings_write does not
 * write; E_LIMIT; E_DAMAGED: the end is missing: the reader died. */
MUST_CHECK enum status findings_read(struct str lines,
    struct findings *findings, struct err *err);

/* The lines of a cursor, for the way to the reader. */
void findings_cursor_write(struct buf *out, const struct cursor *cursor);

#endif
