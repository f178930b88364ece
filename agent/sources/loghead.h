/* SPDX-License-Identifier: Apache-2.0
 * loghead.h: what stands before the message on a line of a text log: syslog
 * (RFC 3164, RFC 5424, ISO), journalctl, OpenWrt, a container's file (CRI), a
 * daemon's own file.  Must not know a daemon.
 * Covered by tests/unit/test_loghead.c.
 */
#ifndef AGENT_SOURCES_LOGHEAD_H
#define AGENT_SOURCES_LOGHEAD_H

#include "agent/sources/stamp.h"

/* Everything is borrowed from the line. */
struct loghead {
	struct stamp stamp; /* STAMP_NONE when the line begins without one */
	struct str rest;    /* what follows the stamp */
	struct str tag;     /* "dnsmasq" of "host dnsmasq[9050]: "; or empty */
	struct str text;    /* what follows the tag; `rest` without tag */
};

/*
 * loghead_read: take the head of `line` apart.  Always succeeds: a line of
 * another shape has no stamp, no tag, and is its own text.
 *
 * The tag is the first of at most three words (host, facility, tag) that ends
 * in ":" or in "]"; its "[pid]" is not part of it, nor are ".service" and the
 * instance of a unit (journalctl -o with-unit).  "[   12.345678] ", the time
 * since the start (-o short-monotonic), is no stamp.  Between stamp and rest may
 * stand "stdout F ", of CRI.  A line of JSON has no head.
 */
void loghead_read(struct str line, struct loghead *ret);

/* loghead_object: the JSON that a line is, or that stands behind its head (a
 * daemon that logs JSON to syslog), maybe behind "@cee:"; false when neither. */
bool loghead_object(struct str line, struct str *ret_object);

/* loghead_skip_stream: "stdout F " of CRI; "P " is a part of a line that goes
 * on. */
bool loghead_skip_stream(struct str *cursor);

#endif
