/* SPDX-License-Identifier: Apache-2.0
 * windns.c: Windows DNS Server's debug log (dns.log).  A client's query is a
 * packet received, not a response, opcode Q; the same question is printed again
 * for the forwarder, for the answers, and in detailed blocks.
 */
#include "agent/sources/formats.h"

#define HEADER "DNS Server log file creation at"

static bool
is_hex(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (char_hex(word.at[i]) < 0)
			return false;
	return word.len > 0;
}

static bool
take_word(struct str *cursor, struct str literal)
{
	struct str rest = *cursor, word;

	if (!str_take_word(&rest, &word) || !str_eq(word, literal))
		return false;
	*cursor = rest;
	return true;
}

/* "DATE TIME 0D48 PACKET  "; ret_text is what follows the context word. */
static bool
read_head(struct str record, enum stamp_order slash, struct stamp *ret_stamp,
    bool *ret_packet, struct str *ret_text)
{
	struct str thread, context;

	if (!stamp_take_locale(&record, slash, ret_stamp))
		return false;
	str_skip_spaces(&record);
	if (!str_take_word(&record, &thread) || !is_hex(thread) ||
	    thread.len < 3 || thread.len > 8 ||
	    !str_take_word(&record, &context))
		return false;
	*ret_packet = str_eq(context, STR("PACKET"));
	*ret_text = record;
	return true;
}

struct packet {
	bool received;
	bool response;
	struct str remote;
	char opcode;
	struct str name; /* as printed */
};

static bool
take_direction(struct str *cursor, struct packet *packet)
{
	struct str rest = *cursor, id;

	/* Windows Server 2003 has no packet id. */
	if (!str_starts(rest, STR("UDP ")) && !str_starts(rest, STR("TCP ")) &&
	    (!str_take_word(&rest, &id) || !is_hex(id)))
		return false;
	if (!take_word(&rest, STR("UDP")) && !take_word(&rest, STR("TCP")))
		return false;
	packet->received = take_word(&rest, STR("Rcv"));
	if (!packet->received && !take_word(&rest, STR("Snd")))
		return false;
	*cursor = rest;
	return true;
}

/* "10.250.2.246    0c6b R Q [8081   DR  NOERROR] A      (3)com(0)" */
static bool
take_packet(struct str text, struct packet *ret)
{
	struct packet made = { .received = false };
	struct str id, opcode, flags, type;

	if (!take_direction(&text, &made) ||
	    !str_take_word(&text, &made.remote) || !str_take_word(&text, &id) ||
	    !is_hex(id))
		return false;
	made.response = take_word(&text, STR("R"));
	if (!str_take_word(&text, &opcode) || opcode.len != 1 ||
	    !str_take_char(&text, '[') || !str_take_until(&text, ']', &flags))
		return false;
	str_skip_spaces(&text);
	if (text.len > 0 && text.at[0] != '(' && text.at[0] != '.' &&
	    !str_take_word(&text, &type))
		return false;
	made.opcode = opcode.at[0];
	made.name = str_trim(text);
	*ret = made;
	return made.name.len > 0;
}

/* "(7)chatgpt(3)com(0)": each label is as long as it says, whatever it holds.
 * A dot within a label is escaped. */
static bool
read_labels(struct str text, struct query *ret)
{
	size_t n = 0;

	for (;;) {
		uint32_t len;

		if (!str_take_char(&text, '(') ||
		    !str_take_digits(&text, 1, 2, &len) ||
		    !str_take_char(&text, ')') || len > 63 || len > text.len)
			return false;
		if (len == 0)
			break;
		if (n + 2 * (size_t)len + 1 > sizeof(ret->room))
			return false;
		for (uint32_t i = 0; i < len; i++) {
			if (text.at[i] == '.')
				ret->room[n++] = '\\';
			ret->room[n++] = text.at[i];
		}
		ret->room[n++] = '.';
		text = str_skip(text, len);
	}
	ret->name = (struct str){ ret->room, n };
	return text.len == 0;
}

/* Old versions print ".name.": the labels are not told apart from dots. */
static bool
read_name(struct str text, struct query *ret)
{
	if (text.at[0] == '(')
		return read_labels(text, ret);
	if (!str_take_char(&text, '.'))
		return false;
	ret->name = text;
	return true;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct stamp stamp;
	struct packet packet;
	struct str text;
	bool is_packet;

	if (!read_head(record, dialect->slash, &stamp, &is_packet, &text))
		return RECORD_FOREIGN;
	if (!is_packet)
		return RECORD_OTHER;
	if (!take_packet(text, &packet))
		return RECORD_REJECTED;
	if (!packet.received || packet.response || packet.opcode != 'Q')
		return RECORD_OTHER;
	if (!read_name(packet.name, ret))
		return RECORD_REJECTED;
	ret->stamp = stamp;
	ret->client = packet.remote;
	return RECORD_QUERY;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text;
	bool is_packet;
	size_t at;

	if (read_head(record, STAMP_ORDER_UNKNOWN, &stamp, &is_packet, &text))
		return is_packet ? 100 : 20;
	return str_find(str_head(record, 64), STR(HEADER), &at) ? 100 : 0;
}

static void
learn(struct learning *learning, struct str record)
{
	stamp_order_learn(&learning->order, record);
}

static void
settle(const struct learning *learning, int32_t latest_day,
    struct dialect *dialect)
{
	dialect->slash = stamp_order_decide(&learning->order, latest_day);
}

/* The fast path: behind the stamp.  TCP and old versions without a packet's id
 * are left to the parser. */
static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp;

	if (!stamp_take_locale(&text, STAMP_ORDER_UNKNOWN, &stamp))
		return false;
	str_skip_spaces(&text);
	return format_shape(record, text, &stamp, ret);
}

/* A thread and a packet as wide as they are on most machines, and of any width. */
#define PACKET "#### PACKET  ################%. UDP "
#define ANY_PACKET "%8 PACKET  %x UDP "

#define QUESTION "   Q [%.%*] %u %l"
#define RESPONSE " R Q [%.%*] %u _(%r"
#define ANY_QUESTION "   Q [%*] %u %l"
#define ANY_RESPONSE " R Q [%*] %u _(%r"

static const struct format_pattern patterns[] = {
	{ PACKET "Rcv %a _####" QUESTION, LINECLASS_QUERY },
	{ PACKET "Snd %a _####" RESPONSE, LINECLASS_OTHER },
	{ PACKET "Snd %a _####" QUESTION, LINECLASS_OTHER },
	{ PACKET "Rcv %a _####" RESPONSE, LINECLASS_OTHER },
	{ ANY_PACKET "Rcv %a _%x" ANY_QUESTION, LINECLASS_QUERY },
	{ ANY_PACKET "Snd %a _%x" ANY_RESPONSE, LINECLASS_OTHER },
	{ ANY_PACKET "Snd %a _%x" ANY_QUESTION, LINECLASS_OTHER },
	{ ANY_PACKET "Rcv %a _%x" ANY_RESPONSE, LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_windns = {
	.id = "windns",
	.alias = "windows",
	.title = "Windows DNS Server",
	.anchor = "cv",
	.marks = { "PACKET", "Rcv", "Q [" },
	.enable = MSG_DNS_ENABLE_WINDNS,
	.bid = bid,
	.learn = learn,
	.settle = settle,
	.parse = parse,
	.fast = &fast,
};
