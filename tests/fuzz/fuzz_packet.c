/* SPDX-License-Identifier: Apache-2.0
 * fuzz_packet.c: any bytes as a captured frame, or as one of dnstap: the first
 * byte tells which.  What is given back stands within them.
 */
#include "agent/sources/dnswire.h"
#include "agent/sources/packet.h"
#include "agent/sources/tapframe.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct query query;
static struct tapframe frame;

static void
check_query(const struct query *read, enum record record)
{
	if (record == RECORD_QUERY &&
	    (read->name.at != read->room ||
	        read->name.len > sizeof(read->room)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data + 1, size - 1 };
	struct packet packet;
	struct str message;

	if (size == 0)
		return 0;
	if (data[0] >= PACKET_LINK_COUNT) {
		check_query(&frame.query, tapframe_read(bytes, &frame));
		return 0;
	}
	if (!packet_read((enum packet_link)data[0], bytes, &packet))
		return 0;
	while (packet_next(&packet, &message)) {
		if (message.at < bytes.at ||
		    message.at + message.len > bytes.at + bytes.len)
			abort();
		check_query(&query, dnswire_read(message, &query));
	}
	return 0;
}
