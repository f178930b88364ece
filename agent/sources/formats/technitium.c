/* SPDX-License-Identifier: Apache-2.0
 * technitium.c: Technitium DNS Server's own log with queries: one line a query,
 * with its answer.
 */
#include "agent/sources/formats.h"

/* "[2026-06-29 18:49:35 UTC] [127.0.0.1:12345] [UDP] "; "Local" is a time
 * without zone. */
static bool
take_head(struct str *cursor, struct stamp *ret_stamp, struct str *ret_client)
{
	struct str rest = *cursor, endpoint, protocol;

	if (!str_take_char(&rest, '[') || !stamp_take_iso(&rest, ret_stamp))
		return false;
	(void)str_take(&rest, STR(" Local"));
	if (!str_take(&rest, STR("] [")) ||
	    !str_take_until(&rest, ']', &endpoint))
		return false;
	/* "[fd00::21]:12345" */
	if (str_starts(endpoint, STR("[")) &&
	    !str_take_until(&rest, ']', &protocol))
		return false;
	if (!format_address_of((struct str){ endpoint.at,
	        (size_t)(rest.at - endpoint.at) - 1 }, ':', ret_client) ||
	    !str_take(&rest, STR(" [")) ||
	    !str_take_until(&rest, ']', &protocol) ||
	    !str_take_char(&rest, ' '))
		return false;
	*cursor = rest;
	return true;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text = record;

	(void)dialect;
	if (!take_head(&text, &ret->stamp, &ret->client) ||
	    !str_take(&text, STR("QNAME: ")))
		return RECORD_FOREIGN;
	return str_cut(text, STR("; QTYPE: "), &ret->name, NULL)
	    ? RECORD_QUERY
	    : RECORD_REJECTED;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text = record, client;

	return take_head(&text, &stamp, &client) &&
	        str_starts(text, STR("QNAME: "))
	    ? 100
	    : 0;
}

/* The fast path: behind the stamp. */
static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp;

	if (!str_take_char(&text, '[') || !stamp_take_iso(&text, &stamp))
		return false;
	(void)str_take(&text, STR(" Local"));
	return str_take(&text, STR("] ")) &&
	    format_shape(record, text, &stamp, ret);
}

static const struct format_pattern patterns[] = {
	{ "[%a:%d] [%w] QNAME: %n; QTYPE: %r", LINECLASS_QUERY },
	{ "[[%a]:%d] [%w] QNAME: %n; QTYPE: %r", LINECLASS_QUERY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_technitium = {
	.id = "technitium",
	.alias = NULL,
	.title = "Technitium",
	.anchor = "E:",
	.marks = { "] [", "QNAME: ", "QTYPE: " },
	.enable = MSG_DNS_ENABLE_TECHNITIUM,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
