/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/lineshape.h"

#include "tests/unit/unit.h"

static bool
shape_of(struct str line, struct lineshape *ret)
{
	struct loghead head;

	loghead_read(line, &head);
	return lineshape_of(line, &head,
	    (size_t)(head.text.at - line.at), ret);
}

static bool
fits(const struct lineshape *shape, struct str line)
{
	for (size_t i = 0; i < shape->len; i++) {
		unsigned char c =
		    i < line.len ? (unsigned char)line.at[i] : '\n';

		if (c < shape->low[i] || c > shape->high[i])
			return false;
	}
	return true;
}

#define SYSLOG "Nov 23 08:27:38 dnsmasq[9050]: query[A] a from b"
#define ISO "2026-11-23T08:27:38.539+01:00 gw dnsmasq[1]: x"
#define EPOCH "[1795422484] unbound[9291:0] info: x"
#define RFC5424 "<30>1 2026-11-23T08:27:38Z gw dnsmasq 90 - - x"

static void
lines_of_one_hour_and_daemon_have_one_shape(void **state)
{
	static const struct {
		const char *taken, *line;
		bool fits;
	} rows[] = {
		{ SYSLOG, SYSLOG, true },
		{ SYSLOG, "Nov 23 08:59:59 dnsmasq[1234]: reply", true },
		{ SYSLOG, "Nov 23 08:00:00 dnsmasq[1234]: ", true },
		{ SYSLOG, "Nov 23 08:60:00 dnsmasq[1234]: ", false },
		{ SYSLOG, "Nov 23 08:59:60 dnsmasq[1234]: ", false },
		{ SYSLOG, "Nov 23 09:27:38 dnsmasq[9050]: reply", false },
		{ SYSLOG, "Nov 24 08:27:38 dnsmasq[9050]: reply", false },
		{ SYSLOG, "Nov 23 08:27:38 dnsmasq[123]: reply", false },
		{ SYSLOG, "Nov 23 08:27:38 dnsmasq[905x]: reply", false },
		{ SYSLOG, "Nov 23 08:27:38 gw dnsmasq[9050]: reply", false },
		{ SYSLOG, "Nov 23 08:27:38 dnsmasq[9050]:", false },
		{ ISO, "2026-11-23T08:00:00.000+01:00 gw dnsmasq[9]: ", true },
		{ ISO, "2026-11-23T08:00:00.00+01:00 gw dnsmasq[9]: ", false },
		{ ISO, "2026-11-23T08:00:00.000+02:00 gw dnsmasq[9]: ", false },
		{ EPOCH, "[1795422999] unbound[1111:1] ", true },
		{ EPOCH, "[1795423000] unbound[9291:0] ", false },
		{ RFC5424, "<30>1 2026-11-23T08:27:39Z gw dnsmasq 90 - - y",
		    true },
		{ RFC5424, "<31>1 2026-11-23T08:27:39Z gw dnsmasq 90 - - y",
		    false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct lineshape shape;

		assert_true(shape_of(str_of(rows[i].taken), &shape));
		check_number(fits(&shape, str_of(rows[i].line)), rows[i].fits,
		    rows[i].line);
	}
}

static void
what_is_put_before_lines_is_part_of_their_shape(void **state)
{
#define COMPOSE "pihole  | "
#define CRI "2026-11-23T08:27:38.123Z stdout F "
	static const struct {
		const char *before, *line;
		bool fits;
	} rows[] = {
		{ COMPOSE, "pihole  | Nov 23 08:59:59 dnsmasq[1234]: x", true },
		{ COMPOSE, "pihole-1| Nov 23 08:59:59 dnsmasq[1234]: x", false },
		{ COMPOSE, SYSLOG, false },
		{ CRI, "2026-11-23T08:00:59.999Z stdout F Nov 23 08:01:00 "
		    "dnsmasq[1234]: x", true },
		{ CRI, "2026-11-23T08:27:38.1234Z stdout F Nov 23 08:27:38 "
		    "dnsmasq[1234]: x", false },
		{ CRI, "2026-11-23T09:00:00.999Z stdout F Nov 23 08:59:59 "
		    "dnsmasq[1234]: x", false },
		{ CRI, "2026-11-23T08:59:60.999Z stdout F Nov 23 08:59:59 "
		    "dnsmasq[1234]: x", false },
		{ CRI, "2026-11-23T08:27:38.123Z stderr F Nov 23 08:27:38 "
		    "dnsmasq[1234]: x", false },
	};
	struct lineshape shape;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(shape_of(STR(SYSLOG), &shape));
		assert_true(lineshape_behind(str_of(rows[i].before), &shape));
		check_number(fits(&shape, str_of(rows[i].line)), rows[i].fits,
		    rows[i].line);
	}
	assert_true(shape_of(STR(SYSLOG), &shape));
	assert_true(lineshape_behind(STR(CRI), &shape));
	check_number(lineshape_seconds(&shape, CRI SYSLOG), 27 * 60 + 38,
	    "the line's own time");
	assert_true(lineshape_narrow(&shape, STR(CRI SYSLOG)));
	assert_false(fits(&shape, STR(CRI
	    "Nov 23 08:28:00 dnsmasq[9050]: ")));
	assert_false(lineshape_behind(
	    STR("2026-11-23T08:27:60Z "), &shape));
}

