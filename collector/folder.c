/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/folder.h"

#include "collector/disk.h"

#include "core/bundle.h"
#include "core/os.h"
#include "core/outfile.h"
#include "core/policy_write.h"
#include "core/yaml.h"

#include <string.h>

#define JOURNAL "decisions.yaml"
#define BUNDLE "catalogue.bundle"
#define COLLECTOR_NAME "lanterne-collector"

#define SETTINGS_BYTES 65536

struct folder_settings
folder_defaults(void)
{
	return (struct folder_settings){
		.listen = "::",
		.port = 8443,
		.language = LANGUAGE_FR,
		.period = PERIOD_MONTH,
		.threads = 2,
		.connections = 1024,
		.per_address = 64,
		.seconds = 15,
		.queue = 4096,
		.mail = { .password = "mail.password" },
	};
}

/* Settings: one row per number. */

struct number_row {
	const char *key;
	size_t offset;
	uint64_t min, max;
};

#define ROW(key, member, min, max) \
	{ key, offsetof(struct folder_settings, member), min, max }

static const struct number_row number_rows[] = {
	ROW("threads", threads, 1, 16),
	ROW("connections", connections, 1, 100000),
	ROW("connections_per_address", per_address, 1, 100000),
	ROW("connection_seconds", seconds, 1, 300),
	ROW("queue", queue, 1, 1000000),
};

#define NUMBERS (sizeof(number_rows) / sizeof(number_rows[0]))

static const char *const language_words[] = { "fr", "en", NULL };

enum field {
	F_HOSTS,
	F_PORT,
	F_LISTEN,
	F_LANGUAGE,
	F_NUMBERS,
	F_MAIL_SERVER = F_NUMBERS + NUMBERS,
	F_MAIL_FROM,
	F_MAIL_TO,
	F_MAIL_USER,
	F_MAIL_PASSWORD,
	F_MAIL_AUTHORITY,
	F_COUNT
};

static const struct yaml_field fields[] = {
	[F_HOSTS] = { "hosts", FIELD_TEXTS, true, NULL },
	[F_PORT] = { "port", FIELD_TEXT, true, NULL },
	[F_LISTEN] = { "listen", FIELD_TEXT, false, NULL },
	[F_LANGUAGE] = { "language", FIELD_WORD, false, language_words },
	[F_NUMBERS] = { "threads", FIELD_TEXT, false, NULL },
	{ "connections", FIELD_TEXT, false, NULL },
	{ "connections_per_address", FIELD_TEXT, false, NULL },
	{ "connection_seconds", FIELD_TEXT, false, NULL },
	{ "queue", FIELD_TEXT, false, NULL },
	[F_MAIL_SERVER] = { "mail_server", FIELD_TEXT, false, NULL },
	[F_MAIL_FROM] = { "mail_from", FIELD_TEXT, false, NULL },
	[F_MAIL_TO] = { "mail_to", FIELD_TEXTS, false, NULL },
	[F_MAIL_USER] = { "mail_user", FIELD_TEXT, false, NULL },
	[F_MAIL_PASSWORD] = { "mail_password_file", FIELD_TEXT, false, NULL },
	[F_MAIL_AUTHORITY] = { "mail_authority", FIELD_TEXT, false, NULL },
	{ NULL, FIELD_TEXT, false, NULL },
};

const struct yaml_field *
folder_fields(void)
{
	return fields;
}

struct reading {
	const struct yaml *yaml;
	struct problems *problems;
	struct folder_settings *to;
};

static bool
read_number(const struct reading *reading, const struct yaml_node *node,
    uint64_t min, uint64_t max, uint64_t *ret)
{
	uint64_t value = 0;

	if (str_number(yaml_text(node), max, &value) && value >= min) {
		*ret = value;
		return true;
	}
	problem_add(reading->problems, yaml_place(reading->yaml, node),
	    MSG_SETTING_NUMBER, ARGS(digits((long long)min).text,
	    digits((long long)max).text));
	return false;
}

