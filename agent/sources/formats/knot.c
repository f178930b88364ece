/* SPDX-License-Identifier: Apache-2.0
 * knot.c: Knot Resolver 5 with the debug log of its group "plan".  A client's
 * question is planned under no other, and its identifier has 16 bits: larger
 * ones are the resolver's own.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#define CLIENT_UID_MAX UINT16_MAX

/* "[plan  ][00000.00] ": the group and the request that asks. */
static bool
take_group(struct str *cursor, struct str group, struct str *ret_parent)
{
	struct str rest = *cursor, name;

	if (!str_take_char(&rest, '[') || !str_take_until(&rest, ']', &name) ||
	    !str_starts(name, group) ||
	    str_trim(str_skip(name, group.len)).len > 0 ||
	    !str_take_char(&rest, '[') ||
	    !str_take_until(&rest, ']', ret_parent))
		return false;
	*cursor = rest;
	return true;
}

static struct str
message_of(struct str record, struct stamp *ret_stamp)
{
	struct loghead head;

	loghead_read(record, &head);
	*ret_stamp = head.stamp;
	return str_eq(head.tag, STR("kresd")) ? head.text : head.rest;
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
	struct str text = message_of(record, &ret->stamp), parent;

	(void)dialect;
	if (!take_group(&text, STR("plan"), &parent))
		return RECORD_FOREIGN;
	if (!str_eq(parent, STR("00000.00")))
		return RECORD_OTHER;
	return read_plan(text, ret);
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text = message_of(record, &stamp), parent;

	return take_group(&text, STR("plan"), &parent) ? 100 : 0;
}

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
};
