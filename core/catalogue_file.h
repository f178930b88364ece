/* SPDX-License-Identifier: Apache-2.0
 * catalogue_file.h: the catalogue in force, from what a person names or a
 * collector hands over.  Must not know a folder of settings or the network.
 * Covered by tests/unit/test_catalogue_file.c.
 */
#ifndef CORE_CATALOGUE_FILE_H
#define CORE_CATALOGUE_FILE_H

#include "core/bundle.h"
#include "core/catalogue.h"

/*
 * catalogue_bundle_load: the catalogue of a signed bundle, once bundle_open has
 * let it pass.  E_INVALID too for files that are no catalogue (the first
 * problem) or of another version than the bundle says.  Nothing is borrowed;
 * catalogue_free releases.
 */
MUST_CHECK enum status catalogue_bundle_load(struct str bytes,
    const uint8_t key[BUNDLE_KEY], struct str in_force,
    struct catalogue **ret, struct err *err);

/*
 * catalogue_file_load: what `path` holds.  A YAML file or folder extends
 * `built_in` (see catalogue_yaml_load); a bundle signed by the project's key,
 * and not older, takes its place.  `built_in` must outlive the result.
 */
MUST_CHECK enum status catalogue_file_load(const char *path,
    const struct catalogue *built_in, struct catalogue **ret,
    struct err *err);

#endif
