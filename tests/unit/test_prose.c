/* SPDX-License-Identifier: Apache-2.0 */
#include "core/prose.h"

#include "core/messages.h"

#include "tests/unit/unit.h"

#define NNBSP "\xE2\x80\xAF"
#define NBSP "\xC2\xA0"
#define APOS "\xE2\x80\x99"

struct text_row {
	enum language language;
	const char *typed;
	const char *printed;
};

static const struct text_row text_rows[] = {
	{ LANGUAGE_FR, "", "" },
	{ LANGUAGE_FR, "Rien ; rien", "Rien" NNBSP "; rien" },
	{ LANGUAGE_FR, "Quoi ?", "Quoi" NNBSP "?" },
	{ LANGUAGE_FR, "Oui !", "Oui" NNBSP "!" },
	{ LANGUAGE_FR, "Lu : Firefox", "Lu" NBSP ": Firefox" },
	{ LANGUAGE_FR, "41 %", "41" NBSP "%" },
	{ LANGUAGE_FR, "« Non »", "«" NNBSP "Non" NNBSP "»" },
	{ LANGUAGE_FR, "« Quoi ? »", "«" NNBSP "Quoi" NNBSP "?" NNBSP "»" },
	{ LANGUAGE_FR, "à 12:30", "à 12:30" },
	{ LANGUAGE_FR, "https://exemple.org", "https://exemple.org" },
	{ LANGUAGE_FR, "n'est", "n" APOS "est" },
	{ LANGUAGE_FR, "l'été d'Ève", "l" APOS "été d" APOS "Ève" },
	{ LANGUAGE_FR, "l'", "l" APOS },
	{ LANGUAGE_FR, "le mot 'seul'", "le mot 'seul" APOS },
	{ LANGUAGE_FR, "tapez `a ; b : c'd ?` : vu",
	    "tapez `a ; b : c'd ?`" NBSP ": vu" },
	{ LANGUAGE_FR, "fin ", "fin " },
	{ LANGUAGE_FR, " : suite", NBSP ": suite" },
	{ LANGUAGE_EN, "What ? 41 % : « no »", "What ? 41 % : « no »" },
	{ LANGUAGE_EN, "everyone's days", "everyone" APOS "s days" },
	{ LANGUAGE_EN, "run `it's`", "run `it's`" },
};

static void
what_is_typed_is_printed_with_its_typography(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(text_rows); i++) {
		struct buf out;

		buf_init(&out, 1024);
		prose_typography(&out, text_rows[i].language,
		    str_of(text_rows[i].typed));
		check_str(buf_view(&out), text_rows[i].printed,
		    text_rows[i].typed);
		buf_release(&out);
	}
}

struct number_row {
	long long number;
	const char *french;
	const char *english;
};

static const struct number_row number_rows[] = {
	{ 0, "0", "0" },
	{ 999, "999", "999" },
	{ 1000, "1" NNBSP "000", "1,000" },
	{ 12345, "12" NNBSP "345", "12,345" },
	{ 1000000, "1" NNBSP "000" NNBSP "000", "1,000,000" },
	{ -1234, "\xE2\x88\x92" "1" NNBSP "234", "\xE2\x88\x92" "1,234" },
};

static void
numbers_are_grouped_by_three(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(number_rows); i++) {
		struct buf out;

		buf_init(&out, 1024);
		prose_number(&out, LANGUAGE_FR, number_rows[i].number);
		check_str(buf_view(&out), number_rows[i].french, "French");
		buf_reset(&out);
		prose_number(&out, LANGUAGE_EN, number_rows[i].number);
		check_str(buf_view(&out), number_rows[i].english, "English");
		buf_release(&out);
	}
}

struct date_row {
	void (*write)(struct buf *out, enum language language, int32_t day);
	enum language language;
	struct civil date;
	const char *text;
};

static const struct date_row date_rows[] = {
	{ prose_day, LANGUAGE_FR, { 2026, 10, 1 }, "1er octobre 2026" },
	{ prose_day, LANGUAGE_FR, { 2026, 10, 2 }, "2 octobre 2026" },
	{ prose_day, LANGUAGE_EN, { 2026, 10, 1 }, "1 October 2026" },
	{ prose_day_short, LANGUAGE_FR, { 2026, 8, 26 }, "26 août" },
	{ prose_day_short, LANGUAGE_FR, { 2026, 2, 1 }, "1er février" },
	{ prose_day_short, LANGUAGE_EN, { 2026, 8, 26 }, "26 August" },
	{ prose_month, LANGUAGE_FR, { 2026, 12, 31 }, "décembre 2026" },
	{ prose_month, LANGUAGE_EN, { 2026, 12, 31 }, "December 2026" },
	{ prose_month_short, LANGUAGE_FR, { 2026, 11, 3 }, "nov. 2026" },
	{ prose_month_short, LANGUAGE_FR, { 2026, 5, 3 }, "mai 2026" },
	{ prose_month_short, LANGUAGE_EN, { 2026, 10, 3 }, "Oct 2026" },
};

static void
dates_are_written_in_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(date_rows); i++) {
		const struct date_row *row = &date_rows[i];
		struct buf out;

		buf_init(&out, 1024);
		row->write(&out, row->language, calendar_day(row->date));
		check_str(buf_view(&out), row->text, row->text);
		buf_release(&out);
	}
}

struct plural_row {
	long long number;
	bool french;
	bool english;
};

static const struct plural_row plural_rows[] = {
	{ 0, false, true },
	{ 1, false, false },
	{ 2, true, true },
	{ 23, true, true },
	{ -1, false, true },
};

static void
plurals_begin_at_two_in_french_and_spare_only_one_in_english(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(plural_rows); i++) {
		const struct plural_row *row = &plural_rows[i];

		check_number(prose_plural(LANGUAGE_FR, row->number),
		    row->french, digits(row->number).text);
		check_number(prose_plural(LANGUAGE_EN, row->number),
		    row->english, digits(row->number).text);
	}
}

struct width_row {
	const char *text;
	size_t columns;
};

static const struct width_row width_rows[] = {
	{ "", 0 },
	{ "abc", 3 },
	{ "été", 3 },
	{ "e\xCC\x81te", 3 },           /* a combining accent */
	{ "a" NNBSP "b" NBSP "c", 5 },
	{ "日本", 4 },
	{ "\xF0\x9F\xA4\x96", 2 },      /* a robot */
	{ "שלום", 4 },
	{ "a\xE2\x80\x8B" "b", 2 },     /* zero-width space */
	{ "\xEF\xBC\xA1", 2 },          /* full-width A */
};

static void
widths_are_those_of_a_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(width_rows); i++)
		check_number((long long)prose_width(str_of(width_rows[i].text)),
		    (long long)width_rows[i].columns, width_rows[i].text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_is_printed_with_its_typography),
		cmocka_unit_test(numbers_are_grouped_by_three),
		cmocka_unit_test(dates_are_written_in_words),
		cmocka_unit_test(
		    plurals_begin_at_two_in_french_and_spare_only_one_in_english),
		cmocka_unit_test(widths_are_those_of_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
