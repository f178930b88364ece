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

/* "/var/log", "C:\\Logs", "\\\\server\\share": a timer has no folder of its own
 * that a relative path could start from. */
static bool
is_absolute(struct str path)
{
	return path.len > 0 && (path.at[0] == '/' || path.at[0] == '\\' ||
	    (path.len > 2 && char_is_alpha(path.at[0]) && path.at[1] == ':'));
}

static const char *
keep_path(struct loading *in, const struct yaml_node *node)
{
	struct str kept = arena_str(&in->config->memory, yaml_text(node));
	struct place place = yaml_place(in->yaml, node);
	struct os_stat found = { .kind = OS_NONE };

	if (kept.at == NULL)
		in->failed = true;
	else if (!is_absolute(kept))
		problem_add(in->problems, place, MSG_CONFIG_RELATIVE,
		    ARGS(kept.at));
	else if (os_stat(kept.at, &found, NULL) != OK ||
	    found.kind == OS_NONE)
		problem_warn(in->problems, place, MSG_CONFIG_NOTHING,
		    ARGS(kept.at));
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
		to->at[to->count++] = keep_path(in, node);
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
		config->temporary = keep_path(in, got[FIELD_TEMPORARY]);
}

/* Settings that are all commented out, as the example is, are the defaults. */
static bool
is_silent(struct str text)
{
	struct str line;

	while (text.len > 0) {
		if (!str_cut(text, STR("\n"), &line, &text)) {
			line = text;
			text = STR("");
		}
		line = str_trim(line);
		if (line.len > 0 && line.at[0] != '#')
			return false;
	}
	return true;
}

static enum status
read_text(const char *path, struct str text, struct config *config,
    struct problems *problems, struct err *err)
{
	struct yaml yaml = { .root = NULL };
	struct loading in = { &yaml, config, problems, false };
	enum status code;

	if (is_silent(text))
		return OK;
	code = yaml_parse(path, text, &yaml, problems, err);
	if (code == OK && yaml.root->kind != YAML_BROKEN)
		take_fields(&in);
	if (code == OK && in.failed)
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	yaml_release(&yaml);
	return code;
}

static enum status
read_file(const char *path, struct config *config, struct problems *problems,
    struct err *err)
{
	struct buf text;
	struct err why;
	enum status code = OK;

	buf_init(&text, YAML_MAX_BYTES);
	if (os_read_file(path, &text, &why) != OK)
		problem_failed(problems, &why);
	else
		code = read_text(path, buf_view(&text), config, problems, err);
	buf_release(&text);
	return code;
}

enum status
config_load(const char *path, bool wanted, const struct config *defaults,
    struct config *ret, struct err *err)
{
	struct problems problems = { .count = 0 };
	struct config config = *defaults;
	struct os_stat found = { .kind = OS_NONE };
	enum status code = os_stat(path, &found, err);

	if (code == OK && found.kind == OS_NONE && wanted)
		return err_set(err, E_USAGE, MSG_SYS_NOT_FOUND, ARGS(path));
	arena_init(&config.memory, MEMORY_MAX);
	if (code == OK && found.kind != OS_NONE)
		code = read_file(path, &config, &problems, err);
	if (code == OK)
		code = problems_status(&problems, err);
	problems_release(&problems);
	if (code == OK)
		*ret = config;
	else
		config_release(&config);
	return code;
}

enum status
config_check(const char *path, struct problems *problems, struct err *err)
{
	struct config config = config_defaults(false);
	enum status code;

	arena_init(&config.memory, MEMORY_MAX);
	code = read_file(path, &config, problems, err);
	config_release(&config);
	return code;
}

static bool
has_key_of_ours(const struct yaml_node *root)
{
	for (const struct yaml_node *node =
	         root->kind == YAML_MAP ? root->first : NULL;
	     node != NULL; node = node->next)
		for (size_t i = 0; i < FIELDS; i++)
			if (str_eq(node->key->text, str_of(rows[i].field.key)))
				return true;
	return false;
}

bool
config_is(const char *path)
{
	struct problems unused = { .count = 0 };
	struct yaml yaml = { .root = NULL };
	struct str folder, name = str_of(path);
	struct os_stat found = { .kind = OS_NONE };
	bool is;

	while (str_cut(name, STR("/"), &folder, &name))
		continue;
	if (os_stat(path, &found, NULL) != OK || found.kind != OS_FILE)
		return false;
	is = str_starts(name, STR("agent.")) ||
	    (yaml_read(path, &yaml, &unused, NULL) == OK &&
	        has_key_of_ours(yaml.root));
	yaml_release(&yaml);
	problems_release(&unused);
	return is;
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
