/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linefast.h"

#include "agent/sources/bytes64.h"
#include "agent/sources/formats.h"
#include "agent/sources/linefast_isa.h"

#include "core/domain.h"
#include "core/match.h"

#include <stdlib.h>
#include <string.h>

/* The filter: 128 Ki bits for the last eight bytes of every rule, with the dot
 * before it, or the last five of one that has less; behind them the hashes of
 * the last two labels of rules of two, and of the last three of longer ones, in
 * a table at most half full. */
#define TABLE_BITS 17
#define TABLE_WORDS ((1u << TABLE_BITS) / 64)
#define LAST 8
#define LAST_FEW 5
#define ENDS ((size_t)16 << 10) /* a power of two */

/* A name is looked at from its end, this many bytes at most. */
#define TAIL 16

#define CLIENT_BITS 10
#define CLIENTS ((size_t)1 << CLIENT_BITS)
#define CLIENT_PLACES 4 /* that one may stand in */

/* A shape that fewer lines follow is not worth learning anew each time. */
#define GAIN_MIN 8
#define PATIENCE_MAX 1023
#define PATIENCE_IN_VAIN_MAX 60 /* a step of 61 */

/* The last bytes of a text as two words, first bytes low. */
struct tail16 {
	uint64_t front;
	uint64_t back;
};

/* A mould, and the place of what fitted the line behind one of its own: lines
 * that are alike come in flocks or by turns. */
struct slot {
	struct mould mould;
	struct slot *after;
};

struct linefast {
	const struct linefast_isa *isa;
	const struct dialect *dialect;
	struct mould_plain plain;  /* of all moulds that there may come to be */
	bool marks;                /* are needed */
	const struct format_fast *form; /* of the shape; NULL: none known */
	struct lineshape shape;
	struct stamp stamp; /* at the first second of the shape's span */
	bool casts;        /* moulds were cast, not made of patterns */
	enum lineclass meant[LINECLASS_OTHER + 1]; /* by each class */
	bool wants;        /* what is taken now may have another shape */
	bool yearless;     /* some stamp that was taught is */
	bool changed;      /* the shape is not that of the walk any more */
	uint64_t gain;     /* lines passed over with this shape */
	uint32_t patience; /* queries to let go before the next shape */
	uint32_t penalty;

	bool all; /* every name may match: a rule has a single label, or less
	           * than four bytes, or there are too many */
	bool odd; /* or, in this chunk, one that is not ASCII */
	uint64_t bits[TABLE_WORDS];
	struct tail16 keep[TAIL + 1]; /* masks of the last n bytes */
	uint64_t ends[ENDS];            /* of rules, hashed; zero: free */
	size_t end_count;
	/* Known to be addresses. */
	struct tail16 clients[CLIENTS + CLIENT_PLACES];

	struct slot slots[LINEFAST_MOULDS];
	size_t slot_count;
	size_t slot_next;  /* to be written over */
	struct slot *slot; /* whose mould fitted last */
	struct mould_found found;

	struct linefast_lines lines;
	uint16_t queries[LINEFAST_CHUNK]; /* lines that may be queries */
};

/* One call of linefast_run. */
struct run {
	struct linefast *fast;
	const struct linefast_sink *sink;
	const char *end;  /* of the window */
	uint64_t number;  /* lines before this chunk */
	uint64_t queries;
	const char *last; /* the last query passed over since a parsed one */
};

static inline struct tail16
tail_of(const char *end)
{
	return (struct tail16){ bytes64_load(end - 16),
		bytes64_load(end - 8) };
}

static inline struct tail16
kept(const struct linefast *fast, struct tail16 tail, size_t bytes)
{
	return (struct tail16){ tail.front & fast->keep[bytes].front,
		tail.back & fast->keep[bytes].back };
}

/* Odd constants of many bits.  A product's high bits hang on all bytes, its low
 * ones on the first. */
#define SPREAD 0x9e3779b97f4a7c15u

