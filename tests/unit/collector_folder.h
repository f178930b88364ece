/* SPDX-License-Identifier: Apache-2.0
 * collector_folder.h: a collector's data folder for a test, and its end.
 */
#ifndef TESTS_UNIT_COLLECTOR_FOLDER_H
#define TESTS_UNIT_COLLECTOR_FOLDER_H

#include "collector/folder.h"

#include "tests/unit/unit.h"

#include "core/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POLICY_TEXT \
	"schema: 1\nassociation: Les Sentiers\nperiod: month\ndecisions: []\n"

static char work[] = "/tmp/test_collector_XXXXXX";
static char data[64];
static struct folder folder;
static struct err err;

static inline void
remove_data(void)
{
	char command[128];

	(void)snprintf(command, sizeof(command), "rm -rf '%s'", data);
	assert_int_equal(system(command), 0);
}

static inline int
make_work(void **state)
{
	(void)state;
	if (mkdtemp(work) == NULL)
		return -1;
	(void)snprintf(data, sizeof(data), "%s/data", work);
	return 0;
}

static inline int
remove_work(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", work);
	return system(command);
}

static inline struct folder_settings
test_settings(void)
{
	struct folder_settings settings = folder_defaults();

	(void)snprintf(settings.association, sizeof(settings.association),
	    "Les Sentiers");
	check_ok(pki_hosts_add(&settings.hosts, STR("127.0.0.1"), &err), &err);
	return settings;
}

static inline int
new_folder(void **state)
{
	struct folder_settings settings = test_settings();

	(void)state;
	remove_data();
	check_ok(folder_create(data, &settings, STR(POLICY_TEXT), true,
	    1790000000, &err), &err);
	check_ok(folder_open(data, &folder, &err), &err);
	return 0;
}

static inline int
end_folder(void **state)
{
	(void)state;
	folder_release(&folder);
	return 0;
}

static inline void
write_inner(const char *name, const char *text)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", data, name);
	check_ok(outfile_publish(path, OUTFILE_OWNER, str_of(text), &err),
	    &err);
}

/* Noon, UTC. */
static inline int64_t
at(int year, int month, int day)
{
	return (int64_t)calendar_day((struct civil){ year, month, day }) *
	    CALENDAR_SECONDS_PER_DAY + 43200;
}

#define FOLDER_TEST(name) \
	cmocka_unit_test_setup_teardown(name, new_folder, end_folder)

#endif
