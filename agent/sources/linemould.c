/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linemould.h"

#include <string.h>

/* A double of ten digits before the point is exact in its first six behind. */
#define FRACTION_MAX 6

/* To cast */

#define DIGITS { '0', '9', '\n' }

/* What is not fixed: any length when `most` is 0. */
struct part {
	enum mould_kind kind;
	uint16_t least;
	uint16_t most;
	uint8_t cells;
	struct mould_set set;
};

/* Each '#' is any hexadecimal digit. */
static void
make_holes(struct mould_piece *piece)
{
	for (size_t i = 0; i < piece->fixed; i++) {
		if (piece->text[i] != '#')
			continue;
		piece->text[i] = '0';
		piece->above[i] = 'f' - '0';
		piece->holes |= 1u << i;
	}
}

static bool
push(struct mould *mould, struct str fixed, const struct part *part)
{
	struct mould_piece *piece = &mould->pieces[mould->count];
	uint16_t most = part->most == 0 ? UINT16_MAX : part->most;

	if (mould->count == MOULD_PIECES_MAX)
		return false;
	mould->count++;
	*piece = (struct mould_piece){
		.least = part->least,
		.span = (uint32_t)(most - part->least),
		.fixed = (uint8_t)fixed.len,
		.kind = (uint8_t)part->kind,
		.mark = MOULD_NO_MARK,
		.cells = part->cells,
		.set = part->set,
	};
	if (fixed.len > 0)
		memcpy(piece->text, fixed.at, fixed.len);
	memset(piece->above + fixed.len, 255, MOULD_FIXED_MAX - fixed.len);
	if (part->kind == MOULD_HOLES)
		make_holes(piece);
	if (mould->count == mould->name + 2u)
		mould->name_fixed = piece->fixed;
	if (mould->count == mould->client + 2u)
		mould->client_fixed = piece->fixed;
	return true;
}

/* Bytes of the mould's own, and what follows them; false when it is full. */
static bool
add(struct mould *mould, struct str fixed, struct part part)
{
	static const struct part none = { .kind = MOULD_NONE };

	for (; fixed.len > MOULD_FIXED_MAX;
	     fixed = str_skip(fixed, MOULD_FIXED_MAX))
		if (!push(mould, str_head(fixed, MOULD_FIXED_MAX), &none))
			return false;
	return push(mould, fixed, &part);
}

static void
empty(struct mould *mould, enum lineclass class)
{
	*mould = (struct mould){
		.class = class,
		.name = MOULD_NO_PIECE,
		.client = MOULD_NO_PIECE,
		.timed = MOULD_NO_PIECE,
	};
}

/* The first mark of a piece's text, or of what ends the line behind it. */
static uint8_t
mark_of(const struct mould_piece *piece, const struct mould_plain *plain)
{
	uint8_t i = 0;

	while (i < piece->fixed && mould_is_plain(plain, (char)piece->text[i]))
		i++;
	return i < piece->fixed || piece->kind == MOULD_END ||
	        piece->kind == MOULD_TABBED ? i : MOULD_NO_MARK;
}

static void
note_marks(struct mould *mould)
{
	struct mould_plain plain;

	mould_plain_init(&plain);
	mould_plain_but(&plain, mould);
	for (size_t i = 1; i < mould->count; i++)
		mould->pieces[i - 1].mark = mark_of(&mould->pieces[i], &plain);
}

/* The place of the piece that was added last. */
static uint8_t
last(const struct mould *mould)
{
	return (uint8_t)(mould->count - 1);
}

/* JSON */

/* The record being read; `at` is past what the mould has. */
struct cast {
	struct mould *mould;
	const struct mould_keys *keys;
	struct str client;
	struct str fixed; /* read, and not yet in the mould */
	struct str rest;
	struct str record;
	bool timed, named, has_client;
};

static void
pass(struct cast *cast, size_t bytes)
{
	cast->fixed.len += bytes;
	cast->rest = str_skip(cast->rest, bytes);
}

