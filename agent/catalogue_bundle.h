/* SPDX-License-Identifier: Apache-2.0
 * catalogue_bundle.h: how the makers of a catalogue turn a folder into one
 * signed file, and how anyone checks it.  Must not know a scan.
 * Covered by tests/scenario/catalogue_bundle.sh.
 *
 * Each appends to `out` the sentences that tell what was done.
 */
#ifndef AGENT_CATALOGUE_BUNDLE_H
#define AGENT_CATALOGUE_BUNDLE_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

/* catalogue_pack: the .yaml files of `folder`, which the linter must let pass
 * on the day `today`, as an unsigned bundle at `path`. */
MUST_CHECK enum status catalogue_pack(const char *folder, const char *path,
    int32_t today, struct buf *out, struct err *err);

/* catalogue_sign: sign the bundle at `path`, there, with the private key of
 * the file `pem`. */
MUST_CHECK enum status catalogue_sign(const char *path, const char *pem,
    struct buf *out, struct err *err);

/* catalogue_verify: all that an agent checks before it takes a bundle in place
 * of the version `in_force`; by the key of the file `pem`, or by the project's
 * when it is NULL. */
MUST_CHECK enum status catalogue_verify(const char *path, const char *pem,
    struct str in_force, struct buf *out, struct err *err);

#endif
