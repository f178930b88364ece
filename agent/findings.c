/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/findings.h"

#include "core/hex.h"
#include "core/json.h"

#include <stdio.h>
#include <string.h>

#define MEMORY_MAX ((size_t)32 << 20)
#define FIRST_ROOM 256
#define MINUTE_MAX 65535

/* A day between 1970 and 9999: what a calendar of this program writes. */
#define DAY_MAX 2932896

enum status
findings_init(struct findings *findings, struct err *err)
{
	*findings = (struct findings){ .row_count = 0 };
	arena_init(&findings->memory, MEMORY_MAX);
	findings->cursors = arena_alloc(&findings->memory, CURSORS_MAX,
	    sizeof(*findings->cursors));
	if (findings->cursors != NULL)
		return OK;
	findings_release(findings);
	return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
}

void
findings_release(struct findings *findings)
{
	arena_release(&findings->memory);
	*findings = (struct findings){ .row_count = 0 };
}

static bool
grow(struct findings *findings)
{
	size_t room = findings->row_room == 0 ? FIRST_ROOM
	                                      : findings->row_room * 2;
	struct finding *grown =
	    arena_alloc(&findings->memory, room, sizeof(*grown));

	if (grown == NULL)
		return false;
	if (findings->row_count > 0)
		memcpy(grown, findings->rows,
		    findings->row_count * sizeof(*grown));
	findings->rows = grown;
	findings->row_room = room;
	return true;
}

enum status
findings_add(struct findings *findings, const struct finding *row,
    struct err *err)
{
	if (findings->row_count == FINDINGS_ROWS)
		return err_set(err, E_LIMIT, MSG_FINDINGS_MANY,
		    ARGS(digits(FINDINGS_ROWS).text));
	if (findings->row_count == findings->row_room && !grow(findings))
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	findings->rows[findings->row_count++] = *row;
	return OK;
}

/* "dnsmasq / Pi-hole" -> "dnsmasq-pi-hole" */
static void
word_of(struct str name, char ret[FINDINGS_WORD + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n < FINDINGS_WORD; i++) {
		char c = char_lower(name.at[i]);

		if (char_is_digit(c) || char_is_alpha(c))
			ret[n++] = c;
		else if (n > 0 && ret[n - 1] != '-')
			ret[n++] = '-';
	}
	while (n > 0 && ret[n - 1] == '-')
		n--;
	ret[n] = '\0';
}

static bool
is_read(const char *state)
{
	return strcmp(state, "read") == 0 || strcmp(state, "partial") == 0;
}

static bool
is_absent(const char *state)
{
	return strcmp(state, "absent") == 0;
}

/* What two profiles, or two places of logs, are together. */
static void
mix(char known[FINDINGS_WORD + 1], const char *state)
{
	if (is_absent(state))
		return;
	if (is_absent(known))
		(void)snprintf(known, FINDINGS_WORD + 1, "%s", state);
	else if (strcmp(known, state) != 0 && (is_read(known) || is_read(state)))
		(void)snprintf(known, FINDINGS_WORD + 1, "partial");
}

void
findings_source(struct findings *findings, enum source_kind kind,
    struct str name, struct str state)
{
	struct finding_source row = { .kind = kind };

	word_of(name, row.source);
	word_of(state, row.state);
	for (size_t i = 0; i < findings->source_count; i++) {
		struct finding_source *known = &findings->sources[i];

		if (known->kind != kind ||
		    strcmp(known->source, row.source) != 0)
			continue;
		mix(known->state, row.state);
		return;
	}
	if (findings->source_count < FINDINGS_SOURCES && row.source[0] != '\0')
		findings->sources[findings->source_count++] = row;
}

enum findings_logs
findings_logs(const struct findings *findings)
{
	enum findings_logs logs = FINDINGS_LOGS_UNASKED;

	for (size_t i = 0; i < findings->source_count; i++) {
		const struct finding_source *source = &findings->sources[i];

		if (source->kind != SOURCE_DNS)
			continue;
		if (is_read(source->state))
			return FINDINGS_LOGS_READ;
		if (!is_absent(source->state))
			logs = FINDINGS_LOGS_UNREAD;
		else if (logs == FINDINGS_LOGS_UNASKED)
			logs = FINDINGS_LOGS_NONE;
	}
	return logs;
}

