/* SPDX-License-Identifier: Apache-2.0
 * stamp.h: the time stamps met in logs.  Must not know a format of log, nor how
 * a stamp without a year becomes a time (stamp_clock.h).
 * Covered by tests/unit/test_stamp.c, fuzz_stamp.
 *
 * Every stamp_take_* works on a cursor like str_take_*: on success it is moved
 * past the stamp and not past what follows; a date that does not exist, an
 * hour over 23 or a second over 60 is no stamp.  Fractions are dropped.
 */
#ifndef AGENT_SOURCES_STAMP_H
#define AGENT_SOURCES_STAMP_H

#include "core/calendar.h"

enum stamp_kind {
	STAMP_NONE,     /* the line has no time */
	STAMP_UNIX,     /* epoch, or a civil time with its offset */
	STAMP_CIVIL,    /* local time of the host that logged */
	STAMP_YEARLESS, /* the same, date.year is 0 */
	STAMP_TIME      /* a time of day: the line has no date */
};

struct stamp {
	enum stamp_kind kind;
	int64_t unix_seconds; /* STAMP_UNIX */
	struct civil date;    /* STAMP_CIVIL, STAMP_YEARLESS */
	int32_t second;       /* of that day */
};

/* "Nov 23 08:27:38", "Nov  3 ...", "mai 04 ...", "23 nov. ...", with a fraction
 * or a year ("Nov 23 2026 08:27:38") or without. */
bool stamp_take_syslog(struct str *cursor, struct stamp *ret);

/* RFC 3339 and ISO 8601: "2026-11-23T08:27:38.539+01:00", "... 08:27:38,539Z",
 * "2026-11-23 08:27:38", "+0100", " UTC"; without zone it is civil. */
bool stamp_take_iso(struct str *cursor, struct stamp *ret);

/* "1795422484", "1795422484.123": ten digits, years 2001 to 2286. */
bool stamp_take_epoch(struct str *cursor, struct stamp *ret);

/* ctime(3), as OpenWrt's logread prints: "Sat Aug 29 06:00:00 2026". */
bool stamp_take_ctime(struct str *cursor, struct stamp *ret);

/* BIND's print-time local: "23-Nov-2026 08:29:19.539". */
bool stamp_take_bind(struct str *cursor, struct stamp *ret);

/* A time of day, as tcpdump prints it: "08:31:54.375497". */
bool stamp_take_time(struct str *cursor, struct stamp *ret);

/* stamp_utc: a stamp without zone whose log is in UTC: made STAMP_UNIX. */
void stamp_utc(struct stamp *stamp);

/* stamp_take_any: whichever of the above stands there, "[epoch]" included. */
bool stamp_take_any(struct str *cursor, struct stamp *ret);

#endif
