/* SPDX-License-Identifier: Apache-2.0 */
#include "core/idn.h"
#include "core/os.h"
#include "core/outfile.h"

#include "agent/sources/homes.h"

#include "tests/unit/unit.h"

#include <windows.h>

#define NAME "Trésorerie de l'été"

static char folder[] = "C:/lanterne-test-XXXXXX";
static char where[2048];

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
write_file(const char *path, struct str content)
{
	struct err err;
	int fd = -1;

	check_ok(os_create(path, &fd, &err), &err);
	check_ok(os_write(fd, content, &err), &err);
	os_close(fd);
}

static void
a_crash_is_reported_to_nobody(void **unused)
{
	(void)unused;
	os_leave_no_core();
	assert_int_equal(GetErrorMode() & SEM_NOGPFAULTERRORBOX,
	    SEM_NOGPFAULTERRORBOX);
}

/* Opened as another program would, which shares `share`. */
static HANDLE
held(const char *path, DWORD share)
{
	HANDLE handle = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, share,
	    NULL, OPEN_EXISTING, 0, NULL);

	assert_true(handle != INVALID_HANDLE_VALUE);
	return handle;
}

static void
a_file_that_is_being_written_is_read(void **state)
{
	struct buf content;
	struct err err;
	HANDLE other;

	(void)state;
	write_file(in_folder("open"), STR("one"));
	other = held(where, FILE_SHARE_READ | FILE_SHARE_WRITE);
	buf_init(&content, 100);
	check_ok(os_read_file(where, &content, &err), &err);
	check_str(buf_view(&content), "one", "content");
	buf_release(&content);
	assert_true(CloseHandle(other));
}

static void
a_file_that_is_not_shared_is_locked_not_missing(void **state)
{
	struct err err;
	HANDLE other;
	int fd = -7;

	(void)state;
	write_file(in_folder("closed"), STR("one"));
	other = held(where, 0);
	assert_int_equal(os_open(where, &fd, &err), E_LOCKED);
	assert_int_equal(fd, -7);
	assert_true(CloseHandle(other));
}

static void
what_we_read_others_may_rename_and_remove(void **state)
{
	struct err err;
	char to[2048];
	int fd = -1;

	(void)state;
	write_file(in_folder("moving"), STR("one"));
	check_ok(os_open(where, &fd, &err), &err);
	(void)snprintf(to, sizeof(to), "%s/moved", folder);
	assert_true(MoveFileA(where, to));
	assert_true(DeleteFileA(to));
	os_close(fd);
}

static void
accents_spaces_and_more_than_260_characters(void **state)
{
	struct buf content;
	struct err err;
	char path[2048];

	(void)state;
	(void)snprintf(path, sizeof(path), "\\\\?\\%s", in_folder(NAME));
	for (size_t i = 0; i < 12; i++) {
		wchar_t wide[2048];
		size_t len = strlen(path);

		for (char *at = path; *at != '\0'; at++)
			if (*at == '/')
				*at = '\\';
		assert_true(MultiByteToWideChar(CP_UTF8, 0, path, -1, wide,
		                2048) > 0);
		assert_true(CreateDirectoryW(wide, NULL));
		(void)snprintf(path + len, sizeof(path) - len, "\\%s", NAME);
	}
	(void)snprintf(where, sizeof(where), "%s", path + 4);
	assert_true(strlen(where) > 260);
	write_file(where, STR("deep"));
	buf_init(&content, 100);
	check_ok(os_read_file(where, &content, &err), &err);
	check_str(buf_view(&content), "deep", "content");
	check_ok(outfile_publish(where, OUTFILE_OWNER, STR("new"), &err), &err);
	buf_reset(&content);
	check_ok(os_read_file(where, &content, &err), &err);
	check_str(buf_view(&content), "new", "content");
	buf_release(&content);
}

static void
a_real_path_has_our_separators(void **state)
{
	struct os_stat found;
	struct err err;
	char real[4096];

	(void)state;
	write_file(in_folder("été"), STR("one"));
	check_ok(os_real(where, real, sizeof(real), &err), &err);
	check_ok(os_stat(real, &found, &err), &err);
	assert_int_equal(found.size, 3);
	assert_null(strchr(real, '\\'));
	assert_int_equal(os_real(in_folder("none"), real, sizeof(real), &err),
	    E_NOT_FOUND);
}

