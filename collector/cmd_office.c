/* SPDX-License-Identifier: Apache-2.0
 * enrol, devices: who may send a ballot.
 */
#include "collector/command.h"

#include "collector/enrolment.h"

#include "core/calendar.h"
#include "core/joincode.h"
#include "core/json.h"
#include "core/outfile.h"
#include "core/prose.h"

#include <string.h>

/* enrol */

struct enrol {
	struct common common;
	const char *uses;
	const char *days;
	const char *label;
	const char *output;
};

static const struct option_row enrol_rows[] = {
	{ "uses", OPTION_TEXT, offsetof(struct enrol, uses), MSG_VALUE_NUMBER,
	    MSG_OPTION_USES },
	{ "days", OPTION_TEXT, offsetof(struct enrol, days), MSG_VALUE_NUMBER,
	    MSG_OPTION_DAYS },
	{ "label", OPTION_TEXT, offsetof(struct enrol, label), MSG_VALUE_NAME,
	    MSG_OPTION_LABEL },
	{ "output", OPTION_TEXT, offsetof(struct enrol, output), MSG_VALUE_FILE,
	    MSG_OPTION_JOIN_FILE },
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

	buf_init(&path, FOLDER_PATH_BYTES);
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
    const struct store_code *row, struct buf *path, struct err *err)
{
	const struct enrol *enrol = session->options;
	struct buf note, text;
	enum status status;

	buf_init(&note, 4096);
	buf_init(&text, JOINCODE_TEXT_MAX);
	if (enrol->output != NULL)
		buf_text(path, enrol->output);
	else
		folder_file(&session->folder, "lanterne.join", path);
	message_write(&note, session->folder.settings.language, MSG_JOIN_NOTE,
	    ARGS(session->folder.settings.association,
	        calendar_text(row->expires).text));
	status = joincode_file(&text, buf_view(&note), code, err);
	if (status == OK)
		status = outfile_publish(buf_z(path), OUTFILE_OWNER,
		    buf_view(&text), err);
	buf_release(&text);
	buf_release(&note);
	return status;
}

static enum status
tell_code(struct session *session, const struct joincode *code,
    const struct store_code *row, struct err *err)
{
	struct buf path, until;
	enum status status;

	buf_init(&path, FOLDER_PATH_BYTES);
	buf_init(&until, 64);
	status = write_join_file(session, code, row, &path, err);
	prose_day(&until, session->settings->language, row->expires);
	if (status == OK)
		status = joincode_write(&session->out, code, err);
	buf_char(&session->out, '\n');
	/* Beside the code, on stderr: stdout is the code alone. */
	if (status == OK)
		program_say(MSG_ENROL_DONE, ARGS(digits(row->uses).text,
		    buf_z(&until), buf_z(&path)));
	buf_release(&until);
	buf_release(&path);
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

/* devices */

struct devices {
	struct common common;
};

static const struct option_row devices_rows[] = {
	COMMON_ROWS(struct devices),
	JSON_ROW(struct devices),
};

#define ID_SHOWN 8

static void
write_health(struct session *session, const char *health)
{
	json_t *object = NULL;
	const json_t *list;

	if (json_read(str_of(health), STORE_HEALTH_BYTES, &object, NULL) != OK)
		return;
	list = json_object_get(object, "sources");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *source = json_array_get(list, i);

		buf_text(&session->out, i == 0 ? "" : ", ");
		buf_str(&session->out, json_get_str(source, "source"));
		buf_text(&session->out, ": ");
		buf_str(&session->out, json_get_str(source, "state"));
	}
	if (json_is_true(json_object_get(object, "doh")))
		buf_text(&session->out, ", DoH");
	if (json_is_false(json_object_get(object, "self_test")))
		buf_text(&session->out, ", self-test: failed");
	json_decref(object);
}

static void
list_device(void *cookie, const struct store_device *device)
{
	struct session *session = cookie;

	buf_format(&session->out, "%.*s  %-8s  %-8s  ", ID_SHOWN, device->id,
	    device->week, device->version[0] == '\0' ? "-" : device->version);
	buf_format(&session->out, "%-7s  ", device->revoked ? "revoked" : "ok");
	buf_text(&session->out, device->label[0] == '\0' ? "-"
	                                                 : device->label);
	buf_text(&session->out, "  ");
	write_health(session, device->health);
	buf_char(&session->out, '\n');
}

struct json_list {
	json_t *list;
};

static void
list_device_json(void *cookie, const struct store_device *device)
{
	struct json_list *to = cookie;
	json_t *health = NULL;

	if (json_read(str_of(device->health), STORE_HEALTH_BYTES, &health,
	        NULL) != OK)
		health = json_null();
	(void)json_array_append_new(to->list, json_pack(
	    "{s:s,s:s,s:s,s:s,s:b,s:o}", "id", device->id, "label",
	    device->label, "week", device->week, "version", device->version,
	    "revoked", device->revoked, "health", health));
}

static enum status
list_devices(struct session *session, struct err *err)
{
	const struct devices *devices = session->options;
	struct json_list list;
	enum status code;

	if (!devices->common.json) {
		session_line(session, MSG_DEVICES_HEAD, NO_ARGS);
		return store_devices(session->folder.store, list_device,
		    session, err);
	}
	list.list = json_array();
	code = store_devices(session->folder.store, list_device_json, &list,
	    err);
	json_write(&session->out, list.list, true);
	json_decref(list.list);
	return code;
}

struct search {
	struct str start;
	char id[STORE_DEVICE_ID + 1];
	int found;
};

static void
match_device(void *cookie, const struct store_device *device)
{
	struct search *search = cookie;

	if (!str_starts(str_of(device->id), search->start))
		return;
	search->found++;
	(void)snprintf(search->id, sizeof(search->id), "%s", device->id);
}

static enum status
revoke(struct session *session, const char *start, struct err *err)
{
	struct search search = { .start = str_of(start) };
	enum status code = store_devices(session->folder.store, match_device,
	    &search, err);

	if (code == OK && (search.found != 1 || search.start.len == 0))
		code = err_set(err, E_NOT_FOUND, search.found > 1
		    ? MSG_DEVICE_AMBIGUOUS
		    : MSG_DEVICE_UNKNOWN, NO_ARGS);
	if (code == OK)
		code = store_revoke(session->folder.store, str_of(search.id),
		    err);
	if (code == OK)
		session_line(session, MSG_DEVICE_REVOKED, ARGS(search.id));
	return code;
}

static enum status
act_devices(struct session *session, struct err *err)
{
	const char *verb = session->operands[0];

	if (verb == NULL || strcmp(verb, "list") == 0)
		return list_devices(session, err);
	if (strcmp(verb, "revoke") == 0 && session->operands[1] != NULL)
		return revoke(session, session->operands[1], err);
	return err_set(err, E_USAGE, MSG_OPERAND_UNEXPECTED, ARGS(verb));
}

static int
run_devices(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct devices devices = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &devices, 2,
	    SESSION_OPENS, act_devices);
}

const struct command cmd_devices = {
	.name = "devices",
	.synopsis = MSG_DEVICES_SYNOPSIS,
	.summary = MSG_DEVICES_SUMMARY,
	.options = { devices_rows,
	    sizeof(devices_rows) / sizeof(devices_rows[0]) },
	.run = run_devices,
};
