/* SPDX-License-Identifier: Apache-2.0
 * catalogue_view.h: a catalogue for people at a terminal: its list, a service
 * with its sources.  Must not know a source of traces.
 * Covered by tests/unit/test_catalogue_view.c.
 */
#ifndef AGENT_CATALOGUE_VIEW_H
#define AGENT_CATALOGUE_VIEW_H

#include "core/buf.h"
#include "core/catalogue.h"

struct catalogue_view {
	const struct catalogue *catalogue;
	enum language language;
	size_t columns; /* of the terminal */
	bool colour;
	int32_t today;
};

/* catalogue_view_wants: the service has `word` in its names, id, vendor or hosts
 * (case, spaces and hyphens apart); the empty word is in all. */
bool catalogue_view_wants(const struct catalogue *catalogue,
    const struct service *service, struct str word);

/* catalogue_view_list: a line for each service that has `word`.  Returns how
 * many; nothing is written when there is none. */
uint32_t catalogue_view_list(struct buf *out, const struct catalogue_view *view,
    struct str word);

/* catalogue_view_show: all that is known of a service, with where from and when. */
void catalogue_view_show(struct buf *out, const struct catalogue_view *view,
    const struct service *service);

#endif
