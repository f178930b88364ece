/* SPDX-License-Identifier: Apache-2.0
 * map.h: a hash table from bytes to a number.  Must not know what either
 * means.  Covered by tests/unit/test_map.c.
 *
 * Keys are copied in.  The hash is keyed by a seed given at birth, so that
 * a stranger who chooses the keys cannot choose the collisions.
 */
#ifndef CORE_MAP_H
#define CORE_MAP_H

#include "core/arena.h"
#include "core/code.h"
#include "core/str.h"

#include <stdint.h>

struct map_slot;

struct map {
	struct map_slot *slots;
	size_t count;
	size_t cap;
	size_t limit;
	uint64_t seed;
	struct arena keys;
};

/* map_init: an empty map of at most `limit` entries.  map_release: free all
 * entries; safe on a zeroed struct. */
void map_init(struct map *map, size_t limit, uint64_t seed);
void map_release(struct map *map);

/* map_put: set key's value, added or replaced.  E_LIMIT, E_NOMEM: unchanged. */
MUST_CHECK enum status map_put(struct map *map, struct str key, uint64_t value);

/* map_get: false, output untouched, when the key is not there. */
bool map_get(const struct map *map, struct str key, uint64_t *ret_value);

/* map_at: the value of a key, added as 0 when missing, to be changed in
 * place; NULL at the limit or without memory.  Valid until the next map_put or
 * map_at. */
uint64_t *map_at(struct map *map, struct str key);

/* map_each: call `visit` for every entry, in no particular order. */
void map_each(const struct map *map,
    void (*visit)(void *cookie, struct str key, uint64_t value), void *cookie);

#endif
