/* SPDX-License-Identifier: Apache-2.0
 * joincode.h: what a computer needs to join: where the collector is, how to be
 * sure that it is the right one, and the secret that lets it in; as one line
 * that can be typed, pasted, put in an MSI property or in a file.  Must not
 * know the network, nor whether a code is still good (the collector tells).
 * Covered by tests/unit/test_joincode.c.
 *
 *     LANTERNE1-04D2R-8X...-ZK3
 *
 * Bytes, most significant bit first in groups of five bits, Crockford's base
 * 32 (no I, L, O, U; I and L are read as 1, O as 0; either case; spaces, line
 * ends and hyphens do not count):
 *
 *     host count (1) | per host: length (1), text | port (2)
 *     | CA fingerprint (16) | secret (12) | checksum (4)
 *
 * The checksum is the start of SHA-256 of "LANTERNE1" and the bytes before it.
 */
#ifndef CORE_JOINCODE_H
#define CORE_JOINCODE_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

#define JOINCODE_VERSION 1
#define JOINCODE_HOSTS 4
#define JOINCODE_HOST_MAX 253

/*
 * The fingerprint is the start of SHA-256 of the CA certificate's DER: to pass
 * for the collector takes a second preimage of 128 bits (a collision helps
 * nobody: it is the collector who made both).  The secret has 96 random bits.
 * Neither is longer, because the line must be typed now and then.
 */
#define JOINCODE_FINGERPRINT 16
#define JOINCODE_SECRET 12
#define JOINCODE_TEXT_MAX 4096  /* a file with its comments */

struct joincode {
	uint8_t host_count;
	char hosts[JOINCODE_HOSTS][JOINCODE_HOST_MAX + 1]; /* tried in order */
	uint16_t port;
	uint8_t fingerprint[JOINCODE_FINGERPRINT];
	uint8_t secret[JOINCODE_SECRET];
};

/*
 * joincode_host_is_good: true for a name (one label or more, canonical as in
 * domain.h), an IPv4 address, or an IPv6 address without brackets.
 */
bool joincode_host_is_good(struct str host);

/* joincode_write: append the line, without a line end.  E_INVALID: no host,
 * too many, a bad one, port 0. */
MUST_CHECK enum status joincode_write(struct buf *out,
    const struct joincode *code, struct err *err);

/*
 * joincode_file: append the content of a file lanterne.join: the lines of
 * `note` as comments, then the code.
 */
MUST_CHECK enum status joincode_file(struct buf *out, struct str note,
    const struct joincode *code, struct err *err);

/*
 * joincode_read: from a line, or from the text of a file (lines that begin
 * with '#' are comments; a byte-order mark is fine).  The sentence says what
 * to do.  E_INVALID: no join code, a character that no code has, a code that is
 * cut short, or a typing error (checksum); E_UNSUPPORTED: another version.
 */
MUST_CHECK enum status joincode_read(struct str text, struct joincode *ret,
    struct err *err);

/* joincode_wipe: forget the secret. */
void joincode_wipe(struct joincode *code);

#endif
