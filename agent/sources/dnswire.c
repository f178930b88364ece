/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnswire.h"

#define HEADER 12
#define FLAG_RESPONSE 0x80
#define OPCODE_MASK 0x78 /* 0: a standard query */
#define QUESTIONS_AT 4
#define NAME_MAX_OCTETS 255
#define LABEL_MAX 63
#define TYPE_AND_CLASS 4

static unsigned
octet(struct str text, size_t at)
{
	return (unsigned char)text.at[at];
}

/* A label, and the dot behind it; false without room or octets. */
static bool
take_label(struct str *cursor, size_t len, struct query *query)
{
	struct str name = query->name;

	if (len > LABEL_MAX || len >= cursor->len)
		return false;
	for (size_t i = 1; i <= len; i++) {
		if (cursor->at[i] == '.')
			query->room[name.len++] = '\\';
		query->room[name.len++] = cursor->at[i];
	}
	query->room[name.len++] = '.';
	*cursor = str_skip(*cursor, len + 1);
	query->name = name;
	return true;
}

static bool
take_name(struct str *cursor, struct query *query)
{
	struct str rest = str_head(*cursor, NAME_MAX_OCTETS);

	/* At most two bytes an octet: QUERY_NAME_ROOM has five. */
	query->name = (struct str){ query->room, 0 };
	while (rest.len > 0 && octet(rest, 0) != 0)
		if (!take_label(&rest, octet(rest, 0), query))
			return false;
	if (rest.len == 0)
		return false;
	*cursor = str_skip(*cursor, (size_t)(rest.at - cursor->at) + 1);
	return true;
}

enum record
dnswire_read(struct str message, struct query *query)
{
	struct str rest = str_skip(message, HEADER);

	if (message.len < HEADER)
		return RECORD_REJECTED;
	if ((octet(message, 2) & (FLAG_RESPONSE | OPCODE_MASK)) != 0 ||
	    (octet(message, QUESTIONS_AT) | octet(message, QUESTIONS_AT + 1)) ==
	        0)
		return RECORD_OTHER;
	return take_name(&rest, query) && rest.len >= TYPE_AND_CLASS
	    ? RECORD_QUERY
	    : RECORD_REJECTED;
}