static void
read_numbers(const struct reading *reading,
    const struct yaml_node *const *values)
{
	uint64_t value;

	if (values[F_PORT] != NULL &&
	    read_number(reading, values[F_PORT], 1, 65535, &value))
		reading->to->port = (uint16_t)value;
	for (size_t i = 0; i < NUMBERS; i++) {
		const struct number_row *row = &number_rows[i];
		char *place = (char *)reading->to + row->offset;

		if (values[F_NUMBERS + i] != NULL &&
		    read_number(reading, values[F_NUMBERS + i], row->min,
		        row->max, &value))
			*(unsigned *)(void *)place = (unsigned)value;
	}
}

static void
read_hosts(const struct reading *reading, const struct yaml_node *list)
{
	const struct yaml_node *item;

	for (item = list == NULL ? NULL : list->first; item != NULL;
	     item = item->next) {
		enum status code = item->kind == YAML_TEXT
		    ? pki_hosts_add(&reading->to->hosts, item->text, NULL)
		    : OK;

		if (code == E_LIMIT)
			problem_add(reading->problems,
			    yaml_place(reading->yaml, item),
			    MSG_HOSTS_TOO_MANY, ARGS(digits(PKI_HOSTS_MAX).text));
		else if (code != OK)
			problem_add(reading->problems,
			    yaml_place(reading->yaml, item), MSG_HOST_INVALID,
			    ARGS(item->text.at));
	}
	if (list != NULL && list->first == NULL)
		problem_add(reading->problems, yaml_place(reading->yaml, list),
		    MSG_SETTING_NO_HOST, NO_ARGS);
}

static void
read_text(const struct reading *reading, const struct yaml_node *node,
    char *to, size_t size)
{
	struct str text = yaml_text(node);

	if (node == NULL)
		return;
	if (text.len >= size)
		problem_add(reading->problems, yaml_place(reading->yaml, node),
		    MSG_SETTING_LONG, ARGS(digits((long long)size - 1).text));
	else
		(void)snprintf(to, size, "%.*s", (int)text.len, text.at);
}

static void
read_mailbox(const struct reading *reading, const struct yaml_node *node,
    struct mailbox *to)
{
	if (!mailbox_read(yaml_text(node), to))
		problem_add(reading->problems, yaml_place(reading->yaml, node),
		    MSG_SETTING_MAILBOX, NO_ARGS);
}

static void
read_recipients(const struct reading *reading, const struct yaml_node *list)
{
	struct mailboxes *to = &reading->to->mail.to;
	const struct yaml_node *item = list == NULL ? NULL : list->first;

	for (; item != NULL; item = item->next) {
		if (to->count < MAILBOXES_MAX)
			read_mailbox(reading, item, &to->at[to->count++]);
		else
			problem_add(reading->problems,
			    yaml_place(reading->yaml, item),
			    MSG_SETTING_MAILBOXES,
			    ARGS(digits(MAILBOXES_MAX).text));
	}
}

static void
read_mail(const struct reading *reading, const struct yaml_node *const *values)
{
	const struct yaml_node *server = values[F_MAIL_SERVER];
	struct mail_route *to = &reading->to->mail;

	read_text(reading, server, to->server, sizeof(to->server));
	read_text(reading, values[F_MAIL_USER], to->user, sizeof(to->user));
	read_text(reading, values[F_MAIL_PASSWORD], to->password,
	    sizeof(to->password));
	read_text(reading, values[F_MAIL_AUTHORITY], to->authority,
	    sizeof(to->authority));
	if (values[F_MAIL_FROM] != NULL)
		read_mailbox(reading, values[F_MAIL_FROM], &to->from);
	read_recipients(reading, values[F_MAIL_TO]);
	if (server == NULL)
		return;
	if (!mail_is_server(yaml_text(server)))
		problem_add(reading->problems,
		    yaml_place(reading->yaml, server), MSG_SETTING_MAIL_SERVER,
		    NO_ARGS);
	if (values[F_MAIL_FROM] == NULL || to->to.count == 0)
		problem_add(reading->problems,
		    yaml_place(reading->yaml, server), MSG_SETTING_MAIL_LACKS,
		    NO_ARGS);
}

static void
read_settings(const struct reading *reading)
{
	const struct yaml_node *values[F_COUNT] = { NULL };
	struct folder_settings *to = reading->to;

	if (!yaml_fields(reading->yaml, reading->yaml->root, fields, values,
	        reading->problems))
		return;
	read_text(reading, values[F_LISTEN], to->listen, sizeof(to->listen));
	read_hosts(reading, values[F_HOSTS]);
	read_numbers(reading, values);
	read_mail(reading, values);
	to->language = yaml_word(values[F_LANGUAGE], language_words, 0) == 1
	    ? LANGUAGE_EN
	    : LANGUAGE_FR;
}

