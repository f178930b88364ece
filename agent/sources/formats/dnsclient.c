/* SPDX-License-Identifier: Apache-2.0
 * dnsclient.c: the log Microsoft-Windows-DNS-Client/Operational.  A question is
 * event 3006 when asked and 3008 when done, 3018, 3020 and others on its way:
 * 3008 counts, or 3006 in a log that has no 3008.
 */
#include "agent/sources/formats.h"
#include "agent/sources/winevent.h"

#define PROVIDER "Microsoft-Windows-DNS-Client"

enum { ASKED = 3006, DONE = 3008 };

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct winevent event;
	enum record kind;

	(void)dialect;
	if (!winevent_is_from(record, STR(PROVIDER)))
		return RECORD_FOREIGN;
	kind = winevent_read(record, STR(PROVIDER), &event, ret);
	if (kind != RECORD_QUERY)
		return kind == RECORD_OTHER ? RECORD_FOREIGN : kind;
	if (event.id != ASKED && event.id != DONE)
		return RECORD_OTHER;
	if (!event.has_name || !event.has_time)
		return RECORD_REJECTED;
	return event.id == DONE ? RECORD_QUERY : RECORD_REPLY;
}

static int
bid(struct str record)
{
	return winevent_is_from(record, STR(PROVIDER)) ? 100 : 0;
}

/* The fast path: of Winlogbeat's JSON. */
static const struct mould_keys keys = {
	.time = "@timestamp",
	.name = "QueryName",
	.decisive = { "event_id", "provider_name", "provider" },
};

static const struct format_fast fast = {
	.keys = &keys,
	.classes = format_any_class,
};

const struct format format_dnsclient = {
	.id = "dnsclient",
	.alias = "dns-client",
	.title = "Windows DNS-Client",
	.anchor = "yN",
	.marks = { "DNS-Client", "EventID", "QueryName" },
	.enable = MSG_DNS_ENABLE_DNSCLIENT,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
