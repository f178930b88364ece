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

static const struct columns *
columns_of(const struct dialect *dialect)
{
	return dialect->columns.name == 0 ? &usual : &dialect->columns;
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
	const struct columns *columns = columns_of(dialect);
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

/* The fast path: behind the time. */
static bool
row_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp;

	return stamp_take_iso(&text, &stamp) && str_take_char(&text, ',') &&
	    format_shape(record, text, &stamp, ret);
}

static bool
write_row(const struct dialect *dialect, char to[FORMAT_ROW_MAX])
{
	static const struct format_row row = { .between = ",", .name = "%N",
		.client = "%A", .type = "%t", .other = "%f", .left = ",%F" };

	return format_row(columns_of(dialect), &row, to);
}

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = row_shape,
	.row = write_row,
};

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
	.fast = &fast,
};