static enum status
settings_of(const char *path, struct folder_settings *ret, struct err *err)
{
	struct problems problems = { .count = 0 };
	struct yaml yaml = { .root = NULL };
	struct folder_settings settings = folder_defaults();
	struct reading reading = { &yaml, &problems, &settings };
	enum status code = yaml_read(path, &yaml, &problems, err);

	if (code == OK && yaml.root->kind != YAML_BROKEN)
		read_settings(&reading);
	if (code == OK)
		code = problems_status(&problems, err);
	yaml_release(&yaml);
	problems_release(&problems);
	if (code == OK)
		*ret = settings;
	return code;
}

static void
write_settings(struct buf *out, const struct folder_settings *settings)
{
	message_write(out, settings->language, MSG_SETTINGS_HEAD, NO_ARGS);
	buf_text(out, "\nhosts:\n");
	for (size_t i = 0; i < settings->hosts.count; i++) {
		buf_text(out, "  - ");
		yaml_quote(out, str_of(settings->hosts.at[i]));
		buf_char(out, '\n');
	}
	buf_format(out, "port: %u\nlisten: ", settings->port);
	yaml_quote(out, str_of(settings->listen));
	buf_format(out, "\nlanguage: %s\n",
	    language_words[settings->language]);
	for (size_t i = 0; i < NUMBERS; i++) {
		const struct number_row *row = &number_rows[i];
		const char *place = (const char *)settings + row->offset;

		buf_format(out, "%s: %u\n", row->key,
		    *(const unsigned *)(const void *)place);
	}
}

/* The folder. */

static enum status
publish(const char *folder, const char *name, struct str content,
    struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, FOLDER_PATH_BYTES);
	os_join(&path, folder, name);
	code = outfile_publish(buf_z(&path), OUTFILE_OWNER, content, err);
	buf_release(&path);
	return code;
}

static enum status
make_inner(const char *folder, const char *name, struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, FOLDER_PATH_BYTES);
	os_join(&path, folder, name);
	code = disk_make_folder(buf_z(&path), err);
	buf_release(&path);
	return code;
}

static enum status
make_folders(const char *path, struct err *err)
{
	enum status code = disk_make_folder(path, err);

	if (code == OK)
		code = make_inner(path, "pki", err);
	if (code == OK)
		code = make_inner(path, "urn", err);
	return code;
}

static enum status
make_authority(const char *path, const struct folder_settings *settings,
    int64_t now, struct err *err)
{
	struct buf pki;
	bool renewed;
	enum status code;

	buf_init(&pki, FOLDER_PATH_BYTES);
	os_join(&pki, path, "pki");
	code = pki_create(buf_z(&pki), settings->association, now, err);
	if (code == OK)
		code = pki_renew(buf_z(&pki), &settings->hosts, now, &renewed,
		    err);
	buf_release(&pki);
	return code;
}

static enum status
make_store(const char *path, struct err *err)
{
	struct buf name;
	enum status code;

	buf_init(&name, FOLDER_PATH_BYTES);
	os_join(&name, path, "collector.db");
	code = store_create(buf_z(&name), err);
	buf_release(&name);
	return code;
}

enum status
folder_create(const char *path, const struct folder_settings *settings,
    struct str policy, bool demo, int64_t now, struct err *err)
{
	struct buf text;
	enum status code = make_folders(path, err);

	buf_init(&text, SETTINGS_BYTES);
	write_settings(&text, settings);
	if (code == OK)
		code = publish(path, "policy.yaml", policy, err);
	if (code == OK && demo)
		code = publish(path, "demo", STR(""), err);
	if (code == OK)
		code = make_authority(path, settings, now, err);
	if (code == OK)
		code = make_store(path, err);
	/* Last: a folder with settings is a whole one. */
	if (code == OK)
		code = publish(path, "collector.yaml", buf_view(&text), err);
	buf_release(&text);
	return code;
}

void
folder_file(const struct folder *folder, const char *name,
    struct buf *ret_path)
{
	buf_init(ret_path, FOLDER_PATH_BYTES);
	os_join(ret_path, folder->path, name);
}

