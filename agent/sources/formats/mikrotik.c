/* SPDX-License-Identifier: Apache-2.0
 * mikrotik.c: MikroTik RouterOS with the log topic "dns".  The topic "packet"
 * prints the names again, in the question and in each answer.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#define QUERY "query from "
#define DONE "done query: #"

/* A leap year: 29 February may be in the one that is not printed. */
#define SOME_YEAR 2000

/* RouterOS before 7.10: "jul/28/2025 01:57:23 "; of this year without it; of
 * today, the time only. */
static bool
take_old_date(struct str *cursor, struct stamp *ret)
{
	struct str rest = *cursor, month;
	struct stamp time;
	struct civil date;
	uint32_t day, year = SOME_YEAR;
	bool dated;

	if (!str_take_until(&rest, '/', &month) || month.len != 3 ||
	    !str_take_digits(&rest, 2, 2, &day))
		return false;
	dated = str_take_char(&rest, '/');
	if ((dated && !str_take_digits(&rest, 4, 4, &year)) ||
	    !str_take_char(&rest, ' ') || !stamp_take_time(&rest, &time))
		return false;
	date = (struct civil){ (int32_t)year, calendar_month_of(month),
		(int32_t)day };
	if (!calendar_valid(date))
		return false;
	if (!dated)
		date.year = 0;
	*ret = (struct stamp){ .kind = dated ? STAMP_CIVIL : STAMP_YEARLESS,
		.date = date, .second = time.second };
	*cursor = rest;
	return true;
}

/* What stands before the message: "... dns,packet mt-dns: "; false when it
 * does not speak of DNS. */
static bool
is_topic(struct str head)
{
	struct str word;

	str_skip_spaces(&head);
	while (str_take_word(&head, &word)) {
		(void)str_cut(word, STR(":"), &word, NULL);
		(void)str_cut(word, STR(","), &word, NULL);
		if (str_eq(word, STR("dns")))
			return true;
	}
	return false;
}

/* "192.168.0.126: #710806 horizon-track.globo.com. AAAA", "... UNKNOWN (65)" */
static bool
read_query(struct str text, struct query *ret)
{
	struct str client, serial;

	text = str_trim(text);
	if (!str_take_word(&text, &client) || !str_ends(client, STR(":")) ||
	    !str_take_char(&text, '#') || !str_take_word(&text, &serial))
		return false;
	client.len--;
	if (str_ends(text, STR(")")) &&
	    !str_cut_last(text, STR(" "), &text, NULL))
		return false;
	ret->client = client;
	return format_is_address(client) &&
	    str_cut_last(text, STR(" "), &ret->name, NULL);
}

/* What follows the stamp. */
static struct str
message_of(struct str record, struct stamp *ret_stamp)
{
	struct loghead head;
	struct str rest = record;

	if (take_old_date(&rest, ret_stamp) ||
	    stamp_take_time(&rest, ret_stamp))
		return rest;
	loghead_read(record, &head);
	*ret_stamp = head.stamp;
	return head.rest;
}

static bool
take_query(struct str message, struct str *ret_text)
{
	struct str head;

	return str_cut(message, STR(QUERY), &head, ret_text) &&
	    is_topic(head);
}

/* What is printed of a query once more when it has its answer. */
static bool
is_done(struct str message)
{
	struct str head;

	return str_cut(message, STR(DONE), &head, NULL) &&
	    !str_holds(head, STR(QUERY)) && is_topic(head);
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str message = message_of(record, &ret->stamp), text;

	(void)dialect;
	if (is_done(message))
		return RECORD_OTHER;
	if (!take_query(message, &text))
		return RECORD_FOREIGN;
	return read_query(text, ret) ? RECORD_QUERY : RECORD_REJECTED;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str message = message_of(record, &stamp), text;

	return !is_done(message) && take_query(message, &text) ? 90 : 0;
}

/* The fast path: behind what stands before the topic. */
static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct stamp stamp;
	struct str text = message_of(record, &stamp), word;

	str_skip_spaces(&text);
	if (!str_starts(text, STR("dns")))
		(void)str_take_word(&text, &word);
	return str_starts(text, STR("dns")) &&
	    format_shape(record, text, &stamp, ret);
}

#define NAME QUERY "%e: #%d %n %u"
#define UNKNOWN QUERY "%e: #%d %n UNKNOWN (%d)"

static const struct format_pattern patterns[] = {
	{ "dns " NAME, LINECLASS_QUERY },
	{ "dns: " NAME, LINECLASS_QUERY },
	{ "dns %w: " NAME, LINECLASS_QUERY },
	{ "dns " UNKNOWN, LINECLASS_QUERY },
	{ "dns: " UNKNOWN, LINECLASS_QUERY },
	{ "dns %w: " UNKNOWN, LINECLASS_QUERY },
	{ "dns " DONE "%r", LINECLASS_OTHER },
	{ "dns: " DONE "%r", LINECLASS_OTHER },
	{ "dns %w: " DONE "%r", LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_mikrotik = {
	.id = "mikrotik",
	.alias = "routeros",
	.title = "MikroTik",
	.anchor = "y ",
	.marks = { "dns", "query from ", ": #" },
	.enable = MSG_DNS_ENABLE_MIKROTIK,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
