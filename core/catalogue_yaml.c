/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue_yaml.h"

#include "core/buf.h"
#include "core/calendar.h"
#include "core/catalogue_draft.h"
#include "core/domain.h"
#include "core/os.h"
#include "core/yaml.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_MAX ((size_t)128 << 20)
#define SCHEMA "1"

struct loader {
	struct arena *arena;
	struct problems *problems;
	const char *path;
	const struct catalogue_text *texts; /* instead of files at path */
	size_t text_count;
	struct drafts drafts;
	uint32_t file_count;
	struct str version;
	struct place version_place;
	enum status failed;
};

/* One file being read. */
struct reading {
	struct loader *loader;
	struct yaml yaml;
	const char *file;
	int category; /* -1: not told */
};

enum file_field { FILE_SCHEMA, FILE_VERSION, FILE_CATEGORY, FILE_SERVICES,
	FILE_FIELD_COUNT };
enum service_field { SERVICE_ID, SERVICE_NAME, SERVICE_FORMER, SERVICE_VENDOR,
	SERVICE_COUNTRY, SERVICE_COMMON, SERVICE_HOSTING, SERVICE_USES, SERVICE_FLAGS,
	SERVICE_ACCOUNT, SERVICE_MATCH, SERVICE_RISKS, SERVICE_DPA,
	SERVICE_ALTERNATIVES, SERVICE_NOTE, SERVICE_SOURCE, SERVICE_CHECKED,
	SERVICE_FIELD_COUNT };
enum rule_field { RULE_HOST, RULE_EXACT, RULE_PATH, RULE_QUERY, RULE_ROLE,
	RULE_DNS, RULE_FROM, RULE_UNTIL, RULE_FIELD_COUNT };
enum answer_field { ANSWER_ANSWER, ANSWER_SOURCE, ANSWER_VIA,
	ANSWER_VERIFIED, ANSWER_FIELD_COUNT };
enum note_field { NOTE_FR, NOTE_EN, NOTE_FIELD_COUNT };

static const char *const yes_no[] = { "no", "yes", NULL };
static const char *const via_words[] = { "archive", NULL };