/* All bits hang on all bytes. */
static inline uint64_t
hash_of(struct tail16 tail)
{
	uint64_t hash = tail.front * SPREAD + tail.back * 0xc2b2ae3d27d4eb4fu;

	return (hash ^ hash >> 32) * SPREAD;
}

static bool
same(struct tail16 a, struct tail16 b)
{
	return a.front == b.front && a.back == b.back;
}

/* The filter */

/* The end of a name, case folded.  Bit i of `starts`: a label begins at byte i;
 * the first byte stands for all that begin before. */
struct end16 {
	struct tail16 tail;
	uint32_t starts;
};

/* Without the highest bit but, when it was the last, the lowest. */
static inline uint32_t
without_top(uint32_t bits)
{
	return (bits & ~(0x80000000u >> __builtin_clz(bits))) | 1;
}

static inline size_t
from_top(uint32_t bits)
{
	return TAIL - (31 - (size_t)__builtin_clz(bits));
}

static inline struct end16
end_of(struct str name)
{
	struct end16 end = { .tail = tail_of(name.at + name.len) };

	end.tail.front |= BYTES64_EACH(0x20);
	end.tail.back |= BYTES64_EACH(0x20);
	end.starts = bytes64_places(name.at + name.len - TAIL, '.') << 1;
	if (name.len < TAIL)
		end.starts = (end.starts & UINT32_MAX << (TAIL - name.len)) |
		    1u << (TAIL - name.len);
	end.starts |= 1;
	return end;
}

/* The last two labels, and the last three, clipped to TAIL bytes; hashed. */
static inline uint64_t
hash_two(const struct linefast *fast, const struct end16 *end)
{
	return hash_of(kept(fast, end->tail,
	    from_top(without_top(end->starts))));
}

static uint64_t
hash_three(const struct linefast *fast, const struct end16 *end)
{
	return hash_of(kept(fast, end->tail,
	    from_top(without_top(without_top(end->starts)))));
}

/* Where an end stands, or the free place where it would. */
static size_t
end_place(const struct linefast *fast, uint64_t hash)
{
	size_t i = hash % ENDS;

	while (fast->ends[i] != 0 && fast->ends[i] != hash)
		i = (i + 1) % ENDS;
	return i;
}

static inline uint64_t
bit_of(uint64_t bytes)
{
	return bytes * SPREAD >> (64 - TABLE_BITS);
}

static inline bool
has_bit(const struct linefast *fast, uint64_t bytes)
{
	uint64_t bit = bit_of(bytes);

	return (fast->bits[bit / 64] >> bit % 64 & 1) != 0;
}

static void
add_bit(struct linefast *fast, uint64_t bytes)
{
	uint64_t bit = bit_of(bytes);

	fast->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* The last bytes before `end`, case folded; the last few of them. */
static inline uint64_t
last_of(const char *end)
{
	return bytes64_load(end - LAST) | BYTES64_EACH(0x20);
}

static inline uint64_t
few_of(uint64_t last)
{
	return last >> 8 * (LAST - LAST_FEW);
}

/* False only for a name of LAST bytes or more that no rule is of. */
static inline bool
has_last(const struct linefast *fast, uint64_t last)
{
	return has_bit(fast, last) || has_bit(fast, few_of(last));
}

static bool
has_end(const struct linefast *fast, struct str name)
{
	struct end16 end = end_of(name);

	return fast->ends[end_place(fast, hash_two(fast, &end))] != 0 ||
	    fast->ends[end_place(fast, hash_three(fast, &end))] != 0;
}

static void
add_end(struct linefast *fast, const struct end16 *end, size_t labels)
{
	uint64_t hash = labels == 2 ? hash_two(fast, end)
	                            : hash_three(fast, end);
	uint64_t *place = &fast->ends[end_place(fast, hash)];

	if (hash == 0 || (*place == 0 && ++fast->end_count > ENDS / 2))
		fast->all = true;
	else
		*place = hash;
}

/* Of a longer name a dot stands before the host. */
static void
add_last(struct linefast *fast, const char *end, size_t len)
{
	uint64_t last = last_of(end);

	add_bit(fast, len + 1 >= LAST ? last : few_of(last));
}

static void
add_host(void *cookie, struct str host)
{
	struct linefast *fast = cookie;
	char padded[TAIL + DOMAIN_MAX];
	struct end16 end;
	size_t labels = 1;

	for (size_t i = 0; i < host.len; i++)
		labels += host.at[i] == '.';
	if (labels == 1 || host.len + 1 < LAST_FEW || host.len > DOMAIN_MAX) {
		fast->all = true;
		return;
	}
	memset(padded, '.', TAIL);
	memcpy(padded + TAIL, host.at, host.len);
	end = end_of((struct str){ padded + TAIL, host.len });
	add_end(fast, &end, labels);
	add_last(fast, padded + TAIL + host.len, host.len);
}

static bool
is_ascii(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] >= 0x80)
			return false;
	return true;
}

