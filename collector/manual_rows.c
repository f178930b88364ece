/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/manual_rows.h"

#include "collector/command.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define EXIT(code) (1u << EXIT_##code)

static const enum message description[] = {
	MSG_MANUAL_COLLECTOR_WHAT,
	MSG_MANUAL_COLLECTOR_BEGIN,
	MSG_MANUAL_COLLECTOR_USER,
	MSG_MANUAL_COLLECTOR_PROMISE,
};

/* In the order of folder_fields; the test compares. */
static const struct manual_row keys[] = {
	{ "hosts", MSG_MANUAL_KEY_HOSTS },
	{ "port", MSG_MANUAL_KEY_PORT },
	{ "listen", MSG_MANUAL_KEY_LISTEN },
	{ "language", MSG_MANUAL_KEY_LANGUAGE },
	{ "threads", MSG_MANUAL_KEY_THREADS },
	{ "connections", MSG_MANUAL_KEY_CONNECTIONS },
	{ "connections_per_address", MSG_MANUAL_KEY_PER_ADDRESS },
	{ "connection_seconds", MSG_MANUAL_KEY_SECONDS },
	{ "queue", MSG_MANUAL_KEY_QUEUE },
	{ "mail_server", MSG_MANUAL_KEY_MAIL_SERVER },
	{ "mail_from", MSG_MANUAL_KEY_MAIL_FROM },
	{ "mail_to", MSG_MANUAL_KEY_MAIL_TO },
	{ "mail_user", MSG_MANUAL_KEY_MAIL_USER },
	{ "mail_password_file", MSG_MANUAL_KEY_MAIL_PASSWORD },
	{ "mail_authority", MSG_MANUAL_KEY_MAIL_AUTHORITY },
};

static const struct manual_row files[] = {
	{ "/var/lib/lanterne-collector/", MSG_MANUAL_FILE_FOLDER },
	{ "collector.yaml", MSG_MANUAL_FILE_SETTINGS },
	{ "policy.yaml", MSG_MANUAL_FILE_POLICY },
	{ "decisions.yaml", MSG_MANUAL_FILE_DECISIONS },
	{ "collector.db", MSG_MANUAL_FILE_STORE },
	{ "pki/", MSG_MANUAL_FILE_PKI },
	{ "urn/", MSG_MANUAL_FILE_URN },
	{ "lanterne.join", MSG_MANUAL_FILE_JOIN },
	{ "mail.password", MSG_MANUAL_FILE_MAIL_PASSWORD },
};

static const struct manual_row variables[] = {
	{ "HOME", MSG_MANUAL_VARIABLE_FOLDER },
	{ "LC_ALL, LC_MESSAGES, LANG", MSG_MANUAL_VARIABLE_LANG },
	{ "COLUMNS", MSG_MANUAL_VARIABLE_COLUMNS },
	{ "NOTIFY_SOCKET", MSG_MANUAL_VARIABLE_NOTIFY },
};

static const struct manual_row signals[] = {
	{ "HUP", MSG_MANUAL_SIGNAL_HUP },
	{ "TERM, INT", MSG_MANUAL_SIGNAL_TERM },
};

static const struct manual_row examples[] = {
	{ "lanterne-collector init --association \"Les Sentiers solidaires\"",
	    MSG_MANUAL_EXAMPLE_INIT },
	{ "lanterne-collector enrol --uses 14 --label accueil",
	    MSG_MANUAL_EXAMPLE_ENROL },
	{ "lanterne-collector trial --wait 60", MSG_MANUAL_EXAMPLE_TRIAL },
	{ "lanterne-collector report --format pdf --output .",
	    MSG_MANUAL_EXAMPLE_REPORT },
	{ "lanterne-collector mail --draft .", MSG_MANUAL_EXAMPLE_MAIL },
	{ "lanterne-collector backup collector.backup",
	    MSG_MANUAL_EXAMPLE_BACKUP },
};

static const struct manual_section sections[] = {
	{ MSG_MANUAL_SETTINGS, MSG_MANUAL_COLLECTOR_SETTINGS_LEAD, keys,
	    COUNT(keys) },
	{ MSG_MANUAL_FILES, MSG_MANUAL_COLLECTOR_FILES_LEAD, files,
	    COUNT(files) },
	{ MSG_MANUAL_VARIABLES, MSG_MANUAL_VARIABLES_LEAD, variables,
	    COUNT(variables) },
	{ MSG_MANUAL_SIGNALS, MSG_MANUAL_SIGNALS_LEAD, signals,
	    COUNT(signals) },
	{ MSG_MANUAL_EXAMPLES, MSG_MANUAL_COLLECTOR_EXAMPLES_LEAD, examples,
	    COUNT(examples) },
};

struct manual
collector_manual(const char *date)
{
	return (struct manual){
		.program = &collector_program,
		.description = description,
		.paragraphs = COUNT(description),
		.exits = EXIT(OK) | EXIT(FAILED) | EXIT(USAGE) |
		    EXIT(NETWORK) | EXIT(REFUSED),
		.sections = sections,
		.section_count = COUNT(sections),
		.see_also = "`lanterne`(1)",
		.date = date,
	};
}