static void
what_is_put_before_lines_has_its_limit(void **state)
{
	static const char long_name[LINESHAPE_MAX] = "";
	struct lineshape shape;

	(void)state;
	lineshape_of_bytes(STR("{"), &shape);
	assert_false(lineshape_behind((struct str){ long_name,
	    LINESHAPE_MAX }, &shape));
	assert_true(lineshape_behind((struct str){ long_name,
	    LINESHAPE_MAX - 1 }, &shape));
	check_number((long long)shape.len, (long long)LINESHAPE_MAX, "full");
	check_number(shape.low[LINESHAPE_MAX - 1], '{', "its last byte");
	assert_false(lineshape_add(&shape, '{'));
}

static void
the_span_of_a_shape_is_its_hour_or_its_thousand_seconds(void **state)
{
	static const struct {
		const char *line;
		int into, span;
	} rows[] = {
		{ SYSLOG, 27 * 60 + 38, 3600 }, { ISO, 27 * 60 + 38, 3600 },
		{ EPOCH, 484, 1000 }, { "dnsmasq: query[A] a from b", 0, 1 },
		{ "Sat Aug 29 06:00:00 2026 daemon.info dnsmasq[1]: x", 0,
		    3600 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct lineshape shape;

		assert_true(shape_of(str_of(rows[i].line), &shape));
		check_number(shape.into, rows[i].into, rows[i].line);
		check_number(shape.span, rows[i].span, rows[i].line);
	}
}

static void
a_shape_narrows_to_the_minute_or_by_digits(void **state)
{
	struct lineshape shape;

	(void)state;
	assert_true(shape_of(STR(SYSLOG), &shape));
	assert_true(lineshape_narrow(&shape, STR(SYSLOG)));
	check_number(shape.span, 60, "minute");
	check_number(shape.into, 38, "into the minute");
	assert_true(fits(&shape, STR("Nov 23 08:27:59 dnsmasq[9050]: ")));
	assert_false(fits(&shape, STR("Nov 23 08:28:00 dnsmasq[9050]: ")));
	assert_false(lineshape_narrow(&shape, STR(SYSLOG)));
	assert_true(shape_of(STR(EPOCH), &shape));
	assert_true(lineshape_narrow(&shape, STR(EPOCH)));
	check_number(shape.span, 100, "hundred");
	check_number(shape.into, 84, "into the hundred");
	assert_true(lineshape_narrow(&shape, STR(EPOCH)));
	assert_true(fits(&shape, STR("[1795422489] unbound[9291:0] ")));
	assert_false(fits(&shape, STR("[1795422490] unbound[9291:0] ")));
	assert_false(lineshape_narrow(&shape, STR(EPOCH)));
}

static void
lines_without_a_sure_beginning_have_no_shape(void **state)
{
	static const char *const rows[] = {
		"Nov 23 08:27:60 dnsmasq[9050]: query[A] a from b",
		"Nov 23 08:27:38 dnsmasq[9050]:", "",
		"Nov 23 08:27:38 a-host-with-a-name-that-is-so-long-that-no-"
		"one-would-ever-type-it-twice.example.org dnsmasq[9050]: x",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct lineshape shape;

		check_number(shape_of(str_of(rows[i]), &shape), false,
		    rows[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_one_hour_and_daemon_have_one_shape),
		cmocka_unit_test(
		    what_is_put_before_lines_is_part_of_their_shape),
		cmocka_unit_test(what_is_put_before_lines_has_its_limit),
		cmocka_unit_test(
		    the_span_of_a_shape_is_its_hour_or_its_thousand_seconds),
		cmocka_unit_test(a_shape_narrows_to_the_minute_or_by_digits),
		cmocka_unit_test(lines_without_a_sure_beginning_have_no_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
