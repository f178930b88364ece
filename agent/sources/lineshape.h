/* SPDX-License-Identifier: Apache-2.0
 * lineshape.h: how lines that are alike begin: the same daemon, the same hour.
 * A line of a shape is read as the line that the shape was taken from, up to
 * the end of the shape.  Must not know a format, nor what a line is searched
 * for.  Covered by tests/unit/test_lineshape.c.
 */
#ifndef AGENT_SOURCES_LINESHAPE_H
#define AGENT_SOURCES_LINESHAPE_H

#include "agent/sources/loghead.h"

/* A multiple of 32. */
#define LINESHAPE_MAX ((size_t)96)

struct lineshape {
	/* Each byte of the beginning lies between these, both included; 0 and
	 * 255 behind `len`. */
	unsigned char low[LINESHAPE_MAX];
	unsigned char high[LINESHAPE_MAX];
	size_t len;
	/* Lines of the shape are of the `span` seconds that begin `into`
	 * seconds before the time of this one. */
	int32_t into;
	int32_t span;
	size_t free_at;   /* the first free digit of the time */
	size_t digits_at; /* of the minutes, or of an epoch's last digits */
};

/* What the byte behind the shape, or all of a line, tells; a bit each. */
enum lineclass {
	LINECLASS_UNSURE = 0, /* to be parsed */
	LINECLASS_QUERY = 1,  /* may be a query; or is one */
	LINECLASS_REPLY = 2,  /* RECORD_REPLY for sure */
	LINECLASS_OTHER = 4   /* RECORD_OTHER for sure */
};

/* What stands behind the shape of a query's line; borrowed from it. */
struct linetail {
	struct str name;
	struct str client;
};

/*
 * lineshape_of: the shape of `record`, whose head was read with loghead_read,
 * and of what follows the head up to `len`.  Free are the minutes, seconds and
 * their fraction (of an epoch: the last three digits) and the digits in the
 * brackets of the tag.  False when `len` is over LINESHAPE_MAX or neither a
 * blank nor a comma stands before it, or the second is a leap second.
 */
bool lineshape_of(struct str record, const struct loghead *head, size_t len,
    struct lineshape *ret);

/* lineshape_of_bytes: of what begins with these, LINESHAPE_MAX at most, and has
 * no time. */
void lineshape_of_bytes(struct str begin, struct lineshape *ret);

/* lineshape_of_time: of a time alone, "2026-11-23T08:27:38" or ten digits, at
 * the start of `text`, without its fraction; of printable characters. */
bool lineshape_of_time(struct str text, struct lineshape *ret);

/* lineshape_add: one byte more, as it is; false when there is no room. */
bool lineshape_add(struct lineshape *shape, char c);

/* lineshape_behind: let `before` stand before the shape: what was put before
 * lines, with a time or without, whose minutes, seconds and fraction are free;
 * false when both are over LINESHAPE_MAX, or the second is a leap second. */
bool lineshape_behind(struct str before, struct lineshape *shape);

/* lineshape_narrow: from the hour to the minute of `record`, which the shape
 * was taken from, or an epoch's span by one digit; false when it has no narrower
 * one.  For spans that are not of one day. */
bool lineshape_narrow(struct lineshape *shape, struct str record);

/* lineshape_seconds: how far into the span the line at `at` is. */
int32_t lineshape_seconds(const struct lineshape *shape, const char *at);

/* lineshape_free_digits: let every decimal digit from `from` to `to` be any
 * digit. */
void lineshape_free_digits(struct lineshape *shape, size_t from, size_t to);

#endif
