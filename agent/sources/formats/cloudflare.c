/* SPDX-License-Identifier: Apache-2.0
 * cloudflare.c: Cloudflare Gateway's DNS log as Logpush writes it: one JSON
 * object a query, its time in RFC 3339 or as a UNIX time in seconds, or in
 * milliseconds to nanoseconds.
 */
#include "agent/sources/formats.h"

#include "core/json.h"

/* A UNIX time over these is in milliseconds, microseconds, nanoseconds. */
#define SECONDS_END INT64_C(100000000000)

static bool
is_ours(struct str record)
{
	return str_starts(record, STR("{")) &&
	    str_holds(record, STR("\"QueryName\"")) &&
	    str_holds(record, STR("\"Datetime\""));
}

static bool
read_stamp(const json_t *object, struct stamp *ret)
{
	const json_t *member = json_object_get(object, "Datetime");
	struct str text = json_get_str(object, "Datetime");
	json_int_t unix_seconds = json_integer_value(member);

	if (!json_is_integer(member))
		return stamp_take_iso(&text, ret) && text.len == 0;
	while (unix_seconds >= SECONDS_END)
		unix_seconds /= 1000;
	*ret = (struct stamp){ .kind = STAMP_UNIX,
		.unix_seconds = unix_seconds };
	return unix_seconds > 0;
}

static bool
read_object(const json_t *object, struct str record, struct query *ret)
{
	struct str name = json_get_str(object, "QueryName");
	struct str client = json_get_str(object, "SrcIP");

	if (name.len == 0 || !read_stamp(object, &ret->stamp))
		return false;
	format_keep(ret, name, client, record);
	return true;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	json_t *object = NULL;
	bool readable;

	(void)dialect;
	if (!is_ours(record))
		return RECORD_FOREIGN;
	if (json_read(record, RECORD_MAX, &object, NULL) != OK)
		return RECORD_REJECTED;
	readable = read_object(object, record, ret);
	json_decref(object);
	return readable ? RECORD_QUERY : RECORD_REJECTED;
}

static int
bid(struct str record)
{
	return is_ours(record) ? 100 : 0;
}

static const struct mould_keys keys = {
	.time = "Datetime",
	.name = "QueryName",
	.client = "SrcIP",
};

static const struct format_fast fast = {
	.keys = &keys,
	.classes = format_any_class,
};

const struct format format_cloudflare = {
	.id = "cloudflare",
	.alias = NULL,
	.title = "Cloudflare Gateway",
	.anchor = "Q",
	.marks = { "\"QueryName\"", "\"Datetime\"", "\"SrcIP\"" },
	.enable = MSG_DNS_ENABLE_CLOUDFLARE,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
