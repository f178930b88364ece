/* SPDX-License-Identifier: Apache-2.0
 * adguard.c: AdGuard Home's querylog.json: one JSON object a line, its keys in
 * any order.  Very old ones hold the question as base64 of a DNS message.
 */
#include "agent/sources/formats.h"

#include "core/json.h"

/* RFC 1035 §4.1.1: the header before the question. */
#define DNS_HEADER 12
#define MESSAGE_MAX 512

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (char_is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* At most `room` bytes; what follows them is not needed. */
static size_t
base64_read(struct str text, unsigned char *to, size_t room)
{
	uint32_t bits = 0;
	int held = 0;
	size_t n = 0;

	for (size_t i = 0; i < text.len && n < room; i++) {
		int value = base64_value(text.at[i]);

		if (value < 0)
			break;
		bits = (bits << 6 | (uint32_t)value) & 0xffffff;
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		to[n++] = (unsigned char)(bits >> held);
	}
	return n;
}

/* The first question's labels as "a.b."; a dot within a label is escaped. */
static bool
question_name(const unsigned char *message, size_t len, struct query *ret)
{
	size_t at = DNS_HEADER, n = 0;

	while (at < len && message[at] != 0) {
		size_t label = message[at++];

		if (label > 63 || label > len - at)
			return false;
		for (; label > 0; label--, at++) {
			if (n + 3 > sizeof(ret->room))
				return false;
			if (message[at] == '.')
				ret->room[n++] = '\\';
			ret->room[n++] = (char)message[at];
		}
		ret->room[n++] = '.';
	}
	if (at >= len)
		return false;
	ret->name = (struct str){ ret->room, n };
	return true;
}

/* Very old records have the question as a message. */
static bool
take_old_name(const json_t *object, struct query *ret)
{
	unsigned char message[MESSAGE_MAX];

	return question_name(message,
	    base64_read(json_get_str(object, "Question"), message,
	        sizeof(message)), ret);
}

static bool
take_stamp(const json_t *object, struct stamp *ret)
{
	struct str text = json_get_str(object, "T");

	if (text.len == 0)
		text = json_get_str(object, "Time");
	return stamp_take_iso(&text, ret) && text.len == 0;
}

static bool
is_ours(struct str record)
{
	return record.len > 0 && record.at[0] == '{' &&
	    (str_holds(record, STR("\"QH\"")) ||
	        (str_holds(record, STR("\"Question\"")) &&
	            str_holds(record, STR("\"Elapsed\""))));
}

static bool
read_object(const json_t *object, struct str record, struct query *ret)
{
	struct str address = json_get_str(object, "IP");
	struct str name = json_get_str(object, "QH");

	if (!format_is_address(address) || !take_stamp(object, &ret->stamp))
		return false;
	format_keep(ret, name, address, record);
	return name.len > 0 || take_old_name(object, ret);
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
	.time = "T",
	.name = "QH",
	.client = "IP",
};

static const struct format_fast fast = {
	.keys = &keys,
	.classes = format_any_class,
};

const struct format format_adguard = {
	.id = "adguard",
	.alias = "adguardhome",
	.title = "AdGuard Home",
	.anchor = "IP",
	.marks = { "\"QH\"", "\"T\"", "\"IP\"" },
	.enable = MSG_DNS_ENABLE_ADGUARD,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
