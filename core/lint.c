/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lint.h"

#include "core/blind_yaml.h"
#include "core/buf.h"
#include "core/calendar.h"
#include "core/lint_catalogue.h"
#include "core/os.h"
#include "core/policy.h"
#include "core/yaml.h"

#define PATH_LIMIT ((size_t)4096)

/* One walk over files and folders. */
struct walk {
	const struct catalogue *known;
	int32_t today;
	struct lint_counts *counts;
	struct problems *problems;
	struct err *err;
	enum status failed;
	unsigned depth;
	const char *folder;
};

struct dated {
	const char *key;
	int32_t day;
};

static void
check_past(const struct dated *dated, struct place place, int32_t today,
    struct problems *problems)
{
	if (today != CALENDAR_NO_DAY && dated->day != CALENDAR_NO_DAY &&
	    dated->day > today)
		problem_add(problems, place, MSG_LINT_POLICY_FUTURE,
		    ARGS(dated->key, calendar_text(dated->day).text));
}

/* What policy_read lets pass.  Dates of what has taken place are compared with
 * `today`, unless it is CALENDAR_NO_DAY. */
static void
check_dates(const struct policy *policy, const char *file, int32_t today,
    struct problems *problems)
{
	const struct policy_facts *facts = policy_facts(policy);
	const struct dated dated[] = {
		{ "ai_discussed", facts->ai_discussed },
		{ "last_session", facts->last_session },
	};
	const struct policy_decision *rows;
	uint32_t count;

	for (size_t i = 0; i < sizeof(dated) / sizeof(dated[0]); i++)
		check_past(&dated[i], (struct place){ .file = file }, today,
		    problems);
	rows = policy_decisions(policy, &count);
	for (uint32_t i = 0; i < count; i++) {
		const struct dated decided = { "date", rows[i].date };

		check_past(&decided, rows[i].place, today, problems);
	}
}

static void
check_catalogue(struct walk *walk, const char *path)
{
	struct catalogue *catalogue = NULL;
	struct catalogue_places places;

	walk->failed = catalogue_yaml_read(path, &catalogue, &places,
	    walk->problems, walk->err);
	if (walk->failed != OK)
		return;
	lint_catalogue(catalogue, &places, walk->known, walk->today,
	    walk->problems);
	walk->counts->catalogues++;
	walk->counts->services += catalogue->service_count;
	walk->counts->rules += catalogue->rule_count;
	catalogue_free(catalogue);
}

static void
check_policy(struct walk *walk, const char *path)
{
	struct policy *policy = NULL;
	uint32_t decisions;

	walk->failed = policy_read(path, walk->known, &policy, walk->problems,
	    walk->err);
	if (walk->failed != OK)
		return;
	check_dates(policy, path, walk->today, walk->problems);
	(void)policy_decisions(policy, &decisions);
	walk->counts->policies++;
	walk->counts->decisions += decisions;
	policy_free(policy);
}

/* The list of AI that leaves no trace: sorted, in both languages. */
static void
check_blind_spots(struct walk *walk, const struct yaml *yaml)
{
	struct blind_spots spots;
	struct arena memory;

	arena_init(&memory, YAML_MAX_BYTES * 2);
	walk->failed = blind_yaml_read(yaml, &memory, &spots, walk->problems);
	if (walk->failed != OK)
		(void)err_set(walk->err, walk->failed, MSG_NO_MEMORY, NO_ARGS);
	arena_release(&memory);
}

/* What a file's first keys say that it is. */
enum kind {
	KIND_UNKNOWN,
	KIND_BLIND_SPOTS,
	KIND_CATALOGUE,
	KIND_POLICY
};

static enum kind
kind_of(const struct yaml_node *root)
{
	static const char *const catalogue_keys[] = { "version", "category",
		"services", NULL };
	static const char *const policy_keys[] = { "association", "decisions",
		"board_date", "notice_date", "charter", NULL };

	for (const struct yaml_node *node =
	         root->kind == YAML_MAP ? root->first : NULL;
	     node != NULL; node = node->next) {
		if (str_index(catalogue_keys, node->key->text) >= 0)
			return KIND_CATALOGUE;
		if (str_index(policy_keys, node->key->text) >= 0)
			return KIND_POLICY;
		if (str_eq(node->key->text, STR("blind_spots")))
			return KIND_BLIND_SPOTS;
	}
	return KIND_UNKNOWN;
}

/* The file is read once to know its kind; its faults are told by the reader of
 * that kind, when there is one. */
static void
check_file(struct walk *walk, const char *path)
{
	struct problems found = { .count = 0 };
	struct yaml yaml;
	enum kind kind;

	walk->failed = yaml_read(path, &yaml, &found, walk->err);
	if (walk->failed != OK) {
		problems_release(&found);
		return;
	}
	kind = kind_of(yaml.root);
	if (kind == KIND_CATALOGUE)
		check_catalogue(walk, path);
	else if (kind == KIND_POLICY)
		check_policy(walk, path);
	else if (kind == KIND_BLIND_SPOTS)
		check_blind_spots(walk, &yaml);
	else if (found.errors == 0)
		problem_add(walk->problems, (struct place){ .file = path },
		    MSG_LINT_UNKNOWN_FILE, NO_ARGS);
	if (kind == KIND_UNKNOWN || kind == KIND_BLIND_SPOTS)
		problems_add_all(walk->problems, &found);
	yaml_release(&yaml);
	problems_release(&found);
}

static void check_any(struct walk *walk, const char *path, bool named);

static void
on_entry(void *cookie, const char *name)
{
	struct walk *walk = cookie;
	const char *folder = walk->folder;
	struct buf path;

	/* agent.yaml and its examples are settings: the agent checks them. */
	if (name[0] == '.' || str_starts(str_of(name), STR("agent.")) ||
	    walk->failed != OK)
		return;
	buf_init(&path, PATH_LIMIT);
	os_join(&path, folder, name);
	if (buf_status(&path) == OK)
		check_any(walk, buf_z(&path), false);
	walk->folder = folder;
	buf_release(&path);
}

static bool
holds_catalogue(const char *folder)
{
	struct os_stat stat = { .kind = OS_NONE };
	struct buf path;
	bool holds;

	buf_init(&path, PATH_LIMIT);
	os_join(&path, folder, "catalogue.yaml");
	holds = buf_status(&path) == OK &&
	    os_stat(buf_z(&path), &stat, NULL) == OK && stat.kind == OS_FILE;
	buf_release(&path);
	return holds;
}

static void
check_folder(struct walk *walk, const char *path)
{
	struct err why;

	if (holds_catalogue(path)) {
		check_catalogue(walk, path);
		return;
	}
	if (walk->depth == LINT_DEPTH)
		return;
	walk->depth++;
	walk->folder = path;
	if (os_list(path, on_entry, walk, &why) != OK)
		problem_failed(walk->problems, &why);
	walk->depth--;
}

/* A file that was named is looked at whatever its name. */
static void
check_any(struct walk *walk, const char *path, bool named)
{
	struct os_stat stat;
	struct err why;

	if (os_stat(path, &stat, &why) != OK)
		problem_failed(walk->problems, &why);
	else if (stat.kind == OS_FOLDER)
		check_folder(walk, path);
	else if (named || str_ends(str_of(path), STR(".yaml")))
		check_file(walk, path);
}

enum status
lint_path(const char *path, const struct catalogue *known, int32_t today,
    struct lint_counts *counts, struct problems *problems, struct err *err)
{
	struct walk walk = { known, today, counts, problems, err, OK, 0, NULL };

	check_any(&walk, path, true);
	return walk.failed;
}
