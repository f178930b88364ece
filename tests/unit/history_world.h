/* SPDX-License-Identifier: Apache-2.0
 * history_world.h: a world for the readers of histories: a folder, databases
 * made from SQL text, a sink that remembers.
 */
#ifndef TESTS_UNIT_HISTORY_WORLD_H
#define TESTS_UNIT_HISTORY_WORLD_H

#include "agent/sources/source.h"
#include "agent/sources/zone.h"
#include "core/calendar.h"
#include "core/domain.h"
#include "core/os.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FAKE_SIGHTINGS_MAX 4096

struct fake_sink {
	size_t count;
	size_t ticks;
	struct sighting at[FAKE_SIGHTINGS_MAX];
};

static inline void
fake_push(void *cookie, const struct sighting *sighting)
{
	struct fake_sink *sink = cookie;

	if (sink->count < FAKE_SIGHTINGS_MAX)
		sink->at[sink->count] = *sighting;
	sink->count++;
}

struct world {
	char root[64];
	struct os_scratch scratch;
	struct zone *zone;
	struct fake_sink sink;
	struct source_list list;
	struct source_env env;
};

/* A folder of its own, and an environment that takes every day. */
static inline bool
world_init(struct world *world, const char *zone)
{
	*world = (struct world){ .root = "/tmp/lanterne-test-XXXXXX" };
	source_list_init(&world->list);
	if (mkdtemp(world->root) == NULL ||
	    os_scratch_open(world->root, &world->scratch, NULL) != OK ||
	    zone_new(str_of(zone), &world->zone, NULL) != OK)
		return false;
	world->env = (struct source_env){
		.zone = world->zone,
		.window = { INT32_MIN + 1, INT32_MAX },
		.scratch = &world->scratch,
		.sink = { .push = fake_push, .cookie = &world->sink },
	};
	return true;
}

static inline void
world_run(const char *command, const char *argument)
{
	char line[1200];

	(void)snprintf(line, sizeof(line), "%s '%s'", command, argument);
	if (system(line) != 0)
		abort();
}

static inline void
world_release(struct world *world)
{
	os_scratch_close(&world->scratch);
	zone_free(world->zone);
	source_list_release(&world->list);
	world_run("chmod -R u+rwX", world->root);
	world_run("rm -rf", world->root);
}

/* The path of `name` in the world, its folders made; to be used at once. */
static inline const char *
world_path(const struct world *world, const char *name, char *out)
{
	if (snprintf(out, 1024, "%s/%s", world->root, name) >= 1024)
		abort();
	for (char *slash = out + strlen(world->root) + 1;
	    (slash = strchr(slash, '/')) != NULL; *slash++ = '/') {
		*slash = '\0';
		(void)mkdir(out, 0700);
	}
	return out;
}

static inline void
world_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL) !=
	        SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		(void)fprintf(stderr, "%s: %s\n", path,
		    message != NULL ? message : sqlite3_errmsg(db));
		abort();
	}
	sqlite3_free(message);
	(void)sqlite3_close(db);
}

/* A database at `name` made from SQL text; returns its path in `out`. */
static inline const char *
world_db(const struct world *world, const char *name, const char *sql,
    char *out)
{
	world_sql(world_path(world, name, out), sql);
	return out;
}

static inline void
world_file(const struct world *world, const char *name, struct str content)
{
	char path[1024];
	FILE *file = fopen(world_path(world, name, path), "wb");

	if (file == NULL ||
	    fwrite(content.at, 1, content.len, file) != content.len)
		abort();
	(void)fclose(file);
}

/* Files left in the scratch folder beside its lock. */
static inline void
world_count_name(void *cookie, const char *name)
{
	if (strcmp(name, "lock") != 0)
		++*(size_t *)cookie;
}

static inline size_t
world_left_over(const struct world *world)
{
	size_t count = 0;

	if (os_list(world->scratch.path, world_count_name, &count, NULL) != OK)
		abort();
	return count;
}

#endif
