/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/command.h"

#include "collector/local.h"
#include "collector/polls.h"

#include "core/calendar.h"
#include "core/options.h"
#include "core/yaml.h"

#include <string.h>

#define ANSWER_BYTES 512

struct answers {
	char association[ANSWER_BYTES];
	char notice[ANSWER_BYTES];
	char computers[ANSWER_BYTES];
};

struct init {
	struct common common;
	const char *association;
	struct option_list hosts;
	const char *port;
	const char *listen;
	const char *notice;
	const char *contact;
	const char *computers;
	const char *language;
	bool demo;
	struct answers answers; /* to what the command line left out */
};

#define PLACE(member) offsetof(struct init, member)

static const struct option_row rows[] = {
	{ "association", OPTION_TEXT, PLACE(association), MSG_VALUE_NAME,
	    MSG_OPTION_ASSOCIATION },
	{ "computers", OPTION_TEXT, PLACE(computers), MSG_VALUE_NUMBER,
	    MSG_OPTION_COMPUTERS },
	{ "contact", OPTION_TEXT, PLACE(contact), MSG_VALUE_CONTACT,
	    MSG_OPTION_CONTACT },
	{ "demo", OPTION_FLAG, PLACE(demo), MSG_VALUE_DATE, MSG_OPTION_DEMO },
	{ "host", OPTION_LIST, PLACE(hosts), MSG_VALUE_HOST, MSG_OPTION_HOST },
	{ "lang", OPTION_TEXT, PLACE(language), MSG_VALUE_LANG,
	    MSG_OPTION_COLLECTOR_LANG },
	{ "listen", OPTION_TEXT, PLACE(listen), MSG_VALUE_ADDRESS,
	    MSG_OPTION_LISTEN },
	{ "notice", OPTION_TEXT, PLACE(notice), MSG_VALUE_DATE,
	    MSG_OPTION_NOTICE },
	{ "port", OPTION_TEXT, PLACE(port), MSG_VALUE_NUMBER, MSG_OPTION_PORT },
	COMMON_ROWS(struct init),
};

/* A question on the terminal; the empty answer is NULL. */
static const char *
ask(const struct session *session, enum message question, char *answer)
{
	size_t len;

	if (!session->settings->in_is_terminal ||
	    !session->settings->err_is_terminal)
		return NULL;
	program_say(question, NO_ARGS);
	if (fgets(answer, ANSWER_BYTES, stdin) == NULL)
		return NULL;
	len = strcspn(answer, "\r\n");
	answer[len] = '\0';
	return len == 0 ? NULL : answer;
}

/* Who names no association on the command line is asked for the rest, too. */
static void
ask_all(const struct session *session, struct init *init)
{
	if (init->association != NULL)
		return;
	init->association = ask(session, MSG_ASK_ASSOCIATION,
	    init->answers.association);
	if (init->association != NULL && init->notice == NULL)
		init->notice = ask(session, MSG_ASK_NOTICE,
		    init->answers.notice);
	if (init->association != NULL && init->computers == NULL)
		init->computers = ask(session, MSG_ASK_COMPUTERS,
		    init->answers.computers);
}

static bool
plain(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			return false;
	return str_utf8(str_of(text));
}

static void
write_text(struct buf *out, const char *key, const char *text)
{
	buf_format(out, "%s: ", key);
	yaml_quote(out, str_of(text));
	buf_char(out, '\n');
}

static enum status
read_number(const char *text, uint64_t max, uint64_t *ret, struct err *err)
{
	if (str_number(str_of(text), max, ret))
		return OK;
	return err_set(err, E_USAGE, MSG_NUMBER_INVALID,
	    ARGS(text, digits((long long)max).text));
}

static enum status
read_hosts(const struct session *session, struct folder_settings *to,
    struct err *err)
{
	const struct init *init = session->options;
	char answer[ANSWER_BYTES];
	const char *asked;
	struct str rest, host;
	enum status code = OK;

	for (size_t i = 0; code == OK && i < init->hosts.count; i++)
		code = pki_hosts_add(&to->hosts, str_of(init->hosts.at[i]), err);
	asked = init->hosts.count > 0 ? NULL
	                              : ask(session, MSG_ASK_HOSTS, answer);
	rest = str_of(asked);
	while (code == OK && (rest = str_trim(rest), rest.len > 0)) {
		if (!str_cut(rest, STR(" "), &host, &rest)) {
			host = rest;
			rest = STR("");
		}
		code = pki_hosts_add(&to->hosts, host, err);
	}
	if (code == OK && to->hosts.count == 0)
		local_hosts(&to->hosts);
	if (code == OK && to->hosts.count == 0)
		code = err_set(err, E_USAGE, MSG_SETTING_NO_HOST, NO_ARGS);
	return code;
}

static enum status
read_network(const struct init *init, struct folder_settings *to,
    struct err *err)
{
	uint64_t number = to->port;
	enum status code = init->port == NULL
	    ? OK
	    : read_number(init->port, 65535, &number, err);