static void
a_name_that_windows_would_change_has_no_form(void **state)
{
	char out[64];
	size_t len = 0;

	(void)state;
	assert_true(idn_to_ascii(STR("bücher.example"), out, sizeof(out),
	    &len));
	check_str(((struct str){ out, len }), "xn--bcher-kva.example", "IDN");
	assert_false(idn_to_ascii(STR("straße.de"), out, sizeof(out), &len));
	assert_false(idn_to_unicode(STR("xn--.example"), out, sizeof(out),
	    &len));
}

static void
only_regular_files_are_opened(void **state)
{
	struct os_stat found;
	struct err err;
	int fd = -7;

	(void)state;
	assert_int_equal(os_open(folder, &fd, &err), E_INVALID);
	assert_int_equal(os_open("NUL", &fd, &err), E_INVALID);
	assert_int_equal(os_open(in_folder("none"), &fd, &err), E_NOT_FOUND);
	assert_int_equal(os_open(in_folder("none/deeper"), &fd, &err),
	    E_NOT_FOUND);
	assert_int_equal(fd, -7);
	check_ok(os_stat(folder, &found, &err), &err);
	assert_int_equal(found.kind, OS_FOLDER);
	check_ok(os_stat(in_folder("what*is?it"), &found, &err), &err);
	assert_int_equal(found.kind, OS_NONE);
}

static void
a_file_is_made_once_and_a_failed_publication_leaves_nothing(void **state)
{
	struct os_stat found;
	struct err err;
	int fd = -7;

	(void)state;
	write_file(in_folder("made"), STR("x"));
	assert_int_equal(os_create(where, &fd, &err), E_INVALID);
	assert_int_equal(os_create(in_folder("none/made"), &fd, &err),
	    E_NOT_FOUND);
	assert_int_equal(fd, -7);
	assert_int_equal(outfile_publish(in_folder("no/such"), OUTFILE_OWNER,
	    STR("x"), &err), E_NOT_FOUND);
	check_ok(os_remove(in_folder("made"), &err), &err);
	check_ok(os_remove(where, &err), &err);
	check_ok(os_stat(where, &found, &err), &err);
	assert_int_equal(found.kind, OS_NONE);
}

static void
a_scratch_folder_lives_as_long_as_its_process(void **state)
{
	struct os_scratch ours, dead;
	struct os_stat found;
	struct err err;
	char path[512], copy[600];

	(void)state;
	check_ok(os_scratch_open(folder, &ours, &err), &err);
	check_ok(os_scratch_open(folder, &dead, &err), &err);
	(void)snprintf(copy, sizeof(copy), "%s/copy-wal", dead.path);
	write_file(copy, STR("x"));
	os_close(dead.lock); /* as the kernel does after a crash */
	os_scratch_sweep(folder);
	check_ok(os_stat(dead.path, &found, &err), &err);
	assert_int_equal(found.kind, OS_NONE);
	check_ok(os_stat(ours.path, &found, &err), &err);
	assert_int_equal(found.kind, OS_FOLDER);
	(void)snprintf(path, sizeof(path), "%s", ours.path);
	os_scratch_close(&ours);
	check_ok(os_stat(path, &found, &err), &err);
	assert_int_equal(found.kind, OS_NONE);
	os_scratch_close(&ours);
}

static void
this_users_folders_are_known(void **state)
{
	struct os_stat found;
	struct home home;
	struct err err;

	(void)state;
	check_ok(homes_own(&home, &err), &err);
	assert_null(strchr(home.path, '\\'));
	check_ok(os_stat(home.local, &found, &err), &err);
	assert_int_equal(found.kind, OS_FOLDER);
	check_ok(os_stat(home.roaming, &found, &err), &err);
	assert_int_equal(found.kind, OS_FOLDER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_crash_is_reported_to_nobody),
		cmocka_unit_test(a_file_that_is_being_written_is_read),
		cmocka_unit_test(a_file_that_is_not_shared_is_locked_not_missing),
		cmocka_unit_test(what_we_read_others_may_rename_and_remove),
		cmocka_unit_test(accents_spaces_and_more_than_260_characters),
		cmocka_unit_test(a_real_path_has_our_separators),
		cmocka_unit_test(a_name_that_windows_would_change_has_no_form),
		cmocka_unit_test(only_regular_files_are_opened),
		cmocka_unit_test(a_file_is_made_once_and_a_failed_publication_leaves_nothing),
		cmocka_unit_test(a_scratch_folder_lives_as_long_as_its_process),
		cmocka_unit_test(this_users_folders_are_known),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
