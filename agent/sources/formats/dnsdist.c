/* SPDX-License-Identifier: Apache-2.0
 * dnsdist.c: dnsdist's LogAction and LogResponseAction, and its verbose output.
 * Answers and verbose lines count only where no LogAction writes: they tell of
 * the same queries.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

static enum record
kind_of(struct str *text)
{
	if (str_take(text, STR("Packet from ")))
		return RECORD_QUERY;
	if (str_take(text, STR("Answer to ")) ||
	    str_take(text, STR("Got query for ")))
		return RECORD_REPLY;
	return RECORD_FOREIGN;
}

/* "192.168.50.21:40597 for chatgpt.com. A with id 18960", and for an answer
 * "A (No Error) with id 18960" */
static bool
read_action(struct str text, bool reply, struct query *ret)
{
	struct str endpoint, question;

	if (!str_cut(text, STR(" for "), &endpoint, &question) ||
	    !format_address_of(endpoint, ':', &ret->client) ||
	    !str_cut_last(question, STR(" with id "), &question, NULL))
		return false;
	if (reply && !str_cut_last(question, STR(" ("), &question, NULL))
		return false;
	return str_cut_last(question, STR(" "), &ret->name, NULL);
}

/* "chatgpt.com.|A from 192.168.50.21:40597, relayed to ..." */
static bool
read_verbose(struct str text, struct query *ret)
{
	struct str question, endpoint;

	if (!str_cut(text, STR(" from "), &question, &endpoint))
		return false;
	(void)str_cut(endpoint, STR(","), &endpoint, NULL);
	(void)str_cut(endpoint, STR(" "), &endpoint, NULL);
	return format_address_of(endpoint, ':', &ret->client) &&
	    str_cut_last(question, STR("|"), &ret->name, NULL);
}

/* What follows the head, when it may be one of ours. */
static bool
read_head(struct str record, struct stamp *ret_stamp, struct str *ret_text)
{
	struct loghead head;

	loghead_read(record, &head);
	*ret_stamp = head.stamp;
	*ret_text = str_eq(head.tag, STR("dnsdist")) ? head.text : head.rest;
	return head.tag.len == 0 || str_eq(head.tag, STR("dnsdist"));
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text;
	enum record kind;
	bool verbose;

	(void)dialect;
	if (!read_head(record, &ret->stamp, &text))
		return RECORD_FOREIGN;
	verbose = str_starts(text, STR("Got "));
	kind = kind_of(&text);
	if (kind == RECORD_FOREIGN)
		return kind;
	if (!(verbose ? read_verbose(text, ret)
	              : read_action(text, kind == RECORD_REPLY, ret)))
		return RECORD_REJECTED;
	return kind;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text;

	return read_head(record, &stamp, &text) &&
	        kind_of(&text) != RECORD_FOREIGN
	    ? 90
	    : 0;
}

/* The fast path: behind the head. */
static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct stamp stamp;
	struct str text;

	return read_head(record, &stamp, &text) &&
	    format_shape(record, text, &stamp, ret);
}

static const struct format_pattern patterns[] = {
	{ "Packet from %a:%d for %n %w with id %d", LINECLASS_QUERY },
	{ "Answer to %a:%d for %n %w (%c) with id %d", LINECLASS_REPLY },
	{ "Answer to %a:%d for %n %w (%c %c) with id %d", LINECLASS_REPLY },
	{ "Got query for %n|%u from %a:%d, %r", LINECLASS_REPLY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_dnsdist = {
	.id = "dnsdist",
	.alias = NULL,
	.title = "dnsdist",
	.anchor = " f",
	.marks = { "Packet from ", " for ", " with id " },
	.enable = MSG_DNS_ENABLE_DNSDIST,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
