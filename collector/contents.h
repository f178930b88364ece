/* SPDX-License-Identifier: Apache-2.0
 * contents.h: what lies in a period's urn: its private key and its tallies, as
 * the plain bytes that are sealed.  Must not know how they are sealed or kept.
 * Covered by tests/unit/test_contents.c.
 *
 * Padded, so that the sealed size tells nothing of the counts.
 */
#ifndef COLLECTOR_CONTENTS_H
#define COLLECTOR_CONTENTS_H

#include "collector/tallies.h"

#include "core/buf.h"

#define CONTENTS_STEP ((size_t)16 << 10)
#define CONTENTS_MAX_BYTES ((size_t)1 << 20)
#define CONTENTS_KEY_BYTES 4096 /* PKCS#8 */

/* contents_write: append; `key` is PKCS#8. */
MUST_CHECK enum status contents_write(struct buf *out, struct str key,
    const struct tallies *tallies, struct err *err);

/* contents_read: for the catalogue that contents_write had.  E_DAMAGED.  The
 * key is appended to `key`; `ret` is released by tallies_release. */
MUST_CHECK enum status contents_read(struct str bytes,
    const struct catalogue *catalogue, struct buf *key, struct tallies *ret,
    struct err *err);

#endif