/* A piece instead of the next bytes. */
static bool
put(struct cast *cast, struct part part, size_t bytes)
{
	if (!add(cast->mould, cast->fixed, part))
		return false;
	cast->rest = str_skip(cast->rest, bytes);
	cast->fixed = (struct str){ cast->rest.at, 0 };
	return true;
}

static void
pass_blanks(struct cast *cast)
{
	while (cast->rest.len > 0 && cast->rest.at[0] == ' ')
		pass(cast, 1);
}

static bool
pass_char(struct cast *cast, char c)
{
	pass_blanks(cast);
	if (cast->rest.len == 0 || cast->rest.at[0] != c)
		return false;
	pass(cast, 1);
	return true;
}

/* A string without escapes: what is within its quotes. */
static bool
plain_string(struct str text, struct str *ret)
{
	struct str rest = text;

	if (!str_take_char(&rest, '"') || !str_take_until(&rest, '"', ret))
		return false;
	for (size_t i = 0; i < ret->len; i++)
		if (ret->at[i] < ' ' || ret->at[i] == '\\')
			return false;
	return true;
}

static bool
put_fraction(struct cast *cast)
{
	size_t n = 1;

	if (cast->rest.len < 2 || cast->rest.at[0] != '.' ||
	    !char_is_digit(cast->rest.at[1]))
		return true;
	pass(cast, 1);
	while (n < cast->rest.len && char_is_digit(cast->rest.at[n]))
		n++;
	return n <= FRACTION_MAX || cast->rest.at[n] == 'Z' ||
	        cast->rest.at[n] == '+' || cast->rest.at[n] == '-'
	    ? put(cast, (struct part){ .kind = MOULD_RUN, .set = DIGITS,
	              .least = 1,
	              .most = n <= FRACTION_MAX ? FRACTION_MAX
	                                        : MOULD_DIGITS_MAX }, n)
	    : false;
}

/* All of it is text of one piece. */
static bool
fix_time(struct cast *cast)
{
	struct mould *mould = cast->mould;
	size_t in = cast->fixed.len % MOULD_FIXED_MAX;

	if (in + mould->time.len > MOULD_FIXED_MAX) {
		if (!put(cast, (struct part){ .kind = MOULD_NONE }, 0))
			return false;
		in = 0;
	}
	mould->timed = (uint8_t)(mould->count +
	    cast->fixed.len / MOULD_FIXED_MAX);
	mould->time_in = (uint8_t)in;
	mould->time_at = (size_t)(cast->rest.at - cast->record.at);
	pass(cast, mould->time.len);
	return true;
}

/* "2026-11-23T08:30:12.924120+0100", within quotes or, as an epoch, without. */
static bool
put_time(struct cast *cast)
{
	bool quoted = cast->rest.at[0] == '"';
	struct str text = str_skip(cast->rest, quoted);

	if (cast->timed ||
	    !lineshape_of_time(text, &cast->mould->time))
		return false;
	cast->timed = true;
	pass(cast, quoted);
	if (!fix_time(cast) || !put_fraction(cast))
		return false;
	if (quoted)
		while (cast->rest.len > 0 && cast->rest.at[0] != '"')
			pass(cast, 1);
	if (quoted)
		pass(cast, 1);
	return true;
}

static bool
put_name(struct cast *cast, struct str text)
{
	if (cast->named || text.len == 0)
		return false;
	cast->named = true;
	pass(cast, 1);
	if (!put(cast, (struct part){ .kind = MOULD_PLAIN, .least = 1,
	        .set.but = '"' }, text.len))
		return false;
	cast->mould->name = last(cast->mould);
	pass(cast, 1);
	return true;
}