/* What is left of may_match for the few. */
static __attribute__((noinline)) bool
may_end_so(const struct linefast *fast, struct str name)
{
	if (name.len > 0 && name.at[name.len - 1] == '.')
		name.len--;
	if (fast->odd && (fast->all || !is_ascii(name)))
		return true;
	return name.len > 0 && has_end(fast, name);
}

/* False only for a name that no rule is of. */
static inline bool
may_match(const struct linefast *fast, struct str name)
{
	const char *end = name.at + name.len;

	if (name.len <= LAST || fast->odd)
		return may_end_so(fast, name);
	return has_last(fast, last_of(end - (end[-1] == '.'))) &&
	    may_end_so(fast, name);
}

/* True when it was met before; else *ret_place is where to note it. */
static inline bool
is_known(struct linefast *fast, struct tail16 client,
    struct tail16 **ret_place)
{
	struct tail16 *place = &fast->clients[
	    (client.front ^ client.back) * SPREAD >> (64 - CLIENT_BITS)];

	*ret_place = place;
	for (size_t i = 0; i < CLIENT_PLACES; i++, place++) {
		if (same(*place, client))
			return true;
		if (place->back == 0) {
			*ret_place = place;
			break;
		}
	}
	return false;
}

/* A log has few clients: those met before need no second look. */
static inline bool
is_client(struct linefast *fast, struct str client)
{
	struct tail16 tail, *place;

	/* Masked, a NUL in front cannot be seen. */
	if (client.len - 1 >= TAIL || client.at[0] == '\0')
		return format_is_address(client);
	tail = kept(fast, tail_of(client.at + client.len), client.len);
	if (is_known(fast, tail, &place))
		return true;
	if (!format_is_address(client))
		return false;
	*place = tail;
	return true;
}

/* The lines */

static inline struct str
line_between(const char *at, const char *end)
{
	size_t len = (size_t)(end - at);

	return (struct str){ at, len > 0 && end[-1] == '\r' ? len - 1 : len };
}

static inline struct str
line_at(const struct linefast_lines *lines, size_t i)
{
	return line_between(linefast_start(lines, i),
	    lines->base + lines->ends[i]);
}


static void
take(struct run *run, size_t i)
{
	const struct input_line line = {
		.text = line_at(&run->fast->lines, i),
		.number = run->number + i + 1,
	};

	run->last = NULL;
	run->sink->take(run->sink->cookie, &line);
}

static void
tell_passed(struct run *run)
{
	const char *last = run->last;

	if (last != NULL && run->fast->yearless)
		run->sink->passed(run->sink->cookie, line_between(last,
		    memchr(last, '\n', (size_t)(run->end - last))));
	run->last = NULL;
}

static struct stamp
stamp_at(const struct stamp *first, const struct lineshape *shape,
    const char *at)
{
	struct stamp stamp = *first;
	int32_t seconds = lineshape_seconds(shape, at);

	stamp.unix_seconds += seconds;
	stamp.second += seconds;
	return stamp;
}