bool
findings_measured(const struct findings *findings)
{
	for (size_t i = 0; i < findings->source_count; i++)
		if (is_read(findings->sources[i].state))
			return true;
	return false;
}

bool
findings_history(const struct findings *findings)
{
	for (size_t i = 0; i < findings->source_count; i++)
		if (findings->sources[i].kind == SOURCE_HISTORY &&
		    is_read(findings->sources[i].state))
			return true;
	return false;
}

/* Writing: one array a line, its first member the kind of line. */

static void
write_row(struct buf *out, const struct finding *row)
{
	buf_format(out, "[\"day\",%d,\"%s\",%d,%u]\n", (int)row->day,
	    row->service, (int)row->evidence, (unsigned)row->minute);
}

void
findings_cursor_write(struct buf *out, const struct cursor *cursor)
{
	/* JSON numbers are signed; an identity may take all 64 bits. */
	buf_format(out, "[\"cursor\",%lld,%lld,%lld,%lld,%u,\"",
	    (long long)cursor->device, (long long)cursor->inode,
	    (long long)cursor->size, (long long)cursor->offset,
	    (unsigned)cursor->head);
	hex_write(out, cursor->fingerprint, CURSOR_DIGEST);
	buf_text(out, "\"]\n");
}

void
findings_write(struct buf *out, const struct findings *findings)
{
	for (size_t i = 0; i < findings->row_count; i++)
		write_row(out, &findings->rows[i]);
	for (size_t i = 0; i < findings->cursor_count; i++)
		findings_cursor_write(out, &findings->cursors[i]);
	for (size_t i = 0; i < findings->source_count; i++)
		buf_format(out, "[\"source\",%d,\"%s\",\"%s\"]\n",
		    (int)findings->sources[i].kind, findings->sources[i].source,
		    findings->sources[i].state);
	buf_format(out, "[\"end\",%d,%d,%d]\n", findings->encrypted_dns,
	    findings->opted_out, findings->self_test);
}

/* Reading */

/* Member `at` of the line, a number from `min` to `max`. */
static bool
number_at(const json_t *line, size_t at, int64_t min, int64_t max,
    int64_t *ret)
{
	const json_t *value = json_array_get(line, at);
	int64_t number = (int64_t)json_integer_value(value);

	if (!json_is_integer(value) || number < min || number > max)
		return false;
	*ret = number;
	return true;
}

/* A word of a-z, 0-9 and '-'. */
static bool
word_at(const json_t *line, size_t at, size_t max, char *ret)
{
	const json_t *value = json_array_get(line, at);
	struct str word = str_of(json_string_value(value));

	if (word.len == 0 || word.len > max ||
	    word.len != json_string_length(value))
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!char_is_digit(word.at[i]) && word.at[i] != '-' &&
		    !(word.at[i] >= 'a' && word.at[i] <= 'z'))
			return false;
	memcpy(ret, word.at, word.len);
	ret[word.len] = '\0';
	return true;
}

static enum status
wrong(struct err *err)
{
	return err_set(err, E_INVALID, MSG_FINDINGS_LINE, NO_ARGS);
}

static enum status
read_row(const json_t *line, struct findings *findings, struct err *err)
{
	struct finding row = { .day = 0 };
	int64_t day, evidence, minute;

	if (json_array_size(line) != 5 ||
	    !number_at(line, 1, 0, DAY_MAX, &day) ||
	    !word_at(line, 2, FINDINGS_ID, row.service) ||
	    !number_at(line, 3, 0, EVIDENCE_COUNT - 1, &evidence) ||
	    !number_at(line, 4, 0, MINUTE_MAX, &minute) ||
	    (minute != 0 && evidence != EVIDENCE_CONTACTED))
		return wrong(err);
	row.day = (int32_t)day;
	row.evidence = (enum evidence)evidence;
	row.minute = (uint16_t)minute;
	return findings_add(findings, &row, err);
}