/* An address; behind it may stand the port of an endpoint. */
static bool
put_client(struct cast *cast, struct str text)
{
	struct str client = cast->client, after;
	size_t before;
	bool v6;

	if (cast->has_client || client.len == 0 ||
	    !str_find(text, client, &before) || before > 1)
		return false;
	v6 = memchr(client.at, ':', client.len) != NULL;
	after = str_skip(text, before + client.len);
	cast->has_client = true;
	pass(cast, 1 + before);
	if (!put(cast, after.len == 0
	            ? (struct part){ .kind = MOULD_PLAIN, .least = 1,
	                  .set.but = '"' }
	            : (struct part){ .kind = MOULD_RUN, .least = 1,
	                  .most = 64, .set = { '%', 'f', v6 ? ']' : ':' } },
	        client.len))
		return false;
	cast->mould->client = last(cast->mould);
	if (after.len > 1) {
		pass(cast, before + 1);
		after = str_skip(after, before + 1);
		if (!put(cast, (struct part){ .kind = MOULD_RUN, .set = DIGITS,
		        .least = 1, .most = 5 }, after.len))
			return false;
	}
	pass(cast, 1);
	return true;
}

static bool
is_key(const char *known, struct str key)
{
	return known != NULL && str_eq(str_of(known), key);
}

static bool
is_decisive(const struct mould_keys *keys, struct str key)
{
	for (size_t i = 0; i < MOULD_DECISIVE_MAX; i++)
		if (is_key(keys->decisive[i], key))
			return true;
	return false;
}

/* The bytes of a value that is no string, no object and no array with an
 * object in it; 0 when it is one. */
static size_t
value_length(struct str text)
{
	size_t n = 0, depth = 0;

	for (; n < text.len; n++) {
		char c = text.at[n];

		if (c == '{' || c == '\\')
			return 0;
		if (c == '"')
			while (++n < text.len && text.at[n] != '"')
				if (text.at[n] == '\\')
					return 0;
		if (c == '[')
			depth++;
		else if (depth == 0 && (c == ',' || c == '}' || c == ']'))
			return n;
		else if (c == ']')
			depth--;
	}
	return 0;
}

static bool put_members(struct cast *cast, char open, char close);

static size_t
string_length(struct str text)
{
	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i] == '\\')
			i++;
		else if (text.at[i] == '"')
			return i + 1;
	}
	return 0;
}

static bool
put_string(struct cast *cast)
{
	size_t len = string_length(cast->rest);

	if (len < 2)
		return false;
	pass(cast, 1);
	if (!put(cast, (struct part){ .kind = MOULD_STRING,
	        .set.but = '"' }, len - 2))
		return false;
	pass(cast, 1);
	return true;
}

static bool
put_free(struct cast *cast)
{
	size_t len;

	if (cast->rest.at[0] == '{')
		return put_members(cast, '{', '}');
	if (cast->rest.at[0] == '"')
		return put_string(cast);
	len = value_length(cast->rest);
	if (len > 0 && cast->rest.at[len - 1] != ' ')
		return put(cast, (struct part){ .kind = MOULD_VALUE, .set = DIGITS,
		    .least = 1, .most = MOULD_DIGITS_MAX }, len);
	return cast->rest.at[0] == '[' && put_members(cast, '[', ']');
}

/* Left as it is. */
static bool
keep(struct cast *cast)
{
	size_t len = cast->rest.at[0] == '"' ? string_length(cast->rest)
	                                     : value_length(cast->rest);

	if (len == 0 && cast->rest.at[0] == '{')
		return put_members(cast, '{', '}');
	pass(cast, len);
	return len > 0;
}

static bool
put_value(struct cast *cast, struct str key)
{
	const struct mould_keys *keys = cast->keys;
	struct str text = STR("");
	bool query = cast->mould->class == LINECLASS_QUERY;

	pass_blanks(cast);
	if (cast->rest.len == 0)
		return false;
	if (is_decisive(keys, key))
		return keep(cast);
	if (!query)
		return put_free(cast);
	if (is_key(keys->time, key))
		return put_time(cast);
	if (is_key(keys->name, key))
		return plain_string(cast->rest, &text) &&
		    put_name(cast, text);
	if (is_key(keys->client, key))
		return plain_string(cast->rest, &text) &&
		    put_client(cast, text);
	return put_free(cast);
}

