/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/loghead.h"

#define TAG_WORDS 3
#define UNIT_END ".service["
#define COOKIE "@cee:" /* of rsyslog's and syslog-ng's JSON */

/* "<30>" */
static bool
take_priority(struct str *cursor)
{
	struct str rest = *cursor;
	uint32_t priority;

	if (!str_take_char(&rest, '<') ||
	    !str_take_digits(&rest, 1, 3, &priority) ||
	    !str_take_char(&rest, '>'))
		return false;
	*cursor = rest;
	return true;
}

static bool
is_tag_char(char c)
{
	return char_is_alpha(c) || char_is_digit(c) || c == '-' || c == '_' ||
	    c == '.' || c == '/';
}

/* "dnsmasq:", "dnsmasq[9050]:", "unbound[9291:0]" */
static bool
tag_of(struct str word, struct str *ret_tag)
{
	size_t n = 0;
	bool ended = word.len > 1 && word.at[word.len - 1] == ':';

	while (n < word.len && is_tag_char(word.at[n]))
		n++;
	if (n == 0)
		return false;
	if (ended)
		word.len--;
	if (n < word.len ? word.at[n] != '[' || !str_ends(word, STR("]"))
	                 : !ended)
		return false;
	*ret_tag = str_head(word, n);
	return true;
}

/* "kresd@1.service[743]:" */
static bool
unit_of(struct str word, struct str *ret_tag)
{
	struct str unit;

	if (!str_ends(word, STR("]:")) ||
	    !str_cut(word, STR(UNIT_END), &unit, NULL))
		return false;
	(void)str_cut(unit, STR("@"), &unit, NULL);
	*ret_tag = unit;
	return unit.len > 0;
}

static void
find_tag(struct loghead *head)
{
	struct str rest = head->rest, word;

	for (int i = 0; i < TAG_WORDS && str_take_word(&rest, &word); i++)
		if (unit_of(word, &head->tag) || tag_of(word, &head->tag)) {
			head->text = rest;
			return;
		}
}

/* "[a b=\"c\"][d e=\"]\"] " or "- " */
static bool
skip_structured(struct str *cursor)
{
	struct str rest = *cursor;
	bool quoted = false, inside = false;
	size_t i = 0;

	if (rest.len > 0 && rest.at[0] == '-') {
		*cursor = str_skip(rest, 1);
		return true;
	}
	for (; i < rest.len; i++) {
		char c = rest.at[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && !inside && c != '[')
			break;
		else if (!quoted)
			inside = c == '[' || (inside && c != ']');
	}
	if (i == 0 || inside || quoted)
		return false;
	*cursor = str_skip(rest, i);
	return true;
}

/* RFC 5424 §6: "<30>1 STAMP HOST APP PROCID MSGID STRUCTURED MSG" */
static bool
read_5424(struct str line, struct loghead *ret)
{
	struct loghead made = { .stamp = { .kind = STAMP_NONE } };
	struct str host, process, message_id;

	if (!str_take(&line, STR("1 ")))
		return false;
	if (!stamp_take_iso(&line, &made.stamp) && !str_take_char(&line, '-'))
		return false;
	if (!str_take_char(&line, ' ') || !str_take_word(&line, &host) ||
	    !str_take_word(&line, &made.tag) ||
	    !str_take_word(&line, &process) ||
	    !str_take_word(&line, &message_id) || !skip_structured(&line))
		return false;
	str_skip_spaces(&line);
	(void)str_take(&line, STR("\xEF\xBB\xBF"));
	made.rest = made.text = line;
	*ret = made;
	return true;
}

bool
loghead_skip_stream(struct str *cursor)
{
	struct str rest = *cursor;

	if ((!str_take(&rest, STR("stdout ")) &&
	        !str_take(&rest, STR("stderr "))) ||
	    (!str_take(&rest, STR("F ")) && !str_take(&rest, STR("P "))))
		return false;
	*cursor = rest;
	return true;
}

/* "[   12.345678] " */
static void
skip_monotonic(struct str *cursor)
{
	struct str rest = *cursor;
	uint32_t number;

	if (!str_take_char(&rest, '['))
		return;
	str_skip_spaces(&rest);
	if (str_take_digits(&rest, 1, 9, &number) &&
	    str_take_char(&rest, '.') &&
	    str_take_digits(&rest, 6, 6, &number) &&
	    str_take(&rest, STR("] ")))
		*cursor = rest;
}

void
loghead_read(struct str line, struct loghead *ret)
{
	struct loghead made = { .stamp = { .kind = STAMP_NONE } };
	struct str rest = line;

	made.rest = made.text = line;
	*ret = made;
	if (str_starts(line, STR("{"))) /* JSON has none */
		return;
	if (take_priority(&rest) && read_5424(rest, ret))
		return;
	if (stamp_take_any(&rest, &made.stamp)) {
		(void)str_take_char(&rest, ':');
		str_skip_spaces(&rest);
		if (made.stamp.kind == STAMP_UNIX)
			(void)loghead_skip_stream(&rest);
	} else {
		skip_monotonic(&rest);
	}
	made.rest = made.text = rest;
	find_tag(&made);
	*ret = made;
}

static bool
take_object(struct str text, struct str *ret_object)
{
	if (str_take(&text, STR(COOKIE)))
		str_skip_spaces(&text);
	if (!str_starts(text, STR("{")))
		return false;
	*ret_object = text;
	return true;
}

bool
loghead_object(struct str line, struct str *ret_object)
{
	struct loghead head;
	struct str host;

	if (str_starts(line, STR("{"))) {
		*ret_object = line;
		return true;
	}
	loghead_read(line, &head);
	return take_object(head.text, ret_object) ||
	    (head.tag.len == 0 && str_take_word(&head.text, &host) &&
	        take_object(head.text, ret_object));
}
