/* SPDX-License-Identifier: Apache-2.0
 * bundle_make.h: signed catalogues for tests: one service, `zz-signed` at
 * signed.example, by the source tree's test key or by another.
 */
#ifndef TESTS_UNIT_BUNDLE_MAKE_H
#define TESTS_UNIT_BUNDLE_MAKE_H

#include "core/bundle.h"

#include "tests/unit/unit.h"

#include <openssl/evp.h>
#include <stdio.h>

static inline void
bundle_digest(struct str bytes, uint8_t ret[32])
{
	assert_int_equal(EVP_Digest(bytes.at, bytes.len, ret, NULL,
	    EVP_sha256(), NULL), 1);
}

/* core/CMakeLists.txt says how it is made. */
static inline const uint8_t *
bundle_seed(void)
{
	static uint8_t seed[BUNDLE_SEED];

	bundle_digest(STR("lanterne test catalogue key"), seed);
	return seed;
}

static inline const uint8_t *
bundle_other_seed(void)
{
	static const uint8_t seed[BUNDLE_SEED] = { 7 };

	return seed;
}

static inline struct buf
bundle_make(const char *version, const uint8_t *seed)
{
	char head[64];
	struct bundle_file files[] = {
		{ STR("catalogue.yaml"), { head, 0 } },
		{ STR("image.yaml"),
		    STR("schema: 1\ncategory: image\nservices:\n"
		        "  - {id: zz-signed, name: Signed, source: none,"
		        " match: [{host: signed.example, role: primary}]}\n") },
	};
	struct err err = { "" };
	struct buf out;

	(void)snprintf(head, sizeof(head), "schema: 1\nversion: %s\n",
	    version);
	files[0].text = str_of(head);
	buf_init(&out, BUNDLE_MAX_BYTES);
	check_ok(bundle_pack(&out, str_of(version), files, COUNT(files), &err),
	    &err);
	check_ok(bundle_sign(&out, seed, &err), &err);
	return out;
}

#endif