/* An object, or an array with objects in it, past its bracket. */
static bool
put_more(struct cast *cast, char open, char close)
{
	struct str key = STR("");

	if (pass_char(cast, close))
		return true;
	do {
		pass_blanks(cast);
		if (open == '{') {
			if (!plain_string(cast->rest, &key))
				return false;
			pass(cast, key.len + 2);
			if (!pass_char(cast, ':'))
				return false;
		}
		if (!put_value(cast, key))
			return false;
	} while (pass_char(cast, ','));
	return pass_char(cast, close);
}

static bool
put_members(struct cast *cast, char open, char close)
{
	return pass_char(cast, open) && put_more(cast, open, close);
}

/* key="value" key="value", without control characters. */
static bool
put_pairs(struct cast *cast)
{
	for (size_t i = 0; i < cast->record.len; i++)
		if (cast->record.at[i] < ' ')
			return false;
	do {
		struct str rest = cast->rest, key;

		if (!str_take_until(&rest, '=', &key) || rest.len == 0 ||
		    rest.at[0] != '"')
			return false;
		pass(cast, key.len + 1);
		if (!put_value(cast, key))
			return false;
		pass_blanks(cast);
	} while (cast->rest.len > 0);
	return true;
}

static void
free_time(struct mould *mould)
{
	const struct lineshape *time = &mould->time;
	struct mould_piece *piece = &mould->pieces[mould->timed];

	for (size_t i = 0; i < time->len; i++) {
		piece->text[mould->time_in + i] = time->low[i];
		piece->above[mould->time_in + i] =
		    (unsigned char)(time->high[i] - time->low[i]);
	}
}

bool
mould_narrow(struct mould *mould, struct str record)
{
	bool narrower = lineshape_narrow(&mould->time,
	    str_skip(record, mould->time_at));

	if (narrower)
		free_time(mould);
	return narrower;
}

/* json_read has bounded the depth. */
bool
mould_of_record(struct str record, size_t from, const struct mould_keys *keys,
    struct str client, enum lineclass class, struct mould *ret)
{
	struct cast cast = {
		.mould = ret,
		.keys = keys,
		.client = client,
		.record = record,
		.rest = str_skip(record, from),
		.fixed = str_head(str_skip(record, from), 0),
	};

	empty(ret, class);
	if (!(keys->pairs ? put_pairs(&cast) : put_more(&cast, '{', '}')) ||
	    cast.rest.len > 0 ||
	    !put(&cast, (struct part){ .kind = MOULD_END }, 0))
		return false;
	if (ret->timed != MOULD_NO_PIECE)
		free_time(ret);
	note_marks(ret);
	return class == LINECLASS_OTHER ||
	    (cast.named && cast.timed == (keys->time != NULL) &&
	        cast.has_client == (keys->client != NULL));
}

/* Patterns */

