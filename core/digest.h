/* SPDX-License-Identifier: Apache-2.0
 * digest.h: SHA-256 (FIPS 180-4), by libcrypto.  Must not know what is digested.
 * Covered by tests/unit/test_digest.c.
 */
#ifndef CORE_DIGEST_H
#define CORE_DIGEST_H

#include "core/status.h"
#include "core/str.h"

#include <stdint.h>

#define DIGEST_BYTES 32

/* digest_sha256: of any number of bytes.  E_NOMEM when the library fails; *ret
 * is then undefined. */
MUST_CHECK enum status digest_sha256(struct str bytes,
    uint8_t ret[DIGEST_BYTES], struct err *err);

#endif
