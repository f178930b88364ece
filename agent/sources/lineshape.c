/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/lineshape.h"

#include <string.h>

#define CLOCK_LEN 8 /* "08:27:38" */
#define HOUR 3600
#define MINUTE 60
#define EPOCH_DIGITS 10
#define EPOCH_FREE 3
#define EPOCH_SPAN 1000
#define TIME_MAX 32

static bool
digits_at(struct str text, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++)
		if (i >= text.len || !char_is_digit(text.at[i]))
			return false;
	return true;
}

static int32_t
number_at(struct str text, size_t at, size_t count)
{
	int32_t number = 0;

	for (size_t i = at; i < at + count; i++)
		number = number * 10 + (text.at[i] - '0');
	return number;
}

static void
set_free(struct lineshape *shape, size_t at, char most)
{
	shape->low[at] = '0';
	shape->high[at] = (unsigned char)most;
}

void
lineshape_free_digits(struct lineshape *shape, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < shape->len; i++)
		if (char_is_digit((char)shape->low[i]))
			set_free(shape, i, '9');
}

/* "08:27:38" or "8:27:38"; ret_at is the place of the minutes. */
static bool
find_clock(struct str stamp, size_t *ret_at)
{
	for (size_t i = 1; i + 6 <= stamp.len; i++)
		if (digits_at(stamp, i - 1, 1) && stamp.at[i] == ':' &&
		    digits_at(stamp, i + 1, 2) && stamp.at[i + 3] == ':' &&
		    digits_at(stamp, i + 4, 2)) {
			*ret_at = i + 1;
			return true;
		}
	return false;
}

/* Whatever the minutes, the seconds and their fraction. */
static bool
free_digits(struct lineshape *shape, struct str stamp, size_t minutes)
{
	size_t seconds = minutes + 3, i = minutes + 5;

	if (number_at(stamp, minutes, 2) > 59 ||
	    number_at(stamp, seconds, 2) > 59)
		return false;
	set_free(shape, minutes, '5');
	set_free(shape, minutes + 1, '9');
	set_free(shape, seconds, '5');
	set_free(shape, seconds + 1, '9');
	if (i < stamp.len && (stamp.at[i] == '.' || stamp.at[i] == ','))
		while (digits_at(stamp, ++i, 1))
			set_free(shape, i, '9');
	return true;
}

static bool
free_clock(struct lineshape *shape, struct str stamp, size_t minutes)
{
	if (!free_digits(shape, stamp, minutes))
		return false;
	shape->into = number_at(stamp, minutes, 2) * 60 +
	    number_at(stamp, minutes + 3, 2);
	shape->span = HOUR;
	shape->free_at = shape->digits_at = minutes;
	return true;
}

static void
free_epoch(struct lineshape *shape, struct str stamp)
{
	size_t at = 0, last;

	while (at < stamp.len && !digits_at(stamp, at, EPOCH_DIGITS))
		at++;
	if (at == stamp.len)
		return;
	last = at + EPOCH_DIGITS;
	shape->into = number_at(stamp, last - EPOCH_FREE, EPOCH_FREE);
	shape->span = EPOCH_SPAN;
	shape->free_at = shape->digits_at = last - EPOCH_FREE;
	lineshape_free_digits(shape, last - EPOCH_FREE, last);
	if (last < stamp.len && stamp.at[last] == '.')
		while (digits_at(stamp, ++last, 1))
			set_free(shape, last, '9');
}

static void
fix(struct lineshape *shape, struct str record)
{
	unsigned char c = (unsigned char)record.at[shape->free_at];

	shape->low[shape->free_at] = c;
	shape->high[shape->free_at++] = c;
}

bool
lineshape_narrow(struct lineshape *shape, struct str record)
{
	if (shape->span == HOUR) {
		fix(shape, record);
		fix(shape, record);
		shape->span = MINUTE;
	} else if (shape->span > MINUTE) {
		fix(shape, record);
		shape->span /= 10;
	} else {
		return false;
	}
	shape->into %= shape->span;
	return true;
}

int32_t
lineshape_seconds(const struct lineshape *shape, const char *at)
{
	struct str digits = { at + shape->digits_at, CLOCK_LEN };

	if (shape->span == 1)
		return 0;
	if (shape->span == HOUR || shape->span == MINUTE)
		return (number_at(digits, 0, 2) * 60 +
		           number_at(digits, 3, 2)) % shape->span;
	return number_at(digits, 0, EPOCH_FREE) % shape->span;
}

