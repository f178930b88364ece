/* SPDX-License-Identifier: Apache-2.0
 * resolved.c: systemd-resolved: its journal at debug level and `resolvectl
 * monitor`, each as text or JSON.  Of the journal only "Looking up RR" is a
 * question, or "Looking up bypass packet" of a program that asks for DNSSEC by
 * itself; the same name is printed again on its way.  No client; the monitor
 * has no time either.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#include "core/json.h"

static bool
take_lookup(struct str *cursor)
{
	return str_take(cursor, STR("Looking up RR for ")) ||
	    str_take(cursor, STR("Looking up bypass packet for "));
}

/* "Looking up RR for chatgpt.com IN A." */
static enum record
read_message(struct str text, struct query *ret)
{
	text = str_trim(text);
	if (!take_lookup(&text))
		return RECORD_OTHER;
	if (str_ends(text, STR(".")))
		text.len--;
	ret->client = STR("");
	return format_name_of(text, &ret->name) ? RECORD_QUERY
	                                        : RECORD_REJECTED;
}

/* "-> Q: chatgpt.com IN A", "<- S: success", "<- A: ...", with real arrows in
 * UTF-8. */
static bool
take_arrow(struct str *cursor)
{
	struct str rest = *cursor;

	if (!str_take(&rest, STR("\xe2\x86\x92 ")) &&
	    !str_take(&rest, STR("\xe2\x86\x90 ")) &&
	    !str_take(&rest, STR("-> ")) && !str_take(&rest, STR("<- ")))
		return false;
	if (rest.len < 3 || rest.at[1] != ':' || rest.at[2] != ' ')
		return false;
	*cursor = rest;
	return true;
}

static enum record
read_monitor(struct str text, struct query *ret)
{
	if (!str_take(&text, STR("Q: ")))
		return RECORD_OTHER;
	ret->stamp = (struct stamp){ .kind = STAMP_NONE };
	ret->client = STR("");
	return format_name_of(str_trim(text), &ret->name) ? RECORD_QUERY
	                                                  : RECORD_REJECTED;
}

/* One object a question. */
static enum record
read_question(const json_t *object, struct str record, struct query *ret)
{
	const json_t *question = json_array_get(
	    json_object_get(object, "question"), 0);
	struct str name = json_get_str(question, "name");

	if (name.len == 0)
		return RECORD_REJECTED;
	ret->stamp = (struct stamp){ .kind = STAMP_NONE };
	format_keep(ret, name, STR(""), record);
	return RECORD_QUERY;
}

/* Of the journal, and could not be unwrapped (unwrap.h). */
static bool
is_broken_entry(struct str record)
{
	return str_holds(record, STR("\"MESSAGE\"")) &&
	    str_holds(record,
	        STR("\"SYSLOG_IDENTIFIER\":\"systemd-resolved\""));
}

static bool
is_question(struct str record)
{
	return str_holds(record, STR("\"question\"")) &&
	    str_holds(record, STR("\"state\""));
}

static enum record
parse_json(struct str record, struct query *ret)
{
	json_t *object = NULL;
	enum record kind;

	if (is_broken_entry(record))
		return RECORD_REJECTED;
	if (!is_question(record))
		return RECORD_FOREIGN;
	if (json_read(record, RECORD_MAX, &object, NULL) != OK)
		return RECORD_REJECTED;
	kind = read_question(object, record, ret);
	json_decref(object);
	return kind;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text = record;
	struct loghead head;

	(void)dialect;
	if (str_starts(record, STR("{")))
		return parse_json(record, ret);
	if (take_arrow(&record))
		return read_monitor(record, ret);
	if (take_lookup(&text)) {
		ret->stamp = (struct stamp){ .kind = STAMP_NONE };
		return read_message(record, ret);
	}
	loghead_read(record, &head);
	if (!str_eq(head.tag, STR("systemd-resolved")))
		return RECORD_FOREIGN;
	ret->stamp = head.stamp;
	return read_message(head.text, ret);
}

static int
bid(struct str record)
{
	struct loghead head;

	if (str_starts(record, STR("{")))
		return is_broken_entry(record) || is_question(record) ? 100
		                                                      : 0;
	if (take_arrow(&record) || take_lookup(&record))
		return 90;
	loghead_read(record, &head);
	if (!str_eq(head.tag, STR("systemd-resolved")))
		return 0;
	return take_lookup(&head.text) ? 100 : 50;
}

/* The fast path, of the journal's text: behind the tag. */
static const unsigned char journal_classes[256] = {
	['!' ... 'K'] = LINECLASS_OTHER,
	['L'] = LINECLASS_QUERY,
	['M' ... '~'] = LINECLASS_OTHER,
};

static bool
journal_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct loghead head;

	loghead_read(record, &head);
	return !str_starts(record, STR("{")) && !take_lookup(&text) &&
	    str_eq(head.tag, STR("systemd-resolved")) &&
	    lineshape_of(record, &head,
	        (size_t)(head.text.at - record.at), ret);
}

static const struct format_pattern journal_patterns[] = {
	{ "Looking up RR for %n %w %w", LINECLASS_QUERY },
	{ "Looking up bypass packet for %n %w %w", LINECLASS_QUERY },
	{ NULL, LINECLASS_UNSURE },
};

/* Of the monitor's: behind what its arrows, as they are most often, have in
 * common. */
#define ARROW "\xe2\x86"

static bool
monitor_shape(struct str record, struct lineshape *ret)
{
	lineshape_of_bytes(STR(ARROW), ret);
	return str_starts(record, STR(ARROW));
}

static const struct format_pattern monitor_patterns[] = {
	{ "\x92 Q: %n %w %w", LINECLASS_QUERY },
	{ "\x90 S: %r", LINECLASS_OTHER },
	{ "\x90 C: %r", LINECLASS_OTHER },
	{ "\x90 A: %r", LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast_monitor = {
	.classes = format_any_class,
	.shape = monitor_shape,
	.patterns = monitor_patterns,
};

static const struct format_fast fast = {
	.next = &fast_monitor,
	.classes = journal_classes,
	.shape = journal_shape,
	.patterns = journal_patterns,
};

const struct format format_resolved = {
	.id = "resolved",
	.alias = "systemd-resolved",
	.title = "systemd-resolved",
	.anchor = "",
	.marks = { "systemd-resolved", "Looking up RR for ", "\"question\"" },
	.enable = MSG_DNS_ENABLE_RESOLVED,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
