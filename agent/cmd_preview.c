/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/draft.h"
#include "agent/screen.h"
#include "agent/station.h"

#include "core/words.h"

#include <openssl/crypto.h>
#include <stdlib.h>

#define TEXT_MAX ((size_t)1 << 20)

struct preview_options {
	struct station_options station;
	bool raw;
};

static const struct option_row preview_rows[] = {
	STATION_CONFIG(struct preview_options),
	STATION_HELP(struct preview_options),
	STATION_LANG(struct preview_options),
	STATION_NOW(struct preview_options),
	STATION_ROW("raw", struct preview_options, OPTION_FLAG, raw,
	    MSG_VALUE_FILE, MSG_PREVIEW_RAW),
	STATION_STATE(struct preview_options),
};

/* The next ballot: of the oldest period that is not over. */

static void
find_next(void *cookie, const struct booth *booth)
{
	struct booth *next = cookie;

	if (next->text[0] == '\0' && !booth_over(booth) &&
	    booth->record.period.kind != PERIOD_TRIAL)
		*next = *booth;
}

/* Explaining */

static const enum message value_names[] = { MSG_PREVIEW_NONE, MSG_PREVIEW_SOME,
	MSG_PREVIEW_MUCH };

struct writing {
	struct buf *out;
	const struct settings *settings;
	enum language language;
};

static void
say(const struct writing *to, enum message id, const char *const *args)
{
	screen_line(to->out, to->settings, 0, 0, id, args);
}

static void
indent(const struct writing *to, size_t by, enum message id,
    const char *const *args)
{
	screen_line(to->out, to->settings, by, by + 2, id, args);
}

/* "  any = 2: any AI service, 5 days or more" */
static void
say_value(const struct writing *to, const char *key, int value,
    enum message what)
{
	struct buf name, meaning;

	buf_init(&name, 512);
	buf_init(&meaning, 512);
	message_write(&name, to->language, what, NO_ARGS);
	message_write(&meaning, to->language, value_names[value], NO_ARGS);
	indent(to, 2, MSG_PREVIEW_VALUE, ARGS(key, digits(value).text,
	    buf_z(&name), buf_z(&meaning)));
	buf_release(&meaning);
	buf_release(&name);
}

static void
say_flag(const struct writing *to, const char *key, int value,
    enum message yes, enum message no)
{
	struct buf meaning;

	buf_init(&meaning, 512);
	message_write(&meaning, to->language, value != 0 ? yes : no, NO_ARGS);
	indent(to, 2, MSG_PREVIEW_FLAG, ARGS(key, digits(value).text,
	    buf_z(&meaning)));
	buf_release(&meaning);
}

/* The name that people know, when this version's catalogue has it. */
static void
say_service(const struct writing *to, const struct draft *draft,
    const struct ballot_service *row)
{
	struct str id = draft->vocabulary.catalogue.services[row->service].id;
	int known = catalogue_find(catalogue_builtin(), id);
	struct str name = known < 0 ? id
	                            : catalogue_builtin()->services[known].name;
	struct buf text, meaning;

	buf_init(&text, 512);
	buf_init(&meaning, 512);
	buf_str(&text, name);
	message_write(&meaning, to->language, value_names[row->value], NO_ARGS);
	indent(to, 4, MSG_PREVIEW_PART, ARGS(buf_z(&text), buf_z(&meaning)));
	buf_release(&meaning);
	buf_release(&text);
}

static void
say_categories(const struct writing *to, const struct ballot *ballot)
{
	struct buf name, meaning;

	indent(to, 2, ballot->any == BALLOT_NONE ? MSG_PREVIEW_NO_CATEGORIES
	                                         : MSG_PREVIEW_CATEGORIES,
	    NO_ARGS);
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		if (ballot->categories[i] == BALLOT_NONE)
			continue;
		buf_init(&name, 512);
		buf_init(&meaning, 512);
		message_write(&name, to->language,
		    category_name((enum category)i), NO_ARGS);
		message_write(&meaning, to->language,
		    value_names[ballot->categories[i]], NO_ARGS);
		indent(to, 4, MSG_PREVIEW_PART, ARGS(buf_z(&name), buf_z(&meaning)));
		buf_release(&meaning);
		buf_release(&name);
	}
}

static void
say_answers(const struct writing *to, const struct draft *draft)
{
	const struct ballot *ballot = &draft->ballot;

	say_value(to, "any", ballot->any, MSG_PREVIEW_ANY);
	say_value(to, "unapproved", ballot->unapproved, MSG_PREVIEW_UNAPPROVED);
	say_flag(to, "contacted", ballot->contacted, MSG_PREVIEW_CONTACTED,
	    MSG_PREVIEW_NOT_CONTACTED);
	say_categories(to, ballot);
	indent(to, 2, ballot->service_count == 0 ? MSG_PREVIEW_NO_SERVICES
	                                         : MSG_PREVIEW_SERVICES,
	    NO_ARGS);
	for (size_t i = 0; i < ballot->service_count; i++)
		say_service(to, draft, &ballot->services[i]);
	say_flag(to, "others", ballot->others, MSG_PREVIEW_OTHERS,
	    MSG_PREVIEW_NO_OTHERS);
	if (draft->dns_stands_in)
		indent(to, 2, MSG_PREVIEW_DNS, NO_ARGS);
}

