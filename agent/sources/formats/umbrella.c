/* SPDX-License-Identifier: Apache-2.0
 * umbrella.c: Cisco Umbrella's DNS export: CSV, mostly without a header, in
 * UTC.  Identities hold commas; the columns after the name differ with the
 * version.
 */
#include "agent/sources/formats.h"
#include "agent/sources/cells.h"

enum { TIME = 1, INTERNAL = 4, EXTERNAL = 5, ACTION = 6, TYPE = 7, NAME = 9 };

#define HEADER "\"Timestamp\""

/* "1 (A)" */
static bool
is_type(struct str cell)
{
	uint32_t number;

	return str_take_digits(&cell, 1, 5, &number) &&
	    str_take(&cell, STR(" (")) && str_ends(cell, STR(")"));
}

static bool
is_row(struct str record)
{
	struct stamp stamp;

	return str_take_char(&record, '"') &&
	    stamp_take_iso(&record, &stamp) &&
	    str_starts(record, STR("\",")) && str_holds(record, STR(" ("));
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct cells cells;
	struct str time;

	(void)dialect;
	if (!is_row(record))
		return str_starts(record, STR(HEADER ",")) ? RECORD_OTHER
		                                           : RECORD_FOREIGN;
	if (!cells_csv(record, &cells) || !is_type(cells_at(&cells, TYPE)))
		return RECORD_REJECTED;
	time = cells_at(&cells, TIME);
	ret->name = cells_at(&cells, NAME);
	ret->client = cells_at(&cells, INTERNAL);
	if (!stamp_take_iso(&time, &ret->stamp) || ret->name.len == 0)
		return RECORD_REJECTED;
	stamp_utc(&ret->stamp);
	return RECORD_QUERY;
}

static int
bid(struct str record)
{
	struct cells cells;

	return is_row(record) && cells_csv(record, &cells) &&
	        is_type(cells_at(&cells, TYPE))
	    ? 90
	    : 0;
}

/* The fast path: behind the time. */
static bool
row_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp;

	if (!str_take_char(&text, '"') || !stamp_take_iso(&text, &stamp))
		return false;
	stamp_utc(&stamp);
	return str_take(&text, STR("\",")) &&
	    format_shape(record, text, &stamp, ret);
}

#define TYPED "\"%5 (%u)\","

static const struct format_pattern patterns[] = {
	{ "\"%o\",\"%o\",\"%A\",\"%o\",\"%o\"," TYPED "\"%o\",\"%N\",%F",
	  LINECLASS_QUERY },
	{ "%f,%f, \"%A\",%f,%f," TYPED "%f,\"%N\",%F", LINECLASS_QUERY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = row_shape,
	.patterns = patterns,
};

const struct format format_umbrella = {
	.id = "umbrella",
	.alias = "cisco-umbrella",
	.title = "Cisco Umbrella",
	.anchor = "\",",
	.marks = { "\",\"", " (A)\"", ".\"," },
	.enable = MSG_DNS_ENABLE_UMBRELLA,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
