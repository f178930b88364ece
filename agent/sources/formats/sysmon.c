/* SPDX-License-Identifier: Apache-2.0
 * sysmon.c: Sysmon's event 22, a query of a program of this computer.  The
 * results hold other names.
 */
#include "agent/sources/formats.h"
#include "agent/sources/winevent.h"

#define PROVIDER "Microsoft-Windows-Sysmon"

enum { QUERY = 22 };

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
	if (event.id != QUERY)
		return RECORD_OTHER;
	return event.has_name && event.has_time ? RECORD_QUERY
	                                        : RECORD_REJECTED;
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

const struct format format_sysmon = {
	.id = "sysmon",
	.alias = NULL,
	.title = "Sysmon",
	.anchor = "yN",
	.marks = { "Microsoft-Windows-Sysmon", "EventID", "QueryName" },
	.enable = MSG_DNS_ENABLE_SYSMON,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