static void
say_when(const struct writing *to, const struct booth *booth)
{
	struct buf opens, closes;

	buf_init(&opens, 128);
	buf_init(&closes, 128);
	prose_day(&opens, to->language,
	    calendar_day_of(booth->record.opens_at, 0));
	prose_day(&closes, to->language,
	    calendar_day_of(booth->record.closes_at, 0) - 1);
	say(to, MSG_PREVIEW_WHEN, ARGS(buf_z(&opens), buf_z(&closes)));
	buf_release(&closes);
	buf_release(&opens);
}

/* Who enrols computers that do not exist could tell what one of them said. */
static enum status
say_enrolled(const struct writing *to, struct state *state, struct err *err)
{
	int64_t enrolled = -1;
	enum status code = state_fact(state, FACT_ENROLLED, &enrolled, err);

	if (code == OK && enrolled >= 0)
		say(to, MSG_PREVIEW_ENROLLED, ARGS(digits(enrolled).text));
	return code;
}

static enum status
say_words(const struct writing *to, const struct booth *booth, struct err *err)
{
	uint8_t digest[RECORD_DIGEST];
	struct buf words;
	enum status code = record_digest(str_of(booth->text), digest, err);

	if (code != OK)
		return code;
	buf_init(&words, 512);
	words_write(&words, digest, WORDS_SHOWN);
	say(to, MSG_PREVIEW_WORDS, ARGS(buf_z(&words)));
	buf_release(&words);
	return OK;
}

static const enum message blank_messages[] = {
	[DRAFT_ANSWERS] = MSG_PREVIEW_ANSWERS,
	[DRAFT_PAUSED] = MSG_PREVIEW_PAUSED,
	[DRAFT_UNMEASURED] = MSG_PREVIEW_UNMEASURED,
	[DRAFT_TRIAL] = MSG_PREVIEW_ANSWERS,
};

static enum status
explain(struct buf *out, const struct station *station,
    const struct booth *booth, const struct draft *draft, struct err *err)
{
	const struct settings *settings = station->settings;
	const struct writing to = { out, settings, settings->language };
	struct str bytes = { (const char *)draft->bytes, BALLOT_BYTES };
	struct str json = bytes;
	enum status code;

	(void)str_cut(bytes, STR("\n"), &json, NULL);
	say(&to, booth->status == BOOTH_DRAFTED ? MSG_PREVIEW_READY
	                                        : MSG_PREVIEW_HEAD,
	    ARGS(booth->record.period.text));
	buf_char(out, '\n');
	buf_str(out, json);
	buf_text(out, "\n\n");
	say(&to, MSG_PREVIEW_PADDING, ARGS(digits(
	    (long long)(BALLOT_BYTES - json.len - 1)).text));
	say(&to, blank_messages[draft->blank], NO_ARGS);
	if (!draft->ballot.blank)
		say_answers(&to, draft);
	buf_char(out, '\n');
	say(&to, MSG_PREVIEW_NOTHING_ELSE, NO_ARGS);
	say_when(&to, booth);
	code = say_enrolled(&to, station->state, err);
	return code == OK ? say_words(&to, booth, err) : code;
}

static enum status
preview(struct station *station, struct booth *booth, bool raw,
    struct buf *out, struct err *err)
{
	struct draft *draft = calloc(1, sizeof(*draft));
	enum status code;

	if (draft == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = booth->status == BOOTH_DRAFTED
	    ? draft_sent(station->state, booth, draft, err)
	    : draft_make(station->state, booth, draft, err);
	if (code == OK && raw)
		buf_str(out, (struct str){ (const char *)draft->bytes,
		    BALLOT_BYTES });
	else if (code == OK)
		code = explain(out, station, booth, draft, err);
	draft_release(draft);
	OPENSSL_cleanse(draft, sizeof(*draft));
	free(draft);
	return code;
}

static enum status
preview_next(struct station *station, bool raw, struct buf *out,
    struct err *err)
{
	struct booth *booth = calloc(1, sizeof(*booth));
	enum status code;

	if (booth == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = booth_each(station->state, find_next, booth, err);
	if (code == OK && booth->text[0] == '\0')
		code = err_set(err, E_NOT_FOUND, MSG_PREVIEW_NO_PERIOD,
		    NO_ARGS);
	if (code == OK)
		code = preview(station, booth, raw, out, err);
	booth_wipe(booth);
	free(booth);
	return code;
}

static int
preview_run(const void *target, struct settings *settings, int argc,
    char **argv)
{
	const struct preview_options *options = target;
	struct station station = { .lock = -1 };
	struct buf out;
	struct err err;
	int result;
	enum status code = station_open(&options->station, settings,
	    STATION_LOOK, &station, &err);

	(void)argc;
	(void)argv;
	buf_init(&out, TEXT_MAX);
	if (code == OK)
		code = station_need(&station, &err);
	if (code == OK)
		code = preview_next(&station, options->raw, &out, &err);
	result = code == OK ? command_print(&out) : command_fail(code, &err);
	buf_release(&out);
	station_release(&station);
	return result;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct preview_options options = { .raw = false };

	return station_command(self, argc, argv, settings, &options,
	    &options.station, false, preview_run);
}

const struct command cmd_preview = {
	.name = "preview",
	.synopsis = MSG_PREVIEW_SYNOPSIS,
	.summary = MSG_PREVIEW_SUMMARY,
	.options = { preview_rows,
	    sizeof(preview_rows) / sizeof(preview_rows[0]) },
	.run = run,
};
