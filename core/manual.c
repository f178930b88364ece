/* SPDX-License-Identifier: Apache-2.0 */
#include "core/manual.h"

#include "core/outfile.h"

#define PAGE_MAX ((size_t)1 << 20)
#define TEXT_MAX 8192
#define LINE_BYTES 76 /* mandoc's style: at most 80 */

static const struct {
	enum exit_code code;
	enum message help;
} exit_rows[] = {
	{ EXIT_OK, MSG_EXIT_OK },
	{ EXIT_FAILED, MSG_EXIT_FAILED },
	{ EXIT_USAGE, MSG_EXIT_USAGE },
	{ EXIT_PARTIAL, MSG_EXIT_PARTIAL },
	{ EXIT_NETWORK, MSG_EXIT_NETWORK },
	{ EXIT_REFUSED, MSG_EXIT_REFUSED },
	{ EXIT_FINDINGS, MSG_EXIT_FINDINGS },
};

#define EXIT_COUNT (sizeof(exit_rows) / sizeof(exit_rows[0]))

/* The language of man(7) */

struct roff {
	struct buf *out;
	enum language language;
	size_t line; /* characters on the line */
	bool code;   /* between back-quotes */
};

static bool
joins(struct str word, size_t i)
{
	return i > 0 && i + 1 < word.len && word.at[i - 1] != '-' &&
	    word.at[i + 1] != '-';
}

/* One byte of a word, escaped for troff.  A dash that a person types in a
 * command must stay a minus sign; troff would make a hyphen of it. */
static void
put_byte(struct roff *roff, struct str word, size_t i)
{
	char c = word.at[i];

	if (c == '`') {
		roff->code = !roff->code;
		buf_text(roff->out, roff->code ? "\\fB" : "\\fR");
	} else if (c == '\\') {
		buf_text(roff->out, "\\e");
	} else if (c == '-' && (roff->code || !joins(word, i))) {
		buf_text(roff->out, "\\-");
	} else {
		buf_char(roff->out, c);
	}
}

/* The most that a word takes on a line of the page's source: man turns what is
 * not ASCII into "\[u00E9]", put_byte a back-quote into "\fB" and a dash into
 * "\-". */
static size_t
length_of(struct str word)
{
	size_t length = 0;

	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = (unsigned char)word.at[i];

		length += c == '`' ? 3 : c == '-' ? 2 : 0;
		length += c >= 0xc0 ? 8 : c < 0x80 ? 1 : 0;
	}
	return length;
}

static void
put_word(struct roff *roff, struct str word)
{
	struct str rest = word;
	size_t length = length_of(word);

	if (roff->line > 0 && roff->line + 1 + length > LINE_BYTES) {
		buf_char(roff->out, '\n');
		roff->line = 0;
	} else if (roff->line > 0) {
		buf_char(roff->out, ' ');
		roff->line++;
	}
	if (roff->line == 0 && (word.at[0] == '.' || word.at[0] == '\''))
		buf_text(roff->out, "\\&");
	while (rest.len > 0)
		if (str_take(&rest, STR("\u00a0")) ||
		    str_take(&rest, STR("\u202f")))
			buf_text(roff->out, "\\ ");
		else {
			put_byte(roff, word, word.len - rest.len);
			rest = str_skip(rest, 1);
		}
	roff->line += length;
}

/* Lines of text, the last one ended. */
static void
put_text(struct roff *roff, struct str text)
{
	struct str word;

	roff->line = 0;
	roff->code = false;
	while (text.len > 0) {
		if (!str_cut(text, STR(" "), &word, &text)) {
			word = text;
			text = STR("");
		}
		if (word.len > 0)
			put_word(roff, word);
	}
	buf_char(roff->out, '\n');
}

static void
put_message(struct roff *roff, enum message id)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, roff->language, id, NO_ARGS);
	put_text(roff, buf_view(&text));
	buf_release(&text);
}

/* What may stand in a macro's line, and is typed: no hyphen, no quote. */
static void
put_plain(struct roff *roff, struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] == '-')
			buf_text(roff->out, "\\-");
		else if (word.at[i] == '\\')
			buf_text(roff->out, "\\e");
		else if (word.at[i] == '"')
			buf_text(roff->out, "\\(dq");
		else
			buf_char(roff->out, word.at[i]);
}

static void
put_section(struct roff *roff, enum message title)
{
	buf_text(roff->out, ".SH \"");
	message_write(roff->out, roff->language, title, NO_ARGS);
	buf_text(roff->out, "\"\n");
}

static void
put_row(struct roff *roff, const struct manual_row *row)
{
	buf_text(roff->out, ".TP\n\\fB");
	put_plain(roff, str_of(row->name));
	buf_text(roff->out, "\\fR\n");
	put_message(roff, row->help);
}

/* What a program's tables say */

