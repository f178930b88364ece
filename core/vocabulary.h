/* SPDX-License-Identifier: Apache-2.0
 * vocabulary.h: what a ballot of one period may name: the services' ids, their
 * categories and flags, as one canonical document that the period record pins.
 * Must not know a domain, a rule or a decision.
 * Covered by tests/unit/test_vocabulary.c and tests/fuzz/fuzz_vocabulary.c.
 *
 * A collector and a computer may hold different catalogues; the vocabulary is
 * what they agree on for a period.  JSON, no spaces, services sorted by id:
 *
 *     {"v":1,"version":"2026.11","bundle":"e3b0...","services":[
 *         {"id":"chatgpt","category":"text-assistant","flags":[]}, ...]}
 *
 * `bundle` is the SHA-256 of the signed catalogue that the collector hands out
 * for the period; it is left out when it hands out none.
 */
#ifndef CORE_VOCABULARY_H
#define CORE_VOCABULARY_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/catalogue.h"
#include "core/status.h"

#define VOCABULARY_VERSION 1
#define VOCABULARY_MAX_BYTES ((size_t)1 << 20)
#define VOCABULARY_SERVICES 4096
#define VOCABULARY_DIGEST 32

/* A catalogue without rules, names or answers: ids, categories, flags. */
struct vocabulary {
	struct catalogue catalogue;
	bool has_bundle;
	uint8_t bundle[VOCABULARY_DIGEST];
	struct arena memory;
};

/* vocabulary_write: append the document of a catalogue; `bundle` may be NULL. */
void vocabulary_write(struct buf *out, const struct catalogue *catalogue,
    const uint8_t *bundle);

/* vocabulary_read: exactly what vocabulary_write writes.  E_INVALID, E_LIMIT,
 * E_NOMEM.  Released by vocabulary_release, which is safe on a zeroed struct. */
MUST_CHECK enum status vocabulary_read(struct str bytes,
    struct vocabulary *ret, struct err *err);
void vocabulary_release(struct vocabulary *vocabulary);

#endif
