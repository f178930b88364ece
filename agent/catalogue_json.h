/* SPDX-License-Identifier: Apache-2.0
 * catalogue_json.h: a catalogue for programs: its list, a service with its
 * sources; docs/CATALOGUE.md has the keys.  Must not know a source of traces.
 * Covered by tests/unit/test_catalogue_view.c.
 */
#ifndef AGENT_CATALOGUE_JSON_H
#define AGENT_CATALOGUE_JSON_H

#include "agent/catalogue_view.h"

/* catalogue_json_list: an array of what catalogue_view_list shows; returns how
 * many, and writes nothing when there is none. */
uint32_t catalogue_json_list(struct buf *out, const struct catalogue *catalogue,
    struct str word);

/* catalogue_json_show: an object with the keys of the service's own YAML; null
 * is what is not known. */
void catalogue_json_show(struct buf *out, const struct catalogue *catalogue,
    const struct service *service);

#endif
