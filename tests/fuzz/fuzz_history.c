/* SPDX-License-Identifier: Apache-2.0
 * fuzz_history.c: any bytes as a history file, with its -wal or its -journal
 * after a mark: read, refused or found damaged, always with a sentence, and never slow.
 */
#include "agent/sources/history.h"

#include "tests/unit/history_fake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define WAL_MARK STR("--wal--")
#define JOURNAL_MARK STR("--journal--")

static struct world world;

static void
leave(void)
{
	world_release(&world);
}

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
read_bytes(struct str bytes)
{
	struct str file = bytes, side;
	char path[1024];
	const struct source_report *report;

	if (str_cut(bytes, WAL_MARK, &file, &side))
		world_file(&world, "h-wal", side);
	else if (str_cut(bytes, JOURNAL_MARK, &file, &side))
		world_file(&world, "h-journal", side);
	world_file(&world, "h", file);
	history_scan_file(&world.env, world_path(&world, "h", path),
	    &world.list);
	report = world.list.first;
	check(report != NULL && report->next == NULL);
	check((report->state == SOURCE_READ) == (report->why.text[0] == '\0'));
	check(report->counted <= report->matched);
	check(world_left_over(&world) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[1024];

	if (world.zone == NULL)
		check(world_init(&world, "UTC") && atexit(leave) == 0);
	source_list_init(&world.list);
	read_bytes((struct str){ (const char *)data, size });
	source_list_release(&world.list);
	(void)remove(world_path(&world, "h", path));
	(void)remove(world_path(&world, "h-wal", path));
	(void)remove(world_path(&world, "h-journal", path));
	return 0;
}
