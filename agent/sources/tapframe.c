/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/tapframe.h"

#include "agent/sources/dnswire.h"

/* dnstap.proto */
#define DNSTAP_MESSAGE 14
#define MESSAGE_TYPE 1
#define MESSAGE_QUERY_ADDRESS 4
#define MESSAGE_QUERY_SECONDS 8
#define MESSAGE_QUERY 10
#define CLIENT_QUERY 5

/* The encoding of protobuf. */
#define WIRE_VARINT 0
#define WIRE_64 1
#define WIRE_BYTES 2
#define WIRE_32 5
#define VARINT_MAX 10

struct field {
	uint64_t number;
	uint64_t value;   /* of WIRE_VARINT */
	struct str bytes; /* of WIRE_BYTES */
};

static bool
take_varint(struct str *cursor, uint64_t *ret)
{
	uint64_t value = 0;

	for (size_t i = 0; i < VARINT_MAX && i < cursor->len; i++) {
		unsigned char byte = (unsigned char)cursor->at[i];

		value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte >= 0x80)
			continue;
		*cursor = str_skip(*cursor, i + 1);
		*ret = value;
		return true;
	}
	return false;
}

static bool
take_bytes(struct str *cursor, uint64_t len, struct str *ret)
{
	if (len > cursor->len)
		return false;
	*ret = str_head(*cursor, (size_t)len);
	*cursor = str_skip(*cursor, (size_t)len);
	return true;
}

static bool
take_field(struct str *cursor, struct field *ret)
{
	uint64_t key, len;

	*ret = (struct field){ .bytes = STR("") };
	if (!take_varint(cursor, &key))
		return false;
	ret->number = key >> 3;
	switch (key & 7) {
	case WIRE_VARINT:
		return take_varint(cursor, &ret->value);
	case WIRE_64:
		return take_bytes(cursor, 8, &ret->bytes);
	case WIRE_32:
		return take_bytes(cursor, 4, &ret->bytes);
	case WIRE_BYTES:
		return take_varint(cursor, &len) &&
		    take_bytes(cursor, len, &ret->bytes);
	default:
		return false;
	}
}

struct tap_message {
	uint64_t type;
	uint64_t seconds;
	struct str address;
	struct str query;
};

static bool
read_message(struct str bytes, struct tap_message *ret)
{
	struct field field;

	while (bytes.len > 0) {
		if (!take_field(&bytes, &field))
			return false;
		switch (field.number) {
		case MESSAGE_TYPE:
			ret->type = field.value;
			break;
		case MESSAGE_QUERY_SECONDS:
			ret->seconds = field.value;
			break;
		case MESSAGE_QUERY_ADDRESS:
			ret->address = field.bytes;
			break;
		case MESSAGE_QUERY:
			ret->query = field.bytes;
			break;
		default:
			break;
		}
	}
	return true;
}

static bool
read_dnstap(struct str frame, struct tap_message *ret)
{
	struct field field;
	bool found = false;

	while (frame.len > 0) {
		if (!take_field(&frame, &field))
			return false;
		if (field.number != DNSTAP_MESSAGE)
			continue;
		found = read_message(field.bytes, ret);
		if (!found)
			return false;
	}
	return found;
}

enum record
tapframe_read(struct str frame, struct tapframe *ret)
{
	struct tap_message message = { .address = STR(""),
		.query = STR("") };

	if (!read_dnstap(frame, &message))
		return RECORD_REJECTED;
	if (message.type != CLIENT_QUERY)
		return RECORD_OTHER;
	if (message.seconds == 0 || message.seconds > UINT32_MAX)
		return RECORD_REJECTED;
	ret->query.stamp = (struct stamp){ .kind = STAMP_UNIX,
		.unix_seconds = (int64_t)message.seconds };
	ret->query.client = packet_address(message.address, ret->client)
	    ? str_of(ret->client)
	    : STR("");
	return dnswire_read(message.query, &ret->query);
}
