/* SPDX-License-Identifier: Apache-2.0
 * One model, every rendering, compared with tests/golden/.  After a wanted
 * change: UPDATE_GOLDEN=1 test_golden shows the difference, then rewrites.
 */
#include "agent/answer_formats.h"
#include "agent/answer_share.h"

#include "core/json.h"

#include "tests/unit/answer_sample.h"
#include "tests/unit/golden.h"

#define RENDERING_MAX ((size_t)4 << 20)

/* ---- models ---- */

static void
sample_zero(struct sample *sample)
{
	sample_init(sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	sample_read(sample_source(sample, SOURCE_HISTORY, SOURCE_READ,
	    "Firefox", "x1y2z3.default-release", "/home/camille/places.sqlite"),
	    12345, 0, SAMPLE_FIRST - 200, SAMPLE_TODAY);
	sample_build(sample);
}

static void
sample_unread(struct sample *sample)
{
	sample_init(sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	sample_fail(sample_source(sample, SOURCE_HISTORY, SOURCE_LOCKED,
	    "Firefox", "x1y2z3.default-release",
	    "/home/camille/places.sqlite"),
	    "base verrouillée par un autre programme");
	(void)sample_source(sample, SOURCE_HISTORY, SOURCE_ABSENT, "Chrome",
	    "", "/home/camille/.config/google-chrome");
	(void)sample_source(sample, SOURCE_DNS, SOURCE_NOT_PERMITTED,
	    "dnsmasq", "", "/var/log/dnsmasq.log");
	sample_build(sample);
}

static void
sample_partial(struct sample *sample)
{
	sample_init(sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	sample_read(sample_source(sample, SOURCE_HISTORY, SOURCE_READ,
	    "Firefox", "x1y2z3.default-release", "/home/camille/places.sqlite"),
	    12345, 0, SAMPLE_FIRST - 200, SAMPLE_TODAY);
	sample_fail(sample_source(sample, SOURCE_HISTORY, SOURCE_DAMAGED,
	    "Chrome", "Default", "/home/camille/History"),
	    "base de données endommagée");
	sample_build(sample);
}

/* Twenty years, a service used on one day of each. */
static void
sample_long(struct sample *sample)
{
	struct window window = { SAMPLE_TODAY - 20 * 365, SAMPLE_TODAY };

	sample_init(sample, window);
	(void)sample_source(sample, SOURCE_HISTORY, SOURCE_READ, "Firefox",
	    "x1y2z3.default-release", "/home/camille/places.sqlite");
	for (int32_t year = 0; year < 20; year++)
		sample_use(sample, SAMPLE_DEEPL, SAMPLE_TODAY - year * 365,
		    EVIDENCE_VISITED);
	sample_build(sample);
}

/* --clients, histories aside: 12 clients of one service, each once more in
 * another minute, and 3 of another, once each. */
static void
sample_gateway(struct sample *sample)
{
	struct lens *lens = NULL;
	struct source_report *report;
	struct err err;

	sample_init(sample, (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
	check_ok(lens_new(SAMPLE_SERVICE_COUNT, 3, &lens, &err), &err);
	for (uint32_t client = 1; client <= 12; client++)
		for (int minute = 0; minute < 2; minute++) {
			struct sighting sighting = { .client = client,
				.day = SAMPLE_TODAY - 2, .verdict = VERDICT_USE,
				.service = SAMPLE_CHATGPT,
				.unix_seconds = minute * 60 };

			lens_push(lens, &sighting);
			sighting.service = SAMPLE_HOSTILE;
			if (client <= 3 && minute == 0)
				lens_push(lens, &sighting);
		}
	report = sample_source(sample, SOURCE_DNS, SOURCE_READ, "dnsmasq", "",
	    "/var/log/dnsmasq.log");
	sample_read(report, 1200345, 88, SAMPLE_FIRST, SAMPLE_TODAY);
	report->others = 1;
	report->nameless = 20;
	sample->input.lens = lens;
	sample->input.clients_full = true;
	sample->input.no_history = true;
	sample_build(sample);
	lens_free(lens);
}

/* ---- comparison ---- */

struct golden_row {
	const char *name;
	void (*model)(struct sample *sample);
	const char *format;
	struct answer_look look;
};

#define FR80 { .language = LANGUAGE_FR, .columns = 80 }
#define EN80 { .language = LANGUAGE_EN, .columns = 80 }
#define PAGE "lanterne-2026-11-23.html"

static const struct golden_row golden_rows[] = {
	{ "scan-fr-60.txt", sample_rich, "terminal",
	    { .language = LANGUAGE_FR, .columns = 60, .page = PAGE } },
	{ "scan-fr-80.txt", sample_rich, "terminal",
	    { .language = LANGUAGE_FR, .columns = 80, .page = PAGE } },
	{ "scan-fr-120.txt", sample_rich, "terminal",
	    { .language = LANGUAGE_FR, .columns = 120, .page = PAGE } },
	{ "scan-en-80.txt", sample_rich, "terminal",
	    { .language = LANGUAGE_EN, .columns = 80, .page = PAGE } },
	{ "scan-en-120.txt", sample_rich, "terminal",
	    { .language = LANGUAGE_EN, .columns = 120, .page = PAGE } },
	{ "scan-fr-colour.txt", sample_rich, "terminal",
	    { .language = LANGUAGE_FR, .columns = 120, .colour = true } },
	{ "scan-fr.html", sample_rich, "html", FR80 },
	{ "scan-en.html", sample_rich, "html", EN80 },
	{ "scan-long-fr.html", sample_long, "html", FR80 },
	{ "scan.json", sample_rich, "json", FR80 },
	{ "scan.csv", sample_rich, "csv", FR80 },
	{ "share-fr.txt", sample_rich, "share", FR80 },
	{ "share-en.txt", sample_rich, "share", EN80 },
	{ "share-zero-fr.txt", sample_zero, "share", FR80 },
	{ "share-unread-fr.txt", sample_unread, "share", FR80 },
	{ "zero-fr.txt", sample_zero, "terminal", FR80 },
	{ "zero-fr.html", sample_zero, "html", FR80 },
	{ "zero.json", sample_zero, "json", FR80 },
	{ "unread-fr.txt", sample_unread, "terminal", FR80 },
	{ "unread-fr.html", sample_unread, "html", FR80 },
	{ "unread.json", sample_unread, "json", FR80 },
	{ "unread.csv", sample_unread, "csv", FR80 },
	{ "gateway-fr.txt", sample_gateway, "terminal", FR80 },
	{ "gateway-en.txt", sample_gateway, "terminal", EN80 },
	{ "gateway-fr.html", sample_gateway, "html", FR80 },
	{ "gateway.json", sample_gateway, "json", FR80 },
	{ "gateway.csv", sample_gateway, "csv", FR80 },
	{ "gateway-share-fr.txt", sample_gateway, "share", FR80 },
	{ "partial-fr.txt", sample_partial, "terminal", FR80 },
	{ "partial-fr.html", sample_partial, "html", FR80 },
	{ "partial.json", sample_partial, "json", FR80 },
};

static void
render(struct buf *out, void (*model)(struct sample *sample),
    const char *format, const struct answer_look *look)
{
	struct sample sample;

	buf_init(out, RENDERING_MAX);
	model(&sample);
	answer_format_of(format)->render(out, &sample.answer, look);
	sample_release(&sample);
	assert_int_equal(buf_status(out), OK);
}

static void
every_rendering_is_what_it_was(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(golden_rows); i++) {
		const struct golden_row *row = &golden_rows[i];
		struct buf out;

		render(&out, row->model, row->format, &row->look);
		check_golden(row->name, buf_view(&out));
		buf_release(&out);
	}
}

/* ---- the report's own mock ---- */

#define NNBSP "\xE2\x80\xAF"
#define NBSP "\xC2\xA0"

/* REPORT, "The one-off scan", with the spaces and apostrophes of print, and
 * what a scan does not see. */
static const char mock[] =
    "Votre session, du 26 août au 23 novembre 2026 (90 jours). Rien n’est "
    "envoyé.\n"
    "Lu" NBSP ": Firefox, Chrome. Journal DNS" NBSP ": absent.\n"
    "SERVICE   TYPE          JOURS  DERNIER    CONFID. SÉCUR. RÉPUT.  STATUT\n"
    "ChatGPT   assistant        23  nov. 2026    4/4    1/3    1/3    à "
    "examiner\n"
    "DeepL     traduction       11  oct. 2026    2/4    0/3    0/3    à "
    "examiner\n"
    "2 services, 29 jours avec IA sur 90 (5 jours avec les deux).\n"
    "Une visite n’est pas une saisie. Session partagée" NBSP ": jours de "
    "tous.\n"
    "Pas vus d’ici" NBSP ": téléphone, autre ordinateur, navigation privée, "
    "historique\n"
    "effacé, la plupart des applications, IA intégrée aux logiciels.\n"
    "À faire" NBSP ": 1. Ne saisir ni nom, ni dossier, ni mot de passe.\n"
    "2. ChatGPT" NBSP ": refuser la réutilisation des conversations "
    "(réglages).\n"
    "3. En parler au CA" NNBSP "; de quoi discuter" NBSP ": `lanterne "
    "catalogue show chatgpt`.\n"
    "Page" NBSP ": lanterne-2026-11-23.html (lisible par vous seul).\n";

static const char share_mock[] =
    "Voici tout le résumé" NBSP ":\n"
    "  1 poste, 90 jours, catalogue 2026.11. Jours avec IA" NBSP
    ": 15 ou plus.\n"
    "  Assistants de texte" NBSP ": 15 ou plus. Traduction" NBSP ": 5 à 14.\n"
    "Ni nom de service, ni adresse de site, ni date exacte. Mais qui le "
    "reçoit de\n"
    "vous sait qu’il est de vous.  L’écrire dans un fichier" NNBSP
    "? [o/N] ";

static void
a_scan_reads_as_the_report_says(void **state)
{
	struct answer_look look = { .language = LANGUAGE_FR, .columns = 80,
		.page = PAGE };
	struct buf out;

	(void)state;
	render(&out, sample_mock, "terminal", &look);
	if (!str_starts(buf_view(&out), str_of(mock)))
		fail_msg("the mock begins otherwise:\n%s", buf_z(&out));
	buf_release(&out);
}

static void
a_summary_reads_as_the_report_says(void **state)
{
	struct answer_look look = { .language = LANGUAGE_FR, .columns = 80,
		.ask = true };
	struct buf out;

	(void)state;
	render(&out, sample_mock, "share", &look);
	check_str(buf_view(&out), share_mock, "share");
	buf_release(&out);
}

/* ---- what no rendering may do ---- */

static void
no_summary_names_a_service_a_place_or_a_day(void **state)
{
	static const char *const never[] = { "ChatGPT", "DeepL", "Otter",
		"chatgpt", "camille", "Firefox", "dnsmasq", "novembre", "aaaa",
		"/var" };
	struct answer_look look = { .language = LANGUAGE_FR, .columns = 80 };
	struct sample sample;
	struct buf out;

	(void)state;
	buf_init(&out, RENDERING_MAX);
	sample_rich(&sample);
	answer_summary(&out, &sample.answer, &look);
	answer_share(&out, &sample.answer, &look);
	for (size_t i = 0; i < COUNT(never); i++)
		if (holds(buf_view(&out), str_of(never[i])))
			fail_msg("the summary says \"%s\"", never[i]);
	sample_release(&sample);
	buf_release(&out);
}

struct band_row {
	int32_t days;
	const char *band;
};

static const struct band_row band_rows[] = {
	{ 1, "1 à 4." },
	{ 4, "1 à 4." },
	{ 5, "5 à 14." },
	{ 14, "5 à 14." },
	{ 15, "15 ou plus." },
};

static void
days_are_given_away_in_bands_only(void **state)
{
	struct answer_look look = { .language = LANGUAGE_FR, .columns = 80 };

	(void)state;
	for (size_t i = 0; i < COUNT(band_rows); i++) {
		struct sample sample;
		struct buf out;

		buf_init(&out, RENDERING_MAX);
		sample_init(&sample,
		    (struct window){ SAMPLE_FIRST, SAMPLE_TODAY });
		(void)sample_source(&sample, SOURCE_HISTORY, SOURCE_READ,
		    "Firefox", "", "");
		for (int32_t d = 0; d < band_rows[i].days; d++)
			sample_use(&sample, SAMPLE_DEEPL, SAMPLE_TODAY - d,
			    EVIDENCE_VISITED);
		sample_build(&sample);
		answer_summary(&out, &sample.answer, &look);
		if (!str_ends(str_trim(buf_view(&out)),
		        str_of(band_rows[i].band)))
			fail_msg("%d days: %s", (int)band_rows[i].days,
			    buf_z(&out));
		sample_release(&sample);
		buf_release(&out);
	}
}

static bool
control_free(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (((unsigned char)text.at[i] < 0x20 && text.at[i] != '\n' &&
		        text.at[i] != '\r') || text.at[i] == 0x7F)
			return false;
	return !holds(text, STR("\xE2\x80\xAE"));
}

static void
hostile_names_stay_text_in_every_format(void **state)
{
	(void)state;
	for (const struct answer_format *format = answer_formats;
	     format->name != NULL; format++) {
		struct answer_look look = FR80;
		struct buf out;

		render(&out, sample_rich, format->name, &look);
		if (!str_utf8(buf_view(&out)) || !control_free(buf_view(&out)))
			fail_msg("%s lets bytes through", format->name);
		if (str_eq(str_of(format->name), STR("html")) &&
		    holds(buf_view(&out), STR("<script")))
			fail_msg("the page holds a script");
		buf_release(&out);
	}
}

static void
no_terminal_line_is_wider_than_the_terminal(void **state)
{
	(void)state;
	for (size_t columns = 60; columns <= 140; columns += 4) {
		struct answer_look look = { .language = LANGUAGE_FR,
			.columns = columns, .page = PAGE };
		struct buf out;
		struct str rest, line;

		render(&out, sample_rich, "terminal", &look);
		rest = buf_view(&out);
		while (str_take_until(&rest, '\n', &line))
			if (prose_width(line) > columns)
				fail_msg("over %d columns: %.*s", (int)columns,
				    (int)line.len, line.at);
		buf_release(&out);
	}
}

static void
json_is_json_and_says_null_for_what_was_not_read(void **state)
{
	struct answer_look look = FR80;
	json_t *document = NULL;
	struct buf out;
	struct err err;

	(void)state;
	render(&out, sample_unread, "json", &look);
	check_ok(json_read(buf_view(&out), RENDERING_MAX, &document, &err),
	    &err);
	assert_true(json_is_null(json_object_get(document, "services")));
	assert_true(json_is_null(json_object_get(document, "totals")));
	check_str(json_get_str(document, "reading"), "unread", "reading");
	json_decref(document);
	buf_release(&out);
}

static void
formats_are_found_by_name_and_sorted(void **state)
{
	(void)state;
	for (const struct answer_format *f = answer_formats; f->name != NULL;
	     f++) {
		assert_ptr_equal(answer_format_of(f->name), f);
		assert_true(f[1].name == NULL ||
		    str_compare(str_of(f->name), str_of(f[1].name)) < 0);
	}
	assert_null(answer_format_of("pdf"));
	assert_null(answer_format_of(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scan_reads_as_the_report_says),
		cmocka_unit_test(a_summary_reads_as_the_report_says),
		cmocka_unit_test(every_rendering_is_what_it_was),
		cmocka_unit_test(no_summary_names_a_service_a_place_or_a_day),
		cmocka_unit_test(days_are_given_away_in_bands_only),
		cmocka_unit_test(hostile_names_stay_text_in_every_format),
		cmocka_unit_test(no_terminal_line_is_wider_than_the_terminal),
		cmocka_unit_test(
		    json_is_json_and_says_null_for_what_was_not_read),
		cmocka_unit_test(formats_are_found_by_name_and_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
