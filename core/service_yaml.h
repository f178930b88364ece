/* SPDX-License-Identifier: Apache-2.0
 * service_yaml.h: one service of a catalogue from its YAML, with the place of
 * each of its answers (docs/CATALOGUE.md is the format).  Must not know files.
 * Covered by tests/unit/test_catalogue_yaml.c and test_lint.c.
 */
#ifndef CORE_SERVICE_YAML_H
#define CORE_SERVICE_YAML_H

#include "core/catalogue_draft.h"
#include "core/reading.h"

/*
 * service_yaml_read: the draft, in the reading's memory; NULL when the node
 * gives no service with an id, having said why, or without memory.  A draft
 * that is given may still have faults that were told.
 */
struct draft *service_yaml_read(struct reading *in,
    const struct yaml_node *node, enum category category);

#endif