/* A file of the settings: the folder's, unless its path is absolute. */
static bool
settle_file(const struct folder *folder, char file[MAIL_FILE_BYTES])
{
	struct buf path;
	bool fits;

	if (file[0] == '\0' || file[0] == '/')
		return true;
	folder_file(folder, file, &path);
	fits = buf_status(&path) == OK && path.len < MAIL_FILE_BYTES;
	if (fits)
		(void)snprintf(file, MAIL_FILE_BYTES, "%s", buf_z(&path));
	buf_release(&path);
	return fits;
}

enum status
folder_mail(const struct folder *folder, struct mail_route *ret,
    struct err *err)
{
	struct mail_route route = folder->settings.mail;

	if (!settle_file(folder, route.password) ||
	    !settle_file(folder, route.authority))
		return err_set(err, E_LIMIT, MSG_SETTING_LONG,
		    ARGS(digits(MAIL_FILE_BYTES - 1).text));
	*ret = route;
	return OK;
}

static bool
there(const struct folder *folder, const char *name)
{
	struct os_stat found = { .kind = OS_NONE };
	struct buf path;
	bool is;

	folder_file(folder, name, &path);
	is = os_stat(buf_z(&path), &found, NULL) == OK &&
	    found.kind != OS_NONE;
	buf_release(&path);
	return is;
}

/* What the board's file says. */
static enum status
policy_of(const char *path, const struct catalogue *catalogue,
    struct folder_settings *settings, struct err *err)
{
	struct policy *policy = NULL;
	const struct policy_facts *facts;
	enum status code = policy_load(path, catalogue, &policy, err);

	if (code != OK)
		return code;
	facts = policy_facts(policy);
	(void)snprintf(settings->association, sizeof(settings->association),
	    "%.*s", (int)facts->association.len, facts->association.at);
	settings->period = facts->period == POLICY_QUARTER ? PERIOD_QUARTER
	                                                   : PERIOD_MONTH;
	policy_free(policy);
	return OK;
}

enum status
folder_editions(struct folder *folder, struct err *err)
{
	struct buf path;
	enum status code;

	folder_file(folder, BUNDLE, &path);
	code = edition_read(buf_z(&path), &folder->edition, err);
	buf_release(&path);
	return code;
}

enum status
folder_reload(struct folder *folder, struct err *err)
{
	struct folder_settings settings = folder_defaults();
	struct buf path;
	enum status code;

	folder_file(folder, "collector.yaml", &path);
	code = settings_of(buf_z(&path), &settings, err);
	if (code == OK)
		code = folder_editions(folder, err);
	buf_release(&path);
	folder_file(folder, "policy.yaml", &path);
	if (code == OK)
		code = policy_of(buf_z(&path), folder->edition.catalogue,
		    &settings, err);
	buf_release(&path);
	if (code == OK)
		folder->settings = settings;
	return code;
}

enum status
folder_open(const char *path, struct folder *ret, struct err *err)
{
	struct folder folder = { .store = NULL };
	struct buf name;
	enum status code;

	buf_init(&folder.memory, FOLDER_PATH_BYTES);
	buf_text(&folder.memory, path);
	buf_char(&folder.memory, '\0');
	folder.path = folder.memory.at;
	code = buf_status(&folder.memory) == OK && there(&folder,
	    "collector.yaml")
	    ? OK
	    : err_set(err, E_NOT_FOUND, MSG_FOLDER_NONE, ARGS(path));
	if (code == OK)
		code = folder_reload(&folder, err);
	folder.demo = code == OK && there(&folder, "demo");
	folder_file(&folder, "collector.db", &name);
	if (code == OK)
		code = store_open(buf_z(&name), &folder.store, err);
	buf_release(&name);
	if (code != OK) {
		folder_release(&folder);
		return code;
	}
	*ret = folder;
	return OK;
}

void
folder_release(struct folder *folder)
{
	store_free(folder->store);
	edition_release(&folder->edition);
	buf_release(&folder->memory);
	*folder = (struct folder){ .store = NULL };
}

static enum status
read_file(const struct folder *folder, const char *name, struct buf *out,
    struct err *err)
{
	struct buf path;
	enum status code;

