/* SPDX-License-Identifier: Apache-2.0
 * records.h: the records of a log: its lines, or what stands on several: JSON
 * objects, Windows events, YAML documents, packets.  Must not know a format.
 * Covered by tests/unit/test_records.c, fuzz_linelog.
 *
 * How a file is cut into records is decided once, from its head.  Its formats
 * see whole records: an object written on one line and one spread over twenty
 * are the same to them.
 */
#ifndef AGENT_SOURCES_RECORDS_H
#define AGENT_SOURCES_RECORDS_H

#include "agent/sources/input.h"

enum records_kind {
	RECORDS_LINES,
	RECORDS_WRAPPED, /* lines that something else put in its own: unwrap.h */
	RECORDS_JSON,    /* objects over several lines, in an array or not; one
	                  * that is cut ends before the next line that begins
	                  * with "{" */
	RECORDS_XML,     /* <Event>...</Event>, in a root element or none */
	RECORDS_YAML,    /* documents between lines "---" */
	RECORDS_PACKETS, /* tcpdump -v: a line and those below it, indented */
	RECORDS_KIND_COUNT
};

/* records_kind: of a file, from its head.  records_are_lines: as the file has
 * them. */
enum records_kind records_kind(struct str head);
bool records_are_lines(enum records_kind kind);

/*
 * records_next: like input_next; a record over INPUT_LINE_MAX is too_long, and
 * `number` is that of its first line.  What stands between records is passed
 * over, and so is a last one that is cut: it is being written.
 */
MUST_CHECK enum status records_next(enum records_kind kind,
    struct input *input, struct input_line *ret_record, bool *ret_more,
    struct err *err);

/* records_each: the whole records of a head; `ended` tells that the file has
 * no more than that. */
void records_each(enum records_kind kind, struct str head, bool ended,
    void (*visit)(void *cookie, struct str record), void *cookie);

#endif
