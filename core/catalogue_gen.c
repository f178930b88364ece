/* SPDX-License-Identifier: Apache-2.0
 * catalogue_gen.c: host tool of the build: policies/catalogue as C tables that
 * need no work at start-up.  Must not know the clock: rules about dates are the
 * linter's in the tests.  Covered by tests/unit/test_builtin.c.
 *
 * catalogue_gen FOLDER BLIND.yaml OUT.c: refuses what the linter refuses.  OUT.c
 * is left alone when it would not change.
 */
#include "core/blind_yaml.h"
#include "core/buf.h"
#include "core/calendar.h"
#include "core/catalogue_yaml.h"
#include "core/lint_catalogue.h"
#include "core/match_index.h"
#include "core/os.h"
#include "core/outfile.h"

#include <inttypes.h>

#define OUT_MAX ((size_t)64 << 20)

static void
put_bytes(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '"' || c == '\\' || c == '?' || c < 0x20 || c >= 0x7f)
			buf_format(out, "\\%03o", c);
		else
			buf_char(out, (char)c);
	}
}

/* A string as a C initialiser of struct str. */
static void
put_str(struct buf *out, struct str s)
{
	buf_text(out, "{ \"");
	put_bytes(out, s);
	buf_format(out, "\", %zu }", s.len);
}

static void
put_day(struct buf *out, int32_t day)
{
	if (day == CALENDAR_NO_DAY)
		buf_text(out, "CALENDAR_NO_DAY");
	else
		buf_number(out, day);
}

/* Lists come before the table that points to them, numbered as they come. */
static void
put_list(struct buf *out, struct list list, unsigned *number)
{
	if (list.count == 0)
		return;
	buf_format(out, "static const struct str list_%u[] = {", (*number)++);
	for (uint32_t i = 0; i < list.count; i++) {
		buf_text(out, i == 0 ? " " : ", ");
		put_str(out, list.at[i]);
	}
	buf_text(out, " };\n");
}

static void
put_lists(struct buf *out, const struct catalogue *catalogue)
{
	unsigned number = 0;

	for (uint32_t i = 0; i < catalogue->service_count; i++) {
		const struct service *service = &catalogue->services[i];

		put_list(out, service->former_names, &number);
		put_list(out, service->hosting, &number);
		put_list(out, service->uses, &number);
		put_list(out, service->alternatives, &number);
	}
}

static void
put_list_name(struct buf *out, const char *member, struct list list,
    unsigned *number)
{
	if (list.count == 0)
		return;
	buf_format(out, "\t\t.%s = { list_%u, %u },\n", member, (*number)++,
	    list.count);
}

static void
put_text(struct buf *out, const char *member, struct str text)
{
	buf_format(out, "\t\t.%s = ", member);
	put_str(out, text);
	buf_text(out, ",\n");
}

static void
put_source(struct buf *out, const struct source_note *source)
{
	buf_text(out, "{ ");
	put_str(out, source->url);
	buf_text(out, ", ");
	put_str(out, source->via);
	buf_text(out, ", ");
	put_day(out, source->verified);
	buf_text(out, " }");
}

static void
put_answer(struct buf *out, const struct risk_answer *answer)
{
	buf_format(out, "{ %d, ", answer->answer);
	put_source(out, &answer->source);
	buf_text(out, " },\n");
}

static bool
is_silent(const struct risk_answer *answer)
{
	return answer->answer == ANSWER_UNKNOWN &&
	    answer->source.url.len == 0 &&
	    answer->source.verified == CALENDAR_NO_DAY;
}

/* Nine services in ten, of which nobody has read a page: no answers at all. */
static bool
is_undocumented(const struct service *service)
{
	const struct service_answers *answers = service_answers(service);

	for (int i = 0; i < RISK_COUNT; i++)
		if (!is_silent(&answers->risks[i]))
			return false;
	return is_silent(&answers->dpa);
}

static void
put_answers(struct buf *out, const struct service *service, uint32_t number)
{
	const struct service_answers *answers = service_answers(service);

	if (is_undocumented(service))
		return;
	buf_format(out, "static const struct service_answers answers_%u = {\n"
	                "\t.risks = {\n", number);
	for (int i = 0; i < RISK_COUNT; i++) {
		buf_text(out, "\t\t");
		put_answer(out, &answers->risks[i]);
	}
	buf_text(out, "\t},\n\t.dpa = ");
	put_answer(out, &answers->dpa);
	buf_text(out, "};\n");
}

static void
put_answers_name(struct buf *out, const struct service *service,
    uint32_t number)
{
	if (!is_undocumented(service))
		buf_format(out, "\t\t.answers = &answers_%u,\n", number);
}