static enum status
read_cursor(const json_t *line, struct findings *findings, struct err *err)
{
	struct cursor cursor = { .head = 0 };
	int64_t device, inode, size, offset, head;

	if (json_array_size(line) != 7 ||
	    !number_at(line, 1, INT64_MIN, INT64_MAX, &device) ||
	    !number_at(line, 2, INT64_MIN, INT64_MAX, &inode) ||
	    !number_at(line, 3, 0, INT64_MAX, &size) ||
	    !number_at(line, 4, 0, INT64_MAX, &offset) ||
	    !number_at(line, 5, 1, CURSOR_HEAD, &head) ||
	    !hex_read(str_of(json_string_value(json_array_get(line, 6))),
	        cursor.fingerprint, CURSOR_DIGEST))
		return wrong(err);
	if (findings->cursor_count == CURSORS_MAX)
		return err_set(err, E_LIMIT, MSG_FINDINGS_MANY,
		    ARGS(digits(CURSORS_MAX).text));
	cursor.device = (uint64_t)device;
	cursor.inode = (uint64_t)inode;
	cursor.size = (uint64_t)size;
	cursor.offset = (uint64_t)offset;
	cursor.head = (uint32_t)head;
	findings->cursors[findings->cursor_count++] = cursor;
	return OK;
}

static enum status
read_source(const json_t *line, struct findings *findings, struct err *err)
{
	struct finding_source row = { .kind = SOURCE_HISTORY };
	int64_t kind;

	if (json_array_size(line) != 4 ||
	    !number_at(line, 1, 0, SOURCE_KIND_COUNT - 1, &kind) ||
	    !word_at(line, 2, FINDINGS_WORD, row.source) ||
	    !word_at(line, 3, FINDINGS_WORD, row.state) ||
	    findings->source_count == FINDINGS_SOURCES)
		return wrong(err);
	row.kind = (enum source_kind)kind;
	findings->sources[findings->source_count++] = row;
	return OK;
}

static enum status
read_end(const json_t *line, struct findings *findings, struct err *err)
{
	int64_t doh, out, test;

	if (json_array_size(line) != 4 || !number_at(line, 1, 0, 1, &doh) ||
	    !number_at(line, 2, 0, 1, &out) ||
	    !number_at(line, 3, 0, 1, &test))
		return wrong(err);
	findings->encrypted_dns = doh == 1;
	findings->opted_out = out == 1;
	findings->self_test = test == 1;
	findings->whole = true;
	return OK;
}

struct line_row {
	const char *word;
	enum status (*read)(const json_t *line, struct findings *findings,
	    struct err *err);
};

static const struct line_row line_rows[] = {
	{ "cursor", read_cursor },
	{ "day", read_row },
	{ "end", read_end },
	{ "source", read_source },
};

static enum status
read_line(struct str text, struct findings *findings, struct err *err)
{
	json_t *line = NULL;
	enum status code = json_read(text, FINDINGS_LINE, &line, err);
	struct str word;

	if (code != OK)
		return code;
	word = str_of(json_string_value(json_array_get(line, 0)));
	code = E_NOT_FOUND;
	for (size_t i = 0; i < sizeof(line_rows) / sizeof(line_rows[0]); i++)
		if (str_eq(word, str_of(line_rows[i].word)))
			code = line_rows[i].read(line, findings, err);
	json_decref(line);
	return code == E_NOT_FOUND ? wrong(err) : code;
}

enum status
findings_read(struct str lines, struct findings *findings, struct err *err)
{
	enum status code = OK;
	struct str line;

	if (lines.len > FINDINGS_BYTES)
		return err_set(err, E_LIMIT, MSG_FINDINGS_MANY,
		    ARGS(digits((long long)FINDINGS_BYTES).text));
	while (code == OK && str_take_until(&lines, '\n', &line))
		code = findings->whole ? wrong(err)
		                       : read_line(line, findings, err);
	if (code == OK && (lines.len > 0 || !findings->whole))
		code = err_set(err, E_DAMAGED, MSG_READER_DIED, NO_ARGS);
	return code;
}