	if (code == OK && number == 0)
		code = err_set(err, E_USAGE, MSG_NUMBER_INVALID,
		    ARGS("0", "65535"));
	to->port = (uint16_t)number;
	if (init->listen != NULL)
		(void)snprintf(to->listen, sizeof(to->listen), "%s",
		    init->listen);
	return code;
}

static enum status
read_settings(struct session *session, struct folder_settings *to,
    struct err *err)
{
	const struct init *init = session->options;
	const char *association = init->association;
	uint64_t computers = 0;
	enum status code;

	if (association == NULL)
		return err_set(err, E_USAGE, MSG_INIT_NO_NAME, NO_ARGS);
	if (strlen(association) >= sizeof(to->association) ||
	    !plain(association))
		return err_set(err, E_USAGE, MSG_SETTING_LONG,
		    ARGS(digits(FOLDER_NAME_BYTES - 1).text));
	(void)snprintf(to->association, sizeof(to->association), "%s",
	    association);
	to->language = session->settings->language;
	if (init->language != NULL &&
	    !settings_language(init->language, &to->language))
		return err_set(err, E_USAGE, MSG_LANGUAGE_INVALID,
		    ARGS(init->language));
	code = read_network(init, to, err);
	if (code == OK)
		code = read_hosts(session, to, err);
	if (code == OK && init->computers != NULL)
		code = read_number(init->computers, STORE_DEVICES_MAX,
		    &computers, err);
	to->period = period_kind_for((int64_t)computers);
	return code;
}

static enum status
write_policy(const struct session *session,
    const struct folder_settings *settings, struct buf *out, struct err *err)
{
	const struct init *init = session->options;
	int32_t notice = calendar_day_of(session->now, 0);

	if (init->notice != NULL &&
	    !calendar_parse(str_of(init->notice), &notice))
		return err_set(err, E_USAGE, MSG_NOW_INVALID,
		    ARGS(init->notice));
	if (init->contact != NULL && !plain(init->contact))
		return err_set(err, E_USAGE, MSG_SETTING_LONG, ARGS("160"));
	message_write(out, settings->language, MSG_POLICY_HEAD, NO_ARGS);
	buf_text(out, "\nschema: 1\n");
	write_text(out, "association", settings->association);
	if (init->contact != NULL)
		write_text(out, "contact", init->contact);
	buf_format(out, "notice_date: %s\n", calendar_text(notice).text);
	buf_format(out, "period: %s\n",
	    settings->period == PERIOD_MONTH ? "month" : "quarter");
	buf_text(out, "charter: no\ndecisions: []\n");
	return OK;
}

static void
tell(struct session *session, const struct folder_settings *settings)
{
	const struct init *init = session->options;
	struct buf hosts, folder;

	buf_init(&folder, FOLDER_PATH_BYTES + 16);
	session_folder_option(session, &folder);
	buf_init(&hosts, PKI_HOSTS_MAX * PKI_HOST_BYTES);
	for (size_t i = 0; i < settings->hosts.count; i++) {
		buf_text(&hosts, i == 0 ? "" : ", ");
		buf_text(&hosts, settings->hosts.at[i]);
	}
	session_line(session, MSG_INIT_DONE,
	    ARGS(session->path, buf_z(&hosts), digits(settings->port).text));
	session_line(session, settings->period == PERIOD_MONTH
	    ? MSG_INIT_MONTHS
	    : MSG_INIT_QUARTERS, NO_ARGS);
	session_line(session, MSG_INIT_NEXT, ARGS(session->path,
	    buf_z(&folder), init->computers == NULL ? "N" : init->computers));
	buf_release(&folder);
	buf_release(&hosts);
}

static enum status
prepare(struct session *session, struct err *err)
{
	enum status code = folder_open(session->path, &session->folder, err);

	return code == OK ? polls_prepare(&session->folder, session->now, err)
	                  : code;
}

static enum status
act(struct session *session, struct err *err)
{
	struct init *init = session->options;
	struct folder_settings settings = folder_defaults();
	struct buf policy;
	enum status code = OK;

	buf_init(&policy, FOLDER_POLICY_BYTES);
	if (init->common.now != NULL &&
	    (!init->demo || !session_time(init->common.now, &session->now)))
		code = err_set(err, E_USAGE, MSG_NOW_DEMO_ONLY, NO_ARGS);
	if (code == OK)
		ask_all(session, init);
	if (code == OK)
		code = read_settings(session, &settings, err);
	if (code == OK)
		code = write_policy(session, &settings, &policy, err);
	if (code == OK)
		code = folder_create(session->path, &settings,
		    buf_view(&policy), init->demo, session->clock, err);
	if (code == OK)
		code = prepare(session, err);
	if (code == OK)
		tell(session, &settings);
	buf_release(&policy);
	return code;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct init init = { .association = NULL };

	return session_run(self, argc, argv, settings, &init, 0, SESSION_MAKES,
	    act);
}

const struct command cmd_init = {
	.name = "init",
	.synopsis = MSG_INIT_SYNOPSIS,
	.summary = MSG_INIT_SUMMARY,
	.options = { rows, sizeof(rows) / sizeof(rows[0]) },
	.run = run,
};
