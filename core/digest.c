/* SPDX-License-Identifier: Apache-2.0 */
#include "core/digest.h"

#include <openssl/evp.h>

enum status
digest_sha256(struct str bytes, uint8_t ret[DIGEST_BYTES], struct err *err)
{
	if (EVP_Digest(bytes.at, bytes.len, ret, NULL, EVP_sha256(), NULL) != 1)
		return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	return OK;
}
