/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/ballot_days.h"

#include "core/arena.h"

#include <stdlib.h>

#define DAYS_MAX 128 /* a quarter has at most 92 */
#define ARENA_MAX ((size_t)8 << 20)

/* The days of a period on which something was seen. */
struct days {
	uint64_t bits[DAYS_MAX / 64];
};

static void
days_add(struct days *days, int32_t nth)
{
	days->bits[nth / 64] |= (uint64_t)1 << (nth % 64);
}

static int
days_count(const struct days *days)
{
	int count = 0;

	for (size_t i = 0; i < DAYS_MAX / 64; i++)
		for (uint64_t left = days->bits[i]; left != 0; left &= left - 1)
			count++;
	return count;
}

static uint8_t
value_of(const struct days *days)
{
	int count = days_count(days);

	if (count == 0)
		return BALLOT_NONE;
	return count < BALLOT_REGULAR_DAYS ? BALLOT_OCCASIONAL : BALLOT_REGULAR;
}

struct ranked {
	int days;
	uint16_t service;
};

struct sums {
	struct days any, unapproved;
	struct days categories[CATEGORY_COUNT];
	struct days *visited;   /* by service */
	struct days *contacted; /* by service */
	struct ranked *ranked;
};

static void
sum_row(struct sums *sums, const struct catalogue *catalogue,
    const struct period *period, const struct ballot_day *row, bool stands_in)
{
	int32_t nth = row->day - period->first;

	if (row->day < period->first || row->day >= period->end ||
	    nth >= DAYS_MAX || row->service >= catalogue->service_count)
		return;
	if (row->contacted)
		days_add(&sums->contacted[row->service], nth);
	if (!row->visited && !(stands_in && row->contacted))
		return;
	days_add(&sums->visited[row->service], nth);
	days_add(&sums->categories[catalogue->services[row->service].category],
	    nth);
	days_add(&sums->any, nth);
	if (row->unapproved)
		days_add(&sums->unapproved, nth);
}

/* Most days first, then the catalogue's order, which is that of ids. */
static int
by_days(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->days != y->days)
		return x->days > y->days ? -1 : 1;
	return x->service < y->service ? -1 : x->service > y->service;
}

static void
name_services(struct ballot *ballot, const struct sums *sums, uint32_t count)
{
	size_t used = 0;

	for (uint32_t i = 0; i < count; i++)
		if (days_count(&sums->visited[i]) > 0)
			sums->ranked[used++] = (struct ranked){
				days_count(&sums->visited[i]), (uint16_t)i };
	if (used > 1)
		qsort(sums->ranked, used, sizeof(*sums->ranked), by_days);
	ballot->others = used > BALLOT_SERVICES;
	for (size_t i = 0; i < used && i < BALLOT_SERVICES; i++)
		ballot->services[ballot->service_count++] =
		    (struct ballot_service){ sums->ranked[i].service,
			    value_of(&sums->visited[sums->ranked[i].service]) };
	if (ballot->service_count > 1)
		qsort(ballot->services, ballot->service_count,
		    sizeof(*ballot->services), ballot_service_order);
}

static void
answer(struct ballot *ballot, const struct sums *sums, uint32_t count,
    bool stands_in)
{
	ballot->any = value_of(&sums->any);
	ballot->unapproved = value_of(&sums->unapproved);
	for (size_t i = 0; i < CATEGORY_COUNT; i++)
		ballot->categories[i] = value_of(&sums->categories[i]);
	for (uint32_t i = 0; i < count; i++)
		if (days_count(&sums->contacted[i]) > 0 &&
		    (stands_in || days_count(&sums->visited[i]) == 0))
			ballot->contacted = 1;
	name_services(ballot, sums, count);
}

enum status
ballot_days_sum(const struct catalogue *catalogue, const struct period *period,
    const struct ballot_day *rows, size_t count, bool dns_stands_in,
    struct ballot *ret, struct err *err)
{
	uint32_t services = catalogue->service_count;
	struct ballot ballot = { .period = *period };
	struct sums sums = { .visited = NULL };
	enum status code = OK;
	struct arena arena;

	arena_init(&arena, ARENA_MAX);
	sums.visited = arena_alloc(&arena, services + 1, sizeof(struct days));
	sums.contacted = arena_alloc(&arena, services + 1, sizeof(struct days));
	sums.ranked = arena_alloc(&arena, services + 1, sizeof(struct ranked));
	if (sums.visited == NULL || sums.contacted == NULL ||
	    sums.ranked == NULL) {
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	} else {
		for (size_t i = 0; i < count; i++)
			sum_row(&sums, catalogue, period, &rows[i],
			    dns_stands_in);
		answer(&ballot, &sums, services, dns_stands_in);
		*ret = ballot;
	}
	arena_release(&arena);
	return code;
}
