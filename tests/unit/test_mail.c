/* SPDX-License-Identifier: Apache-2.0
 * What can be said of a route without a server.
 */
#include "collector/mail.h"

#include "core/outfile.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct server_row {
	const char *text;
	bool good;
};

static const struct server_row server_rows[] = {
	{ "smtps://mail.example.org", true },
	{ "smtps://mail.example.org:465", true },
	{ "smtp://mail.example.org:587", true },
	{ "smtp://192.0.2.1:65535", true },
	{ "smtps://[::1]", true },
	{ "smtps://[::1]:465", true },
	{ "", false },
	{ "mail.example.org", false },
	{ "https://mail.example.org", false },
	{ "SMTPS://mail.example.org", false },
	{ "smtps://", false },
	{ "smtps://:465", false },
	{ "smtps://mail.example.org:0", false },
	{ "smtps://mail.example.org:65536", false },
	{ "smtps://mail.example.org:465/x", false },
	{ "smtps://user:word@mail.example.org", false },
	{ "smtps://mail.example.org?x", false },
	{ "smtps://mail.example.org\r\nRCPT TO", false },
	{ "smtps://mail.example.org%0d", false },
};

static void
a_server_is_a_scheme_a_host_and_a_port(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(server_rows); i++)
		check_number(mail_is_server(str_of(server_rows[i].text)),
		    server_rows[i].good, server_rows[i].text);
}

struct password_row {
	const char *label, *content;
	mode_t mode;
	enum status expected;
	const char *password;
};

static const struct password_row password_rows[] = {
	{ "a line", "open sesame\n", 0600, OK, "open sesame" },
	{ "no end of line", "s\xC3\xA9same", 0600, OK, "s\xC3\xA9same" },
	{ "an end of line of Windows", "sesame\r\n", 0600, OK, "sesame" },
	{ "a credential of systemd", "sesame", 0400, OK, "sesame" },
	{ "spaces are its own", " sesame \n", 0600, OK, " sesame " },
	{ "its group may read", "sesame\n", 0640, E_ACCESS, "" },
	{ "all may read", "sesame\n", 0604, E_ACCESS, "" },
	{ "nothing", "", 0600, E_INVALID, "" },
	{ "an empty line", "\n", 0600, E_INVALID, "" },
	{ "two lines", "sesame\nsecond\n", 0600, E_INVALID, "" },
	{ "a line end inside", "ses\rame\n", 0600, E_INVALID, "" },
};

static void
a_password_is_one_line_that_nobody_else_reads(void **state)
{
	struct mail_route route = { .user = "ca" };
	struct err err = { "" };

	(void)state;
	(void)snprintf(route.password, sizeof(route.password),
	    "/tmp/test_mail_%ld", (long)getpid());
	for (size_t i = 0; i < COUNT(password_rows); i++) {
		const struct password_row *row = &password_rows[i];
		struct buf out;

		buf_init(&out, MAIL_PASSWORD_BYTES);
		check_ok(outfile_publish(route.password, OUTFILE_OWNER,
		    str_of(row->content), &err), &err);
		assert_int_equal(chmod(route.password, row->mode), 0);
		check_number(mail_password(&route, &out, &err), row->expected,
		    row->label);
		check_str(buf_view(&out), row->password, row->label);
		assert_false(holds(str_of(err.text), STR("sesame")));
		buf_release(&out);
	}
	assert_int_equal(unlink(route.password), 0);
}

static void
without_its_password_nothing_is_tried(void **state)
{
	struct mail_route route = { .server = "smtps://127.0.0.1:1",
		.user = "ca", .password = "/tmp/no-such-password-file",
		.from = { "a@b" }, .to = { { { "c@d" } }, 1 } };
	struct err err = { "" };
	bool perhaps = true;

	(void)state;
	assert_int_equal(mail_send(&route, STR("x"), &perhaps, &err),
	    E_NOT_FOUND);
	assert_false(perhaps);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_server_is_a_scheme_a_host_and_a_port),
		cmocka_unit_test(a_password_is_one_line_that_nobody_else_reads),
		cmocka_unit_test(without_its_password_nothing_is_tried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
