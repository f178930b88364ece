/* SPDX-License-Identifier: Apache-2.0
 * bundle.h: a catalogue's files as one signed file, which a collector can hand
 * to its computers without being trusted to write it.  Must not know YAML, a
 * folder or the network.  Covered by tests/unit/test_bundle.c.
 *
 *     LANTERNE-CATALOGUE 1
 *     version 2026.11
 *     file coding.yaml 1234
 *     file image.yaml 567
 *     (an empty line, then the files' bytes one after the other,
 *      then the signature: Ed25519, RFC 8032, of all bytes before it)
 */
#ifndef CORE_BUNDLE_H
#define CORE_BUNDLE_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

#define BUNDLE_SCHEMA 1
#define BUNDLE_KEY 32
#define BUNDLE_SEED 32
#define BUNDLE_SIGNATURE 64
#define BUNDLE_FILES_MAX 64
#define BUNDLE_NAME_MAX 64
#define BUNDLE_MAX_BYTES ((size_t)4 << 20)

struct bundle_file {
	struct str name; /* lower-case letters, digits, hyphens; ".yaml" */
	struct str text;
};

/* What a bundle holds, borrowed from its bytes. */
struct bundle {
	struct str version; /* "2026.11", "2026.11.2" */
	struct bundle_file files[BUNDLE_FILES_MAX];
	size_t file_count;
};

/*
 * bundle_pack: append an unsigned bundle of `files`, sorted by name here.
 * E_INVALID: no file, a bad or double name, a bad version; E_LIMIT.
 */
MUST_CHECK enum status bundle_pack(struct buf *out, struct str version,
    struct bundle_file *files, size_t count, struct err *err);

/* bundle_sign: append the signature of what `bundle` holds, by the key of a
 * secret seed. */
MUST_CHECK enum status bundle_sign(struct buf *bundle,
    const uint8_t seed[BUNDLE_SEED], struct err *err);

/* bundle_key_of: the public key of a seed. */
MUST_CHECK enum status bundle_key_of(const uint8_t seed[BUNDLE_SEED],
    uint8_t ret[BUNDLE_KEY], struct err *err);

/* bundle_unsigned: read what bundle_pack wrote, before it is signed.
 * E_INVALID: no bundle, or signed already. */
MUST_CHECK enum status bundle_unsigned(struct str bytes, struct bundle *ret,
    struct err *err);

/* bundle_is: true when a file that begins so is meant to be a bundle. */
bool bundle_is(struct str head);

/*
 * bundle_seed_of_pem: the seed of a private Ed25519 key as `openssl genpkey`
 * writes it, without a passphrase; wipe it with bundle_seed_wipe.
 * bundle_key_of_pem: the public key, from the file of either.  E_INVALID for
 * anything else.
 */
#define BUNDLE_PEM_MAX ((size_t)16 << 10)
MUST_CHECK enum status bundle_seed_of_pem(struct str pem,
    uint8_t ret[BUNDLE_SEED], struct err *err);
void bundle_seed_wipe(uint8_t seed[BUNDLE_SEED]);
MUST_CHECK enum status bundle_key_of_pem(struct str pem,
    uint8_t ret[BUNDLE_KEY], struct err *err);

/*
 * bundle_open: check the signature, then read.  `in_force` is the version to
 * be replaced (empty: none).  E_INVALID: no bundle, signature missing or
 * wrong; E_UNSUPPORTED: another schema; E_REFUSED: older than `in_force` (the
 * same version is fine).
 */
MUST_CHECK enum status bundle_open(struct str bytes,
    const uint8_t key[BUNDLE_KEY], struct str in_force, struct bundle *ret,
    struct err *err);

/* bundle_version_order: below 0, 0, above 0, as version a is older than b, the
 * same, newer; a text that is no version is older than all. */
int bundle_version_order(struct str a, struct str b);

/* bundle_project_key: the key that this program was built with; returns false
 * when it is the test key of the source tree, which proves nothing. */
bool bundle_project_key(uint8_t ret[BUNDLE_KEY]);

#endif