static const struct yaml_field file_fields[] = {
	[FILE_SCHEMA] = { "schema", FIELD_TEXT, true, NULL },
	[FILE_VERSION] = { "version", FIELD_TEXT, false, NULL },
	[FILE_CATEGORY] = { "category", FIELD_WORD, false, NULL },
	[FILE_SERVICES] = { "services", FIELD_LIST, false, NULL },
	[FILE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static const struct yaml_field service_fields[] = {
	[SERVICE_ID] = { "id", FIELD_TEXT, true, NULL },
	[SERVICE_NAME] = { "name", FIELD_TEXT, true, NULL },
	[SERVICE_FORMER] = { "former_names", FIELD_TEXTS, false, NULL },
	[SERVICE_VENDOR] = { "vendor", FIELD_TEXT, false, NULL },
	[SERVICE_COUNTRY] = { "vendor_country", FIELD_TEXT, false, NULL },
	[SERVICE_COMMON] = { "common", FIELD_WORD, false, yes_no },
	[SERVICE_HOSTING] = { "hosting", FIELD_TEXTS, false, NULL },
	[SERVICE_USES] = { "uses", FIELD_WORDS, false, NULL },
	[SERVICE_FLAGS] = { "flags", FIELD_WORDS, false, NULL },
	[SERVICE_ACCOUNT] = { "account_required", FIELD_WORD, false, NULL },
	[SERVICE_MATCH] = { "match", FIELD_LIST, true, NULL },
	[SERVICE_RISKS] = { "risks", FIELD_MAP, false, NULL },
	[SERVICE_DPA] = { "dpa", FIELD_MAP, false, NULL },
	[SERVICE_ALTERNATIVES] = { "alternatives", FIELD_TEXTS, false, NULL },
	[SERVICE_NOTE] = { "note", FIELD_MAP, false, NULL },
	[SERVICE_SOURCE] = { "source", FIELD_TEXT, true, NULL },
	[SERVICE_CHECKED] = { "last_checked", FIELD_DATE, false, NULL },
	[SERVICE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static const struct yaml_field rule_fields[] = {
	[RULE_HOST] = { "host", FIELD_TEXT, true, NULL },
	[RULE_EXACT] = { "exact", FIELD_WORD, false, NULL },
	[RULE_PATH] = { "path", FIELD_TEXT, false, NULL },
	[RULE_QUERY] = { "query", FIELD_TEXT, false, NULL },
	[RULE_ROLE] = { "role", FIELD_WORD, true, NULL },
	[RULE_DNS] = { "dns", FIELD_WORD, false, NULL },
	[RULE_FROM] = { "from", FIELD_DATE, false, NULL },
	[RULE_UNTIL] = { "until", FIELD_DATE, false, NULL },
	[RULE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static const struct yaml_field note_fields[] = {
	[NOTE_FR] = { "fr", FIELD_TEXT, true, NULL },
	[NOTE_EN] = { "en", FIELD_TEXT, true, NULL },
	[NOTE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static void
say(const struct reading *in, const struct yaml_node *node, enum message id,
    const char *const *args)
{
	problem_add(in->loader->problems, yaml_place(&in->yaml, node), id, args);
}

static bool
read_fields(const struct reading *in, const struct yaml_node *node,
    const struct yaml_field *fields, const struct yaml_node **ret)
{
	return yaml_fields(&in->yaml, node, fields, ret, in->loader->problems);
}

static void *
alloc(struct loader *loader, size_t count, size_t size)
{
	void *out = arena_alloc(loader->arena, count, size);

	if (out == NULL)
		loader->failed = E_NOMEM;
	return out;
}

/* A copy that lives as long as the catalogue; empty without memory, which
 * `failed` then tells. */
static struct str
keep(struct loader *loader, struct str text)
{
	struct str copy = arena_str(loader->arena, text);

	if (copy.at != NULL)
		return copy;
	loader->failed = E_NOMEM;
	return STR("");
}

static struct list
keep_list(struct loader *loader, const struct yaml_node *node)
{
	struct list list = { NULL, 0 };
	struct str *at;

	if (node == NULL || node->count == 0)
		return list;
	at = alloc(loader, node->count, sizeof(*at));
	if (at == NULL)
		return list;
	for (const struct yaml_node *child = node->first; child != NULL;
	     child = child->next)
		at[list.count++] = keep(loader, child->text);
	list.at = at;
	return list;
}

bool
catalogue_id_valid(struct str id)
{
	if (id.len == 0 || id.len > CATALOGUE_ID_MAX || id.at[0] == '-' ||
	    id.at[id.len - 1] == '-')
		return false;
	for (size_t i = 0; i < id.len; i++)
		if (!char_is_digit(id.at[i]) && id.at[i] != '-' &&
		    !(id.at[i] >= 'a' && id.at[i] <= 'z'))
			return false;
	return true;
}

static bool
is_country(struct str code)
{
	return code.len == 2 && code.at[0] >= 'A' && code.at[0] <= 'Z' &&
	    code.at[1] >= 'A' && code.at[1] <= 'Z';
}

static struct str
read_country(const struct reading *in, const struct yaml_node *node)
{
	struct str code = yaml_text(node);

	if (code.len == 0 || str_eq(code, STR("unknown")))
		return STR("");
	if (!is_country(code))
		say(in, node, MSG_CATALOGUE_COUNTRY, ARGS(code.at));
	return keep(in->loader, code);
}

static struct list
read_hosting(const struct reading *in, const struct yaml_node *node)
{
	for (const struct yaml_node *child = node == NULL ? NULL : node->first;
	     child != NULL; child = child->next)
		if (!is_country(child->text))
			say(in, child, MSG_CATALOGUE_COUNTRY,
			    ARGS(child->text.at));
	return keep_list(in->loader, node);
}

/* The address of a page; "none" and nothing at all are the empty slice. */
static struct str
read_page(const struct reading *in, const struct yaml_node *node)
{
	struct str url = yaml_text(node);

	if (url.len == 0 || str_eq(url, STR("none")))
		return STR("");
	if (!str_starts(url, STR("https://")) &&
	    !str_starts(url, STR("http://")))
		say(in, node, MSG_CATALOGUE_PAGE, NO_ARGS);
	return keep(in->loader, url);
}

static struct risk_answer
read_answer(const struct reading *in, const struct yaml_node *node)
{
	const struct yaml_field fields[] = {
		[ANSWER_ANSWER] = { "answer", FIELD_WORD, true,
		    catalogue_words(WORDS_ANSWER) },
		[ANSWER_SOURCE] = { "source", FIELD_TEXT, false, NULL },
		[ANSWER_VIA] = { "via", FIELD_WORD, false, via_words },
		[ANSWER_VERIFIED] = { "verified", FIELD_DATE, false, NULL },
		[ANSWER_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
	};
	const struct yaml_node *got[ANSWER_FIELD_COUNT] = { NULL };

	if (node != NULL)
		(void)read_fields(in, node, fields, got);
	return (struct risk_answer){
		.answer = (enum answer)yaml_word(got[ANSWER_ANSWER],
		    catalogue_words(WORDS_ANSWER), ANSWER_UNKNOWN),
		.source = {
			.url = read_page(in, got[ANSWER_SOURCE]),
			.via = keep(in->loader, yaml_text(got[ANSWER_VIA])),
			.verified = yaml_date(got[ANSWER_VERIFIED]),
		},
	};
}

static void
read_risks(const struct reading *in, const struct yaml_node *node,
    struct risk_answer ret[RISK_COUNT])
{
	struct yaml_field fields[RISK_COUNT + 1] = { { .key = NULL } };
	const struct yaml_node *got[RISK_COUNT] = { NULL };

	for (int i = 0; i < RISK_COUNT; i++)
		fields[i] = (struct yaml_field){
			catalogue_words(WORDS_RISK)[i], FIELD_MAP, false, NULL
		};
	if (node != NULL)
		(void)read_fields(in, node, fields, got);
	for (int i = 0; i < RISK_COUNT; i++)
		ret[i] = read_answer(in, got[i]);
}

static unsigned
read_flags(const struct yaml_node *node)
{
	unsigned flags = 0;

	for (const struct yaml_node *child = node == NULL ? NULL : node->first;
	     child != NULL; child = child->next)
		flags |= 1u << words_index(catalogue_words(WORDS_FLAG),
		             child->text);
	return flags;
}

static bool
read_host(const struct reading *in, const struct yaml_node *node,
    struct str *ret)
{
	struct domain host;
	size_t at;

	if (node == NULL)
		return false;
	if (str_find(node->text, STR("*"), &at) ||
	    !str_find(node->text, STR("."), &at)) {
		say(in, node, MSG_CATALOGUE_KEYWORD, ARGS(node->text.at));
		return false;
	}
	if (!domain_canonical(node->text, &host) ||
	    !domain_is_host(domain_view(&host))) {
		say(in, node, MSG_CATALOGUE_HOST, ARGS(node->text.at));
		return false;
	}
	*ret = keep(in->loader, domain_view(&host));
	return true;
}

/* A star is a whole segment, or ends the path. */
static bool
stars_stand_well(struct str path)
{
	for (size_t i = 1; i < path.len; i++) {
		bool whole = path.at[i - 1] == '/' &&
		    (i + 1 == path.len || path.at[i + 1] == '/');

		if (path.at[i] == '*' && !whole && i + 1 != path.len)
			return false;
	}
	return true;
}

static bool
path_is_plain(struct str path)
{
	size_t at;

	for (size_t i = 0; i < path.len; i++)
		if (path.at[i] == '?' || path.at[i] == '#' ||
		    (unsigned char)path.at[i] <= ' ')
			return false;
	return path.len > 1 && path.at[0] == '/' &&
	    !str_find(path, STR("/."), &at) &&
	    !str_find(path, STR("//"), &at) && stars_stand_well(path);
}

static bool
read_path(const struct reading *in, const struct yaml_node *node,
    struct str *ret)
{
	struct str path = yaml_text(node);

	*ret = STR("");
	if (node == NULL || str_eq(path, STR("/")))
		return true;
	if (!path_is_plain(path)) {
		say(in, node, MSG_CATALOGUE_PATH, ARGS(path.at));
		return false;
	}
	if (str_ends(path, STR("/")))
		path.len--;
	*ret = keep(in->loader, path);
	return true;
}

static bool
read_query(const struct reading *in, const struct yaml_node *node,
    struct rule *rule)
{
	struct str key = yaml_text(node), value = STR("");
	size_t at;

	rule->query_key = rule->query_value = STR("");
	if (node == NULL)
		return true;
	if (str_cut(node->text, STR("="), &key, &value) && value.len == 0)
		key.len = 0;
	if (key.len == 0 || str_find(node->text, STR("&"), &at) ||
	    str_find(node->text, STR("#"), &at) || key.at[0] == '?') {
		say(in, node, MSG_CATALOGUE_QUERY, ARGS(node->text.at));
		return false;
	}
	rule->query_key = keep(in->loader, key);
	rule->query_value = keep(in->loader, value);
	return true;
}

/* DNS speaks of a host: of one that is a service's own, unless told. */
static enum dns_strength
usual_strength(const struct rule *rule)
{
	return (rule->role == ROLE_PRIMARY || rule->role == ROLE_API) &&
	        rule->path.len == 0 && rule->query_key.len == 0
	    ? DNS_STRONG
	    : DNS_NONE;
}

static bool
read_rule(const struct reading *in, const struct yaml_node *node,
    struct rule *ret)
{
	struct yaml_field fields[RULE_FIELD_COUNT + 1];
	const struct yaml_node *got[RULE_FIELD_COUNT];
	bool host, path, query;

	memcpy(fields, rule_fields, sizeof(fields));
	fields[RULE_EXACT].words = yes_no;
	fields[RULE_ROLE].words = catalogue_words(WORDS_ROLE);
	fields[RULE_DNS].words = catalogue_words(WORDS_DNS);
	if (!read_fields(in, node, fields, got))
		return false;
	host = read_host(in, got[RULE_HOST], &ret->host);
	path = read_path(in, got[RULE_PATH], &ret->path);
	query = read_query(in, got[RULE_QUERY], ret);
	if (!host || !path || !query || got[RULE_ROLE] == NULL)
		return false;
	ret->exact = yaml_word(got[RULE_EXACT], yes_no, 0) == 1;
	ret->role = (enum role)yaml_word(got[RULE_ROLE],
	    fields[RULE_ROLE].words, 0);
	ret->dns = (enum dns_strength)yaml_word(got[RULE_DNS],
	    fields[RULE_DNS].words, (int)usual_strength(ret));
	ret->from = yaml_date(got[RULE_FROM]);
	ret->until = yaml_date(got[RULE_UNTIL]);
	if (ret->dns != DNS_NONE &&
	    (ret->path.len > 0 || ret->query_key.len > 0))
		say(in, got[RULE_DNS], MSG_CATALOGUE_DNS_PATH, NO_ARGS);
	return true;
}

static void
read_match(const struct reading *in, const struct yaml_node *node,
    struct draft *draft)
{
	struct rule *rules;
	struct place *places;
	uint32_t n = 0;

	if (node == NULL || node->count == 0) {
		if (node != NULL)
			say(in, node, MSG_CATALOGUE_NO_RULE, NO_ARGS);
		return;
	}
	rules = alloc(in->loader, node->count, sizeof(*rules));
	places = alloc(in->loader, node->count, sizeof(*places));
	if (rules == NULL || places == NULL)
		return;
	for (const struct yaml_node *child = node->first; child != NULL;
	     child = child->next) {
		if (!read_rule(in, child, &rules[n]))
			continue;
		places[n] = yaml_place(&in->yaml, child);
		places[n++].file = in->file;
	}
	draft->rules = rules;
	draft->rule_places = places;
	draft->service.rule_count = n;
}

static void
read_note(const struct reading *in, const struct yaml_node *node,
    struct str ret[LANGUAGE_COUNT])
{
	const struct yaml_node *got[NOTE_FIELD_COUNT] = { NULL };

	if (node != NULL)
		(void)read_fields(in, node, note_fields, got);
	ret[LANGUAGE_FR] = keep(in->loader, yaml_text(got[NOTE_FR]));
	ret[LANGUAGE_EN] = keep(in->loader, yaml_text(got[NOTE_EN]));
}

static void
fill_service(const struct reading *in, const struct yaml_node **got,
    struct service *s)
{
	struct loader *loader = in->loader;

	s->id = keep(loader, yaml_text(got[SERVICE_ID]));
	s->name = keep(loader, yaml_text(got[SERVICE_NAME]));
	s->former_names = keep_list(loader, got[SERVICE_FORMER]);
	s->vendor = keep(loader, yaml_text(got[SERVICE_VENDOR]));
	s->vendor_country = read_country(in, got[SERVICE_COUNTRY]);
	s->hosting = read_hosting(in, got[SERVICE_HOSTING]);
	s->category = (enum category)(in->category < 0 ? 0 : in->category);
	s->common = yaml_word(got[SERVICE_COMMON], yes_no, 0) == 1;
	s->uses = keep_list(loader, got[SERVICE_USES]);
	s->flags = read_flags(got[SERVICE_FLAGS]);
	s->account_required = (enum answer)yaml_word(got[SERVICE_ACCOUNT],
	    catalogue_words(WORDS_ANSWER), ANSWER_UNKNOWN);
	read_risks(in, got[SERVICE_RISKS], s->risks);
	s->dpa = read_answer(in, got[SERVICE_DPA]);
	s->alternatives = keep_list(loader, got[SERVICE_ALTERNATIVES]);
	read_note(in, got[SERVICE_NOTE], s->note);
	s->source.url = read_page(in, got[SERVICE_SOURCE]);
	s->source.via = STR("");
	s->source.verified = CALENDAR_NO_DAY;
	s->last_checked = yaml_date(got[SERVICE_CHECKED]);
}

static void
read_service(const struct reading *in, const struct yaml_node *node)
{
	struct yaml_field fields[SERVICE_FIELD_COUNT + 1];
	const struct yaml_node *got[SERVICE_FIELD_COUNT];
	struct draft *draft;

	memcpy(fields, service_fields, sizeof(fields));
	fields[SERVICE_USES].words = catalogue_words(WORDS_USE);
	fields[SERVICE_FLAGS].words = catalogue_words(WORDS_FLAG);
	fields[SERVICE_ACCOUNT].words = catalogue_words(WORDS_ANSWER);
	if (!read_fields(in, node, fields, got))
		return;
	if (got[SERVICE_ID] != NULL &&
	    !catalogue_id_valid(got[SERVICE_ID]->text))
		say(in, got[SERVICE_ID], MSG_CATALOGUE_ID,
		    ARGS(got[SERVICE_ID]->text.at));
	draft = alloc(in->loader, 1, sizeof(*draft));
	if (draft == NULL)
		return;
	draft->place = yaml_place(&in->yaml, node);
	draft->place.file = in->file;
	fill_service(in, got, &draft->service);
	read_match(in, got[SERVICE_MATCH], draft);
	if (draft->service.id.len > 0)
		drafts_add(&in->loader->drafts, draft);
}

static void
read_version(const struct reading *in, const struct yaml_node *node)
{
	struct loader *loader = in->loader;

	if (node == NULL)
		return;
	if (loader->version.len > 0) {
		say(in, node, MSG_CATALOGUE_VERSIONS,
		    ARGS(loader->version_place.file));
		return;
	}
	loader->version = keep(loader, node->text);
	loader->version_place = yaml_place(&in->yaml, node);
	loader->version_place.file = in->file;
}

static void
read_services(struct reading *in, const struct yaml_node **got)
{
	const struct yaml_node *services = got[FILE_SERVICES];

	if (services == NULL)
		return;
	if (got[FILE_CATEGORY] == NULL)
		say(in, services, MSG_CATALOGUE_NO_CATEGORY, NO_ARGS);
	in->category = yaml_word(got[FILE_CATEGORY],
	    catalogue_words(WORDS_CATEGORY), -1);
	for (const struct yaml_node *child = services->first; child != NULL;
	     child = child->next)
		read_service(in, child);
}

static void
read_tree(struct reading *in)
{
	struct yaml_field fields[FILE_FIELD_COUNT + 1];
	const struct yaml_node *got[FILE_FIELD_COUNT];

	memcpy(fields, file_fields, sizeof(fields));
	fields[FILE_CATEGORY].words = catalogue_words(WORDS_CATEGORY);
	if (!read_fields(in, in->yaml.root, fields, got))
		return;
	if (got[FILE_SCHEMA] != NULL &&
	    !str_eq(got[FILE_SCHEMA]->text, STR(SCHEMA)))
		say(in, got[FILE_SCHEMA], MSG_CATALOGUE_SCHEMA,
		    ARGS(got[FILE_SCHEMA]->text.at, SCHEMA));
	read_version(in, got[FILE_VERSION]);
	read_services(in, got);
}

static void
read_file(struct loader *loader, const char *path)
{
	struct reading in = { .loader = loader, .category = -1 };
	struct str name = keep(loader, str_of(path));

	if (loader->failed != OK)
		return;
	in.file = name.at;
	loader->failed = yaml_read(in.file, &in.yaml, loader->problems, NULL);
	if (loader->failed == OK)
		read_tree(&in);
	yaml_release(&in.yaml);
}

static void
on_entry(void *cookie, const char *name)
{
	struct loader *loader = cookie;
	struct buf path;

	if (!str_ends(str_of(name), STR(".yaml")) || name[0] == '.')
		return;
	if (++loader->file_count > CATALOGUE_FILES_MAX)
		return;
	buf_init(&path, 4096);
	os_join(&path, loader->path, name);
	if (buf_status(&path) == OK)
		read_file(loader, buf_z(&path));
	else
		loader->failed = E_NOMEM;
	buf_release(&path);
}

/* What stands in several files has its version in one of them. */
static void
require_version(const struct loader *loader)
{
	if (loader->file_count > 0 && loader->version.len == 0)
		problem_add(loader->problems,
		    (struct place){ .file = loader->path },
		    MSG_CATALOGUE_NO_VERSION, NO_ARGS);
}

static void
read_folder(struct loader *loader)
{
	struct place place = { .file = loader->path };
	struct err why;

	if (os_list(loader->path, on_entry, loader, &why) != OK) {
		problem_failed(loader->problems, &why);
		return;
	}
	if (loader->file_count == 0)
		problem_add(loader->problems, place, MSG_CATALOGUE_NO_FILE,
		    NO_ARGS);
	if (loader->file_count > CATALOGUE_FILES_MAX)
		problem_add(loader->problems, place, MSG_CATALOGUE_FILES,
		    ARGS(digits(CATALOGUE_FILES_MAX).text));
	require_version(loader);
}

static void
read_path_given(struct loader *loader)
{
	struct os_stat stat;
	struct err why;

	if (os_stat(loader->path, &stat, &why) != OK)
		problem_failed(loader->problems, &why);
	else if (stat.kind == OS_FOLDER)
		read_folder(loader);
	else
		read_file(loader, loader->path);
}

/* What `read` collects, as a catalogue of its own memory. */
static enum status
load(struct loader *loader, void (*read)(struct loader *),
    const struct catalogue *base, struct catalogue **ret,
    struct catalogue_places *ret_places, struct err *err)
{
	struct catalogue *catalogue = NULL;

	loader->arena = calloc(1, sizeof(*loader->arena));
	if (loader->arena == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	arena_init(loader->arena, MEMORY_MAX);
	read(loader);
	if (loader->failed == OK && base != NULL)
		loader->failed =
		    drafts_add_base(&loader->drafts, loader->arena, base);
	if (loader->failed == OK)
		catalogue = drafts_build(&loader->drafts, loader->arena,
		    loader->path, loader->version, ret_places,
		    loader->problems);
	if (catalogue == NULL) {
		arena_release(loader->arena);
		free(loader->arena);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	*ret = catalogue;
	return OK;
}

static void
read_text(struct loader *loader, const struct catalogue_text *text)
{
	struct reading in = { .loader = loader, .category = -1 };

	in.file = keep(loader, text->name).at;
	if (loader->failed == OK)
		loader->failed = yaml_parse(in.file, text->text, &in.yaml,
		    loader->problems, NULL);
	if (loader->failed == OK)
		read_tree(&in);
	yaml_release(&in.yaml);
}

static void
read_texts(struct loader *loader)
{
	for (size_t i = 0; i < loader->text_count && loader->failed == OK; i++)
		read_text(loader, &loader->texts[i]);
}

static void
read_texts_as_folder(struct loader *loader)
{
	read_texts(loader);
	loader->file_count = (uint32_t)loader->text_count;
	require_version(loader);
}

enum status
catalogue_yaml_read(const char *path, struct catalogue **ret,
    struct catalogue_places *ret_places, struct problems *problems,
    struct err *err)
{
	struct loader loader = { .problems = problems, .path = path };

	return load(&loader, read_path_given, NULL, ret, ret_places, err);
}

enum status
catalogue_yaml_parse(const char *file, struct str text,
    struct catalogue **ret, struct catalogue_places *ret_places,
    struct problems *problems, struct err *err)
{
	const struct catalogue_text one = { str_of(file), text };
	struct loader loader = { .problems = problems, .path = file,
		.texts = &one, .text_count = 1 };

	return load(&loader, read_texts, NULL, ret, ret_places, err);
}

enum status
catalogue_yaml_texts(const struct catalogue_text *texts, size_t count,
    struct catalogue **ret, struct catalogue_places *ret_places,
    struct problems *problems, struct err *err)
{
	struct loader loader = { .problems = problems, .path = "",
		.texts = texts, .text_count = count };

	return load(&loader, read_texts_as_folder, NULL, ret, ret_places, err);
}

enum status
catalogue_yaml_load(const char *path, const struct catalogue *base,
    struct catalogue **ret, struct err *err)
{
	struct problems problems = { .count = 0 };
	struct loader loader = { .problems = &problems, .path = path };
	struct catalogue_places places;
	struct catalogue *catalogue = NULL;
	enum status code;

	code = load(&loader, read_path_given, base, &catalogue, &places, err);
	if (code == OK)
		code = problems_status(&problems, err);
	if (code == OK)
		*ret = catalogue;
	else
		catalogue_free(catalogue);
	problems_release(&problems);
	return code;
}
