/* SPDX-License-Identifier: Apache-2.0
 * backup, restore, check, doctor: keeping a collector well.
 */
#include "collector/command.h"

#include "collector/disk.h"
#include "collector/local.h"
#include "collector/mailing.h"
#include "collector/monthly.h"
#include "collector/polls.h"

#include "core/bundle.h"

#include <string.h>

struct care {
	struct common common;
};

static const struct option_row rows[] = {
	COMMON_ROWS(struct care),
};

#define TABLE { rows, sizeof(rows) / sizeof(rows[0]) }

/* backup FILE */

static enum status
act_backup(struct session *session, struct err *err)
{
	enum status code;

	if (session->operands[0] == NULL)
		return err_set(err, E_USAGE, MSG_BACKUP_NO_FILE, NO_ARGS);
	code = folder_backup(&session->folder, session->operands[0], err);
	if (code == OK)
		session_line(session, MSG_BACKUP_DONE,
		    ARGS(session->operands[0]));
	return code;
}

static int
run_backup(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct care care = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &care, 1, SESSION_OPENS,
	    act_backup);
}

const struct command cmd_backup = {
	.name = "backup",
	.synopsis = MSG_BACKUP_SYNOPSIS,
	.summary = MSG_BACKUP_SUMMARY,
	.options = TABLE,
	.run = run_backup,
};

/* restore FILE */

static enum status
act_restore(struct session *session, struct err *err)
{
	enum status code;

	if (session->operands[0] == NULL)
		return err_set(err, E_USAGE, MSG_BACKUP_NO_FILE, NO_ARGS);
	code = folder_restore(session->operands[0], session->path,
	    session->clock, err);
	if (code == OK)
		session_line(session, MSG_RESTORE_DONE, ARGS(session->path));
	return code;
}

static int
run_restore(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct care care = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &care, 1, SESSION_MAKES,
	    act_restore);
}

const struct command cmd_restore = {
	.name = "restore",
	.synopsis = MSG_BACKUP_SYNOPSIS,
	.summary = MSG_RESTORE_SUMMARY,
	.options = TABLE,
	.run = run_restore,
};

/* check: opening the folder has read settings and policy. */

static enum status
act_check(struct session *session, struct err *err)
{
	struct polls *polls = NULL;
	enum status code = store_check(session->folder.store, err);

	if (code == OK)
		code = polls_load(&session->folder, session->now, &polls, err);
	polls_free(polls);
	if (code == OK)
		session_line(session, MSG_CHECK_FINE, ARGS(session->path));
	return code;
}

static int
run_check(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct care care = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &care, 0, SESSION_OPENS,
	    act_check);
}

const struct command cmd_check = {
	.name = "check",
	.synopsis = MSG_CHECK_COLLECTOR_SYNOPSIS,
	.summary = MSG_CHECK_COLLECTOR_SUMMARY,
	.options = TABLE,
	.run = run_check,
};

/* doctor: one row per question, with one fix each. */

#define DISK_BYTES ((uint64_t)256 << 20)

static bool
folder_is_private(struct session *session)
{
	return disk_is_private(session->path);
}

static bool
store_is_whole(struct session *session)
{
	return store_check(session->folder.store, NULL) == OK;
}

static bool
certificate_is_current(struct session *session)
{
	struct pki_info info;
	struct buf path;
	bool current;

	folder_file(&session->folder, "pki", &path);
	current = pki_read(buf_z(&path), &session->folder.settings.hosts,
	    session->clock, &info, NULL) == OK && info.server_current;
	buf_release(&path);
	return current;
}

static bool
port_answers(struct session *session)
{
	return local_answers(session->folder.settings.port);
}

static bool
disk_has_room(struct session *session)
{
	uint64_t bytes = 0;

	return disk_free(session->path, &bytes, NULL) == OK &&
	    bytes >= DISK_BYTES;
}

static bool
urns_are_there(struct session *session)
{
	struct polls *polls = NULL;
	bool whole = polls_load(&session->folder, session->now, &polls, NULL) ==
	    OK;

	for (size_t i = 0; whole && polls_at(polls, i) != NULL; i++)
		whole = polls_at(polls, i)->closed || polls_at(polls, i)->urn;
	polls_free(polls);
	return whole;
}

