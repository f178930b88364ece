/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/command.h"

#include "core/calendar.h"
#include "core/os.h"

#include <string.h>

#define SYSTEM_FOLDER "/var/lib/lanterne-collector"
#define HOME_FOLDER "lanterne-collector"
#define NOON 43200

bool
session_time(const char *text, int64_t *ret)
{
	struct str rest = str_skip(str_of(text), 10);
	uint32_t hour, minute, second;
	int32_t day;
	int64_t of_day = NOON;

	if (!calendar_parse(str_head(str_of(text), 10), &day))
		return false;
	if (rest.len > 0) {
		if (!str_take_char(&rest, 'T') ||
		    !str_take_digits(&rest, 2, 2, &hour) ||
		    !str_take_char(&rest, ':') ||
		    !str_take_digits(&rest, 2, 2, &minute) ||
		    !str_take_char(&rest, ':') ||
		    !str_take_digits(&rest, 2, 2, &second) ||
		    !str_eq(rest, STR("Z")) || hour > 23 || minute > 59 ||
		    second > 59)
			return false;
		of_day = (int64_t)hour * 3600 + minute * 60 + second;
	}
	*ret = (int64_t)day * CALENDAR_SECONDS_PER_DAY + of_day;
	return true;
}

void
session_line(struct session *session, enum message id, const char *const *args)
{
	message_write(&session->out, session->settings->language, id, args);
	buf_char(&session->out, '\n');
}

void
session_part(struct session *session, enum message id, const char *const *args)
{
	buf_text(&session->out, "  ");
	session_line(session, id, args);
}

/* The service's folder when there is one, else the user's. */
static void
default_folder(const struct settings *settings, struct buf *out)
{
	struct os_stat found = { .kind = OS_NONE };

	if (os_stat(SYSTEM_FOLDER "/collector.yaml", &found, NULL) == OK &&
	    found.kind == OS_FILE)
		buf_text(out, SYSTEM_FOLDER);
	else
		os_join(out, settings->home, HOME_FOLDER);
}

void
session_folder_option(const struct session *session, struct buf *out)
{
	struct buf usual;

	buf_init(&usual, FOLDER_PATH_BYTES);
	default_folder(session->settings, &usual);
	if (strcmp(buf_z(&usual), session->path) != 0) {
		buf_text(out, " --folder \"");
		buf_text(out, session->path);
		buf_char(out, '"');
	}
	buf_release(&usual);
}

static enum status
read_time(struct session *session, const char *given, bool demo,
    struct err *err)
{
	if (given == NULL)
		return OK;
	if (!demo)
		return err_set(err, E_USAGE, MSG_NOW_DEMO_ONLY, NO_ARGS);
	if (!session_time(given, &session->now))
		return err_set(err, E_USAGE, MSG_NOW_INVALID, ARGS(given));
	return OK;
}

static enum status
begin(struct session *session, enum session_kind kind, struct err *err)
{
	const struct common *common = session->options;
	enum status code;

	default_folder(session->settings, &session->memory);
	session->path = common->folder != NULL ? common->folder
	                                       : buf_z(&session->memory);
	if (kind == SESSION_MAKES)
		return OK;
	code = folder_open(session->path, &session->folder, err);
	if (code == OK)
		code = read_time(session, common->now, session->folder.demo,
		    err);
	return code;
}

/* How far the lines that follow `line` stand in, when it is broken. */
static size_t
hanging(struct str line)
{
	size_t indent = 0;

	while (indent < line.len && line.at[indent] == ' ')
		indent++;
	line = str_skip(line, indent);
	return indent + (line.len > 1 && char_is_digit(line.at[0]) &&
	                    line.at[1] == '.' ? 3 : 2);
}

/* What a terminal would cut is broken between words; what fits stays as it is
 * laid out, and so does all that goes elsewhere. */
static void
fit(struct session *session)
{
	const struct common *common = session->options;
	size_t columns = session->settings->columns;
	struct str text = buf_view(&session->out), line;
	struct buf fitted;

	if (!session->settings->out_is_terminal || common->json)
		return;
	buf_init(&fitted, OUT_BYTES);
	while (text.len > 0) {
		if (!str_cut(text, STR("\n"), &line, &text)) {
			line = text;
			text = STR("");
		}
		if (prose_width(line) > columns)
			text_wrap_lines(&fitted, line, hanging(line), columns);
		else
			buf_str(&fitted, line);
		buf_char(&fitted, '\n');
	}
	buf_release(&session->out);
	session->out = fitted;
}

int
session_print(struct session *session)
{
	fit(session);
	return program_print(COLLECTOR, &session->out);
}

static int
end(struct session *session, enum status code, const struct err *err)
{
	int exit_code = code == OK ? session_print(session)
	                           : program_fail(COLLECTOR, code, err);

	folder_release(&session->folder);
	buf_release(&session->out);
	buf_release(&session->memory);
	return exit_code;
}

int
session_run(const struct command *self, int argc, char **argv,
    const struct settings *settings, void *options, int operands,
    enum session_kind kind,
    enum status (*act)(struct session *session, struct err *err))
{
	struct session session = { .settings = settings, .options = options,
		.now = settings->now, .clock = settings->now };
	const struct common *common = options;
	struct err err;
	int first = 0;
	enum status code = options_parse(self->options, argc, argv, options,
	    &first, &err);

	buf_init(&session.out, OUT_BYTES);
	buf_init(&session.memory, FOLDER_PATH_BYTES);
	if (code == OK && common->help)
		return program_usage(COLLECTOR, self, settings);
	session.operands = argv + first;
	if (code == OK && argc - first > operands)
		code = err_set(&err, E_USAGE, MSG_OPERAND_UNEXPECTED,
		    ARGS(argv[first + operands]));
	if (code == OK)
		code = begin(&session, kind, &err);
	if (code == OK)
		code = act(&session, &err);
	return end(&session, code, &err);
}
