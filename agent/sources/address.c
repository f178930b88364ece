/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/address.h"

#include <string.h>

#define V4_BYTES 4
#define V4_AT (ADDRESS_BYTES - V4_BYTES)
#define GROUPS 8
#define NO_GAP (GROUPS + 1)

static const uint8_t mapped[V4_AT] = { [10] = 0xff, [11] = 0xff };

static bool
read_v4(struct str text, uint8_t ret[V4_BYTES])
{
	for (int i = 0; i < V4_BYTES; i++) {
		uint32_t number;

		if ((i > 0 && !str_take_char(&text, '.')) ||
		    !str_take_digits(&text, 1, 3, &number) || number > 255)
			return false;
		ret[i] = (uint8_t)number;
	}
	return text.len == 0;
}

/* One to four digits. */
static bool
take_group(struct str *cursor, uint8_t *at)
{
	unsigned number = 0;
	size_t n = 0;

	while (n < cursor->len && n < 4 && char_hex(cursor->at[n]) >= 0)
		number = number << 4 | (unsigned)char_hex(cursor->at[n++]);
	at[0] = (uint8_t)(number >> 8);
	at[1] = (uint8_t)number;
	*cursor = str_skip(*cursor, n);
	return n > 0;
}

/* What is read of an IPv6 address: groups, and where "::" stands. */
struct groups {
	uint8_t bytes[ADDRESS_BYTES];
	unsigned count;
	unsigned gap;
};

/* "::" begins, or a ":" that a group follows. */
static bool
take_colons(struct str *cursor, struct groups *groups)
{
	if (str_take(cursor, STR("::"))) {
		if (groups->gap != NO_GAP)
			return false;
		groups->gap = groups->count;
		return true;
	}
	return groups->count == 0 ||
	    (str_take_char(cursor, ':') && cursor->len > 0);
}

static bool
read_groups(struct str text, struct groups *groups)
{
	while (text.len > 0) {
		if (!take_colons(&text, groups))
			return false;
		if (text.len == 0)
			break;
		if (groups->count <= GROUPS - 2 &&
		    read_v4(text, groups->bytes + 2 * groups->count)) {
			groups->count += 2;
			break;
		}
		if (groups->count == GROUPS ||
		    !take_group(&text, groups->bytes + 2 * groups->count++))
			return false;
	}
	return groups->gap == NO_GAP ? groups->count == GROUPS
	                             : groups->count < GROUPS;
}

static bool
read_v6(struct str text, uint8_t ret[ADDRESS_BYTES])
{
	struct groups groups = { .gap = NO_GAP };
	size_t head, tail;

	if (!str_holds(text, STR(":")) || !read_groups(text, &groups))
		return false;
	head = groups.gap == NO_GAP ? ADDRESS_BYTES : 2 * groups.gap;
	tail = groups.gap == NO_GAP ? 0 : 2 * groups.count - head;
	memset(ret, 0, ADDRESS_BYTES);
	memcpy(ret, groups.bytes, head);
	memcpy(ret + ADDRESS_BYTES - tail, groups.bytes + head, tail);
	return true;
}

bool
address_read(struct str text, struct address *ret)
{
	struct address made = { .v4 = false };
	struct str scope = STR("-");

	if (read_v4(text, made.bytes + V4_AT)) {
		memcpy(made.bytes, mapped, sizeof(mapped));
	} else {
		(void)str_cut(text, STR("%"), &text, &scope);
		if (scope.len == 0 || !read_v6(text, made.bytes))
			return false;
	}
	made.v4 = memcmp(made.bytes, mapped, sizeof(mapped)) == 0;
	*ret = made;
	return true;
}

bool
address_same(const struct address *a, const struct address *b, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	if (memcmp(a->bytes, b->bytes, whole) != 0)
		return false;
	return rest == 0 ||
	    (a->bytes[whole] ^ b->bytes[whole]) >> (8 - rest) == 0;
}

bool
address_is_loopback(const struct address *address)
{
	static const struct address own = { .bytes = { [15] = 1 } };

	return address->v4 ? address->bytes[V4_AT] == 127
	                   : address_same(address, &own, ADDRESS_BITS);
}
