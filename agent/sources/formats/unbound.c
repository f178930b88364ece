/* SPDX-License-Identifier: Apache-2.0
 * unbound.c: Unbound with log-queries or log-replies, in its own file or in
 * syslog (pfSense, OPNsense, OpenBSD).  A line of the same tag whose message
 * does not begin with a client's address is none of both: "rpz: applied" and
 * log-local-actions repeat the name.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#define WORDS_MAX 12

struct words {
	struct str at[WORDS_MAX];
	size_t count;
};

static void
split(struct str text, struct words *ret)
{
	ret->count = 0;
	while (ret->count < WORDS_MAX &&
	    str_take_word(&text, &ret->at[ret->count]))
		ret->count++;
}

/* log-destaddr (1.22) appends "on udp 192.168.50.1 53". */
static void
drop_destination(struct words *words)
{
	for (size_t i = 4; i + 2 < words->count; i++)
		if (str_eq(words->at[i], STR("on"))) {
			words->count = i;
			return;
		}
}

static bool
is_class(struct str word)
{
	return str_eq(word, STR("IN")) || str_eq(word, STR("CH")) ||
	    str_eq(word, STR("HS")) || str_eq(word, STR("ANY")) ||
	    str_eq(word, STR("NONE")) || str_starts(word, STR("CLASS"));
}

/* "CLIENT NAME TYPE CLASS", then for a reply "RCODE TIME CACHED SIZE". */
static enum record
shape(const struct words *words)
{
	bool query = words->count == 4;

	if ((!query && words->count != 8) || !is_class(words->at[3]))
		return RECORD_REJECTED;
	return query ? RECORD_QUERY : RECORD_REPLY;
}

static bool
take_level(struct str *text)
{
	return str_take(text, STR("info: ")) ||
	    str_take(text, STR("query: ")) || str_take(text, STR("reply: "));
}

/* "26931:0", which only Unbound writes; log-identity changes its name. */
static bool
is_thread(struct str text)
{
	struct str process, thread;
	uint64_t number;

	return str_cut(text, STR(":"), &process, &thread) &&
	    str_number(process, UINT32_MAX, &number) &&
	    str_number(thread, UINT32_MAX, &number);
}

static bool
ends_in_thread(struct str head)
{
	head = str_trim(head);
	if (!str_ends(head, STR("]")))
		return false;
	head.len--;
	return str_cut_last(head, STR("["), NULL, &head) && is_thread(head);
}

/* The message: after syslog's "unbound[26931]: " Unbound puts its own
 * "[26931:0] " once more. */
static bool
read_message(struct str record, struct loghead *ret_head, struct str *ret_text)
{
	struct str text, thread = STR("");

	loghead_read(record, ret_head);
	text = ret_head->text;
	if (str_take_char(&text, '[') &&
	    (!str_take_until(&text, ']', &thread) ||
	        !str_take_char(&text, ' ')))
		return false;
	*ret_text = text;
	return str_eq(ret_head->tag, STR("unbound")) || is_thread(thread) ||
	    ends_in_thread(str_head(record,
	        (size_t)(ret_head->text.at - record.at)));
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct loghead head;
	struct words words;
	struct str text;
	enum record kind;

	(void)dialect;
	if (!read_message(record, &head, &text))
		return RECORD_FOREIGN;
	if (!take_level(&text))
		return RECORD_OTHER;
	split(text, &words);
	if (words.count == 0 || !format_is_address(words.at[0]))
		return RECORD_OTHER;
	drop_destination(&words);
	kind = shape(&words);
	if (kind == RECORD_REJECTED)
		return kind;
	ret->stamp = head.stamp;
	ret->name = words.at[1];
	ret->client = words.at[0];
	return kind;
}

static int
bid(struct str record)
{
	struct loghead head;
	struct str text;

	if (!read_message(record, &head, &text))
		return 0;
	return take_level(&text) ? 100 : 50;
}

/* The fast path.  Behind the level stands a client's address, or a word. */
static const unsigned char classes[256] = {
	['0' ... ':'] = LINECLASS_QUERY,
	['A' ... 'F'] = LINECLASS_QUERY,
	['G' ... 'Z'] = LINECLASS_OTHER,
	['a' ... 'f'] = LINECLASS_QUERY,
	['g' ... 'z'] = LINECLASS_OTHER,
};

static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct loghead head;
	struct str text;
	size_t from, len;

	if (!read_message(record, &head, &text) || !take_level(&text))
		return false;
	from = (size_t)(head.text.at - record.at);
	len = (size_t)(text.at - record.at);
	if (!lineshape_of(record, &head, len, ret))
		return false;
	lineshape_free_digits(ret, from, len);
	return true;
}

#define REPLY "%a %n %w IN %u %d.%d %d %d"
#define DESTINATION " on %w %w %w"

static const struct format_pattern patterns[] = {
	{ "%a %n %w IN", LINECLASS_QUERY },
	{ REPLY, LINECLASS_REPLY },
	{ "%a %n %w IN" DESTINATION, LINECLASS_QUERY },
	{ REPLY DESTINATION, LINECLASS_REPLY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = classes,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_unbound = {
	.id = "unbound",
	.alias = NULL,
	.title = "Unbound",
	.anchor = ". ",
	.marks = { "unbound", "info:", ". A IN" },
	.enable = MSG_DNS_ENABLE_UNBOUND,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