	folder_file(folder, name, &path);
	code = os_read_file(buf_z(&path), out, err);
	buf_release(&path);
	return code;
}

/* decisions.yaml as it stands; nothing when there is none. */
static enum status
read_journal(const struct folder *folder, struct buf *out, struct err *err)
{
	enum status code = read_file(folder, JOURNAL, out, err);

	return code == E_NOT_FOUND ? OK : code;
}

/* policy.yaml and a journal as one policy. */
static enum status
join(const struct catalogue *catalogue, struct str policy, struct str journal,
    struct buf *out, struct err *err)
{
	struct policy *joined = NULL;
	enum status code = policy_parse("policy.yaml", policy, catalogue,
	    &joined, err);

	if (code == OK)
		code = policy_join(joined, JOURNAL, journal, catalogue, err);
	if (code == OK)
		policy_write(out, joined);
	policy_free(joined);
	return code == OK ? buf_status(out) : code;
}

enum status
folder_policy(const struct folder *folder, struct buf *out, struct err *err)
{
	struct buf policy, journal;
	enum status code;

	buf_init(&policy, FOLDER_POLICY_BYTES);
	buf_init(&journal, FOLDER_POLICY_BYTES);
	code = read_file(folder, "policy.yaml", &policy, err);
	if (code == OK)
		code = read_journal(folder, &journal, err);
	if (code == OK && journal.len > 0)
		code = join(folder->edition.catalogue, buf_view(&policy),
		    buf_view(&journal), out, err);
	else if (code == OK)
		buf_str(out, buf_view(&policy));
	buf_release(&policy);
	buf_release(&journal);
	return code;
}

static enum status
check_journal(const struct folder *folder, struct str journal,
    struct err *err)
{
	struct buf policy, joined;
	enum status code;

	buf_init(&policy, FOLDER_POLICY_BYTES);
	buf_init(&joined, FOLDER_POLICY_BYTES);
	code = read_file(folder, "policy.yaml", &policy, err);
	if (code == OK)
		code = join(folder->edition.catalogue, buf_view(&policy),
		    journal, &joined, err);
	buf_release(&policy);
	buf_release(&joined);
	return code;
}

enum status
folder_decide(const struct folder *folder, const struct policy_decision *row,
    struct err *err)
{
	struct buf journal, path;
	enum status code;

	buf_init(&journal, FOLDER_POLICY_BYTES);
	folder_file(folder, JOURNAL, &path);
	code = read_journal(folder, &journal, err);
	if (code == OK && journal.len == 0)
		buf_text(&journal,
		    "# Decisions of the board, written by `" COLLECTOR_NAME
		    " decide` only.\nschema: 1\ndecisions:\n");
	policy_write_decision(&journal, row);
	if (code == OK)
		code = buf_status(&journal) == OK
		    ? check_journal(folder, buf_view(&journal), err)
		    : err_set(err, E_LIMIT, MSG_TOO_LARGE,
		        ARGS(JOURNAL, digits(FOLDER_POLICY_BYTES).text));
	if (code == OK)
		code = outfile_publish(buf_z(&path), OUTFILE_OWNER,
		    buf_view(&journal), err);
	buf_release(&journal);
	buf_release(&path);
	return code;
}

/* A policy that names a service which the new catalogue does not hold would
 * stop the next period from being made. */
static enum status
suits_policy(const struct folder *folder, const struct catalogue *catalogue,
    struct err *err)
{
	struct policy *policy = NULL;
	struct buf text;
	enum status code;

	buf_init(&text, FOLDER_POLICY_BYTES);
	code = folder_policy(folder, &text, err);
	if (code == OK)
		code = policy_parse("policy.yaml", buf_view(&text), catalogue,
		    &policy, err);
	policy_free(policy);
	buf_release(&text);
	return code;
}

enum status
folder_install(const struct folder *folder, struct str bundle,
    struct buf *out, struct err *err)
{
	struct catalogue *catalogue = NULL;
	enum status code = edition_check(&folder->edition, bundle, &catalogue,
	    err);

	if (code == OK)
		code = suits_policy(folder, catalogue, err);
	if (code == OK)
		code = publish(folder->path, BUNDLE, bundle, err);
	if (code == OK)
		buf_str(out, catalogue->version);
	catalogue_free(catalogue);
	return code;
}

