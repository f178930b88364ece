/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/catalogue_view.h"

#include "agent/columns.h"
#include "agent/explain.h"
#include "core/arena.h"
#include "core/calendar.h"
#include "core/markup.h"

#define LIST_MEMORY_MAX ((size_t)1 << 20)
#define LINE_MAX ((size_t)64 << 10)
#define INDENT 2
#define HANG 6

/* The services that a list shows. */
struct selection {
	const struct catalogue_view *view;
	uint32_t *services;
	uint32_t count;
};

static bool
is_ignored(char c)
{
	return c == ' ' || c == '-' || c == '_';
}

/* True when `text` holds `word`, case, spaces and hyphens apart. */
static bool
holds(struct str text, struct str word)
{
	for (size_t start = 0; start < text.len; start++) {
		size_t i = start, j = 0;

		while (j < word.len) {
			if (is_ignored(word.at[j]))
				j++;
			else if (i < text.len && is_ignored(text.at[i]))
				i++;
			else if (i < text.len &&
			    char_lower(text.at[i]) == char_lower(word.at[j]))
				i++, j++;
			else
				break;
		}
		if (j == word.len)
			return true;
	}
	return word.len == 0;
}

bool
catalogue_view_wants(const struct catalogue *catalogue,
    const struct service *service, struct str word)
{
	if (holds(service->id, word) || holds(service->name, word) ||
	    holds(service->vendor, word))
		return true;
	for (uint32_t i = 0; i < service->former_names.count; i++)
		if (holds(service->former_names.at[i], word))
			return true;
	for (uint32_t i = 0; i < service->rule_count; i++)
		if (holds(catalogue_rule(catalogue,
		        service->first_rule + i).host, word))
			return true;
	return false;
}

enum list_column {
	LIST_ID,
	LIST_NAME,
	LIST_CATEGORY,
	LIST_VENDOR,
	LIST_COUNTRY,
	LIST_COLUMN_COUNT
};

static void
list_cell(struct buf *out, const void *cookie, size_t row, size_t column)
{
	const struct selection *selection = cookie;
	const struct catalogue_view *view = selection->view;
	const struct service *service =
	    &view->catalogue->services[selection->services[row]];

	switch ((enum list_column)column) {
	case LIST_ID:
		buf_str(out, service->id);
		break;
	case LIST_NAME:
		buf_str(out, service->name);
		break;
	case LIST_CATEGORY:
		message_write(out, view->language,
		    category_brief(service->category), NO_ARGS);
		break;
	case LIST_VENDOR:
		buf_str(out, service->vendor);
		break;
	default:
		buf_str(out, service->vendor_country);
		break;
	}
}

static void
write_list(struct buf *out, const struct selection *selection)
{
	const struct catalogue_view *view = selection->view;
	enum language language = view->language;
	const struct column columns[] = {
		[LIST_ID] = { .title = "ID", .max = 32, .keep = 9 },
		[LIST_NAME] = {
		    .title = message_template(language, MSG_LIST_NAME),
		    .gap = 2, .max = 34, .keep = 8 },
		[LIST_CATEGORY] = {
		    .title = message_template(language, MSG_LIST_CATEGORY),
		    .gap = 2, .keep = 7 },
		[LIST_VENDOR] = {
		    .title = message_template(language, MSG_LIST_VENDOR),
		    .gap = 2, .max = 24, .keep = 3 },
		[LIST_COUNTRY] = {
		    .title = message_template(language, MSG_LIST_COUNTRY),
		    .gap = 2, .keep = 5 },
	};
	const struct columns_table table = {
		.columns = columns,
		.column_count = LIST_COLUMN_COUNT,
		.row_count = selection->count,
		.width = view->columns,
		.colour = view->colour,
		.cell = list_cell,
		.cookie = selection,
	};

	columns_table(out, &table);
}

uint32_t
catalogue_view_list(struct buf *out, const struct catalogue_view *view,
    struct str word)
{
	const struct catalogue *catalogue = view->catalogue;
	struct selection selection = { .view = view };
	struct arena memory;

	arena_init(&memory, LIST_MEMORY_MAX);
	selection.services = arena_alloc(&memory,
	    (size_t)catalogue->service_count + 1, sizeof(uint32_t));
	if (selection.services == NULL) {
		out->failed = E_NOMEM;
		return 0;
	}
	for (uint32_t i = 0; i < catalogue->service_count; i++)
		if (catalogue_view_wants(catalogue, &catalogue->services[i],
		        word))
			selection.services[selection.count++] = i;
	if (selection.count > 0)
		write_list(out, &selection);
	arena_release(&memory);
	return selection.count;
}

