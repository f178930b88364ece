/* SPDX-License-Identifier: Apache-2.0 */
#include "core/digest.h"

#include "core/buf.h"
#include "core/hex.h"

#include "tests/unit/unit.h"

struct digest_row {
	struct str bytes;
	const char *hex;
};

/* NIST, "SHA256ShortMsg.rsp" (Len = 0, 8) and FIPS 180-2, appendix B.1. */
static const struct digest_row rows[] = {
	{ { "", 0 }, "e3b0c44298fc1c149afbf4c8996fb924"
	             "27ae41e4649b934ca495991b7852b855" },
	{ { "\xd3", 1 }, "28969cdfa74a12c82f3bad960b0b000a"
	                 "ca2ac329deea5c2328ebc6f2ba9802c1" },
	{ { "abc", 3 }, "ba7816bf8f01cfea414140de5dae2223"
	                "b00361a396177a9cb410ff61f20015ad" },
};

static void
a_digest_is_what_nist_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t digest[DIGEST_BYTES];
		struct err err;
		struct buf text;

		buf_init(&text, 2 * DIGEST_BYTES);
		check_ok(digest_sha256(rows[i].bytes, digest, &err), &err);
		hex_write(&text, digest, sizeof(digest));
		check_str(buf_view(&text), rows[i].hex, rows[i].hex);
		buf_release(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digest_is_what_nist_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
