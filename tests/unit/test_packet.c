/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnswire.h"
#include "agent/sources/packet.h"
#include "agent/sources/tapframe.h"

#include "core/buf.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#define BYTES(literal) { literal, sizeof(literal) - 1 }

/* ---- DNS ---- */

#define ASK "\0\1\1\0\0\1\0\0\0\0\0\0"
#define NAME "\7chatgpt\3com\0"
#define A_IN "\0\1\0\1"
#define LABEL63 "?" "0123456789012345678901234567890123456789" \
	"01234567890123456789012"

struct wire_row {
	const char *label;
	struct str message;
	enum record record;
	const char *name;
};

static const struct wire_row wire_rows[] = {
	{ "a query", BYTES(ASK NAME A_IN), RECORD_QUERY, "chatgpt.com." },
	{ "case is kept", BYTES(ASK "\7ChAtGpT\3com\0" A_IN), RECORD_QUERY,
	    "ChAtGpT.com." },
	{ "a dot within a label", BYTES(ASK "\5a.b c\3com\0" A_IN),
	    RECORD_QUERY, "a\\.b c.com." },
	{ "the root", BYTES(ASK "\0" A_IN), RECORD_QUERY, "" },
	{ "with EDNS", BYTES("\0\1\1\0\0\1\0\0\0\0\0\1" NAME A_IN "\0\0\x29"),
	    RECORD_QUERY, "chatgpt.com." },
	{ "255 octets", BYTES(ASK LABEL63 LABEL63 LABEL63 "="
	    "0123456789012345678901234567890123456789012345678901234567890"
	    "\0" A_IN), RECORD_QUERY, NULL },
	{ "256 octets", BYTES(ASK LABEL63 LABEL63 LABEL63 ">"
	    "01234567890123456789012345678901234567890123456789012345678901"
	    "\0" A_IN), RECORD_REJECTED, NULL },
	{ "a response", BYTES("\0\1\x81\x80\0\1\0\1\0\0\0\0" NAME A_IN),
	    RECORD_OTHER, NULL },
	{ "an update", BYTES("\0\1\x28\0\0\1\0\0\0\0\0\0" NAME A_IN),
	    RECORD_OTHER, NULL },
	{ "a notify", BYTES("\0\1\x20\0\0\1\0\0\0\0\0\0" NAME A_IN),
	    RECORD_OTHER, NULL },
	{ "no question", BYTES("\0\1\1\0\0\0\0\0\0\0\0\0"), RECORD_OTHER,
	    NULL },
	{ "no type", BYTES(ASK NAME "\0\1\0"), RECORD_REJECTED, NULL },
	{ "a cut name", BYTES(ASK "\7chatgpt\3co"), RECORD_REJECTED, NULL },
	{ "an endless name", BYTES(ASK "\7chatgpt"), RECORD_REJECTED, NULL },
	{ "a pointer", BYTES(ASK "\xc0\x0c" A_IN), RECORD_REJECTED, NULL },
	{ "a label of 64", BYTES(ASK "\x40" "chatgpt\0" A_IN),
	    RECORD_REJECTED, NULL },
	{ "eleven bytes", BYTES("\0\1\1\0\0\1\0\0\0\0\0"), RECORD_REJECTED,
	    NULL },
	{ "nothing", BYTES(""), RECORD_REJECTED, NULL },
};

static void
a_message_gives_its_question(void **state)
{
	static struct query query;

	(void)state;
	for (size_t i = 0; i < COUNT(wire_rows); i++) {
		const struct wire_row *row = &wire_rows[i];

		check_number(dnswire_read(row->message, &query), row->record,
		    row->label);
		if (row->name != NULL)
			check_str(query.name, row->name, row->label);
	}
}

/* ---- frames ---- */

#define ETHER(type) "\1\2\3\4\5\6\7\10\11\12\13\14" type
#define V4_OF(len, protocol, fragment) \
	"\x45\0\0" len "\0\0" fragment "\x40" protocol "\0\0" \
	"\xc0\xa8\x32\x15\xc0\xa8\x32\1"
#define V6_OF(len, next) \
	"\x60\0\0\0\0" len next "\x40" \
	"\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x21" \
	"\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"
#define UDP(from, to) from to "\0\x0a\0\0"
#define TCP(to) "\x10\0" to "\0\0\0\1\0\0\0\1\x50\x18\3\xe8\0\0\0\0"
#define DNS_PORT "\0\x35"
#define OTHER_PORT "\x10\0"
#define ASKED UDP(OTHER_PORT, DNS_PORT) "ab"
#define V4 V4_OF("\x1e", "\x11", "\0\0")
#define V6 V6_OF("\x0a", "\x11")
#define V4_CLIENT "192.168.50.21"
#define V6_CLIENT "fd00:0:0:0:0:0:0:21"

