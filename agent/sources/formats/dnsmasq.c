/* SPDX-License-Identifier: Apache-2.0
 * dnsmasq.c: dnsmasq with log-queries (=extra, =proto), and Pi-hole, which is
 * one.  Names are printed raw: only the last " from " is dnsmasq's own.  Where
 * the tag is not printed (journalctl -o cat), only a query tells its daemon.
 */
#include "agent/sources/bytes64.h"
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#include <string.h>

#define QUERY "query["

/* log-queries=extra: "107 192.168.1.122/62735 "; =proto: "UDP " before it. */
static void
skip_extra(struct str *cursor)
{
	struct str rest = *cursor, serial, from;
	uint64_t number;

	if (!str_take(&rest, STR("UDP ")) && !str_take(&rest, STR("TCP ")))
		(void)str_take(&rest, STR("DoT "));
	if (!str_take_word(&rest, &serial) ||
	    !str_number(serial, UINT32_MAX, &number) ||
	    !str_take_word(&rest, &from) ||
	    !str_cut_last(from, STR("/"), &from, NULL))
		return;
	*cursor = rest;
}

static bool
is_ours(const struct loghead *head)
{
	return str_eq(head->tag, STR("dnsmasq")) ||
	    str_starts(head->tag, STR("dnsmasq-"));
}

/* "query[A] NAME from CLIENT" */
static bool
read_query(struct str text, struct query *ret)
{
	struct str type;

	text = str_trim(text);
	skip_extra(&text);
	return str_take(&text, STR(QUERY)) &&
	    str_take_until(&text, ']', &type) && str_take_char(&text, ' ') &&
	    str_cut_last(text, STR(" from "), &ret->name, &ret->client) &&
	    format_is_address(ret->client);
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct loghead head;
	struct str text;

	(void)dialect;
	loghead_read(record, &head);
	ret->stamp = head.stamp;
	if (!is_ours(&head))
		return read_query(head.rest, ret) ? RECORD_QUERY
		                                  : RECORD_FOREIGN;
	text = str_trim(head.text);
	skip_extra(&text);
	if (!str_eq(head.tag, STR("dnsmasq")) || !str_starts(text, STR(QUERY)))
		return RECORD_OTHER;
	return read_query(text, ret) ? RECORD_QUERY : RECORD_REJECTED;
}

static int
bid(struct str record)
{
	struct query query;
	struct loghead head;
	size_t at;

	loghead_read(record, &head);
	if (!is_ours(&head))
		return read_query(head.rest, &query) ? 90 : 0;
	return str_find(head.text, STR(QUERY), &at) ? 100 : 50;
}

/*
 * The fast path.  Behind the head stands a word: "query[", "forwarded",
 * "reply", a path; with log-queries=extra a number, "UDP", "TCP" or "DoT".
 */
#define QUERY_LEN 6
#define FROM_LEN 6       /* " from " */
#define CLIENT_ROOM 48   /* an address, its scope, the space before it */

static const unsigned char classes[256] = {
	['/'] = LINECLASS_OTHER,
	['0' ... '9'] = LINECLASS_QUERY,
	['A' ... 'C'] = LINECLASS_OTHER,
	['D'] = LINECLASS_QUERY,
	['E' ... 'S'] = LINECLASS_OTHER,
	['T' ... 'U'] = LINECLASS_QUERY,
	['V' ... 'Z'] = LINECLASS_OTHER,
	['a' ... 'p'] = LINECLASS_OTHER,
	['q'] = LINECLASS_QUERY,
	['r' ... 'z'] = LINECLASS_OTHER,
};

static bool
shape(struct str record, struct lineshape *ret)
{
	struct loghead head;

	loghead_read(record, &head);
	return is_ours(&head) && lineshape_of(record, &head,
	    (size_t)(head.text.at - record.at), ret);
}

/* The " from " whose last space is among these sixteen before `end`; NULL when
 * that space is of something else. */
static inline const char *
from_at(const char *end, uint32_t spaces)
{
	const char *from = end - 16 + (31 - __builtin_clz(spaces)) -
	    (FROM_LEN - 1);

	return memcmp(from, " from ", FROM_LEN) == 0 ? from : NULL;
}

/* Of a client that is longer, but no longer than an address is. */
static __attribute__((noinline)) const char *
find_far_from(const char *at, const char *end)
{
	const char *limit = end - at > CLIENT_ROOM ? end - CLIENT_ROOM : at;
	uint32_t spaces = 0;

	for (end -= 16; spaces == 0 && end - limit >= 16; end -= 16)
		spaces = bytes64_places(end - 16, ' ');
	return spaces == 0 ? NULL : from_at(end + 16, spaces);
}

static inline const char *
find_from(const char *at, const char *end)
{
	uint32_t spaces = bytes64_places(end - 16, ' ');

	return spaces == 0 ? find_far_from(at, end) : from_at(end, spaces);
}

/* "query[A] NAME from CLIENT".  Of a short line, a space or a bracket may be of
 * another: then the name would begin behind `from`. */
static inline enum lineclass
query_tail(const char *at, const char *end, struct linetail *ret)
{
	uint32_t brackets = bytes64_places(at + QUERY_LEN, ']');
	const char *name, *from = find_from(at, end);

	if (brackets == 0 || from == NULL)
		return LINECLASS_UNSURE;
	name = at + QUERY_LEN + __builtin_ctz(brackets) + 2;
	if (name > from || name[-1] != ' ')
		return LINECLASS_UNSURE;
	ret->name = (struct str){ name, (size_t)(from - name) };
	from += FROM_LEN;
	ret->client = (struct str){ from, (size_t)(end - from) };
	return LINECLASS_QUERY;
}

/* With log-queries=extra. */
static __attribute__((noinline)) enum lineclass
extra_tail(const char *from, const char *end, struct linetail *ret)
{
	struct str text = str_trim((struct str){ from,
	    (size_t)(end - from) });

	skip_extra(&text);
	return str_starts(text, STR(QUERY)) ? query_tail(text.at, end, ret)
	                                    : LINECLASS_OTHER;
}

static enum lineclass
tail(const char *from, const char *end, struct linetail *ret)
{
	if (memcmp(from, QUERY, QUERY_LEN) == 0)
		return query_tail(from, end, ret);
	return *from == 'q' ? LINECLASS_OTHER : extra_tail(from, end, ret);
}

static const struct format_fast fast = {
	.classes = classes,
	.shape = shape,
	.tail = tail,
};

const struct format format_dnsmasq = {
	.id = "dnsmasq",
	.alias = "pihole",
	.title = "dnsmasq / Pi-hole",
	.anchor = "y[",
	.marks = { "dnsmasq", QUERY, " from " },
	.enable = MSG_DNS_ENABLE_DNSMASQ,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