static bool
free_time(struct lineshape *shape, struct str record,
    const struct loghead *head)
{
	struct str stamp = str_head(record,
	    (size_t)(head->rest.at - record.at));
	size_t minutes;

	stamp = str_head(stamp, shape->len);
	shape->into = 0;
	shape->span = 1;
	if (head->stamp.kind == STAMP_NONE)
		return true;
	if (find_clock(stamp, &minutes))
		return free_clock(shape, stamp, minutes);
	if (head->stamp.kind == STAMP_UNIX)
		free_epoch(shape, stamp);
	return true;
}

/* "dnsmasq[9050]: ", "unbound[9291:0] " */
static void
free_brackets(struct lineshape *shape, struct str record, struct str tag)
{
	size_t at = tag.len == 0 ? shape->len
	                         : (size_t)(tag.at - record.at) + tag.len;
	size_t end = at;

	if (at >= shape->len || record.at[at] != '[')
		return;
	while (end < shape->len && record.at[end] != ']' &&
	    record.at[end] != ' ')
		end++;
	lineshape_free_digits(shape, at, end);
}

static bool
is_apart(char c)
{
	return c == ' ' || c == '\t' || c == ',';
}

bool
lineshape_of(struct str record, const struct loghead *head, size_t len,
    struct lineshape *ret)
{
	struct lineshape made = { .len = len };

	if (len > LINESHAPE_MAX || len > record.len || len == 0 ||
	    !is_apart(record.at[len - 1]))
		return false;
	memcpy(made.low, record.at, len);
	memcpy(made.high, record.at, len);
	memset(made.high + len, 255, LINESHAPE_MAX - len);
	if (memchr(made.low, '\n', len) != NULL ||
	    !free_time(&made, record, head))
		return false;
	free_brackets(&made, record, head->tag);
	*ret = made;
	return true;
}

bool
lineshape_add(struct lineshape *shape, char c)
{
	if (shape->len == LINESHAPE_MAX)
		return false;
	shape->low[shape->len] = (unsigned char)c;
	shape->high[shape->len++] = (unsigned char)c;
	return true;
}

bool
lineshape_behind(struct str before, struct lineshape *shape)
{
	struct lineshape made = *shape;
	size_t n = before.len, minutes;

	if (n > LINESHAPE_MAX - shape->len)
		return false;
	memcpy(made.low, before.at, n);
	memcpy(made.high, before.at, n);
	memcpy(made.low + n, shape->low, LINESHAPE_MAX - n);
	memcpy(made.high + n, shape->high, LINESHAPE_MAX - n);
	made.len += n;
	made.free_at += n;
	made.digits_at += n;
	if (find_clock(before, &minutes) &&
	    !free_digits(&made, before, minutes))
		return false;
	*shape = made;
	return true;
}

void
lineshape_of_bytes(struct str begin, struct lineshape *ret)
{
	*ret = (struct lineshape){ .len = begin.len, .span = 1 };
	memcpy(ret->low, begin.at, begin.len);
	memcpy(ret->high, begin.at, begin.len);
	memset(ret->high + begin.len, 255, LINESHAPE_MAX - begin.len);
}

/* "2026-11-23T08:27:38", up to a quote; a date stands before the clock. */
static bool
time_of_clock(struct str text, struct lineshape *made)
{
	size_t minutes;

	(void)str_cut(str_head(text, TIME_MAX), STR("\""), &text, NULL);
	if (!find_clock(str_head(text, TIME_MAX), &minutes) || minutes < 12)
		return false;
	made->len = minutes + 5;
	memcpy(made->low, text.at, made->len);
	memcpy(made->high, text.at, made->len);
	return free_clock(made, str_head(text, made->len), minutes);
}

static bool
time_of_epoch(struct str text, struct lineshape *made)
{
	if (!digits_at(text, 0, EPOCH_DIGITS) ||
	    digits_at(text, EPOCH_DIGITS, 1))
		return false;
	made->len = EPOCH_DIGITS;
	memcpy(made->low, text.at, made->len);
	memcpy(made->high, text.at, made->len);
	free_epoch(made, str_head(text, made->len));
	return true;
}

bool
lineshape_of_time(struct str text, struct lineshape *ret)
{
	struct lineshape made = { .len = 0 };

	if (!time_of_epoch(text, &made) && !time_of_clock(text, &made))
		return false;
	for (size_t i = 0; i < made.len; i++)
		if (made.low[i] < ' ' || made.high[i] > '~')
			return false;
	memset(made.high + made.len, 255, LINESHAPE_MAX - made.len);
	*ret = made;
	return true;
}