static bool
hosts_are_not_loopback(struct session *session)
{
	const struct pki_hosts *hosts = &session->folder.settings.hosts;

	for (size_t i = 0; i < hosts->count; i++)
		if (strcmp(hosts->at[i], "localhost") != 0 &&
		    strncmp(hosts->at[i], "127.", 4) != 0 &&
		    strcmp(hosts->at[i], "::1") != 0)
			return true;
	return false;
}

static bool
catalogue_is_usable(struct session *session)
{
	return session->folder.edition.fault.text[0] == '\0';
}

static bool
key_is_the_projects(struct session *session)
{
	uint8_t key[BUNDLE_KEY];

	(void)session;
	return bundle_project_key(key);
}

/* To a server that wants a password, only with it. */
static bool
mail_can_leave(struct session *session)
{
	struct mail_route route;
	struct buf password;
	bool can;

	if (folder_mail(&session->folder, &route, NULL) != OK)
		return false;
	buf_init(&password, MAIL_PASSWORD_BYTES);
	can = route.server[0] == '\0' || route.user[0] == '\0' ||
	    mail_password(&route, &password, NULL) == OK;
	buf_release(&password);
	return can;
}

static bool
mail_has_left(struct session *session)
{
	enum store_mail_state state = STORE_MAIL_SENT;
	struct period newest;
	bool any = false;

	if (!mailing_has_server(&session->folder))
		return true;
	return monthly_newest(&session->folder, &any, &newest, NULL) == OK &&
	    (!any || (mailing_look(&session->folder, newest.text, session->now,
	        &state, NULL) == OK && state == STORE_MAIL_SENT));
}

struct question_row {
	bool (*good)(struct session *session);
	enum message name, fix;
	bool warns; /* it is told, and no fault of this folder */
};

static const struct question_row questions[] = {
	{ folder_is_private, MSG_DOCTOR_PRIVATE, MSG_DOCTOR_PRIVATE_FIX, false },
	{ store_is_whole, MSG_DOCTOR_STORE, MSG_DOCTOR_STORE_FIX, false },
	{ urns_are_there, MSG_DOCTOR_URNS, MSG_DOCTOR_URNS_FIX, false },
	{ certificate_is_current, MSG_DOCTOR_CERTIFICATE,
	    MSG_DOCTOR_CERTIFICATE_FIX, false },
	{ hosts_are_not_loopback, MSG_DOCTOR_HOSTS, MSG_DOCTOR_HOSTS_FIX, false },
	{ port_answers, MSG_DOCTOR_PORT, MSG_DOCTOR_PORT_FIX, false },
	{ disk_has_room, MSG_DOCTOR_DISK, MSG_DOCTOR_DISK_FIX, false },
	{ catalogue_is_usable, MSG_DOCTOR_CATALOGUE_KEPT,
	    MSG_DOCTOR_CATALOGUE_KEPT_FIX, false },
	{ mail_can_leave, MSG_DOCTOR_MAIL, MSG_DOCTOR_MAIL_FIX, false },
	{ mail_has_left, MSG_DOCTOR_MAIL_LEFT, MSG_DOCTOR_MAIL_LEFT_FIX, true },
	{ key_is_the_projects, MSG_DOCTOR_KEY, MSG_DOCTOR_KEY_FIX, true },
};

static enum status
act_doctor(struct session *session, struct err *err)
{
	size_t faults = 0;

	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		bool good = questions[i].good(session);

		buf_text(&session->out, good       ? "\xE2\x9C\x93 "
		    : questions[i].warns ? "! " : "\xE2\x9C\x97 ");
		session_line(session, questions[i].name, NO_ARGS);
		if (good)
			continue;
		faults += !questions[i].warns;
		buf_text(&session->out, "  \xE2\x86\x92 ");
		session_line(session, questions[i].fix,
		    ARGS(session->path,
		        digits(session->folder.settings.port).text));
	}
	if (faults == 0)
		return OK;
	(void)session_print(session);
	return err_set(err, E_IO, MSG_DOCTOR_FAULTS,
	    ARGS(digits((long long)faults).text));
}

static int
run_doctor(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct care care = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &care, 0, SESSION_OPENS,
	    act_doctor);
}

const struct command cmd_doctor = {
	.name = "doctor",
	.synopsis = MSG_CHECK_COLLECTOR_SYNOPSIS,
	.summary = MSG_DOCTOR_COLLECTOR_SUMMARY,
	.options = TABLE,
	.run = run_doctor,
};