struct frame_row {
	const char *label;
	enum packet_link link;
	struct str frame;
	const char *client; /* NULL: nothing to port 53 */
	const char *message;
};

static const struct frame_row frame_rows[] = {
	{ "Ethernet", PACKET_ETHERNET, BYTES(ETHER("\x08\0") V4 ASKED),
	    V4_CLIENT, "ab" },
	{ "Ethernet's padding", PACKET_ETHERNET,
	    BYTES(ETHER("\x08\0") V4 ASKED "\0\0\0\0"), V4_CLIENT, "ab" },
	{ "IPv6", PACKET_ETHERNET, BYTES(ETHER("\x86\xdd") V6 ASKED),
	    V6_CLIENT, "ab" },
	{ "VLAN", PACKET_ETHERNET,
	    BYTES(ETHER("\x81\0\0\5\x08\0") V4 ASKED), V4_CLIENT, "ab" },
	{ "VLAN in VLAN", PACKET_ETHERNET,
	    BYTES(ETHER("\x88\xa8\0\5\x81\0\0\6\x86\xdd") V6 ASKED),
	    V6_CLIENT, "ab" },
	{ "Linux cooked", PACKET_COOKED,
	    BYTES("\0\0\0\1\0\6\1\2\3\4\5\6\0\0\x08\0" V4 ASKED), V4_CLIENT,
	    "ab" },
	{ "Linux cooked 2", PACKET_COOKED_2,
	    BYTES("\x08\0\0\0\0\0\0\1\0\1\0\6\1\2\3\4\5\6\0\0" V4 ASKED),
	    V4_CLIENT, "ab" },
	{ "BSD loopback", PACKET_LOOPBACK, BYTES("\2\0\0\0" V4 ASKED),
	    V4_CLIENT, "ab" },
	{ "bare IP", PACKET_IP, BYTES(V6 ASKED), V6_CLIENT, "ab" },
	{ "TCP", PACKET_IP,
	    BYTES(V4_OF("\x2c", "\6", "\0\0") TCP(DNS_PORT) "\0\2ab"),
	    V4_CLIENT, "ab" },
	{ "TCP, its length in another segment", PACKET_IP,
	    BYTES(V4_OF("\x2c", "\6", "\0\0") TCP(DNS_PORT) "abcd"),
	    V4_CLIENT, "abcd" },
	{ "IPv6 options", PACKET_IP,
	    BYTES(V6_OF("\x12", "\0") "\x11\0\1\4\0\0\0\0" ASKED), V6_CLIENT,
	    "ab" },
	{ "the first fragment", PACKET_IP,
	    BYTES(V4_OF("\x1e", "\x11", "\x20\0") ASKED), V4_CLIENT, "ab" },
	{ "a later fragment", PACKET_IP,
	    BYTES(V4_OF("\x1e", "\x11", "\0\1") ASKED), NULL, NULL },
	{ "a later fragment of IPv6", PACKET_IP,
	    BYTES(V6_OF("\x12", "\x2c") "\x11\0\0\x08\0\0\0\0" ASKED), NULL,
	    NULL },
	{ "an answer", PACKET_IP,
	    BYTES(V4 UDP(DNS_PORT, OTHER_PORT) "ab"), NULL, NULL },
	{ "ICMP", PACKET_IP, BYTES(V4_OF("\x1e", "\1", "\0\0") ASKED), NULL,
	    NULL },
	{ "ARP", PACKET_ETHERNET, BYTES(ETHER("\x08\6") V4 ASKED), NULL,
	    NULL },
	{ "an acknowledgement", PACKET_IP,
	    BYTES(V4_OF("\x28", "\6", "\0\0") TCP(DNS_PORT)), NULL, NULL },
	{ "a header cut", PACKET_IP, BYTES(V4_OF("\x1e", "\x11", "\0\0")
	    "\x10\0\0\x35"), NULL, NULL },
	{ "total length below the header", PACKET_IP,
	    BYTES(V4_OF("\x13", "\x11", "\0\0") ASKED), NULL, NULL },
	{ "a TCP header of 16", PACKET_IP,
	    BYTES(V4_OF("\x2c", "\6", "\0\0") "\x10\0\0\x35\0\0\0\1\0\0\0\1"
	    "\x40\x18\3\xe8\0\0\0\0\0\2ab"), NULL, NULL },
	{ "nothing", PACKET_ETHERNET, BYTES(""), NULL, NULL },
};

static void
a_frame_to_port_53_gives_its_message(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(frame_rows); i++) {
		const struct frame_row *row = &frame_rows[i];
		struct packet packet;
		struct str message;

		check_number(packet_read(row->link, row->frame, &packet),
		    row->client != NULL, row->label);
		if (row->client == NULL)
			continue;
		check_str(str_of(packet.client), row->client, row->label);
		assert_true(packet_next(&packet, &message));
		check_str(message, row->message, row->label);
		assert_false(packet_next(&packet, &message));
	}
}

