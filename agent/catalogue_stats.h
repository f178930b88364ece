/* SPDX-License-Identifier: Apache-2.0
 * catalogue_stats.h: a catalogue in figures: how many services, of what, how
 * far documented, and how long ago that was checked.  Must not know a source of
 * traces.  Covered by tests/unit/test_catalogue_view.c.
 */
#ifndef AGENT_CATALOGUE_STATS_H
#define AGENT_CATALOGUE_STATS_H

#include "agent/catalogue_view.h"

/* catalogue_stats: append the figures, a line each, under their titles. */
void catalogue_stats(struct buf *out, const struct catalogue_view *view);

/* catalogue_stats_json: the same as one object (docs/CATALOGUE.md). */
void catalogue_stats_json(struct buf *out, const struct catalogue_view *view);

#endif
