/* SPDX-License-Identifier: Apache-2.0
 * rule_yaml.h: one match row of a service from its YAML (docs/CATALOGUE.md is
 * the format).  Must not know services, nor how rows are matched.
 * Covered by tests/unit/test_catalogue_yaml.c.
 */
#ifndef CORE_RULE_YAML_H
#define CORE_RULE_YAML_H

#include "core/catalogue.h"
#include "core/reading.h"

/* rule_yaml_read: false when the node gives no row, having said why.  A row
 * that is given may still have faults that were told. */
bool rule_yaml_read(struct reading *in, const struct yaml_node *node,
    struct rule *ret);

#endif
