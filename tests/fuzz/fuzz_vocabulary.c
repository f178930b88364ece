/* SPDX-License-Identifier: Apache-2.0
 * fuzz_vocabulary.c: a vocabulary from a collector.  What is accepted is, when
 * written again, the same bytes, and its services are sorted.
 */
#include "core/vocabulary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct vocabulary vocabulary;
	struct buf again;

	if (vocabulary_read(bytes, &vocabulary, NULL) != OK)
		return 0;
	buf_init(&again, VOCABULARY_MAX_BYTES);
	vocabulary_write(&again, &vocabulary.catalogue,
	    vocabulary.has_bundle ? vocabulary.bundle : NULL);
	if (!str_eq(buf_view(&again), bytes))
		abort();
	for (uint32_t i = 1; i < vocabulary.catalogue.service_count; i++)
		if (str_compare(vocabulary.catalogue.services[i - 1].id,
		        vocabulary.catalogue.services[i].id) >= 0)
			abort();
	buf_release(&again);
	vocabulary_release(&vocabulary);
	return 0;
}
