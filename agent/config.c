/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/config.h"

#include "core/os.h"

#define MEMORY_MAX ((size_t)1 << 20)

enum field {
	FIELD_DNS,
	FIELD_DNS_LOGS,
	FIELD_HOMES,
	FIELD_TEMPORARY,
	FIELD_USERS,
	FIELDS
};

enum { LOGS_KNOWN, LOGS_NONE };

static const char *const dns_words[] = { "known", "none", NULL };

/* In the order of enum reader_users. */
static const char *const users_words[] = { "own", "all", "nobody", NULL };

static const struct config_row rows[] = {
	[FIELD_DNS] = { { "dns", FIELD_WORD, false, dns_words }, "known",
	    MSG_CONFIG_DNS },
	[FIELD_DNS_LOGS] = { { "dns_logs", FIELD_TEXTS, false, NULL },
	    "[/var/log/dns/queries.log]", MSG_CONFIG_DNS_LOGS },
	[FIELD_HOMES] = { { "homes", FIELD_TEXTS, false, NULL },
	    "[/srv/homes/accueil]", MSG_CONFIG_HOMES },
	[FIELD_TEMPORARY] = { { "temporary", FIELD_TEXT, false, NULL },
	    "/var/tmp", MSG_CONFIG_TEMPORARY },
	[FIELD_USERS] = { { "users", FIELD_WORD, false, users_words }, "own",
	    MSG_CONFIG_USERS },
};

_Static_assert(sizeof(rows) / sizeof(rows[0]) == FIELDS, "a row per key");

const struct config_row *
config_rows(size_t *ret_count)
{
	*ret_count = FIELDS;
	return rows;
}

struct config
config_defaults(bool service)
{
	return (struct config){ .users = service ? READER_ALL : READER_OWN,
		.dns = true };
}

void
config_release(struct config *config)
{
	arena_release(&config->memory);
	*config = (struct config){ .users = READER_NOBODY };
}

struct loading {
	const struct yaml *yaml;
	struct config *config;
	struct problems *problems;
	bool failed;
};

static const char *
keep(struct loading *in, const struct yaml_node *node)
{
	struct str kept = arena_str(&in->config->memory, yaml_text(node));

	in->failed = in->failed || kept.at == NULL;
	return kept.at;
}

static void
take_list(struct loading *in, const struct yaml_node *list,
    struct option_list *to)
{
	if (list == NULL)
		return;
	*to = (struct option_list){ .count = 0 };
	for (const struct yaml_node *node = list->first; node != NULL;
	     node = node->next) {
		if (to->count == OPTION_LIST_MAX) {
			problem_add(in->problems, yaml_place(in->yaml, node),
			    MSG_YAML_TOO_MANY,
			    ARGS(digits(OPTION_LIST_MAX).text));
			return;
		}
		to->at[to->count++] = keep(in, node);
	}
}

static void
take_fields(struct loading *in)
{
	struct yaml_field fields[FIELDS + 1] = { { .key = NULL } };
	const struct yaml_node *got[FIELDS];
	struct config *config = in->config;

	for (size_t i = 0; i < FIELDS; i++)
		fields[i] = rows[i].field;
	if (!yaml_fields(in->yaml, in->yaml->root, fields, got, in->problems))
		return;
	config->users = (enum reader_users)yaml_word(got[FIELD_USERS],
	    users_words, (int)config->users);
	config->dns = yaml_word(got[FIELD_DNS], dns_words,
	    config->dns ? LOGS_KNOWN : LOGS_NONE) == LOGS_KNOWN;
	take_list(in, got[FIELD_DNS_LOGS], &config->dns_logs);
	take_list(in, got[FIELD_HOMES], &config->homes);
	if (got[FIELD_TEMPORARY] != NULL)
		config->temporary = keep(in, got[FIELD_TEMPORARY]);
}

static enum status
read_file(const char *path, struct config *config, struct err *err)
{
	struct problems problems = { .count = 0 };
	struct yaml yaml = { .root = NULL };
	struct loading in = { &yaml, config, &problems, false };
	enum status code = yaml_read(path, &yaml, &problems, err);

	if (code == OK && problems.errors == 0)
		take_fields(&in);
	if (code == OK)
		code = problems_status(&problems, err);
	if (code == OK && in.failed)
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	problems_release(&problems);
	yaml_release(&yaml);
	return code;
}

enum status
config_load(const char *path, bool wanted, const struct config *defaults,
    struct config *ret, struct err *err)
{
	struct config config = *defaults;
	struct os_stat found = { .kind = OS_NONE };
	enum status code = os_stat(path, &found, err);

	if (code == OK && found.kind == OS_NONE && wanted)
		return err_set(err, E_USAGE, MSG_SYS_NOT_FOUND, ARGS(path));
	arena_init(&config.memory, MEMORY_MAX);
	if (code == OK && found.kind != OS_NONE)
		code = read_file(path, &config, err);
	if (code == OK)
		*ret = config;
	else
		config_release(&config);
	return code;
}

/* Each key, commented out, under its help. */
void
config_example(struct buf *out, enum language language)
{
	struct buf line;

	for (int i = -1; i < FIELDS; i++) {
		buf_init(&line, 4096);
		message_write(&line, language,
		    i < 0 ? MSG_CONFIG_HEAD : rows[i].help, NO_ARGS);
		buf_text(out, "# ");
		buf_str(out, buf_view(&line));
		buf_char(out, '\n');
		buf_release(&line);
		if (i >= 0) {
			buf_text(out, "#");
			buf_text(out, rows[i].field.key);
			buf_text(out, ": ");
			buf_text(out, rows[i].example);
			buf_char(out, '\n');
		}
		buf_text(out, i + 1 < FIELDS ? "\n" : "");
	}
}
