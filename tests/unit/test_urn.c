/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/shred.h"
#include "collector/urn.h"

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test_urn_XXXXXX";
static char key_path[64];

static int
make_folder(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(key_path, sizeof(key_path), "%s/2026-10.key", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(key_path);
	return rmdir(folder);
}

static int
new_key(void **state)
{
	struct err err;

	(void)state;
	(void)unlink(key_path);
	check_ok(urn_create(folder, "2026-10", &err), &err);
	return 0;
}

static void
what_is_sealed_opens_with_its_key_and_name(void **state)
{
	static const char *const plains[] = { "", "x", "tallies and a key" };
	struct urn_key key;
	struct buf sealed, again, plain;
	struct err err;

	(void)state;
	buf_init(&sealed, 4096);
	buf_init(&again, 4096);
	buf_init(&plain, 4096);
	check_ok(urn_key(folder, "2026-10", &key, &err), &err);
	for (size_t i = 0; i < COUNT(plains); i++) {
		buf_reset(&sealed);
		buf_reset(&again);
		buf_reset(&plain);
		check_ok(urn_seal(&key, "2026-10", str_of(plains[i]), &sealed,
		    &err), &err);
		check_ok(urn_seal(&key, "2026-10", str_of(plains[i]), &again,
		    &err), &err);
		assert_int_equal(sealed.len, strlen(plains[i]) +
		    URN_SEAL_BYTES);
		assert_false(str_eq(buf_view(&sealed), buf_view(&again)));
		check_ok(urn_open(&key, "2026-10", buf_view(&sealed), &plain,
		    &err), &err);
		check_str(buf_view(&plain), plains[i], "plain");
		assert_int_equal(urn_open(&key, "2026-11", buf_view(&sealed),
		    &plain, &err), E_DAMAGED);
	}
	buf_release(&plain);
	buf_release(&again);
	buf_release(&sealed);
	urn_key_wipe(&key);
}

static void
a_changed_byte_is_found_wherever_it_is(void **state)
{
	struct urn_key key;
	struct buf sealed, plain;
	struct err err;

	(void)state;
	buf_init(&sealed, 4096);
	buf_init(&plain, 4096);
	check_ok(urn_key(folder, "2026-10", &key, &err), &err);
	check_ok(urn_seal(&key, "2026-10", STR("tallies"), &sealed, &err),
	    &err);
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.at[i] = (char)(sealed.at[i] ^ 1);
		assert_int_equal(urn_open(&key, "2026-10", buf_view(&sealed),
		    &plain, &err), E_DAMAGED);
		sealed.at[i] = (char)(sealed.at[i] ^ 1);
	}
	assert_int_equal(urn_open(&key, "2026-10",
	    str_head(buf_view(&sealed), URN_SEAL_BYTES - 1), &plain, &err),
	    E_DAMAGED);
	assert_int_equal(plain.len, 0);
	buf_release(&plain);
	buf_release(&sealed);
}

static void
marks_differ_by_key_kind_and_bytes(void **state)
{
	uint8_t first[URN_MARK], other[URN_MARK];
	struct urn_key key;
	struct err err;

	(void)state;
	check_ok(urn_key(folder, "2026-10", &key, &err), &err);
	check_ok(urn_mark(&key, "nonce", STR("a"), first, &err), &err);
	check_ok(urn_mark(&key, "nonce", STR("a"), other, &err), &err);
	assert_memory_equal(first, other, URN_MARK);
	check_ok(urn_mark(&key, "ballot", STR("a"), other, &err), &err);
	assert_memory_not_equal(first, other, URN_MARK);
	check_ok(urn_mark(&key, "nonce", STR("b"), other, &err), &err);
	assert_memory_not_equal(first, other, URN_MARK);
	(void)unlink(key_path);
	check_ok(urn_create(folder, "2026-10", &err), &err);
	check_ok(urn_key(folder, "2026-10", &key, &err), &err);
	check_ok(urn_mark(&key, "nonce", STR("a"), other, &err), &err);
	assert_memory_not_equal(first, other, URN_MARK);
}

static void
a_key_is_the_owners_alone_and_is_never_replaced(void **state)
{
	struct stat found;
	struct err err;

	(void)state;
	assert_int_equal(stat(key_path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	assert_int_equal(urn_create(folder, "2026-10", &err), E_REFUSED);
}

static void
a_destroyed_key_is_overwritten_before_it_is_unlinked(void **state)
{
	char bytes[33];
	struct urn_key key;
	struct err err;
	int fd = open(key_path, O_RDONLY);

	(void)state;
	assert_true(fd >= 0);
	check_ok(urn_destroy(folder, "2026-10", &err), &err);
	/* The inode lives as long as we hold it: what the disk now has. */
	assert_int_equal(read(fd, bytes, sizeof(bytes)), 32);
	for (size_t i = 0; i < 32; i++)
		assert_int_equal(bytes[i], 0);
	(void)close(fd);
	assert_int_equal(urn_key(folder, "2026-10", &key, &err), E_NOT_FOUND);
	check_ok(urn_destroy(folder, "2026-10", &err), &err);
}

static void
a_half_destroyed_key_is_no_key(void **state)
{
	static const char zeros[32];
	struct urn_key key;
	struct err err;
	int fd = open(key_path, O_WRONLY);

	(void)state;
	assert_int_equal(write(fd, zeros, sizeof(zeros)), sizeof(zeros));
	(void)close(fd);
	assert_int_equal(urn_key(folder, "2026-10", &key, &err), E_NOT_FOUND);
}

static void
collect(void *cookie, const char *name)
{
	buf_text(cookie, name);
	buf_char(cookie, ' ');
}

static void
keys_are_listed_by_name(void **state)
{
	struct buf names;
	struct err err;

	(void)state;
	buf_init(&names, 256);
	check_ok(urn_each(folder, collect, &names, &err), &err);
	check_str(buf_view(&names), "2026-10 ", "names");
	buf_release(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    what_is_sealed_opens_with_its_key_and_name, new_key),
		cmocka_unit_test_setup(a_changed_byte_is_found_wherever_it_is,
		    new_key),
		cmocka_unit_test_setup(marks_differ_by_key_kind_and_bytes,
		    new_key),
		cmocka_unit_test_setup(
		    a_key_is_the_owners_alone_and_is_never_replaced, new_key),
		cmocka_unit_test_setup(
		    a_destroyed_key_is_overwritten_before_it_is_unlinked,
		    new_key),
		cmocka_unit_test_setup(a_half_destroyed_key_is_no_key, new_key),
		cmocka_unit_test_setup(keys_are_listed_by_name, new_key),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
