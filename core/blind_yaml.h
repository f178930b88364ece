/* SPDX-License-Identifier: Apache-2.0
 * blind_yaml.h: a list of blind spots from YAML.  Must not know who prints it.
 * Covered by tests/unit/test_blind.c and tests/unit/test_lint.c.
 *
 *     schema: 1
 *     groups:
 *       - {id: devices, fr: "Autres appareils", en: "Other devices"}
 *     blind_spots:
 *       - {id: phones, group: devices, fr: "Téléphones", en: "Phones"}
 */
#ifndef CORE_BLIND_YAML_H
#define CORE_BLIND_YAML_H

#include "core/arena.h"
#include "core/blind.h"
#include "core/yaml.h"

/*
 * blind_yaml_read: the list of a parsed file, in `arena`.  Every fault goes to
 * `problems`: a missing language, an id that is none, a text beyond BLIND_CHARACTERS, a
 * list out of order, a group that is unknown or that has no blind spot.
 * E_NOMEM only; *ret is then untouched.
 */
MUST_CHECK enum status blind_yaml_read(const struct yaml *yaml,
    struct arena *arena, struct blind_spots *ret, struct problems *problems);

#endif
