/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"
#include "core/outfile.h"

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test_os_XXXXXX";
static char where[256];

static const char *
in_folder(const char *name)
{
	(void)snprintf(where, sizeof(where), "%s/%s", folder, name);
	return where;
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	char command[300];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static void
a_published_file_is_whole_and_private(void **state)
{
	struct err err;
	struct buf content;
	struct stat found;

	(void)state;
	buf_init(&content, 100);
	check_ok(outfile_publish(in_folder("page"), OUTFILE_OWNER, STR("one"),
	    &err), &err);
	check_ok(outfile_publish(in_folder("page"), OUTFILE_OWNER, STR("two"),
	    &err), &err);
	check_ok(os_read_file(in_folder("page"), &content, &err), &err);
	check_str(buf_view(&content), "two", "content");
	assert_int_equal(stat(in_folder("page"), &found), 0);
	assert_int_equal(found.st_mode & 07777, 0600);
	check_ok(outfile_publish(in_folder("open"), OUTFILE_ALL, STR(""), &err),
	    &err);
	assert_int_equal(stat(in_folder("open"), &found), 0);
	assert_int_equal(found.st_mode & 07777, 0644);
	buf_release(&content);
}

static void
count_entries(void *cookie, const char *name)
{
	int *count = cookie;

	(void)name;
	(*count)++;
}

static void
a_failed_publication_leaves_nothing_behind(void **state)
{
	struct err err;
	int before = 0, after = 0;

	(void)state;
	assert_int_equal(mkdir(in_folder("taken"), 0700), 0);
	check_ok(os_list(folder, count_entries, &before, &err), &err);
	assert_int_not_equal(outfile_publish(in_folder("taken"), OUTFILE_OWNER,
	    STR("x"), &err), OK);
	check_ok(os_list(folder, count_entries, &after, &err), &err);
	assert_int_equal(before, after);
	assert_int_equal(outfile_publish(in_folder("no/such"), OUTFILE_OWNER,
	    STR("x"), &err), E_NOT_FOUND);
}

static void
only_regular_files_are_opened(void **state)
{
	struct err err;
	int fd = -7;

	(void)state;
	assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
	assert_int_equal(os_open(in_folder("fifo"), &fd, &err), E_INVALID);
	assert_int_equal(os_open(folder, &fd, &err), E_INVALID);
	assert_int_equal(os_open("/dev/zero", &fd, &err), E_INVALID);
	assert_int_equal(os_open(in_folder("none"), &fd, &err), E_NOT_FOUND);
	assert_int_equal(fd, -7);
}

static void
stat_tells_what_a_thing_is(void **state)
{
	struct os_stat found;
	struct err err;

	(void)state;
	check_ok(os_stat(folder, &found, &err), &err);
	assert_int_equal(found.kind, OS_FOLDER);
	check_ok(os_stat(in_folder("none"), &found, &err), &err);
	assert_int_equal(found.kind, OS_NONE);
	check_ok(os_stat("/dev/null", &found, &err), &err);
	assert_int_equal(found.kind, OS_OTHER);
}

static void
a_file_over_the_limit_is_refused(void **state)
{
	struct err err;
	struct buf content;

	(void)state;
	check_ok(outfile_publish(in_folder("five"), OUTFILE_OWNER, STR("12345"),
	    &err), &err);
	buf_init(&content, 5);
	check_ok(os_read_file(in_folder("five"), &content, &err), &err);
	buf_release(&content);
	buf_init(&content, 4);
	assert_int_equal(os_read_file(in_folder("five"), &content, &err),
	    E_LIMIT);
	buf_release(&content);
}

static void
touch(const char *parent, const char *name)
{
	char path[600];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", parent, name);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
}

static void
a_scratch_folder_is_private_and_goes_with_its_content(void **state)
{
	struct os_scratch scratch;
	struct stat found;
	struct err err;
	char path[512];

	(void)state;
	check_ok(os_scratch_open(folder, &scratch, &err), &err);
	(void)snprintf(path, sizeof(path), "%s", scratch.path);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 07777, 0700);
	touch(path, "copy");
	os_scratch_sweep(folder);
	assert_int_equal(stat(path, &found), 0);
	os_scratch_close(&scratch);
	assert_int_not_equal(stat(path, &found), 0);
	os_scratch_close(&scratch);
}

static void
a_scratch_folder_for_later_is_made_when_it_is_asked_for(void **state)
{
	struct os_scratch scratch = os_scratch_later(folder);
	struct os_scratch nowhere = os_scratch_later("/nonexistent");
	const char *path = NULL, *again = NULL;
	struct stat found;
	struct err err;

	(void)state;
	os_scratch_close(&scratch);
	check_ok(os_scratch_path(&scratch, &path, &err), &err);
	check_ok(os_scratch_path(&scratch, &again, &err), &err);
	assert_string_equal(path, again);
	assert_int_equal(stat(path, &found), 0);
	os_scratch_close(&scratch);
	assert_int_equal(os_scratch_path(&nowhere, &path, &err), E_NOT_FOUND);
}

static void
a_scratch_folder_of_a_dead_process_is_swept(void **state)
{
	struct os_scratch scratch;
	struct stat found;
	struct err err;

	(void)state;
	check_ok(os_scratch_open(folder, &scratch, &err), &err);
	touch(scratch.path, "copy-wal");
	os_close(scratch.lock); /* as the kernel does after a crash */
	os_scratch_sweep(folder);
	assert_int_not_equal(stat(scratch.path, &found), 0);
	assert_int_equal(mkdir(in_folder("lanterne-other"), 0700), 0);
	os_scratch_sweep(folder);
	assert_int_equal(stat(in_folder("lanterne-other"), &found), 0);
}

static void
a_file_is_made_once_private_and_whole(void **state)
{
	struct buf content;
	struct stat found;
	struct err err;
	int fd = -1;

	(void)state;
	check_ok(os_create(in_folder("made"), &fd, &err), &err);
	check_ok(os_write(fd, STR("one, "), &err), &err);
	check_ok(os_write(fd, STR("two"), &err), &err);
	os_close(fd);
	fd = -1;
	assert_int_equal(os_create(where, &fd, &err), E_INVALID);
	assert_int_equal(fd, -1);
	assert_int_equal(stat(where, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	buf_init(&content, 100);
	check_ok(os_read_file(where, &content, &err), &err);
	check_str(buf_view(&content), "one, two", "content");
	buf_release(&content);
	assert_int_equal(unlink(where), 0);
	assert_int_equal(os_create(in_folder("none/made"), &fd, &err),
	    E_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_published_file_is_whole_and_private),
		cmocka_unit_test(a_failed_publication_leaves_nothing_behind),
		cmocka_unit_test(only_regular_files_are_opened),
		cmocka_unit_test(a_file_is_made_once_private_and_whole),
		cmocka_unit_test(stat_tells_what_a_thing_is),
		cmocka_unit_test(a_file_over_the_limit_is_refused),
		cmocka_unit_test(a_scratch_folder_is_private_and_goes_with_its_content),
		cmocka_unit_test(
		    a_scratch_folder_for_later_is_made_when_it_is_asked_for),
		cmocka_unit_test(a_scratch_folder_of_a_dead_process_is_swept),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
