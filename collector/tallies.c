/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/tallies.h"

#include <openssl/crypto.h>

#include <string.h>

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