/* One that fits, but not `slot`; NULL when there is none. */
static __attribute__((noinline)) struct slot *
search(struct linefast *fast, const char *from, const char *end,
    struct slot *slot)
{
	for (size_t n = 1; n < fast->slot_count; n++) {
		if (++slot == fast->slots + fast->slot_count)
			slot = fast->slots;
		if (fast->isa->fits(&slot->mould, from, end, &fast->found))
			return slot;
	}
	return NULL;
}

/* The class of one that fits; it is fast->slot's then. */
static inline enum lineclass
find_mould(struct linefast *fast, const char *from, const char *end,
    struct linetail *ret)
{
	struct slot *slot = fast->slot->after;

	if (fast->slot_count == 0 ||
	    !fast->isa->fits(&slot->mould, from, end, &fast->found)) {
		slot = search(fast, from, end, slot);
		if (slot == NULL) {
			fast->wants = fast->casts;
			return LINECLASS_UNSURE;
		}
		fast->slot->after = slot;
	}
	fast->slot = slot;
	fast->gain++;
	mould_tail(&slot->mould, &fast->found, ret);
	return slot->mould.class;
}

/* What the line is, as the parser would say. */
static inline enum lineclass
look(struct linefast *fast, struct str line, struct linetail *ret)
{
	const char *from = line.at + fast->shape.len;
	const char *end = line.at + line.len;
	enum lineclass class = fast->form->tail == NULL
	    ? find_mould(fast, from, end, ret)
	    : fast->form->tail(from, end, ret);

	return fast->meant[class];
}

static struct stamp
time_of(const struct linefast *fast, struct str line)
{
	const struct mould *mould = &fast->slot->mould;

	if (!fast->casts)
		return stamp_at(&fast->stamp, &fast->shape, line.at);
	return mould->timed == MOULD_NO_PIECE
	    ? mould->stamp
	    : stamp_at(&mould->stamp, &mould->time,
	          mould_time(mould, &fast->found));
}

/* A query that a rule may be of. */
static void
take_query(struct run *run, size_t i, const struct linetail *tail)
{
	const struct linefast *fast = run->fast;
	struct linefast_query query = {
		.line = line_at(&fast->lines, i),
		.number = run->number + i + 1,
		.name = tail->name,
		.client = tail->client,
	};

	query.stamp = time_of(fast, query.line);
	run->last = NULL;
	run->sink->query(run->sink->cookie, &query);
}

/* A line that may be a query: pass over it, or have it counted or parsed.  False
 * when that taught another shape. */
static inline bool
examine(struct run *run, size_t i)
{
	struct linefast *fast = run->fast;
	struct str line = line_at(&fast->lines, i);
	struct linetail tail;
	enum lineclass class;

	tail.client.at = NULL;
	class = look(fast, line, &tail);
	if (class == LINECLASS_UNSURE ||
	    (tail.client.at != NULL && !is_client(fast, tail.client))) {
		take(run, i);
		fast->wants = false;
		return !fast->changed;
	}
	if (class == LINECLASS_OTHER)
		return true;
	if (may_match(fast, tail.name)) {
		take_query(run, i, &tail);
		return !fast->changed;
	}
	run->queries++;
	run->last = line.at;
	return true;
}

/* The lines of a chunk; returns how many were used up: all, or those before
 * one that is not for us. */
static size_t
run_chunk(struct run *run)
{
	struct linefast *fast = run->fast;
	const struct linefast_lines *lines = &fast->lines;
	size_t i = 0;

	fast->found.marks = linefast_marks(lines);
	while (i < lines->count) {
		size_t count, from = i, k;

		fast->wants = fast->changed = false;
		i = fast->isa->walk(lines, from, &fast->shape,
		    fast->form->classes, fast->queries, &count);
		for (k = 0; k < count && examine(run, fast->queries[k]); k++)
			;
		if (fast->changed)
			i = (size_t)fast->queries[k] + 1;
		if (!fast->casts)
			fast->gain += i - from;
		if (fast->changed)
			continue;
		if (i == lines->count || *linefast_start(lines, i) == '\0')
			break;
		tell_passed(run);
		/* One line is odd, two on end are of another shape. */
		fast->wants = fast->yearless || i == from;
		take(run, i++);
	}
	return i;
}

