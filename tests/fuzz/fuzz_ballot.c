/* SPDX-License-Identifier: Apache-2.0
 * fuzz_ballot.c: a ballot from a stranger.  Input: the JSON, brought to a
 * ballot's size here; what is accepted is written again, byte for byte.
 */
#include "core/ballot.h"

#include "tests/unit/small_catalogue.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_accepted(const struct ballot *ballot, struct str bytes)
{
	struct buf again;

	buf_init(&again, BALLOT_BYTES);
	ballot_json(&again, &small_catalogue, ballot);
	if (buf_status(&again) != OK || !str_starts(bytes, buf_view(&again)) ||
	    ballot_check(&small_catalogue, ballot) != BALLOT_GOOD)
		abort();
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const periods[] = { "2026-10", "essai-1" };
	char padded[BALLOT_BYTES];
	struct str bytes = { padded, sizeof(padded) };

	if (size > BALLOT_BYTES)
		bytes = (struct str){ (const char *)data, size };
	else {
		memset(padded, '\n', sizeof(padded));
		memcpy(padded, data, size);
	}
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
		enum ballot_fault fault;
		struct period period;
		struct ballot ballot;
		struct err err;

		if (!period_parse(str_of(periods[i]), &period))
			abort();
		if (ballot_read(&small_catalogue, &period, bytes, &ballot, &fault,
		        &err) == OK)
			check_accepted(&ballot, bytes);
	}
	return 0;
}
