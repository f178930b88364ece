/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/manual_rows.h"

#include "agent/command.h"
#include "agent/config.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define EXIT(code) (1u << EXIT_##code)

static const enum message description[] = {
	MSG_MANUAL_AGENT_WHAT,
	MSG_MANUAL_AGENT_SCAN,
	MSG_MANUAL_AGENT_RUN,
	MSG_MANUAL_AGENT_LEAVES,
};

static const struct manual_row files[] = {
	{ "/etc/lanterne/agent.yaml", MSG_MANUAL_FILE_CONFIG_SERVICE },
	{ "~/.config/lanterne/agent.yaml", MSG_MANUAL_FILE_CONFIG_USER },
	{ "~/.config/lanterne/opt-out", MSG_MANUAL_FILE_OPT_OUT },
	{ "/var/lib/lanterne/", MSG_MANUAL_FILE_STATE_SERVICE },
	{ "~/.local/state/lanterne/", MSG_MANUAL_FILE_STATE_USER },
};

static const struct manual_row variables[] = {
	{ "HOME", MSG_MANUAL_VARIABLE_HOME },
	{ "LC_ALL, LC_MESSAGES, LANG", MSG_MANUAL_VARIABLE_LANG },
	{ "NO_COLOR", MSG_MANUAL_VARIABLE_COLOUR },
	{ "COLUMNS", MSG_MANUAL_VARIABLE_COLUMNS },
	{ "TMPDIR", MSG_MANUAL_VARIABLE_TMPDIR },
	{ "TZ", MSG_MANUAL_VARIABLE_TZ },
	{ "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME",
	    MSG_MANUAL_VARIABLE_XDG },
};

static const struct manual_row examples[] = {
	{ "lanterne scan", MSG_MANUAL_EXAMPLE_SCAN },
	{ "lanterne scan --home /mnt/disk/home/anna --since 6m",
	    MSG_MANUAL_EXAMPLE_HOME },
	{ "lanterne scan --dns-log /var/log/pihole/ --no-history",
	    MSG_MANUAL_EXAMPLE_DNS },
	{ "lanterne join lanterne.join --test", MSG_MANUAL_EXAMPLE_JOIN },
	{ "lanterne preview", MSG_MANUAL_EXAMPLE_PREVIEW },
};

/* Each key with its example, under the help that the example file has. */
static size_t
fill_keys(struct manual_keys *keys)
{
	size_t count;
	const struct config_row *rows = config_rows(&count);

	for (size_t i = 0; i < count && i < MANUAL_KEYS_MAX; i++)
		keys->rows[i] = (struct manual_row){ rows[i].field.key,
			rows[i].help };
	return count < MANUAL_KEYS_MAX ? count : MANUAL_KEYS_MAX;
}

struct manual
agent_manual(struct manual_keys *keys, const char *date)
{
	const struct manual_section sections[MANUAL_SECTIONS] = {
		{ MSG_MANUAL_SETTINGS, MSG_MANUAL_SETTINGS_LEAD, keys->rows,
		    fill_keys(keys) },
		{ MSG_MANUAL_FILES, MSG_MANUAL_FILES_LEAD, files,
		    COUNT(files) },
		{ MSG_MANUAL_VARIABLES, MSG_MANUAL_VARIABLES_LEAD, variables,
		    COUNT(variables) },
		{ MSG_MANUAL_EXAMPLES, MSG_MANUAL_EXAMPLES_LEAD, examples,
		    COUNT(examples) },
	};

	for (size_t i = 0; i < MANUAL_SECTIONS; i++)
		keys->sections[i] = sections[i];
	return (struct manual){
		.program = &command_program,
		.description = description,
		.paragraphs = COUNT(description),
		.exits = EXIT(OK) | EXIT(FAILED) | EXIT(USAGE) |
		    EXIT(PARTIAL) | EXIT(NETWORK) | EXIT(REFUSED) |
		    EXIT(FINDINGS),
		.sections = keys->sections,
		.section_count = MANUAL_SECTIONS,
		.see_also = "`lanterne-collector`(1)",
		.date = date,
	};
}
