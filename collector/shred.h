/* SPDX-License-Identifier: Apache-2.0
 * shred.h: how a key file ends: overwritten, flushed, unlinked, the folder
 * flushed.  Must not know what was in it.  Covered by tests/unit/test_urn.c.
 *
 * On a medium that never writes in place (flash, copy-on-write) the old block
 * may survive under the file system; the key file is the only place where the
 * key ever was, which is what makes that one block matter, and disk encryption
 * the answer (docs/ARCHITECTURE.md).
 */
#ifndef COLLECTOR_SHRED_H
#define COLLECTOR_SHRED_H

#include "core/status.h"

/* shred: a missing file is fine.  Call again after a failure or a crash. */
MUST_CHECK enum status shred(const char *path, struct err *err);

#endif
