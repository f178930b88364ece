/* SPDX-License-Identifier: Apache-2.0
 * tapframe.h: the five fields that count of a dnstap frame (dnstap.proto), read
 * from its protobuf bytes.  Must not know a file.
 * Covered by tests/unit/test_packet.c, fuzz_packet.
 *
 * Six fields of two messages: a bounded reader of them is shorter than the code
 * that a protobuf compiler makes, and needs none at build.
 */
#ifndef AGENT_SOURCES_TAPFRAME_H
#define AGENT_SOURCES_TAPFRAME_H

#include "agent/sources/formats.h"
#include "agent/sources/packet.h"

struct tapframe {
	struct query query; /* stamp and client too */
	char client[PACKET_CLIENT_ROOM];
};

/* tapframe_read: RECORD_QUERY for a CLIENT_QUERY whose message is a query,
 * RECORD_OTHER for another message, RECORD_REJECTED for what cannot be read.
 * ret->query borrows from ret. */
enum record tapframe_read(struct str frame, struct tapframe *ret);

#endif
