/* SPDX-License-Identifier: Apache-2.0
 * domain.h: host names as the matcher sees them: lower-case A-labels without
 * a final dot, compared on label boundaries only.  Must not know a catalogue.
 * Covered by tests/unit/test_domain.c.
 */
#ifndef CORE_DOMAIN_H
#define CORE_DOMAIN_H

#include "core/status.h"
#include "core/str.h"

/* RFC 1035 §2.3.4: 255 octets on the wire are 253 characters of text. */
#define DOMAIN_MAX 253

struct domain {
	char text[DOMAIN_MAX + 1];
	size_t len;
};

/*
 * domain_canonical: the canonical form of a host name as typed, logged or
 * stored: one final dot off, ASCII lower-cased, IDN (UTF-8) as "xn--" labels
 * (UTS #46, non-transitional; libidn2).  Returns false, output untouched, for
 * an empty, over-long or impossible name (empty label, label over 63, a
 * non-ASCII name that is no IDN).  ASCII bytes that no host name has (space,
 * '_', '\\') are kept: they occur in logs, and match no rule.
 */
bool domain_canonical(struct str raw, struct domain *ret);

/* domain_view: the text of a canonical name, borrowed. */
struct str domain_view(const struct domain *domain);

/* domain_is_host: true for a canonical name that may stand in a rule: at least
 * two labels of letters, digits and inner hyphens, the last not all digits. */
bool domain_is_host(struct str canonical);

/* domain_under: true when `host` is `suffix` or ends in "." + suffix. */
bool domain_under(struct str host, struct str suffix);

/* domain_parent: the name without its first label; empty after the last. */
struct str domain_parent(struct str canonical);

/* domain_unicode: append the form for people (U-labels), or the name itself
 * when it is no valid IDN. */
struct buf;
void domain_unicode(struct buf *out, struct str canonical);

#endif
