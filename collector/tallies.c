/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/tallies.h"

#include <openssl/crypto.h>

#include <string.h>

/* Bytes: this version, then each number of 4 bytes, big-endian, in the order
 * of number_at. */
#define VERSION 1

enum status
tallies_init(struct tallies *tallies, const struct catalogue *catalogue,
    struct err *err)
{
	memset(tallies, 0, sizeof(*tallies));
	arena_init(&tallies->memory, (size_t)4 << 20);
	tallies->services = arena_alloc(&tallies->memory,
	    (size_t)catalogue->service_count + 1, sizeof(*tallies->services));
	if (tallies->services == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	tallies->service_count = catalogue->service_count;
	return OK;
}

void
tallies_release(struct tallies *tallies)
{
	if (tallies->services != NULL)
		OPENSSL_cleanse(tallies->services,
		    tallies->service_count * sizeof(*tallies->services));
	arena_release(&tallies->memory);
	OPENSSL_cleanse(tallies, sizeof(*tallies));
}

static void
add(struct sum *sum, uint8_t value)
{
	sum->used += value >= BALLOT_OCCASIONAL;
	sum->regular += value >= BALLOT_REGULAR;
}

void
tallies_add(struct tallies *tallies, const struct ballot *ballot)
{
	if (ballot->blank) {
		tallies->blanks++;
		return;
	}
	tallies->ballots++;
	tallies->contacted += ballot->contacted;
	add(&tallies->any, ballot->any);
	add(&tallies->unapproved, ballot->unapproved);
	for (size_t i = 0; i < CATEGORY_COUNT; i++)
		add(&tallies->categories[i], ballot->categories[i]);
	for (size_t i = 0; i < ballot->service_count; i++)
		if (ballot->services[i].service < tallies->service_count)
			add(&tallies->services[ballot->services[i].service],
			    ballot->services[i].value);
}

/* The number of a place: the fixed ones, then two for each service; NULL after
 * the last. */
static uint32_t *
number_at(struct tallies *tallies, size_t place)
{
	uint32_t *const fixed[] = { &tallies->ballots, &tallies->blanks,
		&tallies->contacted, &tallies->any.used, &tallies->any.regular,
		&tallies->unapproved.used, &tallies->unapproved.regular };
	const size_t count = sizeof(fixed) / sizeof(fixed[0]);
	struct sum *sum;

	if (place < count)
		return fixed[place];
	place -= count;
	if (place / 2 < CATEGORY_COUNT)
		sum = &tallies->categories[place / 2];
	else if (place / 2 - CATEGORY_COUNT < tallies->service_count)
		sum = &tallies->services[place / 2 - CATEGORY_COUNT];
	else
		return NULL;
	return place % 2 == 0 ? &sum->used : &sum->regular;
}

void
tallies_write(struct buf *out, const struct tallies *tallies)
{
	struct tallies copy = *tallies; /* services shared, only read */
	const uint32_t *number;

	buf_char(out, VERSION);
	for (size_t i = 0; (number = number_at(&copy, i)) != NULL; i++)
		for (int shift = 24; shift >= 0; shift -= 8)
			buf_char(out, (char)(*number >> shift & 0xff));
	OPENSSL_cleanse(&copy, sizeof(copy));
}

static uint32_t
take_number(struct str *cursor)
{
	uint32_t number = 0;

	for (size_t i = 0; i < 4; i++)
		number = number << 8 | (uint8_t)cursor->at[i];
	*cursor = str_skip(*cursor, 4);
	return number;
}

enum status
tallies_read(struct str bytes, struct tallies *tallies, struct err *err)
{
	size_t numbers = 0;

	while (number_at(tallies, numbers) != NULL)
		numbers++;
	if (bytes.len != 1 + 4 * numbers || bytes.at[0] != VERSION)
		return err_set(err, E_DAMAGED, MSG_TALLIES_OTHER, NO_ARGS);
	bytes = str_skip(bytes, 1);
	for (size_t i = 0; i < numbers; i++)
		*number_at(tallies, i) = take_number(&bytes);
	return OK;
}
