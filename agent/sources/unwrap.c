/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/unwrap.h"

#include "agent/sources/loghead.h"

#include "core/json.h"

#include <string.h>

#define DOCKER STR("{\"log\":\"")
#define LINE_MAX_BYTES ((size_t)64 << 10)

/* Of a container; Docker has no such limit, and no such names. */
#define NAME_MAX_BYTES 128

/* A line without its end, put together in unwrap->room. */
struct made {
	struct unwrap *unwrap;
	size_t len;
};

static void
put(struct made *made, struct str text)
{
	text = str_head(text, UNWRAP_ROOM - made->len);
	if (text.len > 0)
		memcpy(made->unwrap->room + made->len, text.at, text.len);
	made->len += text.len;
}

static struct str
text_of(const struct made *made)
{
	return (struct str){ made->unwrap->room, made->len };
}

/* A time, within brackets or not, or an object: what is not known by its head
 * keeps its beginning. */
static bool
has_own_head(struct str text)
{
	struct loghead head;
	struct stamp time;
	struct str inner = text;

	if (str_starts(text, STR("{")) || str_starts(text, STR("time:")) ||
	    stamp_take_any(&inner, &time) || stamp_take_time(&inner, &time) ||
	    (str_take_char(&inner, '[') && stamp_take_any(&inner, &time)))
		return true;
	if (!str_starts(text, STR("<")))
		return false;
	loghead_read(text, &head);
	return head.stamp.kind != STAMP_NONE;
}

/* Docker's json-file */

static bool
is_docker(struct str line)
{
	return str_starts(line, DOCKER) &&
	    str_holds(line, STR("\"stream\":\"")) &&
	    str_holds(line, STR("\"time\":\""));
}

static struct str
read_docker(const json_t *object, struct made *made)
{
	struct str time = json_get_str(object, "time");
	struct str text = str_trim(json_get_str(object, "log"));

	if (time.len == 0 || text.len == 0)
		return STR("");
	if (!has_own_head(text) && time.len + 1 + text.len <= UNWRAP_ROOM) {
		put(made, time);
		put(made, STR(" "));
	}
	put(made, text);
	return text_of(made);
}

/* The journal's JSON: RFC 7464 puts a byte before each object (json-seq),
 * server-sent events put a word (json-sse). */

static bool
take_entry(struct str *line)
{
	if (!str_take_char(line, '\x1e'))
		(void)str_take(line, STR("data: "));
	return str_starts(*line, STR("{")) &&
	    str_holds(*line, STR("\"__REALTIME_TIMESTAMP\"")) &&
	    str_holds(*line, STR("\"MESSAGE\""));
}

/* What is no text has its bytes as numbers. */
static void
put_message(struct made *made, const json_t *message)
{
	for (size_t i = 0; i < json_array_size(message); i++) {
		char byte = (char)json_integer_value(
		    json_array_get(message, i));

		put(made, (struct str){ &byte, 1 });
	}
	if (json_is_string(message))
		put(made, (struct str){ json_string_value(message),
		    json_string_length(message) });
}

/* "1795422600.594000 " of microseconds. */
static bool
put_realtime(struct made *made, struct str microseconds)
{
	uint64_t number;

	if (microseconds.len != 16 ||
	    !str_number(microseconds, INT64_MAX, &number))
		return false;
	put(made, str_head(microseconds, 10));
	put(made, STR("."));
	put(made, str_skip(microseconds, 10));
	put(made, STR(" "));
	return true;
}

static void
put_tag(struct made *made, const json_t *object)
{
	struct str process = json_get_str(object, "_PID");

	put(made, json_get_str(object, "SYSLOG_IDENTIFIER"));
	if (process.len > 0) {
		put(made, STR("["));
		put(made, process);
		put(made, STR("]"));
	}
	put(made, STR(": "));
}

/* JSON in JSON has its own time. */
static struct str
read_entry(const json_t *object, struct made *made)
{
	const json_t *message = json_object_get(object, "MESSAGE");
	struct str text = json_get_str(object, "MESSAGE");

	if (str_starts(text, STR("{"))) {
		put(made, text);
		return text_of(made);
	}
	if (!put_realtime(made,
	        json_get_str(object, "__REALTIME_TIMESTAMP")))
		return STR("");
	if (json_get_str(object, "SYSLOG_IDENTIFIER").len > 0)
		put_tag(made, object);
	put_message(made, message);
	return text_of(made);
}

static struct str
unwrap_json(struct unwrap *unwrap, struct str json, struct str line,
    struct str (*read)(const json_t *object, struct made *made))
{
	struct made made = { unwrap, 0 };
	json_t *object = NULL;
	struct str text;

	if (json_read(json, LINE_MAX_BYTES, &object, NULL) != OK)
		return line;
	text = read(object, &made);
	json_decref(object);
	return text.len > 0 ? text : line;
}

/* What stands before a line */

static bool
is_name_char(char c)
{
	return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '-' ||
	    c == '.';
}

/* docker compose: "pihole-1  | "; a blank line has nothing behind. */
static bool
take_service(struct str *cursor)
{
	struct str rest = *cursor;
	size_t n = 0;

	while (n < rest.len && n < NAME_MAX_BYTES && is_name_char(rest.at[n]))
		n++;
	rest = str_skip(rest, n);
	if (n == 0 || !str_starts(rest, STR(" ")))
		return false;
	str_skip_spaces(&rest);
	if (!str_take(&rest, STR("| ")))
		return false;
	*cursor = rest;
	return true;
}

/* kubectl --prefix: "[pod/coredns-5d/coredns] " */
static bool
take_pod(struct str *cursor)
{
	struct str rest = *cursor, name;

	if (!str_take(&rest, STR("[pod/")) ||
	    !str_take_until(&rest, ']', &name) || !str_take_char(&rest, ' '))
		return false;
	*cursor = rest;
	return true;
}

/* "STAMP stdout F " of CRI, or "STAMP " of docker logs -t. */
static bool
take_time(struct str *cursor, bool *ret_stream)
{
	struct stamp stamp;
	struct str rest = *cursor;

	if (!stamp_take_iso(&rest, &stamp) || stamp.kind != STAMP_UNIX ||
	    !str_take_char(&rest, ' '))
		return false;
	*ret_stream = loghead_skip_stream(&rest);
	*cursor = rest;
	return true;
}

/* The line that something stands before; false when nothing does. */
static bool
find_inner(struct str line, struct str *ret_inner)
{
	struct str rest = line;
	bool found = take_pod(&rest) || take_service(&rest), stream = false;
	struct str own = rest;

	if (take_time(&own, &stream) && has_own_head(own)) {
		*ret_inner = own;
		return true;
	}
	*ret_inner = rest;
	return found || stream;
}

bool
unwrap_is(struct str line)
{
	struct str entry = line, inner;

	return is_docker(line) || take_entry(&entry) ||
	    find_inner(line, &inner);
}

struct str
unwrap(struct unwrap *unwrap, struct str line)
{
	struct str entry = line, inner;

	if (is_docker(line))
		return unwrap_json(unwrap, line, line, read_docker);
	if (take_entry(&entry))
		return unwrap_json(unwrap, entry, line, read_entry);
	return find_inner(line, &inner) ? inner : line;
}