static void
put_service(struct buf *out, const struct service *service, uint32_t index,
    unsigned *number)
{
	buf_text(out, "\t{\n");
	put_text(out, "id", service->id);
	put_text(out, "name", service->name);
	put_list_name(out, "former_names", service->former_names, number);
	put_text(out, "vendor", service->vendor);
	put_text(out, "vendor_country", service->vendor_country);
	put_list_name(out, "hosting", service->hosting, number);
	buf_format(out, "\t\t.category = %d,\n", service->category);
	put_list_name(out, "uses", service->uses, number);
	buf_format(out, "\t\t.flags = %u,\n\t\t.common = %d,\n"
	                "\t\t.account_required = %d,\n",
	    service->flags, service->common, service->account_required);
	put_answers_name(out, service, index);
	put_list_name(out, "alternatives", service->alternatives, number);
	put_text(out, "note[LANGUAGE_FR]", service->note[LANGUAGE_FR]);
	put_text(out, "note[LANGUAGE_EN]", service->note[LANGUAGE_EN]);
	buf_text(out, "\t\t.source = ");
	put_source(out, &service->source);
	buf_text(out, ",\n\t\t.last_checked = ");
	put_day(out, service->last_checked);
	buf_format(out, ",\n\t\t.first_rule = %u,\n\t\t.rule_count = %u,\n\t},\n",
	    service->first_rule, service->rule_count);
}

/* One piece, one string: C joins them. */
static void
put_all_text(struct buf *out, const struct catalogue *catalogue)
{
	struct str rest = { catalogue->text, catalogue->text_bytes };
	struct str piece;

	buf_text(out, "static const char text[] =\n");
	while (str_take_until(&rest, '\0', &piece)) {
		buf_text(out, "\t\"");
		put_bytes(out, piece);
		buf_text(out, "\\0\"\n");
	}
	buf_text(out, "\t\"\";\n\n");
}

static void
put_rule(struct buf *out, const struct rule_row *rule)
{
	const struct text texts[] = { rule->host, rule->path, rule->query_key,
		rule->query_value };

	buf_text(out, "\t{ ");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		buf_format(out, "{ %u, %u }, ", texts[i].at, texts[i].len);
	put_day(out, rule->from);
	buf_text(out, ", ");
	put_day(out, rule->until);
	buf_format(out, ", %u, %d, %d, %d },\n", rule->service, rule->exact,
	    rule->role, rule->dns);
}

/* One row, one string: C joins them. */
static void
put_hosts(struct buf *out, const struct match_index *index)
{
	buf_text(out, "static const char names[] =\n");
	for (uint32_t i = 0; i < index->host_count; i++)
		buf_format(out, "\t\"%s\\0\"\n",
		    match_index_host(index, i).at);
	buf_text(out, "\t\"\";\n\n"
	              "static const struct match_host hosts[] = {\n");
	for (uint32_t i = 0; i <= index->host_count; i++)
		buf_format(out, "\t{ %u, %u },\n", index->hosts[i].name,
		    index->hosts[i].first);
	buf_text(out, "};\n\n");
}

static void
put_slots(struct buf *out, const struct match_index *index)
{
	buf_format(out, "static const struct match_slot slots[%u] = {\n",
	    index->mask + 1);
	for (uint32_t i = 0; i <= index->mask; i++)
		if (index->slots[i].host != 0)
			buf_format(out, "\t[%u] = { %uu, %u },\n", i,
			    index->slots[i].hash, index->slots[i].host);
	buf_text(out, "};\n\n");
}

static void
put_index(struct buf *out, const struct match_index *index,
    const struct catalogue *catalogue)
{
	buf_text(out, "static const struct match_candidate candidates[] = {\n");
	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct match_candidate *row = &index->candidates[i];

		buf_format(out, "\t{ %" PRIu64 "u, %u, %d, %d },\n", row->rank,
		    row->rule, row->whole, row->exact);
	}
	buf_text(out, "\t{ .rule = 0 },\n};\n\n");
	put_hosts(out, index);
	put_slots(out, index);
	buf_format(out, "static const struct match_index match_index = {\n"
	                "\tcandidates, names, hosts, slots, %u, %u, %u,\n};\n\n",
	    index->host_count, index->mask, index->labels);
}

/* Tables end in an empty row: C has no empty arrays. */
static void
put_catalogue(struct buf *out, const struct catalogue *catalogue,
    const struct match_index *index)
{
	unsigned number = 0;

	buf_text(out, "/* Made from policies/ by catalogue_gen. */\n"
	              "#include \"core/blind.h\"\n"
	              "#include \"core/calendar.h\"\n"
	              "#include \"core/match_index.h\"\n\n");
	put_lists(out, catalogue);
	for (uint32_t i = 0; i < catalogue->service_count; i++)
		put_answers(out, &catalogue->services[i], i);
	buf_text(out, "\nstatic const struct service services[] = {\n");
	for (uint32_t i = 0; i < catalogue->service_count; i++)
		put_service(out, &catalogue->services[i], i, &number);
	buf_text(out, "\t{ .first_rule = 0 },\n};\n\n"
	              "static const struct rule_row rules[] = {\n");
	for (uint32_t i = 0; i < catalogue->rule_count; i++)
		put_rule(out, &catalogue->rules[i]);
	buf_text(out, "\t{ .service = 0 },\n};\n\n");
	put_all_text(out, catalogue);
	put_index(out, index, catalogue);
	buf_text(out, "const struct catalogue *\ncatalogue_builtin(void)\n{\n"
	              "\tstatic const struct catalogue builtin = {\n");
	put_text(out, "version", catalogue->version);
	buf_format(out, "\t\t.services = services,\n"
	                "\t\t.service_count = %u,\n\t\t.rules = rules,\n"
	                "\t\t.rule_count = %u,\n"
	                "\t\t.text = text,\n\t\t.text_bytes = %u,\n"
	                "\t\t.index = &match_index,\n\t};\n\n"
	                "\treturn &builtin;\n}\n",
	    catalogue->service_count, catalogue->rule_count,
	    catalogue->text_bytes);
}

