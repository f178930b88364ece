/* SPDX-License-Identifier: Apache-2.0
 * idn.h: internationalised names by the system's library (UTS #46): libidn2,
 * or IdnToAscii on Windows.  One file per system, chosen by the build.
 * Covered by tests/unit/test_domain.c.
 */
#ifndef CORE_IDN_H
#define CORE_IDN_H

#include "core/str.h"

/* Both write at most `size` - 1 bytes and a NUL; false, outputs undefined,
 * when the name has no such form or does not fit. */
bool idn_to_ascii(struct str utf8, char *out, size_t size, size_t *ret_len);
bool idn_to_unicode(struct str ascii, char *out, size_t size, size_t *ret_len);

#endif
