/* SPDX-License-Identifier: Apache-2.0
 * edition.h: the catalogue in force at a collector: the built-in one, or the
 * newer one of a signed bundle that was installed.  Must not know a period or a
 * policy.  Covered by tests/unit/test_edition.c.
 */
#ifndef COLLECTOR_EDITION_H
#define COLLECTOR_EDITION_H

#include "core/buf.h"
#include "core/catalogue.h"
#include "core/os.h"
#include "core/status.h"

#define EDITION_DIGEST 32

struct edition {
	const struct catalogue *catalogue; /* in force; never NULL once read */
	struct catalogue *loaded;          /* of the bundle */
	struct buf bundle;                 /* its bytes; empty: none in force */
	uint8_t digest[EDITION_DIGEST];    /* their SHA-256 */
	struct os_stat seen;               /* the file, when it was read */
	struct err fault;                  /* why its bundle is not in force */
};

/*
 * edition_read: read the file at `path`, unless it is unchanged since the last
 * call; `edition` is zeroed before the first.  Without a file, or with one that
 * is refused (the reason is in `fault`), the built-in catalogue is in force.
 * E_NOMEM, E_IO.  edition_release: safe on a zeroed struct.
 */
MUST_CHECK enum status edition_read(const char *path, struct edition *edition,
    struct err *err);
void edition_release(struct edition *edition);

/*
 * edition_check: the catalogue of a bundle that may replace the one in force:
 * signed by the project's key, not older, of a schema that is known.
 * E_INVALID, E_REFUSED, E_UNSUPPORTED.  catalogue_free releases.
 */
MUST_CHECK enum status edition_check(const struct edition *edition,
    struct str bundle, struct catalogue **ret, struct err *err);

/* edition_bundle: the digest of the bundle in force; NULL: none is. */
const uint8_t *edition_bundle(const struct edition *edition);

#endif