/* In every language, to the end of the row. */
static void
put_texts(struct buf *out, const struct str text[LANGUAGE_COUNT])
{
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		buf_text(out, language == 0 ? "{ " : ", ");
		put_str(out, text[language]);
	}
	buf_text(out, " } },\n");
}

static void
put_blind_spots(struct buf *out, const struct blind_spots *spots)
{
	buf_text(out, "\nconst struct blind_spots *\nblind_builtin(void)\n{\n"
	              "\tstatic const struct blind_spot spots[] = {\n");
	for (uint32_t i = 0; i < spots->count; i++) {
		buf_text(out, "\t\t{ ");
		put_str(out, spots->at[i].id);
		buf_format(out, ", %u, ", spots->at[i].group);
		put_texts(out, spots->at[i].text);
	}
	buf_text(out, "\t};\n\tstatic const struct blind_group groups[] = {\n");
	for (uint32_t i = 0; i < spots->group_count; i++) {
		buf_text(out, "\t\t{ ");
		put_str(out, spots->groups[i].id);
		buf_text(out, ", ");
		put_texts(out, spots->groups[i].text);
	}
	buf_format(out, "\t};\n\tstatic const struct blind_spots builtin = {\n"
	                "\t\tspots, %u, groups, %u\n\t};\n\n"
	                "\treturn &builtin;\n}\n",
	    spots->count, spots->group_count);
}

static bool
is_same(const char *path, struct str content)
{
	struct buf before;
	bool same;

	buf_init(&before, OUT_MAX);
	same = os_read_file(path, &before, NULL) == OK &&
	    str_eq(buf_view(&before), content);
	buf_release(&before);
	return same;
}

static void
show(const struct problems *problems)
{
	struct buf line;

	buf_init(&line, 4096);
	for (uint32_t i = 0; i < problems->count; i++) {
		if (problems->at[i].warning)
			continue;
		buf_reset(&line);
		problem_write(&line, &problems->at[i]);
		(void)fprintf(stderr, "%s\n", buf_z(&line));
	}
	buf_release(&line);
}

static enum status
add_catalogue(struct buf *out, const char *folder, struct problems *problems,
    struct err *err)
{
	struct catalogue *catalogue = NULL;
	struct catalogue_places places;
	struct match_index index;
	struct arena memory;
	enum status code;

	arena_init(&memory, OUT_MAX);
	code = catalogue_yaml_read(folder, &catalogue, &places, problems, err);
	if (code != OK)
		return code;
	lint_catalogue(catalogue, &places, NULL, CALENDAR_NO_DAY, problems);
	code = problems_status(problems, err);
	if (code == OK)
		code = match_index_build(catalogue, &memory, &index, err);
	if (code == OK)
		put_catalogue(out, catalogue, &index);
	arena_release(&memory);
	catalogue_free(catalogue);
	return code;
}

static enum status
add_blind_spots(struct buf *out, const char *path, struct problems *problems,
    struct err *err)
{
	struct blind_spots spots;
	struct arena memory;
	struct yaml yaml = { .root = NULL };
	enum status code;

	arena_init(&memory, OUT_MAX);
	code = yaml_read(path, &yaml, problems, err);
	if (code == OK)
		code = blind_yaml_read(&yaml, &memory, &spots, problems);
	if (code == OK)
		code = problems_status(problems, err);
	if (code == OK)
		put_blind_spots(out, &spots);
	yaml_release(&yaml);
	arena_release(&memory);
	return code;
}

static enum status
generate(const char *folder, const char *blind, const char *path,
    struct err *err)
{
	struct problems problems = { .count = 0 };
	struct buf out;
	enum status code;

	buf_init(&out, OUT_MAX);
	code = add_catalogue(&out, folder, &problems, err);
	if (code == OK)
		code = add_blind_spots(&out, blind, &problems, err);
	if (code == OK)
		code = buf_status(&out);
	if (code == OK && !is_same(path, buf_view(&out)))
		code = outfile_publish(path, OUTFILE_ALL, buf_view(&out), err);
	if (code != OK)
		show(&problems);
	buf_release(&out);
	problems_release(&problems);
	return code;
}

int
main(int argc, char **argv)
{
	struct err err = { "catalogue_gen FOLDER BLIND.yaml OUT.c" };

	if (argc == 4 && generate(argv[1], argv[2], argv[3], &err) == OK)
		return 0;
	(void)fprintf(stderr, "%s\n", err.text);
	return 1;
}