/* The first line may begin in the chunk before: whether that was high counts
 * for it. */
static void
index_chunk(struct linefast *fast, size_t len, bool *high)
{
	bool before = *high;

	fast->isa->index(len, fast->marks ? &fast->plain : NULL,
	    &fast->lines);
	*high = fast->lines.high;
	fast->odd = fast->all || *high || before;
}

void
linefast_run(struct linefast *fast, struct str window, uint64_t number,
    const struct linefast_sink *sink, struct linefast_run *ret)
{
	struct run run = { fast, sink, window.at + window.len, number, 0,
		NULL };
	struct linefast_lines *lines = &fast->lines;
	size_t used = LINEFAST_CHUNK;
	bool high = false;

	lines->first = window.at;
	lines->count = 0;
	for (size_t at = 0; at < window.len && used >= lines->count;
	     at += LINEFAST_CHUNK) {
		size_t left = window.len - at;

		lines->base = window.at + at;
		index_chunk(fast,
		    left < LINEFAST_CHUNK ? left : LINEFAST_CHUNK, &high);
		if (lines->count == 0)
			break;
		used = run_chunk(&run);
		lines->first = linefast_start(lines, used);
		run.number += used;
	}
	tell_passed(&run);
	/* What the window's end cuts is most often like the rest. */
	fast->wants = fast->yearless || lines->first < window.at + window.len;
	*ret = (struct linefast_run){ (size_t)(lines->first - window.at),
		run.number - number, run.queries };
}

/* The shapes */

struct linefast *
linefast_new(const struct match *match, const struct linefast_isa *isa)
{
	struct linefast *fast = calloc(1, sizeof(*fast));
	char ones[2 * TAIL];

	if (fast == NULL)
		return NULL;
	fast->isa = isa == NULL ? linefast_isa_at(0) : isa;
	fast->wants = true;
	linefast_count_replies(fast, false);
	memset(ones, 0, TAIL);
	memset(ones + TAIL, 0xff, TAIL);
	for (size_t i = 0; i <= TAIL; i++)
		fast->keep[i] = tail_of(ones + TAIL + i);
	match_hosts(match, add_host, fast);
	return fast;
}

void
linefast_free(struct linefast *fast)
{
	free(fast);
}

bool
linefast_wants(struct linefast *fast)
{
	if (!fast->wants || fast->patience == 0)
		return fast->wants;
	fast->patience--;
	return false;
}

/* No byte is above 255 and below 0. */
void
linefast_forget(struct linefast *fast)
{
	if (!fast->wants)
		return;
	fast->changed = true;
	fast->shape.low[0] = 255;
	fast->shape.high[0] = 0;
}

/* What is learnt anew each time without having been of use is let go for a
 * while. */
static void
note_lesson(struct linefast *fast)
{
	bool useful = fast->form == NULL || fast->gain >= GAIN_MIN;

	fast->penalty = useful ? 0 : fast->penalty * 2 + 1;
	if (fast->penalty > PATIENCE_MAX)
		fast->penalty = PATIENCE_MAX;
	fast->patience = fast->penalty;
	fast->gain = 0;
	fast->changed = true;
}

/* What cannot be learnt is not tried each time, nor by steps in which records
 * that are written by turns may be. */
void
linefast_learn_nothing(struct linefast *fast)
{
	uint32_t next = fast->penalty + fast->penalty / 2 + 1;

	if (next > PATIENCE_IN_VAIN_MAX)
		next = PATIENCE_IN_VAIN_MAX;
	if (next > fast->penalty)
		fast->penalty = next;
	fast->patience = fast->penalty;
}

