/* SPDX-License-Identifier: Apache-2.0
 * config.h: agent.yaml: what a computer's owner may set, one row per key; the
 * rows read the file, write the example, and are the manual.  Must not know
 * who uses a value.  Covered by tests/unit/test_config.c.
 */
#ifndef AGENT_CONFIG_H
#define AGENT_CONFIG_H

#include "agent/reader.h"

#include "core/yaml.h"

struct config {
	enum reader_users users;
	struct option_list homes;
	bool dns;
	struct option_list dns_logs;
	const char *temporary; /* NULL: the system's */
	struct arena memory;
};

struct config_row {
	struct yaml_field field;
	const char *example; /* as YAML, after the key */
	enum message help;
};

/* config_rows: sorted by key. */
const struct config_row *config_rows(size_t *ret_count);

/* config_defaults: all local users when we are the service, else one's own. */
struct config config_defaults(bool service);

/* config_load: the file at `path` over `defaults`; a missing one is E_USAGE
 * when `wanted`, else nothing.  E_INVALID with file:line:column.  Released by
 * config_release, which is safe on a zeroed struct. */
MUST_CHECK enum status config_load(const char *path, bool wanted,
    const struct config *defaults, struct config *ret, struct err *err);
void config_release(struct config *config);

/* config_check: every problem of a file of settings; a path at which nothing
 * stands is a warning.  E_NOMEM only.  config_is: this file is one, by its name
 * (agent.*) or its keys. */
MUST_CHECK enum status config_check(const char *path,
    struct problems *problems, struct err *err);
bool config_is(const char *path);

/* config_example: append the example file. */
void config_example(struct buf *out, enum language language);

#endif
