/* SPDX-License-Identifier: Apache-2.0
 * fuzz_token.c: what strangers send in place of a key, a token or a request.
 * Input: 342 bytes of SPKI, 32 of challenge, the rest a token.
 */
#include "core/token.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str input = { (const char *)data, size };
	struct str token = str_skip(input, TOKEN_SPKI_BYTES + TOKEN_DIGEST);
	struct blindsig_key *pair = NULL;
	uint8_t out[TOKEN_KEY_BYTES];
	struct token_key key;
	struct err err;

	if (blindsig_import(input, &pair, &err) == OK)
		blindsig_free(pair);
	if (size < TOKEN_SPKI_BYTES + TOKEN_DIGEST ||
	    token_key_public(str_head(input, TOKEN_SPKI_BYTES), &key, &err) != OK)
		return 0;
	if (token_verify(&key, data + TOKEN_SPKI_BYTES, token, &err) == OK &&
	    token.len != TOKEN_BYTES)
		abort();
	if (token_issue(&key, token, out, &err) == OK)
		abort(); /* a public key signs nothing */
	token_key_release(&key);
	return 0;
}
