/* SPDX-License-Identifier: Apache-2.0
 * packet.h: the DNS messages to port 53 in a captured frame: Ethernet, Linux
 * cooked, BSD loopback or bare IP, VLAN tags, IPv4, IPv6, UDP, TCP.  Must not
 * know a file.  Covered by tests/unit/test_packet.c, fuzz_packet.
 *
 * Fragments but the first are passed over, and a TCP stream is not put together
 * again: a query that is cut across segments is not seen whole.
 */
#ifndef AGENT_SOURCES_PACKET_H
#define AGENT_SOURCES_PACKET_H

#include "core/str.h"

/* Of the frame's first byte; by LINKTYPE_ of the pcap format. */
enum packet_link {
	PACKET_ETHERNET,
	PACKET_COOKED,    /* LINKTYPE_LINUX_SLL */
	PACKET_COOKED_2,  /* LINKTYPE_LINUX_SLL2 */
	PACKET_LOOPBACK,  /* LINKTYPE_NULL, LINKTYPE_LOOP */
	PACKET_IP,        /* LINKTYPE_RAW, LINKTYPE_IPV4, LINKTYPE_IPV6 */
	PACKET_LINK_COUNT
};

#define PACKET_CLIENT_ROOM 48

struct packet {
	char client[PACKET_CLIENT_ROOM]; /* the source, as text */
	struct str payload; /* of the segment or datagram, of the frame */
	bool stream;        /* TCP: packet_next */
};

/* packet_read: false for what is not to port 53. */
bool packet_read(enum packet_link link, struct str frame, struct packet *ret);

/* packet_next: take the next DNS message off the payload, one for UDP; false
 * when there is none. */
bool packet_next(struct packet *packet, struct str *ret_message);

/* packet_address: an address of 4 or 16 bytes as text; false for another
 * length. */
bool packet_address(struct str bytes, char ret[PACKET_CLIENT_ROOM]);

#endif
