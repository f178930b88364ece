/* SPDX-License-Identifier: Apache-2.0 */
#include "core/messages.h"

#include "core/buf.h"

#include "tests/unit/unit.h"

#define NNBSP "\xE2\x80\xAF"
#define NBSP "\xC2\xA0"

static const char *const names[] = {
#define MESSAGE(id, fr, en) #id,
#include "core/messages.def"
#undef MESSAGE
};
_Static_assert(COUNT(names) == MESSAGE_COUNT, "every message has a name");

/* One bit for each of {1}..{9}. */
static unsigned
placeholders(struct str text)
{
	unsigned found = 0;

	for (size_t i = 0; i + 2 < text.len; i++)
		if (text.at[i] == '{' && text.at[i + 2] == '}' &&
		    char_is_digit(text.at[i + 1]))
			found |= 1u << (text.at[i + 1] - '0');
	return found;
}

static void
both_languages_have_the_same_placeholders(void **state)
{
	(void)state;
	for (enum message id = 0; id < MESSAGE_COUNT; id++) {
		struct str french = str_of(message_template(LANGUAGE_FR, id));
		struct str english = str_of(message_template(LANGUAGE_EN, id));

		assert_true(french.len > 0 && english.len > 0);
		check_number(placeholders(french), placeholders(english),
		    names[id]);
		check_number(placeholders(french) & 1, 0, names[id]);
		assert_true(str_utf8(french) && str_utf8(english));
	}
}

static void
templates_have_no_double_space_and_none_at_their_end(void **state)
{
	(void)state;
	for (enum message id = 0; id < MESSAGE_COUNT; id++)
		for (enum language l = 0; l < LANGUAGE_COUNT; l++) {
			struct str text = str_of(message_template(l, id));

			if (holds(text, STR("  ")) ||
			    str_ends(text, STR(" ")) ||
			    str_starts(text, STR(" ")))
				fail_msg("%s: \"%s\"", names[id], text.at);
		}
}

/* What French wants before a mark; NULL for a mark that wants nothing. */
static const char *
wanted_before(char mark)
{
	if (mark == ';' || mark == '!' || mark == '?')
		return NNBSP;
	return mark == ':' || mark == '%' ? NBSP : NULL;
}

/* A mark inside a word ("12:30", "https://") is not punctuation. */
static bool
ends_a_word(struct str after)
{
	return after.len == 0 || after.at[0] == ' ' || after.at[0] == '\n' ||
	    after.at[0] == '.' || after.at[0] == ',' || after.at[0] == ')' ||
	    str_starts(after, STR(NBSP)) || str_starts(after, STR(NNBSP));
}

static void
check_french(struct str text, const char *name)
{
	bool code = false;

	for (size_t i = 0; i < text.len; i++) {
		const char *wanted = wanted_before(text.at[i]);
		struct str before = str_head(text, i);
		struct str after = str_skip(text, i + 1);

		code ^= text.at[i] == '`';
		if (code)
			continue;
		if (wanted != NULL && ends_a_word(after) &&
		    !str_ends(before, str_of(wanted)) &&
		    before.len > 0)
			fail_msg("%s: no space of its own before '%c': %.*s",
			    name, text.at[i], (int)text.len, text.at);
		if (text.at[i] == '\'' && i > 0 && after.len > 0 &&
		    char_is_alpha(text.at[i - 1]) && char_is_alpha(after.at[0]))
			fail_msg("%s: a straight apostrophe: %.*s", name,
			    (int)text.len, text.at);
	}
}

static void
french_messages_have_french_typography(void **state)
{
	(void)state;
	for (enum message id = 0; id < MESSAGE_COUNT; id++) {
		struct buf out;

		buf_init(&out, 65536);
		message_write(&out, LANGUAGE_FR, id, ARGS("mot", "mot", "mot",
		    "mot", "mot", "mot", "mot", "mot", "mot"));
		check_french(buf_view(&out), names[id]);
		buf_release(&out);
	}
}

static bool
is_word_byte(char c)
{
	return char_is_alpha(c) || char_is_digit(c) || c == '_' ||
	    ((unsigned char)c & 0x80) != 0;
}

static bool
has_word(struct str text, const char *word)
{
	struct str wanted = str_of(word);

	for (size_t i = 0; i + wanted.len <= text.len; i++)
		if (str_eq_nocase(str_head(str_skip(text, i), wanted.len),
		        wanted) &&
		    (i == 0 || !is_word_byte(text.at[i - 1])) &&
		    (i + wanted.len == text.len ||
		        !is_word_byte(text.at[i + wanted.len])))
			return true;
	return false;
}

static void
french_says_vous_and_never_tu(void **state)
{
	static const char *const familiar[] = { "tu", "toi", "tes", "tien" };

	(void)state;
	for (enum message id = 0; id < MESSAGE_COUNT; id++)
		for (size_t i = 0; i < COUNT(familiar); i++)
			if (has_word(str_of(message_template(LANGUAGE_FR, id)),
			        familiar[i]))
				fail_msg("%s says \"%s\"", names[id],
				    familiar[i]);
}

/* REPORT: claims never made, words of the vocabulary that have another. */
static void
nothing_is_claimed_that_cannot_be_kept(void **state)
{
	static const char *const never[] = { "conforme RGPD", "conforme au RGPD",
		"validé CNIL", "vote secret", "aucun usage disciplinaire",
		"impossible de savoir qui", "risque élevé" };

	(void)state;
	for (enum message id = 0; id < MESSAGE_COUNT; id++)
		for (size_t i = 0; i < COUNT(never); i++)
			if (has_word(str_of(message_template(LANGUAGE_FR, id)),
			        never[i]))
				fail_msg("%s claims \"%s\"", names[id],
				    never[i]);
}

static void
arguments_take_their_places_as_they_are(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	message_write(&out, LANGUAGE_FR, MSG_PREFIXED,
	    ARGS("l'un ; {2}", "l'autre"));
	check_str(buf_view(&out), "l'un ; {2}" NBSP ": l'autre",
	    "arguments are not typeset, nor expanded");
	buf_reset(&out);
	message_write(&out, LANGUAGE_EN, MSG_PREFIXED, ARGS("only"));
	check_str(buf_view(&out), "only: ", "a missing argument is empty");
	buf_release(&out);
}

static void
a_sentence_too_long_is_cut_between_characters(void **state)
{
	char six[6], five[5];

	(void)state;
	messages_speak(LANGUAGE_EN);
	message_fill(six, sizeof(six), MSG_PREFIXED, ARGS("aé\xC3\xA9z", "b"));
	assert_string_equal(six, "aéé");
	message_fill(five, sizeof(five), MSG_PREFIXED, ARGS("aéé", "b"));
	assert_string_equal(five, "aé");
	messages_speak(LANGUAGE_FR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_languages_have_the_same_placeholders),
		cmocka_unit_test(
		    templates_have_no_double_space_and_none_at_their_end),
		cmocka_unit_test(french_messages_have_french_typography),
		cmocka_unit_test(french_says_vous_and_never_tu),
		cmocka_unit_test(nothing_is_claimed_that_cannot_be_kept),
		cmocka_unit_test(arguments_take_their_places_as_they_are),
		cmocka_unit_test(a_sentence_too_long_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