/* The smallest frame that counts, cut at each of its bytes. */
static void
a_cut_frame_is_never_read_past_its_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(frame_rows); i++)
		for (size_t n = 0; n < frame_rows[i].frame.len; n++) {
			char cut[128];
			struct packet packet;
			struct str message;

			memcpy(cut, frame_rows[i].frame.at, n);
			if (packet_read(frame_rows[i].link,
			        (struct str){ cut, n }, &packet))
				while (packet_next(&packet, &message))
					assert_true(message.at + message.len <=
					    cut + n);
		}
}

static void
a_segment_may_hold_several_messages(void **state)
{
	struct packet packet = { .stream = true,
		.payload = BYTES("\0\2ab\0\1c\0\5de") };
	struct str message;

	(void)state;
	assert_true(packet_next(&packet, &message));
	check_str(message, "ab", "first");
	assert_true(packet_next(&packet, &message));
	check_str(message, "c", "second");
	/* What is cut is rejected by who reads it. */
	assert_true(packet_next(&packet, &message));
	assert_int_equal(message.len, 4);
	assert_false(packet_next(&packet, &message));
}

/* ---- dnstap ---- */

/* Fields of dnstap.proto: 15 type, 14 message; 1 type, 4 query_address,
 * 8 query_time_sec, 9 query_time_nsec (32 bits), 10 query_message. */
#define QUERY_OF "\x52\x1d" ASK NAME A_IN
#define TIME_OF "\x40\xd4\xc1\x91\xd8\6" "\x4d\0\0\0\0"
#define V4_OF_CLIENT "\x22\4\xc0\xa8\x32\x15"
#define FRAME(len, type, rest) "\x78\1\x72" len "\x08" type rest

struct tap_row {
	const char *label;
	struct str frame;
	enum record record;
	const char *client;
};

static const struct tap_row tap_rows[] = {
	{ "a client's query", BYTES(FRAME("\x32", "\5", V4_OF_CLIENT TIME_OF
	    QUERY_OF)), RECORD_QUERY, V4_CLIENT },
	{ "IPv6", BYTES(FRAME("\x3e", "\5", "\x22\x10\xfd\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0\x21" TIME_OF QUERY_OF)), RECORD_QUERY, V6_CLIENT },
	{ "without an address", BYTES(FRAME("\x2c", "\5", TIME_OF QUERY_OF)),
	    RECORD_QUERY, "" },
	{ "a client's response", BYTES(FRAME("\x32", "\6", V4_OF_CLIENT
	    TIME_OF QUERY_OF)), RECORD_OTHER, NULL },
	{ "a resolver's query", BYTES(FRAME("\x32", "\3", V4_OF_CLIENT TIME_OF
	    QUERY_OF)), RECORD_OTHER, NULL },
	{ "without a time", BYTES(FRAME("\x27", "\5", V4_OF_CLIENT QUERY_OF)),
	    RECORD_REJECTED, NULL },
	{ "without a message", BYTES(FRAME("\x13", "\5", V4_OF_CLIENT
	    TIME_OF)), RECORD_REJECTED, NULL },
	{ "a length beyond the end", BYTES("\x72\x7f\x08\5"),
	    RECORD_REJECTED, NULL },
	{ "an endless number", BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	    "\xff\xff\1"), RECORD_REJECTED, NULL },
	{ "a group", BYTES("\x73\x74"), RECORD_REJECTED, NULL },
	{ "no dnstap message", BYTES("\x78\1"), RECORD_REJECTED, NULL },
	{ "nothing", BYTES(""), RECORD_REJECTED, NULL },
};

static void
a_dnstap_frame_gives_a_clients_question(void **state)
{
	static struct tapframe frame;

	(void)state;
	for (size_t i = 0; i < COUNT(tap_rows); i++) {
		const struct tap_row *row = &tap_rows[i];

		check_number(tapframe_read(row->frame, &frame), row->record,
		    row->label);
		if (row->client == NULL)
			continue;
		check_str(frame.query.name, "chatgpt.com.", row->label);
		check_str(frame.query.client, row->client, row->label);
		check_number(frame.query.stamp.unix_seconds, 1795449044,
		    row->label);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_gives_its_question),
		cmocka_unit_test(a_frame_to_port_53_gives_its_message),
		cmocka_unit_test(a_cut_frame_is_never_read_past_its_end),
		cmocka_unit_test(a_segment_may_hold_several_messages),
		cmocka_unit_test(a_dnstap_frame_gives_a_clients_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
