/* SPDX-License-Identifier: Apache-2.0
 * hostlists.h: hosts that no rule of a catalogue may take whole.  Must not
 * know a catalogue.  Covered by tests/unit/test_lint.c.
 */
#ifndef CORE_HOSTLISTS_H
#define CORE_HOSTLISTS_H

#include "core/str.h"

/*
 * host_is_public_suffix: names under which strangers register or publish: a
 * selection of the Public Suffix List (publicsuffix.org), its ICANN part for
 * the countries and endings that AI services use, and of its private part the
 * hosting platforms that they use.
 */
bool host_is_public_suffix(struct str host);

/*
 * host_never_counts: search engines, mail, office suites, CDNs, measurement,
 * sign-in and payment, as CATALOGUE "Never counted" lists them: a rule that
 * counts needs a path or query there, or a host of the service's own.
 */
bool host_never_counts(struct str host);

#endif
