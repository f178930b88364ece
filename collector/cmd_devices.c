/* SPDX-License-Identifier: Apache-2.0
 * devices: the computers that have joined, and how one is removed.
 */
#include "collector/command.h"

#include "core/json.h"

#include <string.h>

struct devices {
	struct common common;
};

static const struct option_row devices_rows[] = {
	COMMON_ROWS_JSON(struct devices),
};

#define ID_SHOWN 8

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* What a computer says of a source, in the reader's words. */
struct word_row {
	const char *id;
	enum message name;
};

/* A browser goes by its name. */
static const struct word_row source_rows[] = {
	{ "browsers", MSG_STANDING_HISTORIES },
	{ "dns", MSG_STANDING_LOGS },
};

static const struct word_row state_rows[] = {
	{ "absent", MSG_STATE_ABSENT },
	{ "damaged", MSG_STATE_DAMAGED },
	{ "failed", MSG_STATE_FAILED },
	{ "locked", MSG_STATE_LOCKED },
	{ "not-permitted", MSG_STATE_NOT_PERMITTED },
	{ "not-supported", MSG_STATE_NOT_SUPPORTED },
	{ "partial", MSG_STATE_PARTIAL },
	{ "read", MSG_STATE_READ },
};

static void
write_word(struct buf *out, enum language language,
    const struct word_row *rows, size_t count, struct str id)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(id, str_of(rows[i].id))) {
			message_write(out, language, rows[i].name, NO_ARGS);
			return;
		}
	buf_str(out, id); /* a name, or a word of a newer version */
}

static void
write_source(struct session *session, const json_t *source)
{
	enum language language = session->settings->language;
	struct buf name, state;

	buf_init(&name, STORE_HEALTH_BYTES);
	buf_init(&state, STORE_HEALTH_BYTES);
	write_word(&name, language, source_rows, COUNT_OF(source_rows),
	    json_get_str(source, "source"));
	write_word(&state, language, state_rows, COUNT_OF(state_rows),
	    json_get_str(source, "state"));
	message_write(&session->out, language, MSG_PREFIXED,
	    ARGS(buf_z(&name), buf_z(&state)));
	buf_release(&state);
	buf_release(&name);
}

static void
write_health(struct session *session, const char *health)
{
	json_t *object = NULL;
	const json_t *list;

	if (json_read(str_of(health), STORE_HEALTH_BYTES, &object, NULL) != OK)
		return;
	list = json_object_get(object, "sources");
	for (size_t i = 0; i < json_array_size(list); i++) {
		buf_text(&session->out, i == 0 ? "  " : ", ");
		write_source(session, json_array_get(list, i));
	}
	if (json_array_size(list) > 0)
		buf_char(&session->out, '\n');
	if (json_is_true(json_object_get(object, "doh")))
		session_part(session, MSG_DEVICE_DOH, NO_ARGS);
	if (json_is_false(json_object_get(object, "self_test")))
		session_part(session, MSG_DEVICE_UNTESTED,
		    NO_ARGS);
	json_decref(object);
}

/* What a cell says of nothing. */
static const char *
or_dash(const char *text)
{
	return text[0] == '\0' ? "-" : text;
}

static void
list_device(void *cookie, const struct store_device *device)
{
	struct session *session = cookie;
	char id[ID_SHOWN + 1];

	(void)snprintf(id, sizeof(id), "%.*s", ID_SHOWN, device->id);
	session_line(session,
	    device->revoked ? MSG_DEVICE_LINE_REVOKED : MSG_DEVICE_LINE,
	    ARGS(id, or_dash(device->label), or_dash(device->version),
	        or_dash(device->week)));
	if (!device->revoked)
		write_health(session, device->health);
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
		code = store_devices(session->folder.store, list_device,
		    session, err);
		if (code == OK && session->out.len == 0)
			session_line(session, MSG_DEVICES_NONE, NO_ARGS);
		return code;
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
	if (strcmp(verb, "revoke") == 0)
		return session->operands[1] != NULL
		    ? revoke(session, session->operands[1], err)
		    : err_set(err, E_USAGE, MSG_DEVICES_NO_ID, NO_ARGS);
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
