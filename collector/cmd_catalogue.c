/* SPDX-License-Identifier: Apache-2.0
 * catalogue: the catalogue in force, and how a newer signed one takes its
 * place.
 */
#include "collector/command.h"

#include "core/bundle.h"

struct catalogue_options {
	struct common common;
};

static const struct option_row rows[] = {
	COMMON_ROWS(struct catalogue_options),
};

static enum status
install(struct session *session, const char *path, struct err *err)
{
	struct buf bytes, version;
	enum status code;

	buf_init(&bytes, BUNDLE_MAX_BYTES);
	buf_init(&version, BUNDLE_NAME_MAX);
	code = os_read_file(path, &bytes, err);
	if (code == OK) {
		code = folder_install(&session->folder, buf_view(&bytes),
		    &version, err);
		if (code != OK)
			code = err_prefix(err, code, path);
	}
	if (code == OK)
		session_line(session, MSG_EDITION_INSTALLED,
		    ARGS(buf_z(&version)));
	buf_release(&version);
	buf_release(&bytes);
	return code;
}

static void
tell(struct session *session)
{
	const struct edition *edition = &session->folder.edition;
	struct str version = edition->catalogue->version;
	struct buf text;

	buf_init(&text, BUNDLE_NAME_MAX);
	buf_str(&text, version);
	session_line(session, edition_bundle(edition) == NULL
	    ? MSG_EDITION_BUILT_IN : MSG_EDITION_BUNDLE, ARGS(buf_z(&text),
	    digits(edition->catalogue->service_count).text));
	if (edition->fault.text[0] != '\0')
		session_line(session, MSG_EDITION_FAULT,
		    ARGS(edition->fault.text));
	buf_release(&text);
}

static enum status
act(struct session *session, struct err *err)
{
	uint8_t key[BUNDLE_KEY];
	enum status code = OK;

	if (session->operands[0] == NULL)
		tell(session);
	else
		code = install(session, session->operands[0], err);
	if (code == OK && !bundle_project_key(key))
		session_line(session, MSG_EDITION_TEST_KEY, NO_ARGS);
	return code;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct catalogue_options options = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &options, 1,
	    SESSION_OPENS, act);
}

const struct command cmd_catalogue = {
	.name = "catalogue",
	.synopsis = MSG_EDITION_SYNOPSIS,
	.summary = MSG_EDITION_SUMMARY,
	.options = { rows, sizeof(rows) / sizeof(rows[0]) },
	.run = run,
};
