/* SPDX-License-Identifier: Apache-2.0
 * fuzz_bundle.c: a catalogue bundle; signed here, so that what lies behind the
 * signature is reached; what is read is packed again, byte for byte.
 */
#include "core/bundle.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_same(struct bundle *bundle, struct str body)
{
	struct buf again;
	struct err err;

	buf_init(&again, BUNDLE_MAX_BYTES);
	if (bundle_pack(&again, bundle->version, bundle->files,
	        bundle->file_count, &err) != OK ||
	    !str_eq(buf_view(&again), body))
		abort();
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t seed[BUNDLE_SEED] = { 7 };
	struct str body = { (const char *)data, size };
	uint8_t key[BUNDLE_KEY];
	struct bundle bundle;
	struct buf bytes;
	struct err err;

	if (bundle_key_of(seed, key, &err) != OK)
		abort();
	if (bundle_open(body, key, STR(""), &bundle, &err) == OK)
		abort(); /* nobody signed it */
	buf_init(&bytes, BUNDLE_MAX_BYTES);
	buf_str(&bytes, body);
	if (bundle_sign(&bytes, seed, &err) == OK &&
	    bundle_open(buf_view(&bytes), key, STR(""), &bundle, &err) == OK)
		check_same(&bundle, body);
	buf_release(&bytes);
	return 0;
}
