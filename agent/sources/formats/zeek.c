/* SPDX-License-Identifier: Apache-2.0
 * zeek.c: Zeek's dns.log, as TSV with its header or as JSON.  A line is an
 * exchange; one without a type of query is an answer that nobody was seen to
 * ask for.
 */
#include "agent/sources/formats.h"
#include "agent/sources/cells.h"
#include "agent/sources/loghead.h"

#include "core/json.h"

#define PATH "#path\tdns"
#define FIELDS "#fields\t"

static bool
is_header(struct str record)
{
	return str_eq(record, STR(PATH)) ||
	    (str_starts(record, STR(FIELDS)) &&
	        str_holds(record, STR("\tquery\t")) &&
	        str_holds(record, STR("\tqtype\t")));
}

static void
learn(struct learning *learning, struct str record)
{
	struct cells cells;

	if (!str_starts(record, STR(FIELDS)) || !is_header(record))
		return;
	cells_tsv(str_skip(record, sizeof(FIELDS) - 1), &cells);
	learning->columns = (struct columns){
		.time = (uint8_t)cells_find(&cells, STR("ts")),
		.client = (uint8_t)cells_find(&cells, STR("id.orig_h")),
		.name = (uint8_t)cells_find(&cells, STR("query")),
		.type = (uint8_t)cells_find(&cells, STR("qtype")),
	};
}

static void
settle(const struct learning *learning, int32_t latest_day,
    struct dialect *dialect)
{
	(void)latest_day;
	dialect->columns = learning->columns;
}

/* "1547188415.857497", or ISO 8601 when so set; without zone it is UTC. */
static bool
read_stamp(struct str text, struct stamp *ret)
{
	if (!stamp_take_epoch(&text, ret) && !stamp_take_iso(&text, ret))
		return false;
	stamp_utc(ret);
	return text.len == 0;
}

static bool
is_unset(struct str cell)
{
	return cell.len == 0 || str_eq(cell, STR("-"));
}

/* A line of a table of Zeek's: its time, then an identifier "C...". */
static bool
is_row(struct str record)
{
	struct str time, uid;
	struct stamp stamp;

	return str_take_until(&record, '\t', &time) &&
	    (read_stamp(time, &stamp) || str_starts(time, STR("X"))) &&
	    str_take_until(&record, '\t', &uid) && uid.len >= 10 &&
	    uid.at[0] == 'C' && str_holds(record, STR("\t"));
}

static enum record
parse_row(struct str record, const struct columns *columns, struct query *ret)
{
	struct cells cells;

	if (columns->name == 0 || !is_row(record))
		return RECORD_FOREIGN;
	cells_tsv(record, &cells);
	if (is_unset(cells_at(&cells, columns->type)))
		return RECORD_OTHER;
	ret->name = cells_at(&cells, columns->name);
	ret->client = cells_at(&cells, columns->client);
	return read_stamp(cells_at(&cells, columns->time), &ret->stamp) &&
	        !is_unset(ret->name) && format_is_address(ret->client)
	    ? RECORD_QUERY
	    : RECORD_REJECTED;
}

/* JSON: a time is a number of seconds, or ISO 8601. */

static bool
is_object(struct str record, struct str *ret_object)
{
	return str_holds(record, STR("\"id.orig_h\"")) &&
	    str_holds(record, STR("\"trans_id\"")) &&
	    loghead_object(record, ret_object);
}

static bool
object_stamp(const json_t *object, struct stamp *ret)
{
	const json_t *time = json_object_get(object, "ts");
	double seconds = json_number_value(time);

	if (!json_is_number(time))
		return read_stamp(json_get_str(object, "ts"), ret);
	if (!(seconds >= 0 && seconds < 1e10))
		return false;
	*ret = (struct stamp){ .kind = STAMP_UNIX,
		.unix_seconds = (int64_t)seconds };
	return true;
}

static enum record
read_object(const json_t *object, struct str record, struct query *ret)
{
	struct str name = json_get_str(object, "query");
	struct str client = json_get_str(object, "id.orig_h");

	if (json_object_get(object, "qtype") == NULL)
		return RECORD_OTHER;
	if (!object_stamp(object, &ret->stamp) || name.len == 0 ||
	    !format_is_address(client))
		return RECORD_REJECTED;
	format_keep(ret, name, client, record);
	return RECORD_QUERY;
}

static enum record
parse_object(struct str record, struct query *ret)
{
	json_t *object = NULL;
	enum record kind;

	if (json_read(record, RECORD_MAX, &object, NULL) != OK)
		return RECORD_REJECTED;
	kind = read_object(object, record, ret);
	json_decref(object);
	return kind;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str object;

	if (is_object(record, &object))
		return parse_object(object, ret);
	if (is_header(record))
		return RECORD_OTHER;
	return parse_row(record, &dialect->columns, ret);
}

static int
bid(struct str record)
{
	struct str object;

	if (is_object(record, &object) || is_header(record))
		return 100;
	return is_row(record) ? 30 : 0;
}

static const struct mould_keys keys = {
	.time = "ts",
	.name = "query",
	.client = "id.orig_h",
};

static const struct format_fast fast_json = {
	.keys = &keys,
	.classes = format_any_class,
};

/* A table's time stands first. */
static bool
row_shape(struct str record, struct lineshape *ret)
{
	struct str text = record, time;
	struct stamp stamp;

	return str_take_until(&text, '\t', &time) &&
	    read_stamp(time, &stamp) &&
	    format_shape(record, text, &stamp, ret);
}

static bool
write_row(const struct dialect *dialect, char to[FORMAT_ROW_MAX])
{
	static const struct format_row row = { .between = "\t",
		.second = "C%i", .name = "%N", .client = "%a", .type = "%d",
		.other = "%v", .left = "%T" };

	return dialect->columns.client != 0 &&
	    format_row(&dialect->columns, &row, to);
}

static const struct format_fast fast = {
	.next = &fast_json,
	.classes = format_any_class,
	.shape = row_shape,
	.row = write_row,
};

const struct format format_zeek = {
	.id = "zeek",
	.alias = NULL,
	.title = "Zeek",
	.anchor = "",
	.marks = { "#path\tdns", "\"id.orig_h\"", "\"qtype\"" },
	.enable = MSG_DNS_ENABLE_ZEEK,
	.bid = bid,
	.learn = learn,
	.settle = settle,
	.parse = parse,
	.fast = &fast,
};
