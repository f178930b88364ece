/* SPDX-License-Identifier: Apache-2.0
 * The server is stood in for: it takes a mail, refuses it, or is never heard of
 * again.
 */
#include "tests/unit/collector_folder.h"

#include "collector/mailing.h"
#include "collector/monthly.h"
#include "collector/polls.h"

#define SETTINGS \
	"hosts:\n  - a.fr\nport: 8443\n" \
	"mail_server: smtps://mail.a.fr\nmail_from: ca@a.fr\n" \
	"mail_to: [b@a.fr, c@a.fr]\n"

/* The server. */

static enum {
	SERVER_TAKES,
	SERVER_REFUSES,
	SERVER_CUTS
} server;
static int sent;
static enum store_mail_state noted; /* while the mail is on its way */

enum status __wrap_mail_send(const struct mail_route *route, struct str mail,
    bool *ret_perhaps, struct err *ret_err);

enum status
__wrap_mail_send(const struct mail_route *route, struct str mail,
    bool *ret_perhaps, struct err *ret_err)
{
	check_ok(mailing_look(&folder, "2026-10", at(2026, 11, 20), &noted,
	    ret_err), ret_err);
	assert_true(holds(mail, STR("\r\nTo: b@a.fr,\r\n c@a.fr\r\n")));
	check_str(str_of(route->server), "smtps://mail.a.fr", "server");
	*ret_perhaps = server == SERVER_CUTS;
	if (server == SERVER_REFUSES)
		return err_set(ret_err, E_REFUSED, MSG_MAIL_LOGIN, NO_ARGS);
	sent++;
	return server == SERVER_CUTS
	    ? err_set(ret_err, E_NETWORK, MSG_MAIL_PERHAPS, NO_ARGS) : OK;
}

/* `serve`. */

static char said[2048];

static void
say(void *cookie, enum message id, const char *const *args)
{
	(void)cookie;
	message_fill(said, sizeof(said), id, args);
}

static enum status
mail_at(int64_t now)
{
	const struct monthly monthly = { &folder, now, say, NULL };

	said[0] = '\0';
	return monthly_mail(&monthly, &err);
}

static void
publish(void)
{
	const struct monthly monthly = { &folder, at(2026, 11, 20), say, NULL };
	bool closed = false;

	check_ok(store_alive(folder.store, calendar_day_of(at(2026, 11, 19), 0),
	    &err), &err);
	check_ok(monthly_close(&monthly, &closed, &err), &err);
	assert_true(closed);
}

static int
begin(void **state)
{
	(void)new_folder(state);
	server = SERVER_TAKES;
	sent = 0;
	write_inner("collector.yaml", SETTINGS);
	check_ok(folder_reload(&folder, &err), &err);
	check_ok(polls_prepare(&folder, at(2026, 10, 20), &err), &err);
	return 0;
}

static enum store_mail_state
state_at(int64_t now)
{
	enum store_mail_state found = STORE_MAIL_NONE;

	check_ok(mailing_look(&folder, "2026-10", now, &found, &err), &err);
	return found;
}

static void
a_publication_is_mailed_once(void **state)
{
	(void)state;
	check_ok(mail_at(at(2026, 11, 20)), &err); /* nothing published */
	assert_int_equal(sent, 0);
	publish();
	assert_int_equal(sent, 0);
	check_ok(mail_at(at(2026, 11, 20)), &err);
	assert_int_equal(sent, 1);
	assert_int_equal(noted, STORE_MAIL_LEAVING);
	assert_true(holds(str_of(said), STR("2026-10")));
	check_ok(mail_at(at(2026, 11, 20)), &err);
	check_ok(mail_at(at(2027, 1, 20)), &err);
	assert_int_equal(sent, 1);
	assert_string_equal(said, "");
	assert_int_equal(state_at(at(2027, 1, 20)), STORE_MAIL_SENT);
}

static void
without_a_server_nothing_is_tried(void **state)
{
	(void)state;
	folder.settings.mail.server[0] = '\0';
	publish();
	check_ok(mail_at(at(2026, 11, 20)), &err);
	assert_int_equal(sent, 0);
	assert_int_equal(state_at(at(2026, 11, 20)), STORE_MAIL_NONE);
}

static void
what_was_refused_is_tried_again(void **state)
{
	(void)state;
	publish();
	server = SERVER_REFUSES;
	assert_int_equal(mail_at(at(2026, 11, 20)), E_REFUSED);
	assert_int_equal(mail_at(at(2026, 11, 20)), E_REFUSED);
	assert_int_equal(state_at(at(2026, 11, 20)), STORE_MAIL_NONE);
	server = SERVER_TAKES;
	check_ok(mail_at(at(2026, 11, 21)), &err);
	assert_int_equal(sent, 1);
}

static void
what_may_have_left_is_not_sent_again(void **state)
{
	(void)state;
	publish();
	server = SERVER_CUTS;
	assert_int_equal(mail_at(at(2026, 11, 20)), E_NETWORK);
	server = SERVER_TAKES;
	check_ok(mail_at(at(2026, 11, 21)), &err);
	assert_int_equal(sent, 1);
	assert_int_equal(state_at(at(2026, 11, 21)), STORE_MAIL_PERHAPS);
}

/* A crash between the note before and the note after. */
static void
a_mail_that_was_leaving_is_told_once_and_not_sent_again(void **state)
{
	int64_t now = at(2026, 11, 20);

	(void)state;
	publish();
	check_ok(store_mail_take(folder.store, "2026-10", now, &err), &err);
	check_ok(mail_at(now + MAILING_SECONDS), &err);
	assert_string_equal(said, "");
	assert_int_equal(state_at(now + MAILING_SECONDS), STORE_MAIL_LEAVING);
	assert_int_equal(state_at(now + MAILING_SECONDS + 1),
	    STORE_MAIL_PERHAPS);
	check_ok(mail_at(now + MAILING_SECONDS + 1), &err);
	assert_true(holds(str_of(said), STR("mail 2026-10 --again")));
	check_ok(mail_at(now + MAILING_SECONDS + 60), &err);
	assert_string_equal(said, "");
	assert_int_equal(sent, 0);
}

#define MAILING_TEST(name) \
	cmocka_unit_test_setup_teardown(name, begin, end_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MAILING_TEST(a_publication_is_mailed_once),
		MAILING_TEST(without_a_server_nothing_is_tried),
		MAILING_TEST(what_was_refused_is_tried_again),
		MAILING_TEST(what_may_have_left_is_not_sent_again),
		MAILING_TEST(
		    a_mail_that_was_leaving_is_told_once_and_not_sent_again),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