static void
put_head(struct roff *roff, const struct manual *manual)
{
	buf_text(roff->out, ".\\\" Written from the program's tables.\n.TH ");
	for (const char *c = manual->program->name; *c != '\0'; c++)
		buf_char(roff->out, *c >= 'a' && *c <= 'z'
		    ? (char)(*c - 'a' + 'A') : *c);
	buf_format(roff->out, " 1 %s \"%s %s\" \"", manual->date,
	    manual->program->name, LANTERNE_VERSION);
	message_write(roff->out, roff->language, MSG_MANUAL_VOLUME, NO_ARGS);
	buf_text(roff->out, "\"\n.nh\n.ad l\n");
	put_section(roff, MSG_MANUAL_NAME);
	put_plain(roff, str_of(manual->program->name));
	buf_text(roff->out, " \\-\n");
	put_message(roff, manual->program->summary);
}

static void
put_synopsis(struct roff *roff, const struct manual *manual)
{
	static const enum message forms[] = { MSG_MANUAL_FORM_COMMAND,
		MSG_MANUAL_FORM_HELP };
	const char *name = manual->program->name;

	put_section(roff, MSG_MANUAL_SYNOPSIS);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		buf_text(roff->out, i == 0 ? ".B " : ".br\n.B ");
		put_plain(roff, str_of(name));
		buf_char(roff->out, '\n');
		put_message(roff, forms[i]);
	}
}

static void
put_description(struct roff *roff, const struct manual *manual)
{
	put_section(roff, MSG_MANUAL_DESCRIPTION);
	for (size_t i = 0; i < manual->paragraphs; i++) {
		buf_text(roff->out, i == 0 ? "" : ".PP\n");
		put_message(roff, manual->description[i]);
	}
}

static void
put_option(struct roff *roff, const struct option_row *row)
{
	buf_text(roff->out, ".TP\n\\fB\\-\\-");
	put_plain(roff, str_of(row->name));
	buf_text(roff->out, "\\fR");
	if (row->kind != OPTION_FLAG) {
		buf_text(roff->out, " \\fI");
		message_write(roff->out, roff->language, row->value, NO_ARGS);
		buf_text(roff->out, "\\fR");
	}
	buf_char(roff->out, '\n');
	put_message(roff, row->help);
}

static void
put_command(struct roff *roff, const struct program *program,
    const struct command *command)
{
	struct buf synopsis;

	buf_init(&synopsis, TEXT_MAX);
	message_write(&synopsis, roff->language, command->synopsis, NO_ARGS);
	buf_text(roff->out, ".SS \"");
	put_plain(roff, str_of(program->name));
	buf_char(roff->out, ' ');
	put_plain(roff, str_of(command->name));
	buf_char(roff->out, ' ');
	put_plain(roff, buf_view(&synopsis));
	buf_text(roff->out, "\"\n");
	put_message(roff, command->summary);
	for (size_t i = 0; i < command->options.count; i++)
		put_option(roff, &command->options.rows[i]);
	buf_release(&synopsis);
}

static void
put_exits(struct roff *roff, unsigned exits)
{
	put_section(roff, MSG_MANUAL_EXIT);
	for (size_t i = 0; i < EXIT_COUNT; i++) {
		struct digits code = digits(exit_rows[i].code);
		struct manual_row row = { code.text, exit_rows[i].help };

		if ((exits & 1u << exit_rows[i].code) != 0)
			put_row(roff, &row);
	}
}

static void
put_list(struct roff *roff, const struct manual_section *section)
{
	put_section(roff, section->title);
	put_message(roff, section->lead);
	for (size_t i = 0; i < section->count; i++)
		put_row(roff, &section->rows[i]);
}

void
manual_write(struct buf *out, enum language language,
    const struct manual *manual)
{
	struct roff roff = { .out = out, .language = language };
	const struct program *program = manual->program;

	put_head(&roff, manual);
	put_synopsis(&roff, manual);
	put_description(&roff, manual);
	put_section(&roff, MSG_MANUAL_COMMANDS);
	put_message(&roff, MSG_MANUAL_COMMANDS_LEAD);
	for (size_t i = 0; program->commands[i] != NULL; i++)
		if (!program->commands[i]->hidden)
			put_command(&roff, program, program->commands[i]);
	put_exits(&roff, manual->exits);
	for (size_t i = 0; i < manual->section_count; i++)
		put_list(&roff, &manual->sections[i]);
	put_section(&roff, MSG_MANUAL_SEE_ALSO);
	put_text(&roff, str_of(manual->see_also));
}

enum status
manual_publish(const char *folder, const struct manual *manual,
    struct err *err)
{
	static const char *const places[LANGUAGE_COUNT] = {
		[LANGUAGE_FR] = "/fr/", [LANGUAGE_EN] = "/" };
	enum status code = OK;

	for (int i = 0; code == OK && i < LANGUAGE_COUNT; i++) {
		struct buf page, path;

		buf_init(&path, TEXT_MAX);
		buf_init(&page, PAGE_MAX);
		buf_format(&path, "%s%s%s.1", folder, places[i],
		    manual->program->name);
		manual_write(&page, (enum language)i, manual);
		code = buf_status(&page);
		if (code == OK)
			code = outfile_publish(buf_z(&path), OUTFILE_ALL,
			    buf_view(&page), err);
		else
			(void)err_set(err, code, MSG_NO_MEMORY, NO_ARGS);
		buf_release(&page);
		buf_release(&path);
	}
	return code;
}