static const struct {
	char letter;
	bool until; /* the character that follows it */
	struct part part;
} letters[] = {
	{ '_', false, { .kind = MOULD_BLANKS } },
	{ 'd', false, { .kind = MOULD_RUN, .least = 1,
	                  .most = MOULD_DIGITS_MAX, .set = DIGITS } },
	{ 'u', false, { .kind = MOULD_RUN, .least = 1, .most = 64,
	                  .set = { '0', 'Z', '\n' } } },
	{ '4', false, { .kind = MOULD_RUN, .least = 1, .most = 4,
	                  .set = DIGITS } },
	{ '5', false, { .kind = MOULD_PORT, .least = 1, .most = 5,
	                  .set = DIGITS } },
	{ 'p', false, { .kind = MOULD_HIGH_PORT, .least = 4, .most = 5,
	                  .set = DIGITS } },
	{ 't', false, { .kind = MOULD_RUN, .least = 1, .most = 10,
	                  .set = { 'A', 'Z', '\n' } } },
	{ 's', false, { .kind = MOULD_RUN, .least = 1, .most = 16,
	                  .set = { '!', '>', '\n' } } },
	{ 'i', false, { .kind = MOULD_RUN, .least = 9, .most = 64,
	                  .set = { '0', 'z', '\n' } } },
	{ '.', false, { .kind = MOULD_HOLES } },
	{ 'x', false, { .kind = MOULD_HEX, .least = 1, .most = 16 } },
	{ '8', false, { .kind = MOULD_HEX, .least = 3, .most = 8 } },
	{ 'c', false, { .kind = MOULD_RUN, .least = 1, .most = 64,
	                  .set = { '*', '~', '\n' } } },
	{ 'w', true, { .kind = MOULD_TAIL, .least = 1 } },
	{ 'n', true, { .kind = MOULD_TAIL, .least = 1 } },
	{ 'a', true, { .kind = MOULD_TAIL, .least = 1 } },
	{ 'N', true, { .kind = MOULD_RUN, .least = 2, .most = MOULD_NAME_MAX,
	                 .set = { '#', '~', '\n' } } },
	{ 'A', true, { .kind = MOULD_PLAIN, .set.but = ' ' } },
	{ 'e', true, { .kind = MOULD_LAST } },
	{ 'h', true, { .kind = MOULD_LAST } },
	{ 'f', false, { .kind = MOULD_CELLS, .cells = 1,
	                  .set.but = ',' } },
	{ 'F', false, { .kind = MOULD_CELLS, .set.but = ',' } },
	{ 'v', false, { .kind = MOULD_CELLS, .cells = 1,
	                  .set.but = '\t' } },
	{ 'T', false, { .kind = MOULD_TABBED } },
	{ 'l', false, { .kind = MOULD_LABELS } },
	{ '*', true, { .kind = MOULD_SET, .set = { ' ', '~', '\n' } } },
	{ 'o', true, { .kind = MOULD_PLAIN, .set.but = ' ' } },
	{ 'q', false, { .kind = MOULD_SET, .set = { ' ', '~', '"' } } },
	{ 'r', false, { .kind = MOULD_REST } },
};

static struct part
part_of(char letter, char next)
{
	struct part part = { .kind = MOULD_NONE };

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].letter != letter)
			continue;
		part = letters[i].part;
		if (!letters[i].until || next == '\0' || next == '%' ||
		    next == '_')
			break;
		part.set.but = next;
		if (part.kind == MOULD_TAIL)
			part.kind = MOULD_WORD;
	}
	return part;
}

/* One more cell of those that the last piece is. */
static bool
join(struct mould *mould, struct str fixed, const struct part *part)
{
	size_t i = mould->count == 0 ? 0 : mould->count - 1;
	struct mould_piece *piece = &mould->pieces[i];

	if (part->kind != MOULD_CELLS || piece->kind != MOULD_CELLS ||
	    part->cells == 0 || fixed.len != 1 ||
	    fixed.at[0] != part->set.but)
		return false;
	piece->cells++;
	return true;
}

static void
note_piece(struct mould *mould, char letter)
{
	if (letter == 'n' || letter == 'N' || letter == 'l')
		mould->name = last(mould);
	mould->labels = mould->labels || letter == 'l';
	if (letter == 'a' || letter == 'A' || letter == 'e')
		mould->client = last(mould);
}

void
mould_of_pattern(const char *pattern, enum lineclass class, struct mould *ret)
{
	static const struct part end = { .kind = MOULD_END };
	const char *at = pattern;
	struct part part;

	empty(ret, class);
	while (*at != '\0') {
		struct str fixed = { at, strcspn(at, "_%") };

		at += fixed.len;
		if (*at == '\0') {
			(void)add(ret, fixed, end);
			note_marks(ret);
			return;
		}
		if (*at == '%')
			at++;
		part = part_of(*at, at[1]);
		if (!join(ret, fixed, &part))
			(void)add(ret, fixed, part);
		note_piece(ret, *at++);
	}
	(void)add(ret, STR(""), end);
	note_marks(ret);
}

