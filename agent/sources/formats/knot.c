/* SPDX-License-Identifier: Apache-2.0
 * knot.c: Knot Resolver 5 with the debug log of its group "plan".  A client's
 * question is planned under no other, and its identifier has 16 bits: larger
 * ones are the resolver's own.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#define CLIENT_UID_MAX UINT16_MAX

/* A group's name is filled up to this many bytes. */
#define GROUP_LEN 6

/* "[plan  ][00000.00] ": the group and the request that asks. */
static bool
take_group(struct str *cursor, struct str *ret_group, struct str *ret_parent)
{
	struct str rest = *cursor, group;
	uint32_t number;

	if (!str_take_char(&rest, '[') ||
	    !str_take_until(&rest, ']', &group) || group.len != GROUP_LEN ||
	    !str_take_char(&rest, '['))
		return false;
	*ret_parent = rest;
	if (!str_take_digits(&rest, 1, 9, &number) ||
	    !str_take_char(&rest, '.') ||
	    !str_take_digits(&rest, 1, 9, &number) ||
	    !str_take_char(&rest, ']'))
		return false;
	ret_parent->len -= rest.len + 1;
	*ret_group = str_trim(group);
	*cursor = rest;
	return true;
}

static struct str
message_of(struct str record, struct stamp *ret_stamp)
{
	struct loghead head;

	loghead_read(record, &head);
	*ret_stamp = head.stamp;
	return !str_starts(head.rest, STR("[")) &&
	        str_eq(head.tag, STR("kresd"))
	    ? head.text
	    : head.rest;
}

/* "plan 'chatgpt.com.' type 'A' uid [04170.00]" */
static enum record
read_plan(struct str text, struct query *ret)
{
	struct str uid, name;
	uint64_t number;

	text = str_trim(text);
	if (!str_take(&text, STR("plan '")) ||
	    !str_cut_last(text, STR(" uid ["), &text, &uid) ||
	    !str_cut_last(text, STR("' type '"), &name, NULL) ||
	    !str_cut(uid, STR("."), &uid, NULL) ||
	    !str_number(uid, UINT32_MAX, &number))
		return RECORD_REJECTED;
	ret->name = name;
	ret->client = STR("");
	return number > CLIENT_UID_MAX ? RECORD_OTHER : RECORD_QUERY;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text = message_of(record, &ret->stamp), group, parent;

	(void)dialect;
	if (!take_group(&text, &group, &parent))
		return RECORD_FOREIGN;
	if (!str_eq(group, STR("plan")) || !str_eq(parent, STR("00000.00")))
		return RECORD_OTHER;
	return read_plan(text, ret);
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text = message_of(record, &stamp), group, parent;

	return take_group(&text, &group, &parent) && str_eq(group, STR("plan"))
	    ? 100
	    : 0;
}

/* The fast path: behind the tag, if there is one. */
static const unsigned char classes[256] = {
	['['] = LINECLASS_QUERY,
};

static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct stamp stamp;
	struct str text = message_of(record, &stamp);

	if (text.at != record.at)
		return format_shape(record, text, &stamp, ret);
	lineshape_of_bytes(STR(""), ret);
	return true;
}

/* Requests have numbers of five digits. */
static const struct format_pattern patterns[] = {
	{ "[plan  ][00000.00] plan '%n' type '%w' uid [%5.%d]",
	  LINECLASS_QUERY },
	{ "[plan  ][%p.%4]%r", LINECLASS_OTHER },
	{ "[plan  ][0%p.%4]%r", LINECLASS_OTHER },
	{ "[iterat][%5.%4]%r", LINECLASS_OTHER },
	{ "[resolv][%5.%4]%r", LINECLASS_OTHER },
	{ "[select][%5.%4]%r", LINECLASS_OTHER },
	{ "[valdtr][%5.%4]%r", LINECLASS_OTHER },
	{ "[zoncut][%5.%4]%r", LINECLASS_OTHER },
	{ "[cache ][%5.%4]%r", LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = classes,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_knot = {
	.id = "knot",
	.alias = "kresd",
	.title = "Knot Resolver",
	.anchor = " '",
	.marks = { "[plan", "plan '", " uid [" },
	.enable = MSG_DNS_ENABLE_KNOT,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
