/* SPDX-License-Identifier: Apache-2.0
 * urn.h: how what must be destroyed later is sealed: under a random key, one
 * for each period (and one for each year's rounding secret), in a file of its
 * own that no backup holds, mode 0600.  Must not know what is sealed.  Covered
 * by tests/unit/test_urn.c.
 *
 * Sealed bytes: nonce[12], AES-256-GCM ciphertext, tag[16]; the urn's name is
 * authenticated with them, so that one urn is not taken for another.  A fresh
 * random nonce each time: far below 2^32 seals under one key (NIST SP 800-38D
 * §8.3).  Without the file, nothing that the store holds can be opened.
 */
#ifndef COLLECTOR_URN_H
#define COLLECTOR_URN_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

#define URN_MARK 32
#define URN_SEAL_BYTES (12 + 16) /* more than the plain bytes */

struct urn_key {
	uint8_t seal[32];
	uint8_t mark[32];
};

/* urn_create: draw a key into folder/NAME.key.  E_REFUSED when it exists. */
MUST_CHECK enum status urn_create(const char *folder, const char *name,
    struct err *err);

/* urn_key: the keys made from a key file; urn_key_wipe when done.  E_NOT_FOUND:
 * there is no key file, or only what a crash left of a destruction. */
MUST_CHECK enum status urn_key(const char *folder, const char *name,
    struct urn_key *ret, struct err *err);
void urn_key_wipe(struct urn_key *key);

/* urn_destroy: the end of the key file; a missing one is fine. */
MUST_CHECK enum status urn_destroy(const char *folder, const char *name,
    struct err *err);

/* urn_each: call `visit` with the name of each key file. */
MUST_CHECK enum status urn_each(const char *folder,
    void (*visit)(void *cookie, const char *name), void *cookie,
    struct err *err);

/* urn_seal, urn_open: append.  E_DAMAGED: not sealed by this key under this
 * name. */
MUST_CHECK enum status urn_seal(const struct urn_key *key, const char *name,
    struct str plain, struct buf *out, struct err *err);
MUST_CHECK enum status urn_open(const struct urn_key *key, const char *name,
    struct str sealed, struct buf *out, struct err *err);

/* urn_mark: HMAC-SHA256 of bytes under the key: how a spent nonce and a ballot
 * are recognised again, for as long as the key lives.  `kind` keeps marks of
 * different things apart. */
MUST_CHECK enum status urn_mark(const struct urn_key *key, const char *kind,
    struct str bytes, uint8_t ret[URN_MARK], struct err *err);

#endif
