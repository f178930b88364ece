/* SPDX-License-Identifier: Apache-2.0
 * secret.h: the rounding secret S of a calendar year, sealed under a key file
 * of its own as an urn is, and destroyed after the year's last close.  Must not
 * know a count.  Covered by tests/unit/test_closing.c.
 */
#ifndef COLLECTOR_SECRET_H
#define COLLECTOR_SECRET_H

#include "collector/folder.h"
#include "collector/rounding.h"
#include "collector/urn.h"

struct secret {
	int32_t year;
	struct urn_key key; /* also seals the year's rosters */
	uint8_t bytes[ROUNDING_SECRET];
};

/*
 * secret_of: the secret of a year.  A new one is drawn when there is none, or
 * when its key was lost (a restore); the year's offsets then start anew.  Must
 * be called inside a batch of the store, whose commit keeps what was drawn.
 */
MUST_CHECK enum status secret_of(struct folder *folder, int32_t year,
    struct secret *ret, struct err *err);
void secret_wipe(struct secret *secret);

/* Rosters are sealed under the year's key, each under its period's name. */
MUST_CHECK enum status secret_seal_roster(const struct secret *secret,
    const char *period, const uint8_t roster[ROUNDING_ROSTER],
    struct buf *out, struct err *err);
bool secret_open_roster(const struct secret *secret, const char *period,
    struct str sealed, uint8_t ret[ROUNDING_ROSTER]);

/* secret_destroy: the key first, then the row. */
MUST_CHECK enum status secret_destroy(struct folder *folder, int32_t year,
    struct err *err);

/* secret_year: the year of a key file's name, or 0. */
int32_t secret_year(const char *name);

#endif
