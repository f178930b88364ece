/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/packet.h"

#include <stdio.h>

#define PORT_DNS 53

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_QINQ 0x88a8
#define VLAN_TAG 4
#define VLANS_MAX 4

#define PROTOCOL_HOP_BY_HOP 0
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define PROTOCOL_ROUTING 43
#define PROTOCOL_FRAGMENT 44
#define PROTOCOL_OPTIONS 60

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define EXTENSIONS_MAX 8
#define UDP_HEADER 8
#define TCP_HEADER 20

static unsigned
octet(struct str bytes, size_t at)
{
	return (unsigned char)bytes.at[at];
}

/* Two octets, most significant first. */
static unsigned
pair(struct str bytes, size_t at)
{
	return octet(bytes, at) << 8 | octet(bytes, at + 1);
}

static struct str
part(struct str bytes, size_t at, size_t len)
{
	return str_head(str_skip(bytes, at), len);
}

bool
packet_address(struct str bytes, char ret[PACKET_CLIENT_ROOM])
{
	if (bytes.len == 4)
		(void)snprintf(ret, PACKET_CLIENT_ROOM, "%u.%u.%u.%u",
		    octet(bytes, 0), octet(bytes, 1), octet(bytes, 2),
		    octet(bytes, 3));
	else if (bytes.len == 16)
		(void)snprintf(ret, PACKET_CLIENT_ROOM,
		    "%x:%x:%x:%x:%x:%x:%x:%x", pair(bytes, 0),
		    pair(bytes, 2), pair(bytes, 4), pair(bytes, 6),
		    pair(bytes, 8), pair(bytes, 10), pair(bytes, 12),
		    pair(bytes, 14));
	else
		return false;
	return true;
}

/* Ports and payload. */
static bool
read_transport(struct str bytes, unsigned protocol, struct packet *ret)
{
	size_t header = UDP_HEADER;

	if (protocol != PROTOCOL_UDP && protocol != PROTOCOL_TCP)
		return false;
	if (protocol == PROTOCOL_TCP) {
		if (bytes.len < TCP_HEADER)
			return false;
		header = (size_t)(octet(bytes, 12) >> 4) * 4;
		if (header < TCP_HEADER)
			return false;
	}
	if (bytes.len < header || pair(bytes, 2) != PORT_DNS)
		return false;
	ret->stream = protocol == PROTOCOL_TCP;
	ret->payload = str_skip(bytes, header);
	return ret->payload.len > 0;
}

/* What is behind the total length is padding of the link. */
static bool
read_ipv4(struct str bytes, struct packet *ret)
{
	size_t header, total;

	if (bytes.len < IPV4_HEADER || octet(bytes, 0) >> 4 != 4)
		return false;
	header = (size_t)(octet(bytes, 0) & 0x0f) * 4;
	total = pair(bytes, 2);
	if (header < IPV4_HEADER || total < header ||
	    (pair(bytes, 6) & 0x1fff) != 0) /* fragment offset */
		return false;
	(void)packet_address(part(bytes, 12, 4), ret->client);
	return read_transport(str_skip(str_head(bytes, total), header),
	    octet(bytes, 9), ret);
}

/* RFC 8200 section 4: past the extension headers; false for the rest of a
 * fragmented packet. */
static bool
skip_extensions(struct str *bytes, unsigned *next)
{
	for (int i = 0; i < EXTENSIONS_MAX; i++) {
		size_t len;

		if (*next != PROTOCOL_HOP_BY_HOP && *next != PROTOCOL_ROUTING &&
		    *next != PROTOCOL_OPTIONS && *next != PROTOCOL_FRAGMENT)
			return true;
		if (bytes->len < 8 ||
		    (*next == PROTOCOL_FRAGMENT &&
		        (pair(*bytes, 2) & 0xfff8) != 0))
			return false;
		len = *next == PROTOCOL_FRAGMENT
		    ? 8
		    : ((size_t)octet(*bytes, 1) + 1) * 8;
		*next = octet(*bytes, 0);
		*bytes = str_skip(*bytes, len);
	}
	return false;
}

static bool
read_ipv6(struct str bytes, struct packet *ret)
{
	struct str rest;
	unsigned next;

	if (bytes.len < IPV6_HEADER || octet(bytes, 0) >> 4 != 6)
		return false;
	next = octet(bytes, 6);
	rest = part(bytes, IPV6_HEADER, pair(bytes, 4));
	(void)packet_address(part(bytes, 8, 16), ret->client);
	return skip_extensions(&rest, &next) &&
	    read_transport(rest, next, ret);
}

static bool
read_ip(struct str bytes, struct packet *ret)
{
	return read_ipv4(bytes, ret) || read_ipv6(bytes, ret);
}

/* From an EtherType on, VLAN tags passed over. */
static bool
read_typed(struct str bytes, struct packet *ret)
{
	for (int i = 0; i < VLANS_MAX && bytes.len >= VLAN_TAG; i++) {
		unsigned type = pair(bytes, 0);

		if (type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6)
			return read_ip(str_skip(bytes, 2), ret);
		if (type != ETHERTYPE_VLAN && type != ETHERTYPE_QINQ)
			return false;
		bytes = str_skip(bytes, VLAN_TAG);
	}
	return false;
}

/* SLL2 has its EtherType first, then 18 bytes more. */
static bool
read_cooked_2(struct str frame, struct packet *ret)
{
	return frame.len > 20 &&
	    (pair(frame, 0) == ETHERTYPE_IPV4 ||
	        pair(frame, 0) == ETHERTYPE_IPV6) &&
	    read_ip(str_skip(frame, 20), ret);
}

bool
packet_read(enum packet_link link, struct str frame, struct packet *ret)
{
	struct packet made = { .stream = false };
	bool found = false;

	switch (link) {
	case PACKET_ETHERNET:
		found = read_typed(str_skip(frame, 12), &made);
		break;
	case PACKET_COOKED:
		found = read_typed(str_skip(frame, 14), &made);
		break;
	case PACKET_COOKED_2:
		found = read_cooked_2(frame, &made);
		break;
	case PACKET_LOOPBACK:
		found = read_ip(str_skip(frame, 4), &made);
		break;
	case PACKET_IP:
		found = read_ip(frame, &made);
		break;
	case PACKET_LINK_COUNT:
		break;
	}
	if (found)
		*ret = made;
	return found;
}

/* RFC 1035 section 4.2.2: two octets of length before each message; some
 * resolvers send these in a segment of their own. */
static bool
next_of_stream(struct packet *packet, struct str *ret_message)
{
	struct str rest = packet->payload;
	size_t len;

	if (rest.len <= 2)
		return false;
	len = pair(rest, 0);
	if (len > rest.len - 2 || len == 0) {
		*ret_message = rest;
		packet->payload = STR("");
		return true;
	}
	*ret_message = part(rest, 2, len);
	packet->payload = str_skip(rest, len + 2);
	return true;
}

bool
packet_next(struct packet *packet, struct str *ret_message)
{
	if (packet->stream)
		return next_of_stream(packet, ret_message);
	if (packet->payload.len == 0)
		return false;
	*ret_message = packet->payload;
	packet->payload = STR("");
	return true;
}