/* One paragraph: a message with an argument, wrapped. */
static void
say(struct buf *out, const struct catalogue_view *view, enum message id,
    const char *const *args)
{
	struct buf line;

	buf_init(&line, LINE_MAX);
	message_write(&line, view->language, id, args);
	columns_wrap(out, buf_view(&line), view->columns, 0, HANG);
	buf_release(&line);
}

/* The same, when there is something to say. */
static void
say_text(struct buf *out, const struct catalogue_view *view, enum message id,
    struct str text)
{
	if (text.len > 0)
		say(out, view, id, ARGS(text.at));
}

/* A note is typed plainly, as messages are. */
static void
say_note(struct buf *out, const struct catalogue_view *view, struct str note)
{
	struct buf text;

	buf_init(&text, LINE_MAX);
	prose_typography(&text, view->language, note);
	say_text(out, view, MSG_SHOW_NOTE, buf_view(&text).len == 0
	    ? STR("") : str_of(buf_z(&text)));
	buf_release(&text);
}

static void
say_list(struct buf *out, const struct catalogue_view *view, enum message id,
    struct list list)
{
	struct buf joined;

	buf_init(&joined, LINE_MAX);
	for (uint32_t i = 0; i < list.count; i++) {
		buf_text(&joined, i == 0 ? "" : ", ");
		buf_str(&joined, list.at[i]);
	}
	say_text(out, view, id, buf_view(&joined).len == 0
	        ? STR("")
	        : str_of(buf_z(&joined)));
	buf_release(&joined);
}

static const char *
answer_word(const struct catalogue_view *view, enum answer answer)
{
	static const enum message words[] = {
		[ANSWER_UNKNOWN] = MSG_ANSWER_IS_UNKNOWN,
		[ANSWER_NO] = MSG_ANSWER_IS_NO,
		[ANSWER_YES] = MSG_ANSWER_IS_YES,
	};

	return message_template(view->language, words[answer]);
}

/* " (https://... , 2026-11-25)" */
static void
write_source(struct buf *out, const struct source_note *source)
{
	if (source->url.len == 0)
		return;
	buf_text(out, " (");
	buf_str(out, source->url);
	if (source->via.len > 0) {
		buf_text(out, ", ");
		buf_str(out, source->via);
	}
	if (source->verified != CALENDAR_NO_DAY) {
		buf_text(out, ", ");
		buf_text(out, calendar_text(source->verified).text);
	}
	buf_char(out, ')');
}

static void
show_answer(struct buf *out, const struct catalogue_view *view,
    enum message name, const struct risk_answer *answer)
{
	struct buf line, point;

	buf_init(&line, LINE_MAX);
	buf_init(&point, LINE_MAX);
	message_write(&point, view->language, name, NO_ARGS);
	message_write(&line, view->language, MSG_PREFIXED,
	    ARGS(buf_z(&point), answer_word(view, answer->answer)));
	buf_release(&point);
	write_source(&line, &answer->source);
	columns_wrap(out, buf_view(&line), view->columns, INDENT, HANG);
	buf_release(&line);
}

static const enum message family_names[] = {
	[RISKS_CONFIDENTIALITY] = MSG_SHOW_CONFIDENTIALITY,
	[RISKS_SECURITY] = MSG_SHOW_SECURITY,
	[RISKS_REPUTATION] = MSG_SHOW_REPUTATION,
};

static void
show_family(struct buf *out, const struct catalogue_view *view,
    const struct service *service, enum risk_family family)
{
	struct attention points = service_attention(service, family);
	struct risk_answer outside = { service_outside_eea(service),
		{ STR(""), STR(""), CALENDAR_NO_DAY } };
	struct risk_answer without = service_answers(service)->dpa;

	say(out, view, family_names[family], ARGS(digits(points.points).text,
	    digits(points.of).text, digits(points.unknown).text));
	for (int i = 0; i < RISK_COUNT; i++)
		if (risk_family_of((enum risk)i) == family)
			show_answer(out, view, risk_name((enum risk)i),
			    &service_answers(service)->risks[i]);
	if (family != RISKS_CONFIDENTIALITY)
		return;
	without.answer = service_without_dpa(service);
	show_answer(out, view, MSG_RISK_OUTSIDE_EEA, &outside);
	show_answer(out, view, MSG_RISK_NO_DPA, &without);
}

