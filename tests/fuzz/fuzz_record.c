/* SPDX-License-Identifier: Apache-2.0
 * fuzz_record.c: a period record from a stranger; what is read is written
 * again, byte for byte.
 */
#include "core/record.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct record record;
	struct buf again;
	struct err err;

	if (record_read(bytes, &record, &err) != OK)
		return 0;
	buf_init(&again, RECORD_MAX_BYTES);
	record_write(&again, &record);
	if (!str_eq(buf_view(&again), bytes) ||
	    record.opens_at >= record.closes_at)
		abort();
	buf_release(&again);
	return 0;
}
