/* SPDX-License-Identifier: Apache-2.0
 * mikrotik.c: MikroTik RouterOS with the log topic "dns".  The topic "packet"
 * prints the names again, in the question and in each answer.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#define QUERY "query from "

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

static bool
read_head(struct str record, struct stamp *ret_stamp, struct str *ret_text)
{
	struct loghead head;
	struct str rest = record;

	if (!take_old_date(&rest, ret_stamp) &&
	    !stamp_take_time(&rest, ret_stamp)) {
		loghead_read(record, &head);
		*ret_stamp = head.stamp;
		rest = head.rest;
	}
	return str_cut(rest, STR(QUERY), &rest, ret_text) && is_topic(rest);
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text;

	(void)dialect;
	if (!read_head(record, &ret->stamp, &text))
		return RECORD_FOREIGN;
	return read_query(text, ret) ? RECORD_QUERY : RECORD_REJECTED;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text;

	return read_head(record, &stamp, &text) ? 90 : 0;
}

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
};
