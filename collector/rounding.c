/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/rounding.h"

#include "core/arena.h"
#include "core/buf.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdlib.h>
#include <string.h>

#define PRF_BYTES 32
#define LABEL_MAX 320
#define ARENA_MAX ((size_t)4 << 20)
#define TICK_BELOW 32 /* of 256: one month in eight */

/* --- the keyed function --- */

/* A keyed state, copied for each call. */
struct prf {
	EVP_MAC_CTX *keyed;
};

static void
prf_release(struct prf *prf)
{
	EVP_MAC_CTX_free(prf->keyed);
}

static bool
prf_init(struct prf *prf, const uint8_t secret[ROUNDING_SECRET])
{
	char name[] = "SHA256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name,
		    0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);

	prf->keyed = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
	EVP_MAC_free(mac);
	return prf->keyed != NULL &&
	    EVP_MAC_init(prf->keyed, secret, ROUNDING_SECRET, params) == 1;
}

static bool
prf_fields(EVP_MAC_CTX *ctx, const struct str *fields, size_t count)
{
	static const unsigned char separator = 0;
	bool done = ctx != NULL;

	for (size_t i = 0; done && i < count; i++) {
		if (i > 0)
			done = EVP_MAC_update(ctx, &separator, 1) == 1;
		done = done && EVP_MAC_update(ctx,
		    (const unsigned char *)fields[i].at, fields[i].len) == 1;
	}
	return done;
}

static bool
prf_compute(const struct prf *prf, const struct str *fields, size_t count,
    uint8_t ret[PRF_BYTES])
{
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_dup(prf->keyed);
	size_t len = 0;
	bool done = prf_fields(ctx, fields, count) &&
	    EVP_MAC_final(ctx, ret, &len, PRF_BYTES) == 1 && len == PRF_BYTES;

	EVP_MAC_CTX_free(ctx);
	return done;
}

static enum status
failed(struct err *err)
{
	return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
}

static int
by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

enum status
rounding_roster(const uint8_t secret[ROUNDING_SECRET], struct str *ids,
    size_t count, uint8_t ret[ROUNDING_ROSTER], struct err *err)
{
	struct prf prf;
	bool done;

	if (count > 1)
		qsort(ids, count, sizeof(*ids), by_bytes);
	done = prf_init(&prf, secret) && prf_compute(&prf, ids, count, ret);
	prf_release(&prf);
	return done ? OK : failed(err);
}

/* --- labels: which counts are of the same computers --- */

/*
 * One node per question and kind of count, node = 2 * question + kind.  A
 * chain of `first` leads to the lowest node of a set.
 */
struct labels {
	uint32_t *first;
};

static uint32_t
label_root(const struct labels *labels, uint32_t node)
{
	while (labels->first[node] != node)
		node = labels->first[node];
	return node;
}

static void
label_join(struct labels *labels, uint32_t a, uint32_t b)
{
	a = label_root(labels, a);
	b = label_root(labels, b);
	if (a < b)
		labels->first[b] = a;
	else
		labels->first[a] = b;
}

static void
join_wholes(struct labels *labels, const struct question *questions,
    uint32_t at, uint32_t kind)
{
	for (size_t i = 0; i < 2; i++) {
		int whole = questions[at].within[i];

		if (whole != QUESTION_NOWHERE &&
		    questions[at].count[kind] == questions[whole].count[kind])
			label_join(labels, 2 * at + kind,
			    2 * (uint32_t)whole + kind);
	}
}

static bool
labels_init(struct labels *labels, struct arena *arena,
    const struct question *questions, uint32_t count)
{
	labels->first = arena_alloc(arena, 2 * (size_t)count + 1,
	    sizeof(*labels->first));
	if (labels->first == NULL)
		return false;
	for (uint32_t i = 0; i < 2 * count; i++)
		labels->first[i] = i;
	for (uint32_t i = 0; i < count; i++) {
		join_wholes(labels, questions, i, COUNT_USED);
		join_wholes(labels, questions, i, COUNT_REGULAR);
		if (questions[i].count[COUNT_USED] ==
		    questions[i].count[COUNT_REGULAR])
			label_join(labels, 2 * i + COUNT_USED,
			    2 * i + COUNT_REGULAR);
	}
	return true;
}

static const struct question *
label_of(const struct labels *labels, const struct question *questions,
    uint32_t at, uint32_t kind)
{
	return &questions[label_root(labels, 2 * at + kind) / 2];
}

