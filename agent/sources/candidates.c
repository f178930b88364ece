/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/candidates.h"

#include "core/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEAREST 3

void
candidates_init(struct candidates *candidates, const struct format *forced)
{
	*candidates = (struct candidates){ .forced = forced != NULL };
	if (forced != NULL) {
		candidates->at[candidates->count++].format = forced;
		return;
	}
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		candidates->at[candidates->count].place = i;
		candidates->at[candidates->count++].format = formats_at(i);
	}
}

/* The vote */

/* Which two bytes, by their low six bits, stand beside each other in a record:
 * most marks of most formats are told by their first two to be missing. */
struct pairs {
	uint64_t after[64];
};

static bool
may_hold(const struct pairs *pairs, const char *mark)
{
	return mark[0] == '\0' || mark[1] == '\0' ||
	    (pairs->after[mark[0] & 63] >> (mark[1] & 63) & 1) != 0;
}

static struct pairs
pairs_of(struct str record)
{
	struct pairs pairs = { { 0 } };

	for (size_t i = 1; i < record.len; i++)
		pairs.after[record.at[i - 1] & 63] |= (uint64_t)1
		    << (record.at[i] & 63);
	return pairs;
}

static void
see_marks(struct candidate *candidate, struct str record,
    const struct pairs *pairs)
{
	for (size_t i = 0; i < FORMAT_MARKS_MAX; i++) {
		const char *mark = candidate->format->marks[i];

		if (mark != NULL && (candidate->marks & 1u << i) == 0 &&
		    may_hold(pairs, mark) && str_holds(record, str_of(mark)))
			candidate->marks |= 1u << i;
	}
}

void
candidates_vote(struct candidates *candidates, struct str record)
{
	const struct pairs pairs = pairs_of(record);

	for (size_t i = 0; i < candidates->count; i++) {
		struct candidate *candidate = &candidates->at[i];

		candidate->votes += (uint64_t)candidate->format->bid(record);
		see_marks(candidate, record, &pairs);
	}
}

static int
by_place(const struct candidate *x, const struct candidate *y)
{
	return (x->place > y->place) - (x->place < y->place);
}

static int
by_votes(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->votes == y->votes ? by_place(x, y)
	                            : x->votes < y->votes ? 1 : -1;
}

void
candidates_rank(struct candidates *candidates)
{
	if (!candidates->ranked)
		qsort(candidates->at, candidates->count,
		    sizeof(candidates->at[0]), by_votes);
	candidates->ranked = true;
}

void
candidates_settle(struct candidates *candidates, int32_t latest_day)
{
	for (size_t i = 0; i < candidates->count; i++) {
		struct candidate *candidate = &candidates->at[i];

		candidate->format->settle(&candidate->learning, latest_day,
		    &candidate->dialect);
	}
}

/* The answer */

bool
candidates_claimed(const struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (candidates->at[i].claimed)
			return true;
	return false;
}

void
candidates_name(const struct candidates *candidates, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->at[i];
		const char *title = candidate->format->title;

		if (!candidate->claimed || n + strlen(title) + 4 > size)
			continue;
		n += (size_t)snprintf(out + n, size - n, "%s%s",
		    n == 0 ? "" : " + ", title);
	}
}

static int
marks_seen(const struct candidate *candidate)
{
	int seen = 0;

	for (uint32_t bits = candidate->marks; bits != 0; bits &= bits - 1)
		seen++;
	return seen;
}

static int
by_marks(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	int more = marks_seen(y) - marks_seen(x);

	return more != 0 ? more : by_place(x, y);
}

/* "dnsmasq (query[, from), ..." */
static void
write_missing(struct buf *out, const struct candidate *candidate)
{
	bool first = true;

	buf_text(out, candidate->format->id);
	buf_text(out, " (");
	for (size_t i = 0; i < FORMAT_MARKS_MAX; i++) {
		const char *mark = candidate->format->marks[i];

		if (mark == NULL || (candidate->marks & 1u << i) != 0)
			continue;
		buf_text(out, first ? "" : " ");
		buf_str(out, str_trim(str_of(mark)));
		first = false;
	}
	buf_text(out, first ? "…)" : ")");
}

/* Whoever has not one mark is near nothing. */
static void
write_nearest(struct buf *out, const struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count && i < NEAREST; i++) {
		const struct candidate *candidate = &candidates->at[i];

		if (!candidates->forced && marks_seen(candidate) == 0)
			return;
		buf_text(out, i == 0 ? "" : ", ");
		write_missing(out, candidate);
	}
}

enum status
candidates_unknown(struct candidates *candidates, struct err *err)
{
	struct buf text;
	enum status code;

	buf_init(&text, 512);
	qsort(candidates->at, candidates->count, sizeof(candidates->at[0]),
	    by_marks);
	write_nearest(&text, candidates);
	if (candidates->forced)
		code = err_set(err, E_INVALID, MSG_DNS_NOT_THIS_FORMAT,
		    ARGS(buf_z(&text)));
	else if (buf_view(&text).len == 0)
		code = err_set(err, E_UNSUPPORTED, MSG_DNS_NO_FORMAT, NO_ARGS);
	else
		code = err_set(err, E_UNSUPPORTED, MSG_DNS_UNKNOWN_FORMAT,
		    ARGS(buf_z(&text)));
	buf_release(&text);
	return code;
}