static void
forget_moulds(struct linefast *fast)
{
	fast->slot_count = fast->slot_next = 0;
	fast->slot = fast->slots;
	for (size_t i = 0; i < LINEFAST_MOULDS; i++)
		fast->slots[i].after = fast->slots;
}

static void
add_pattern(struct linefast *fast, const char *pattern, enum lineclass class)
{
	if (fast->slot_count < LINEFAST_MOULDS)
		mould_of_pattern(pattern, class,
		    &fast->slots[fast->slot_count++].mould);
}

static void
compile(struct linefast *fast, const struct format_fast *form)
{
	const struct format_pattern *at = form->patterns;
	char row[FORMAT_ROW_MAX];

	forget_moulds(fast);
	for (; at != NULL && at->text != NULL; at++)
		add_pattern(fast, at->text, at->class);
	if (form->row != NULL && form->row(fast->dialect, row))
		add_pattern(fast, row, LINECLASS_QUERY);
}

/* The marks of a chunk are found before its lines are read, and those may teach
 * another form. */
void
linefast_know(struct linefast *fast, const struct format *format,
    const struct dialect *dialect)
{
	static const struct mould cast = { .count = 1,
		.pieces = { { .kind = MOULD_STRING } } };
	const struct format_fast *form = format->fast;

	fast->dialect = dialect;
	mould_plain_init(&fast->plain);
	for (; form != NULL; form = form->next) {
		fast->marks = fast->marks || form->tail == NULL;
		if (form->keys != NULL)
			mould_plain_but(&fast->plain, &cast);
		compile(fast, form);
		for (size_t i = 0; i < fast->slot_count; i++)
			mould_plain_but(&fast->plain, &fast->slots[i].mould);
	}
}

void
linefast_learn(struct linefast *fast, const struct format_fast *form,
    const struct lineshape *shape, const struct stamp *stamp)
{
	note_lesson(fast);
	if (fast->form != form)
		compile(fast, form);
	fast->form = form;
	fast->casts = false;
	fast->yearless = fast->yearless || stamp->kind == STAMP_YEARLESS;
	fast->shape = *shape;
	fast->stamp = *stamp;
}

void
linefast_count_replies(struct linefast *fast, bool replies)
{
	/* The first query ends the counting of replies. */
	fast->meant[LINECLASS_QUERY] =
	    replies ? LINECLASS_UNSURE : LINECLASS_QUERY;
	fast->meant[LINECLASS_REPLY] =
	    replies ? LINECLASS_QUERY : LINECLASS_OTHER;
	fast->meant[LINECLASS_OTHER] = LINECLASS_OTHER;
}

/* The place of one that differs in its time only, or the oldest's. */
static struct slot *
slot_of(struct linefast *fast, const struct mould *mould)
{
	struct slot *slot;

	for (size_t i = 0; i < fast->slot_count; i++)
		if (mould_alike(&fast->slots[i].mould, mould))
			return &fast->slots[i];
	if (fast->slot_count < LINEFAST_MOULDS)
		return &fast->slots[fast->slot_count++];
	slot = &fast->slots[fast->slot_next];
	fast->slot_next = (fast->slot_next + 1) % LINEFAST_MOULDS;
	return slot;
}

void
linefast_learn_mould(struct linefast *fast, const struct format_fast *form,
    const struct lineshape *shape, const struct mould *mould)
{
	note_lesson(fast);
	if (fast->form != form)
		forget_moulds(fast);
	fast->form = form;
	fast->casts = true;
	fast->yearless = fast->yearless || mould->stamp.kind == STAMP_YEARLESS;
	fast->shape = *shape;
	fast->slot = slot_of(fast, mould);
	fast->slot->mould = *mould;
}

void
linefast_restart(struct linefast *fast)
{
	fast->form = NULL;
	fast->casts = false;
	fast->wants = true;
}

bool
linefast_ready(const struct linefast *fast)
{
	return fast->form != NULL;
}
