/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/unwrap.h"

#include "agent/sources/loghead.h"

#include "core/json.h"

#include <string.h>

#define DOCKER STR("{\"log\":\"")
#define LINE_MAX_BYTES ((size_t)64 << 10)

static bool
is_docker(struct str line)
{
	return str_starts(line, DOCKER) &&
	    str_holds(line, STR("\"stream\":\"")) &&
	    str_holds(line, STR("\"time\":\""));
}

/* "STAMP stdout F LINE"; "P" is a part of a line that goes on. */
static bool
take_cri(struct str line, struct str *ret_time, struct str *ret_text)
{
	struct stamp stamp;
	struct str rest = line;

	if (!stamp_take_iso(&rest, &stamp) || stamp.kind != STAMP_UNIX)
		return false;
	*ret_time = str_head(line, line.len - rest.len);
	if (!str_take(&rest, STR(" stdout ")) &&
	    !str_take(&rest, STR(" stderr ")))
		return false;
	if (!str_take(&rest, STR("F ")) && !str_take(&rest, STR("P ")))
		return false;
	*ret_text = rest;
	return true;
}

bool
unwrap_is(struct str line)
{
	struct str time, text;

	return is_docker(line) || take_cri(line, &time, &text);
}

/* A time in brackets, an object, a table's row: what is not known by its head
 * keeps its beginning. */
static bool
has_own_head(struct str text)
{
	struct loghead head;
	char first = text.len > 0 ? text.at[0] : ' ';

	loghead_read(text, &head);
	return head.stamp.kind != STAMP_NONE || first == '{' ||
	    char_is_digit(first) || str_starts(text, STR("time:")) ||
	    (first == '[' && text.len > 1 && char_is_digit(text.at[1]));
}

static struct str
compose(struct unwrap *unwrap, struct str time, struct str text)
{
	size_t n = 0;

	text = str_trim(text);
	if (!has_own_head(text) && time.len + 1 + text.len <= UNWRAP_ROOM) {
		memcpy(unwrap->room, time.at, time.len);
		n = time.len;
		unwrap->room[n++] = ' ';
	}
	text = str_head(text, UNWRAP_ROOM - n);
	memcpy(unwrap->room + n, text.at, text.len);
	return (struct str){ unwrap->room, n + text.len };
}

static struct str
unwrap_docker(struct unwrap *unwrap, struct str line)
{
	json_t *object = NULL;
	struct str made = line, time, text;

	if (json_read(line, LINE_MAX_BYTES, &object, NULL) != OK)
		return line;
	time = json_get_str(object, "time");
	text = json_get_str(object, "log");
	if (time.len > 0 && text.len > 0)
		made = compose(unwrap, time, text);
	json_decref(object);
	return made;
}

struct str
unwrap(struct unwrap *unwrap, struct str line)
{
	struct str time, text;

	if (is_docker(line))
		return unwrap_docker(unwrap, line);
	if (take_cri(line, &time, &text))
		return compose(unwrap, time, text);
	return line;
}