/* Marks */

const struct mould_plain mould_hex = { .rows = { 0x08, 0x58, 0x58, 0x58, 0x58, 0x58, 0x58, 0x08,
	0x08, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 } };

static void
take_out(struct mould_plain *plain, char c)
{
	plain->rows[c % 16] &= (unsigned char)~(1u << c / 16);
}

void
mould_plain_init(struct mould_plain *plain)
{
	*plain = (struct mould_plain){ .rows = { 0 } };
	for (int c = ' '; c <= '~'; c++)
		plain->rows[c % 16] |= (unsigned char)(1u << c / 16);
}

void
mould_plain_but(struct mould_plain *plain, const struct mould *mould)
{
	for (size_t i = 0; i < mould->count; i++) {
		const struct mould_piece *piece = &mould->pieces[i];

		switch ((enum mould_kind)piece->kind) {
		case MOULD_WORD:
			take_out(plain, ' ');
			take_out(plain, piece->set.but);
			break;
		case MOULD_TAIL:
		case MOULD_LAST:
			take_out(plain, ' ');
			break;
		case MOULD_CELLS:
			take_out(plain, piece->set.but);
			take_out(plain, '"');
			break;
		case MOULD_PLAIN:
			take_out(plain, piece->set.but);
			take_out(plain, '\\');
			break;
		case MOULD_STRING:
		case MOULD_VALUE:
			take_out(plain, '"');
			take_out(plain, '\\');
			break;
		default:
			break;
		}
	}
}

bool
mould_is_plain(const struct mould_plain *plain, char c)
{
	unsigned byte = (unsigned char)c;

	return byte < 0x80 && (plain->rows[byte % 16] >> byte / 16 & 1) != 0;
}

/* Not by memcmp: there are bytes of padding. */
static bool
same_piece(const struct mould_piece *a, const struct mould_piece *b)
{
	return a->fixed == b->fixed && a->kind == b->kind &&
	    a->cells == b->cells &&
	    a->least == b->least && a->span == b->span &&
	    a->set.low == b->set.low && a->set.high == b->set.high &&
	    a->set.but == b->set.but &&
	    memcmp(a->text, b->text, sizeof(a->text)) == 0 &&
	    memcmp(a->above, b->above, sizeof(a->above)) == 0;
}

/* A piece without its time. */
static struct mould_piece
timeless(const struct mould *mould, size_t i)
{
	struct mould_piece piece = mould->pieces[i];

	if (i == mould->timed) {
		memset(piece.text + mould->time_in, 0, mould->time.len);
		memset(piece.above + mould->time_in, 0, mould->time.len);
	}
	return piece;
}

bool
mould_alike(const struct mould *a, const struct mould *b)
{
	if (a->class != b->class || a->count != b->count ||
	    a->timed != b->timed || a->time.len != b->time.len)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		struct mould_piece one = timeless(a, i), other = timeless(b, i);

		if (!same_piece(&one, &other))
			return false;
	}
	return true;
}

static struct str
sample_of(const struct mould *mould, size_t i, struct str name,
    struct str client)
{
	const struct mould_piece *piece = &mould->pieces[i];

	if (i == mould->name)
		return name;
	if (i == mould->client)
		return client;
	switch ((enum mould_kind)piece->kind) {
	case MOULD_NONE:
	case MOULD_END:
	case MOULD_STRING:
		return STR("");
	default:
		return STR("0");
	}
}

size_t
mould_sample(const struct mould *mould, struct str name, struct str client,
    char *to)
{
	size_t n = 0;

	for (size_t i = 0; i < mould->count; i++) {
		const struct mould_piece *piece = &mould->pieces[i];
		struct str text = sample_of(mould, i, name, client);

		if (piece->fixed + text.len > MOULD_SAMPLE_MAX - n)
			break;
		memcpy(to + n, piece->text, piece->fixed);
		n += piece->fixed;
		memcpy(to + n, text.at, text.len);
		n += text.len;
	}
	return n;
}