/* ", until 2024-05-13" of a host that changed hands. */
static void
write_days(struct buf *out, enum language language, const struct rule *rule)
{
	struct calendar_text from = calendar_text(rule->from);
	struct calendar_text until = calendar_text(rule->until);

	if (rule->from == CALENDAR_NO_DAY && rule->until == CALENDAR_NO_DAY)
		return;
	buf_text(out, ", ");
	if (rule->from == CALENDAR_NO_DAY)
		message_write(out, language, MSG_SHOW_RULE_UNTIL,
		    ARGS(until.text));
	else if (rule->until == CALENDAR_NO_DAY)
		message_write(out, language, MSG_SHOW_RULE_FROM,
		    ARGS(from.text));
	else
		message_write(out, language, MSG_SHOW_RULE_BETWEEN,
		    ARGS(from.text, until.text));
}

static void
show_rule(struct buf *out, const struct catalogue_view *view,
    const struct rule *rule)
{
	struct buf line;

	buf_init(&line, LINE_MAX);
	explain_rule(&line, rule);
	buf_text(&line, rule->exact ? " (=), " : ", ");
	buf_str(&line, role_id(rule->role));
	if (rule->dns != DNS_NONE) {
		buf_text(&line, ", dns ");
		buf_str(&line, dns_strength_id(rule->dns));
	}
	write_days(&line, view->language, rule);
	columns_wrap(out, buf_view(&line), view->columns, INDENT, HANG);
	buf_release(&line);
}

static void
show_uses(struct buf *out, const struct catalogue_view *view,
    const struct service *service)
{
	unsigned uses = service_uses(service);
	struct buf joined;

	buf_init(&joined, LINE_MAX);
	for (int i = 0; i < USE_COUNT; i++) {
		if ((uses >> i & 1u) == 0)
			continue;
		if (buf_view(&joined).len > 0)
			buf_text(&joined, ", ");
		message_write(&joined, view->language, use_name((enum use)i),
		    NO_ARGS);
	}
	say_text(out, view, MSG_SHOW_USES, str_of(buf_z(&joined)));
	buf_release(&joined);
}

static void
show_flags(struct buf *out, const struct catalogue_view *view,
    const struct service *service)
{
	const char *const *words = catalogue_words(WORDS_FLAG);
	struct buf joined;

	buf_init(&joined, LINE_MAX);
	for (int i = 0; words[i] != NULL; i++) {
		if ((service->flags >> i & 1u) == 0)
			continue;
		if (buf_view(&joined).len > 0)
			buf_text(&joined, ", ");
		buf_text(&joined, words[i]);
	}
	say_text(out, view, MSG_SHOW_FLAGS, str_of(buf_z(&joined)));
	buf_release(&joined);
}

static void
show_checked(struct buf *out, const struct catalogue_view *view,
    const struct service *service)
{
	const char *url = service->source.url.len > 0
	    ? service->source.url.at
	    : message_template(view->language, MSG_SHOW_NO_PAGE);
	struct calendar_text day = { "-" };

	if (service_verified(service) != CALENDAR_NO_DAY)
		day = calendar_text(service_verified(service));
	say(out, view, MSG_SHOW_SOURCE, ARGS(url, day.text));
}

static void
show_vendor(struct buf *out, const struct catalogue_view *view,
    const struct service *service)
{
	const char *unknown = answer_word(view, ANSWER_UNKNOWN);

	say(out, view, MSG_SHOW_VENDOR, ARGS(
	    service->vendor.len > 0 ? service->vendor.at : unknown,
	    service->vendor_country.len > 0 ? service->vendor_country.at
	                                    : unknown));
	if (service->hosting.count > 0)
		say_list(out, view, MSG_SHOW_HOSTING, service->hosting);
	else
		say(out, view, MSG_SHOW_HOSTING, ARGS(unknown));
}

void
catalogue_view_show(struct buf *out, const struct catalogue_view *view,
    const struct service *service)
{
	say(out, view, MSG_SHOW_TITLE, ARGS(service->name.at, service->id.at,
	    message_template(view->language,
	        category_name(service->category))));
	say_note(out, view, service->note[view->language]);
	say_list(out, view, MSG_SHOW_FORMER, service->former_names);
	show_vendor(out, view, service);
	say(out, view, MSG_SHOW_ACCOUNT,
	    ARGS(answer_word(view, service->account_required)));
	show_uses(out, view, service);
	show_flags(out, view, service);
	for (int i = 0; i < RISK_FAMILY_COUNT; i++)
		show_family(out, view, service, (enum risk_family)i);
	say_list(out, view, MSG_SHOW_ALTERNATIVES, service->alternatives);
	say(out, view, MSG_SHOW_RULES, NO_ARGS);
	for (uint32_t i = 0; i < service->rule_count; i++) {
		const struct rule rule =
		    catalogue_rule(view->catalogue, service->first_rule + i);

		show_rule(out, view, &rule);
	}
	show_checked(out, view, service);
}
