/* SPDX-License-Identifier: Apache-2.0 */
#include "core/map.h"

#include <stdlib.h>

#define FIRST_SLOTS 64

struct map_slot {
	struct str key; /* .at is NULL in an empty slot */
	uint64_t value;
};

void
map_init(struct map *map, size_t limit, uint64_t seed)
{
	*map = (struct map){ .limit = limit, .seed = seed };
	arena_init(&map->keys, SIZE_MAX / 2);
}

void
map_release(struct map *map)
{
	free(map->slots);
	arena_release(&map->keys);
	*map = (struct map){ .limit = map->limit, .seed = map->seed };
}

/* FNV-1a with a seed and a final mix: short keys, few of them hostile. */
static uint64_t
hash(const struct map *map, struct str key)
{
	uint64_t h = 0xcbf29ce484222325u ^ map->seed;

	for (size_t i = 0; i < key.len; i++)
		h = (h ^ (unsigned char)key.at[i]) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

/* The slot that holds key, or the empty one where it would go. */
static struct map_slot *
probe(const struct map *map, struct str key)
{
	size_t i = (size_t)hash(map, key) & (map->cap - 1);

	while (map->slots[i].key.at != NULL && !str_eq(map->slots[i].key, key))
		i = (i + 1) & (map->cap - 1);
	return &map->slots[i];
}

static bool
grow(struct map *map)
{
	struct map bigger = *map;

	bigger.cap = map->cap == 0 ? FIRST_SLOTS : map->cap * 2;
	bigger.slots = calloc(bigger.cap, sizeof(*bigger.slots));
	if (bigger.slots == NULL)
		return false;
	for (size_t i = 0; i < map->cap; i++)
		if (map->slots[i].key.at != NULL)
			*probe(&bigger, map->slots[i].key) = map->slots[i];
	free(map->slots);
	*map = bigger;
	return true;
}

uint64_t *
map_at(struct map *map, struct str key)
{
	struct map_slot *slot;
	struct str copy;

	if (map->count * 4 >= map->cap * 3 && !grow(map))
		return NULL;
	slot = probe(map, key);
	if (slot->key.at != NULL)
		return &slot->value;
	if (map->count >= map->limit)
		return NULL;
	copy = arena_str(&map->keys, key);
	if (copy.at == NULL)
		return NULL;
	*slot = (struct map_slot){ copy, 0 };
	map->count++;
	return &slot->value;
}

enum status
map_put(struct map *map, struct str key, uint64_t value)
{
	uint64_t *place = map_at(map, key);

	if (place == NULL)
		return map->count >= map->limit ? E_LIMIT : E_NOMEM;
	*place = value;
	return OK;
}

bool
map_get(const struct map *map, struct str key, uint64_t *ret_value)
{
	const struct map_slot *slot = map->cap == 0 ? NULL : probe(map, key);

	if (slot == NULL || slot->key.at == NULL)
		return false;
	*ret_value = slot->value;
	return true;
}

void
map_each(const struct map *map,
    void (*visit)(void *cookie, struct str key, uint64_t value), void *cookie)
{
	for (size_t i = 0; i < map->cap; i++)
		if (map->slots[i].key.at != NULL)
			visit(cookie, map->slots[i].key, map->slots[i].value);
}
