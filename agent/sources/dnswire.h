/* SPDX-License-Identifier: Apache-2.0
 * dnswire.h: the question of a DNS message as it is on the wire (RFC 1035
 * section 4).  Must not know how it was carried.
 * Covered by tests/unit/test_packet.c, fuzz_packet.
 */
#ifndef AGENT_SOURCES_DNSWIRE_H
#define AGENT_SOURCES_DNSWIRE_H

#include "agent/sources/formats.h"

/*
 * dnswire_read: a standard query with a question is RECORD_QUERY, and
 * query->name is its name, in query->room: labels with dots between them, a dot
 * within one escaped.  Its stamp and client are the caller's.  A response,
 * another opcode or no question is RECORD_OTHER; what is cut, or holds a name
 * over 255 octets or a compressed one, RECORD_REJECTED.
 */
enum record dnswire_read(struct str message, struct query *query);

#endif
