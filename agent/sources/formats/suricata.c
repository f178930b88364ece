/* SPDX-License-Identifier: Apache-2.0
 * suricata.c: Suricata's eve.json, event type "dns", versions 1 to 3, as a file
 * or in syslog.  Answers are events of their own: of several lines in version 1,
 * with the name again.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#include "core/json.h"

static bool
is_ours(struct str record, struct str *ret_event)
{
	return str_holds(record, STR("\"event_type\"")) &&
	    str_holds(record, STR("\"timestamp\"")) &&
	    loghead_object(record, ret_event);
}

/* Version 3 (Suricata 8): "request", with its questions in an array. */
static struct str
name_of(const json_t *dns)
{
	const json_t *queries = json_object_get(dns, "queries");

	return queries == NULL
	    ? json_get_str(dns, "rrname")
	    : json_get_str(json_array_get(queries, 0), "rrname");
}

static bool
is_query(const json_t *event, const json_t *dns)
{
	struct str type = json_get_str(dns, "type");

	/* RFC 1035 §4.1.1: opcode 0 is a standard query. */
	return str_eq(json_get_str(event, "event_type"), STR("dns")) &&
	    (str_eq(type, STR("query")) || str_eq(type, STR("request"))) &&
	    json_integer_value(json_object_get(dns, "opcode")) == 0;
}

static enum record
read_event(const json_t *event, struct str record, struct query *ret)
{
	const json_t *dns = json_object_get(event, "dns");
	struct str stamp = json_get_str(event, "timestamp"), client;
	const json_t *name = json_object_get(dns, "rrname");

	if (!is_query(event, dns))
		return RECORD_OTHER;
	client = json_get_str(event, "src_ip");
	if (!stamp_take_iso(&stamp, &ret->stamp) ||
	    !format_is_address(client) ||
	    (name == NULL && json_object_get(dns, "queries") == NULL))
		return RECORD_REJECTED;
	format_keep(ret, name_of(dns), client, record);
	return RECORD_QUERY;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	json_t *event = NULL;
	enum record kind;

	(void)dialect;
	if (!is_ours(record, &record))
		return RECORD_FOREIGN;
	if (!str_holds(record, STR("\"dns\"")))
		return RECORD_OTHER;
	if (json_read(record, RECORD_MAX, &event, NULL) != OK)
		return RECORD_REJECTED;
	kind = read_event(event, record, ret);
	json_decref(event);
	return kind;
}

static int
bid(struct str record)
{
	if (!is_ours(record, &record))
		return 0;
	return str_holds(record, STR("\"dns\"")) ? 100 : 50;
}

static const struct mould_keys keys = {
	.time = "timestamp",
	.name = "rrname",
	.client = "src_ip",
	.decisive = { "event_type", "type", "opcode" },
};

static const struct format_fast fast = {
	.keys = &keys,
	.classes = format_any_class,
};

const struct format format_suricata = {
	.id = "suricata",
	.alias = "eve",
	.title = "Suricata",
	.anchor = "rr",
	.marks = { "\"event_type\"", "\"dns\"", "\"rrname\"" },
	.enable = MSG_DNS_ENABLE_SURICATA,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