static void
label_write(struct buf *out, const struct question *label)
{
	static const char *const names[QUESTION_KIND_COUNT] = { "service/",
		"category/", "unapproved", "any", "contacted" };

	buf_text(out, names[label->kind]);
	if (label->kind == QUESTION_SERVICE || label->kind == QUESTION_CATEGORY)
		buf_str(out, label->id);
}

/* --- anchors and offsets --- */

struct year {
	struct prf prf;
	const struct rounding_close *closes;
	size_t count;
};

static bool
same_computers(const struct rounding_close *a, const struct rounding_close *b)
{
	return a->ballots == b->ballots &&
	    memcmp(a->roster, b->roster, sizeof(a->roster)) == 0;
}

/* False when the computation fails. */
static bool
ticks(const struct year *year, struct str label, const char *period,
    bool *ret_ticks)
{
	const struct str fields[] = { STR("tick"), label, str_of(period) };
	uint8_t out[PRF_BYTES];

	if (!prf_compute(&year->prf, fields, 3, out))
		return false;
	*ret_ticks = out[0] < TICK_BELOW;
	return true;
}

static bool
anchor_of(const struct year *year, struct str label, const char **ret_anchor)
{
	size_t x = year->count - 1;
	bool found = false;

	while (x > 0 && !found) {
		found = !same_computers(&year->closes[x], &year->closes[x - 1]);
		if (!found && !ticks(year, label, year->closes[x].period.text,
		    &found))
			return false;
		if (!found)
			x--;
	}
	*ret_anchor = year->closes[x].period.text;
	return true;
}

/* The first byte that 3 divides fairly; false when the computation fails. */
static bool
offset_of(const struct year *year, struct str label, uint32_t *ret_offset)
{
	const char *anchor;

	if (!anchor_of(year, label, &anchor))
		return false;
	for (int i = 0;; i++) {
		const struct digits number = digits(i);
		const struct str fields[] = { STR("off"), str_of(number.text),
			label, str_of(anchor) };
		uint8_t out[PRF_BYTES];

		if (!prf_compute(&year->prf, fields, 4, out))
			return false;
		for (size_t k = 0; k < sizeof(out); k++)
			if (out[k] < 255) {
				*ret_offset = out[k] % ROUNDING_BASE;
				return true;
			}
	}
}

static uint32_t
rounded(uint32_t count, uint32_t offset, uint32_t ballots)
{
	uint32_t reach = (count + offset) / ROUNDING_BASE * ROUNDING_BASE;
	uint32_t top = ballots / ROUNDING_BASE * ROUNDING_BASE;

	return reach < top ? reach : top;
}

static bool
reach_of(const struct year *year, const struct question *label, uint32_t count,
    uint32_t *ret)
{
	struct buf text;
	uint32_t offset = 0;
	bool done;

	if (count == 0) { /* nothing plus at most 2 rounds to nothing */
		*ret = 0;
		return true;
	}
	buf_init(&text, LABEL_MAX);
	label_write(&text, label);
	done = buf_status(&text) == OK &&
	    offset_of(year, buf_view(&text), &offset);
	buf_release(&text);
	if (done)
		*ret = rounded(count, offset,
		    year->closes[year->count - 1].ballots);
	return done;
}

static bool
reach_all(const struct year *year, const struct labels *labels,
    const struct question *questions, uint32_t count, struct reach *ret)
{
	for (uint32_t i = 0; i < count; i++) {
		for (uint32_t kind = 0; kind < COUNT_KIND_COUNT; kind++)
			if (!reach_of(year,
			    label_of(labels, questions, i, kind),
			    questions[i].count[kind], &ret[i].count[kind]))
				return false;
		if (ret[i].count[COUNT_REGULAR] > ret[i].count[COUNT_USED])
			ret[i].count[COUNT_REGULAR] = ret[i].count[COUNT_USED];
	}
	return true;
}

enum status
rounding_reach(const uint8_t secret[ROUNDING_SECRET],
    const struct rounding_close *closes, size_t close_count,
    const struct question *questions, size_t count, struct reach *ret,
    struct err *err)
{
	struct year year = { .closes = closes, .count = close_count };
	struct labels labels;
	struct arena arena;
	bool done;

	if (count > ROUNDING_QUESTIONS_MAX)
		return err_set(err, E_LIMIT, MSG_QUESTIONS_MANY,
		    ARGS(digits(ROUNDING_QUESTIONS_MAX).text));
	arena_init(&arena, ARENA_MAX);
	done = prf_init(&year.prf, secret) &&
	    labels_init(&labels, &arena, questions, (uint32_t)count) &&
	    reach_all(&year, &labels, questions, (uint32_t)count, ret);
	prf_release(&year.prf);
	arena_release(&arena);
	return done ? OK : failed(err);
}
