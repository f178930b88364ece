/* SPDX-License-Identifier: Apache-2.0
 * enrol: a code with which computers may join.
 */
#include "collector/command.h"

#include "collector/enrolment.h"

#include "core/calendar.h"
#include "core/joincode.h"
#include "core/outfile.h"
#include "core/prose.h"

#include <string.h>

struct enrol {
	struct common common;
	const char *uses;
	const char *days;
	const char *label;
	const char *output;
};

static const struct option_row enrol_rows[] = {
	{ "days", OPTION_TEXT, offsetof(struct enrol, days), MSG_VALUE_NUMBER,
	    MSG_OPTION_DAYS },
	{ "label", OPTION_TEXT, offsetof(struct enrol, label), MSG_VALUE_NAME,
	    MSG_OPTION_LABEL },
	{ "output", OPTION_TEXT, offsetof(struct enrol, output), MSG_VALUE_FILE,
	    MSG_OPTION_JOIN_FILE },
	{ "uses", OPTION_TEXT, offsetof(struct enrol, uses), MSG_VALUE_NUMBER,
	    MSG_OPTION_USES },
	COMMON_ROWS(struct enrol),
};

#define USES_MAX 10000
#define DAYS_MAX 365
#define DAYS_DEFAULT 14

static enum status
read_count(const char *text, uint64_t max, uint64_t usual, uint64_t *ret,
    struct err *err)
{
	*ret = usual;
	if (text == NULL || (str_number(str_of(text), max, ret) && *ret > 0))
		return OK;
	return err_set(err, E_USAGE, MSG_NUMBER_INVALID,
	    ARGS(text, digits((long long)max).text));
}

static enum status
fingerprint_of(const struct session *session, uint8_t ret[PKI_FINGERPRINT],
    struct err *err)
{
	struct pki_info info;
	struct buf path;
	enum status code;

	folder_file(&session->folder, "pki", &path);
	code = pki_read(buf_z(&path), &session->folder.settings.hosts,
	    session->clock, &info, err);
	buf_release(&path);
	if (code == OK)
		memcpy(ret, info.fingerprint, PKI_FINGERPRINT);
	return code;
}

/* lanterne.join: beside the data, or where asked; its owner's alone. */
static enum status
write_join_file(struct session *session, const struct joincode *code,
    const struct store_code *row, const char *path, struct err *err)
{
	struct buf note, text;
	enum status status;

	buf_init(&note, 4096);
	buf_init(&text, JOINCODE_TEXT_MAX);
	message_write(&note, session->folder.settings.language, MSG_JOIN_NOTE,
	    ARGS(session->folder.settings.association,
	        calendar_text(row->expires).text));
	status = joincode_file(&text, buf_view(&note), code, err);
	if (status == OK)
		status = outfile_publish(path, OUTFILE_OWNER, buf_view(&text),
		    err);
	buf_release(&text);
	buf_release(&note);
	return status;
}

static enum status
tell_code(struct session *session, const struct joincode *code,
    const struct store_code *row, struct err *err)
{
	const struct enrol *enrol = session->options;
	struct buf beside, until;
	const char *path;
	enum status status;

	folder_file(&session->folder, "lanterne.join", &beside);
	buf_init(&until, 64);
	path = enrol->output != NULL ? enrol->output : buf_z(&beside);
	status = write_join_file(session, code, row, path, err);
	prose_day(&until, session->settings->language, row->expires);
	if (status == OK)
		status = joincode_write(&session->out, code, err);
	buf_char(&session->out, '\n');
	/* Beside the code, on stderr: stdout is the code alone. */
	if (status == OK)
		program_say(MSG_ENROL_DONE, ARGS(digits(row->uses).text,
		    buf_z(&until), path));
	buf_release(&until);
	buf_release(&beside);
	return status;
}

static enum status
act_enrol(struct session *session, struct err *err)
{
	const struct enrol *enrol = session->options;
	uint8_t fingerprint[PKI_FINGERPRINT];
	struct joincode code = { .host_count = 0 };
	struct store_code row;
	uint64_t uses = 1, days = 0;
	enum status status = read_count(enrol->uses, USES_MAX, 1, &uses, err);

	if (status == OK)
		status = read_count(enrol->days, DAYS_MAX, DAYS_DEFAULT, &days,
		    err);
	if (status == OK)
		status = fingerprint_of(session, fingerprint, err);
	if (status == OK)
		status = enrolment_code(&session->folder.settings, fingerprint,
		    calendar_day_of(session->now, 0) + (int32_t)days,
		    (int64_t)uses, str_of(enrol->label), &code, &row, err);
	if (status == OK)
		status = store_code_add(session->folder.store, &row, err);
	if (status == OK)
		status = tell_code(session, &code, &row, err);
	joincode_wipe(&code);
	return status;
}

static int
run_enrol(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct enrol enrol = { .label = NULL };

	return session_run(self, argc, argv, settings, &enrol, 0,
	    SESSION_OPENS, act_enrol);
}

const struct command cmd_enrol = {
	.name = "enrol",
	.synopsis = MSG_ENROL_SYNOPSIS,
	.summary = MSG_ENROL_SUMMARY,
	.options = { enrol_rows, sizeof(enrol_rows) / sizeof(enrol_rows[0]) },
	.run = run_enrol,
};
