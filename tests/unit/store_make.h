/* SPDX-License-Identifier: Apache-2.0
 * store_make.h: a collector's store in a folder of its own for a test, and its
 * end.
 */
#ifndef TESTS_UNIT_STORE_MAKE_H
#define TESTS_UNIT_STORE_MAKE_H

#include "collector/store.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/test_store_XXXXXX";
static char path[64];
static struct store *store;
static struct err err;

static inline int
make_folder(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/collector.db", folder);
	return 0;
}

static inline int
remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

static inline int
new_store(void **state)
{
	(void)state;
	check_ok(store_create(path, &err), &err);
	check_ok(store_open(path, &store, &err), &err);
	return 0;
}

static inline int
end_store(void **state)
{
	(void)state;
	store_free(store);
	store = NULL;
	return unlink(path);
}

#define STORE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, new_store, end_store)

#endif
