/* SPDX-License-Identifier: Apache-2.0
 * nextdns.c: the log that NextDNS lets its customers download: CSV, newest
 * first.  client_ip is the network's public address: the device's own is taken.
 */
#include "agent/sources/formats.h"
#include "agent/sources/cells.h"

#define HEADER "timestamp,domain,"

/* The order of today's export, for a piece without its header. */
static const struct columns usual = { .time = 1, .name = 2, .type = 3,
	.client = 14 };

static void
learn(struct learning *learning, struct str record)
{
	struct cells cells;

	if (!str_starts(record, STR(HEADER)) || !cells_csv(record, &cells))
		return;
	learning->columns = (struct columns){
		.time = (uint8_t)cells_find(&cells, STR("timestamp")),
		.name = (uint8_t)cells_find(&cells, STR("domain")),
		.type = (uint8_t)cells_find(&cells, STR("query_type")),
		.client = (uint8_t)cells_find(&cells, STR("device_local_ip")),
	};
}

static void
settle(const struct learning *learning, int32_t latest_day,
    struct dialect *dialect)
{
	(void)latest_day;
	dialect->columns = learning->columns;
}

/* "A", "HTTPS", "TYPE65" */
static bool
is_type(struct str cell)
{
	for (size_t i = 0; i < cell.len; i++)
		if (!char_is_digit(cell.at[i]) &&
		    !(cell.at[i] >= 'A' && cell.at[i] <= 'Z'))
			return false;
	return cell.len > 0 && cell.len <= 10;
}

/* "2026-11-23T08:30:12.123Z,": a zone is always there. */
static bool
is_row(struct str record)
{
	struct stamp stamp;

	return stamp_take_iso(&record, &stamp) && stamp.kind == STAMP_UNIX &&
	    str_starts(record, STR(","));
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	const struct columns *columns =
	    dialect->columns.name == 0 ? &usual : &dialect->columns;
	struct cells cells;
	struct str time;

	if (!is_row(record))
		return str_starts(record, STR(HEADER)) ? RECORD_OTHER
		                                       : RECORD_FOREIGN;
	if (!cells_csv(record, &cells) ||
	    !is_type(cells_at(&cells, columns->type)))
		return RECORD_REJECTED;
	time = cells_at(&cells, columns->time);
	ret->name = cells_at(&cells, columns->name);
	ret->client = cells_at(&cells, columns->client);
	return stamp_take_iso(&time, &ret->stamp) && ret->name.len > 0
	    ? RECORD_QUERY
	    : RECORD_REJECTED;
}

static int
bid(struct str record)
{
	struct cells cells;

	if (str_starts(record, STR(HEADER)))
		return 100;
	return is_row(record) && cells_csv(record, &cells) &&
	        is_type(cells_at(&cells, usual.type))
	    ? 80
	    : 0;
}

const struct format format_nextdns = {
	.id = "nextdns",
	.alias = NULL,
	.title = "NextDNS",
	.anchor = ",",
	.marks = { "timestamp,domain", "query_type", "client_ip" },
	.enable = MSG_DNS_ENABLE_NEXTDNS,
	.bid = bid,
	.learn = learn,
	.settle = settle,
	.parse = parse,
};