enum status
folder_lock(const struct folder *folder, int *ret_lock, struct err *err)
{
	struct buf path;
	enum status code;

	folder_file(folder, "lock", &path);
	code = disk_lock(buf_z(&path), ret_lock, err);
	buf_release(&path);
	return code;
}

/* Backup: files that go with the store, in this order.  Not urn/: its keys are
 * what must have no second copy. */
static const struct {
	const char *name;
	bool optional;
} backup_files[] = {
	{ "collector.yaml", false },
	{ "policy.yaml", false },
	{ JOURNAL, true },
	{ BUNDLE, true },
	{ "pki/ca.key", false },
	{ "pki/ca.crt", false },
};

#define BACKUP_FILES (sizeof(backup_files) / sizeof(backup_files[0]))

enum status
folder_backup(const struct folder *folder, const char *path, struct err *err)
{
	struct buf contents[BACKUP_FILES];
	struct store_file files[BACKUP_FILES];
	size_t count = 0;
	enum status code = OK;

	for (size_t i = 0; i < BACKUP_FILES; i++) {
		buf_init(&contents[i], BUNDLE_MAX_BYTES);
		if (code == OK)
			code = read_file(folder, backup_files[i].name,
			    &contents[i], err);
		if (code == OK)
			files[count++] = (struct store_file){
				backup_files[i].name, buf_view(&contents[i]) };
		else if (code == E_NOT_FOUND && backup_files[i].optional)
			code = OK;
	}
	if (code == OK)
		code = store_backup(folder->store, path, files, count, err);
	for (size_t i = 0; i < BACKUP_FILES; i++)
		buf_release(&contents[i]);
	return code;
}

static bool
is_backup_file(const char *name)
{
	for (size_t i = 0; i < BACKUP_FILES; i++)
		if (strcmp(backup_files[i].name, name) == 0)
			return true;
	return false;
}

/* Only names that a backup has: one made by a stranger writes nowhere else. */
static enum status
restore_file(void *cookie, const char *name, struct str content,
    struct err *err)
{
	const char *folder = cookie;

	if (!is_backup_file(name))
		return err_set(err, E_UNSUPPORTED, MSG_BACKUP_FOREIGN, NO_ARGS);
	return publish(folder, name, content, err);
}

static enum status
renew_certificate(const char *path, int64_t now, struct err *err)
{
	struct folder folder = { .store = NULL };
	struct buf pki;
	bool renewed;
	enum status code = folder_open(path, &folder, err);

	if (code != OK)
		return code;
	folder_file(&folder, "pki", &pki);
	code = pki_renew(buf_z(&pki), &folder.settings.hosts, now, &renewed,
	    err);
	buf_release(&pki);
	folder_release(&folder);
	return code;
}

static enum status
open_backup(const char *backup, struct store **ret_copy, struct err *err)
{
	struct os_stat found = { .kind = OS_NONE };
	enum status code = os_stat(backup, &found, err);

	if (code == OK && found.kind == OS_NONE)
		code = err_set(err, E_NOT_FOUND, MSG_SYS_NOT_FOUND,
		    ARGS(backup));
	if (code == OK)
		code = store_open(backup, ret_copy, err);
	if (code == E_UNSUPPORTED)
		code = err_set(err, code, MSG_BACKUP_FOREIGN, NO_ARGS);
	return code == OK ? store_check(*ret_copy, err) : code;
}

enum status
folder_restore(const char *backup, const char *path, int64_t now,
    struct err *err)
{
	struct store *copy = NULL;
	struct buf name, target;
	enum status code = open_backup(backup, &copy, err);

	buf_init(&name, FOLDER_PATH_BYTES);
	buf_init(&target, FOLDER_PATH_BYTES);
	buf_text(&target, path);
	os_join(&name, path, "collector.db");
	if (code == OK)
		code = make_folders(path, err);
	if (code == OK)
		code = store_restore(copy, buf_z(&name), err);
	if (code == OK)
		code = store_unpack(copy, restore_file, target.at, err);
	if (code == E_UNSUPPORTED || code == E_DAMAGED)
		code = err_prefix(err, code, backup);
	store_free(copy);
	if (code == OK)
		code = renew_certificate(path, now, err);
	buf_release(&target);
	buf_release(&name);
	return code;
}
