/* SPDX-License-Identifier: Apache-2.0
 * dnsmasq.c: dnsmasq with log-queries (=extra, =proto), and Pi-hole, which is
 * one.  Names are printed raw: only the last " from " is dnsmasq's own.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

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

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct loghead head;
	struct str text, type, name, client;

	(void)dialect;
	loghead_read(record, &head);
	if (!is_ours(&head))
		return RECORD_FOREIGN;
	text = str_trim(head.text);
	skip_extra(&text);
	if (!str_eq(head.tag, STR("dnsmasq")) || !str_take(&text, STR(QUERY)))
		return RECORD_OTHER;
	if (!str_take_until(&text, ']', &type) || !str_take_char(&text, ' ') ||
	    !str_cut_last(text, STR(" from "), &name, &client) ||
	    !format_is_address(client))
		return RECORD_REJECTED;
	ret->stamp = head.stamp;
	ret->name = name;
	ret->client = client;
	return RECORD_QUERY;
}

static int
bid(struct str record)
{
	struct loghead head;
	size_t at;

	loghead_read(record, &head);
	if (!is_ours(&head))
		return 0;
	return str_find(head.text, STR(QUERY), &at) ? 100 : 50;
}

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
};
