/* SPDX-License-Identifier: Apache-2.0
 * Fictional associations, every rendering, compared with tests/golden/report/;
 * and what no rendering may do.  After a wanted change: UPDATE_GOLDEN=1
 * test_report_golden shows the difference, then rewrites.
 */
#include "collector/report/phrases.h"
#include "collector/report/render.h"

#include "tests/unit/golden.h"
#include "tests/unit/report_sample.h"

#define ROOM TESTS_DIR "/fixtures/report"

#define NNBSP "\xE2\x80\xAF"
#define NBSP "\xC2\xA0"

static void
make(const char *name, struct report_sample *sample)
{
	struct err err = { "" };

	check_ok(sample_make(sample_named(name), ROOM, sample, &err), &err);
}

static void
render(struct buf *out, const struct report *report, const char *format,
    enum language language)
{
	const struct render_format *row = render_format_of(format);
	struct err err = { "" };

	assert_non_null(row);
	buf_init(out, RENDER_MAX_BYTES);
	check_ok(row->write(out, report, language, &err), &err);
}

/* --- golden files --- */

static void
check_rendering(const struct sample_row *row, const struct report *report,
    const char *format, const char *tag, enum language language)
{
	char name[128];
	struct buf out;

	render(&out, report, format, language);
	(void)snprintf(name, sizeof(name), "report/%s%s.%s", row->name, tag,
	    format);
	check_golden(name, buf_view(&out));
	buf_release(&out);
}

/* The page only for some: the others differ by sentences, which the Markdown
 * of each holds. */
static bool
has_page(const struct sample_row *row)
{
	return strcmp(row->name, "four") == 0 ||
	    strcmp(row->name, "fourteen") == 0 ||
	    strcmp(row->name, "hundred") == 0 ||
	    strcmp(row->name, "hostile") == 0;
}

static void
every_rendering_is_as_agreed(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT; i++) {
		const struct sample_row *row = &sample_rows[i];
		struct report_sample sample;

		make(row->name, &sample);
		check_rendering(row, &sample.report, "md", "-fr", LANGUAGE_FR);
		check_rendering(row, &sample.report, "md", "-en", LANGUAGE_EN);
		check_rendering(row, &sample.report, "json", "", LANGUAGE_FR);
		if (has_page(row)) {
			check_rendering(row, &sample.report, "csv", "",
			    LANGUAGE_FR);
			check_rendering(row, &sample.report, "html", "-fr",
			    LANGUAGE_FR);
			check_rendering(row, &sample.report, "html", "-en",
			    LANGUAGE_EN);
		}
		sample_free(&sample);
	}
}

static void
the_same_report_is_the_same_bytes(void **state)
{
	(void)state;
	for (const struct render_format *format = render_formats;
	     format->name != NULL; format++) {
		struct report_sample first, second;
		struct buf a, b;

		make("fourteen", &first);
		make("fourteen", &second);
		render(&a, &first.report, format->name, LANGUAGE_FR);
		render(&b, &second.report, format->name, LANGUAGE_FR);
		if (!str_eq(buf_view(&a), buf_view(&b)))
			fail_msg("%s: two renderings differ", format->name);
		buf_release(&a);
		buf_release(&b);
		sample_free(&first);
		sample_free(&second);
	}
}

/* --- word for word --- */

struct sentence_row {
	const char *name;
	enum language language;
	const char *sentence;
};

static const struct sentence_row sentence_rows[] = {
	{ "fourteen", LANGUAGE_FR,
	    "En octobre 2026, au moins un service d’IA a été consulté depuis "
	    "environ 9 des 12 postes observés (de" NBSP "7" NBSP "à" NBSP
	    "11)" NNBSP "; depuis "
	    "environ 6 d’entre eux (de" NBSP "4" NBSP "à" NBSP "8), c’était un service que le "
	    "conseil d’administration (CA) n’a pas examiné." },
	{ "fourteen", LANGUAGE_EN,
	    "In October 2026, at least one AI service was visited from about "
	    "9 of the 12 computers observed (7" NBSP "to" NBSP "11); from about "
	    "6 of them (4" NBSP "to" NBSP "8), it was a service the board has not reviewed." },
	{ "hundred", LANGUAGE_FR,
	    "En octobre 2026, au moins un service d’IA a été consulté depuis "
	    "environ 72 des 117 postes observés (de" NBSP "70" NBSP "à" NBSP
	    "74, environ 62" NBSP "% des 117)" NNBSP "; depuis environ 54 "
	    "d’entre eux (de" NBSP "52" NBSP "à" NBSP "56, environ 46" NBSP
	    "% des 117), c’était un service que le conseil "
	    "d’administration (CA) n’a pas examiné, ou n’autorise pas." },
	{ "none", LANGUAGE_FR,
	    "Aucun bulletin reçu sur 14 postes équipés. Rien à publier. "
	    "L’urne était-elle joignable" NNBSP "? `lanterne-collector "
	    "doctor` le dit." },
	{ "few", LANGUAGE_FR,
	    "Trop peu de bulletins (2) pour publier sans désigner quelqu’un"
	    NNBSP "; ils ont été détruits. Chacun peut lancer `lanterne scan`"
	    " pour soi." },
	{ "four", LANGUAGE_FR,
	    "Depuis les 4 postes observés, pris ensemble, au moins un service "
	    "d’IA a été consulté. Ni nombre ni nom" NBSP ": ce groupe est "
	    "trop petit." },
	{ "untold", LANGUAGE_FR,
	    "4 postes observés" NBSP ": rien ne peut être affirmé sans "
	    "désigner quelqu’un." },
	{ "eight", LANGUAGE_FR,
	    "Au 3e trimestre 2026, au moins un service d’IA a été consulté "
	    "depuis environ 3 des 8 postes observés (de" NBSP "1" NBSP "à" NBSP "5). Sous 10 "
	    "bulletins" NBSP ": aucun nom de service." },
	{ "zero", LANGUAGE_FR,
	    "Un service du catalogue a été consulté depuis au plus 2 des 12 "
	    "postes observés, peut-être aucun. Autotest réussi sur 12. Ce "
	    "n’est pas une preuve d’absence." },
	{ "unmeasured", LANGUAGE_FR,
	    "Non mesuré" NBSP ": 14 postes répondent, aucun n’a réussi "
	    "l’autotest. Ce n’est pas un zéro." },
};

static void
the_first_sentence_is_word_for_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sentence_rows); i++) {
		const struct sentence_row *row = &sentence_rows[i];
		struct report_sample sample;
		struct buf out;

		make(row->name, &sample);
		buf_init(&out, 4096);
		phrase_finding(&out, row->language, &sample.report);
		check_str(buf_view(&out), row->sentence, row->name);
		buf_release(&out);
		sample_free(&sample);
	}
}

struct wording_row {
	const char *name;
	const char *part;
	bool there;
};

static const struct wording_row wording_rows[] = {
	{ "thin", "Mesure insuffisante" NBSP ": 7 bulletins pour 14 postes "
	    "équipés. Ce qui suit ne vaut que pour ces 7 postes.", true },
	{ "first", "Point de départ" NBSP ": premier relevé, aucune "
	    "comparaison.", true },
	{ "first", "au plus 2 d’entre eux, peut-être aucun", true },
	{ "fourteen", "premier relevé", false },
	{ "fourteen", "ChatGPT (≈ 6 postes)", true },
	{ "fourteen", "Le Chat est déjà à l’essai", true },
	{ "fourteen", "4 points d’attention sur 4 en confidentialité", true },
	{ "fourteen", "gouvernance" NBSP "85" NBSP "→" NBSP "60", true },
	{ "fourteen", "confidentialité" NBSP "55" NBSP "→" NBSP "30", true },
	{ "fourteen", "Gouvernance = 100 × (0,50 × 6/9 + 0,25 [pas de charte]"
	    " + 0,25 [sensibilisation" NBSP ": aucune date inscrite]) = 83", true },
	{ "fourteen", "Confidentialité = 100 × (6×1 + 6×0 + 3×0,25 + 3×1)/18"
	    " = 54", true },
	{ "fourteen", "Ces indices classent des priorités" NNBSP "; ils ne "
	    "mesurent ni fuite ni faute.", true },
	{ "fourteen", "le service le plus consulté", false },
	{ "fourteen", "% des 12", false },
	{ "fourteen", "Par famille", false },
	{ "fourteen", "2" NNBSP "285 responsables", true },
	{ "fourteen", "rapport d’octobre 2026", true },
	{ "fourteen", "DeepL" NBSP ": autorisé le 16 juin 2026, sous contrat",
	    true },
	{ "hundred", "ChatGPT, le service le plus consulté", true },
	{ "hundred", "Par famille de services", true },
	{ "hundred", "ChatGPT (≈ 48 postes)" NBSP ": essai terminé le 15 "
	    "octobre 2026", true },
	{ "zero", "Gouvernance, à vérifier", true },
	{ "zero", "sans objet", true },
	{ "none", "non calculé", true },
	{ "eight", "ChatGPT (", false },
	{ "quarter", "Ce rapport couvre 3 relevés, d’août 2026 à octobre "
	    "2026.", true },
	{ "lost", "Ce n’est pas un zéro", true },
	/* nothing is told of a count that did not take place */
	{ "lost", "0 bulletin", false },
	{ "lost", "leur nombre n’est pas connu", true },
	{ "none", "Sous 10 bulletins", false },
	{ "none", "Rien n’a été mesuré pour ce relevé.", true },
	{ "none", "Point de départ", false },
	{ "none", "Aucun nombre publié pour ce relevé", true },
	{ "none", "par priorité", false },
	{ "none", "l’urne doit alors être allumée", true },
	{ "unmeasured", "plutôt qu’un faux zéro", true },
	{ "lost", "ne pas restaurer le collecteur", true },
	{ "eight", "10 pour un nom de service", true },
	{ "fourteen", "Pour que le prochain relevé", false },
	{ "outage", "| non mesuré |", true },
	{ "outage", "0/0", false },
	/* of many services none is left out in silence */
	{ "many", "Et 6 autres services nommés", true },
	{ "many", "Et 11 autres services à décider", true },
	{ "many", "13. pour 3 autres services, nommés dans les fichiers", true },
	{ "hundred", "nommés dans les fichiers", false },
	/* page 1 says what it did not see, and of which services it speaks */
	{ "fourteen", "L’usage réel peut être plus large.", true },
	{ "zero", "L’usage réel peut être plus large.", true },
	{ "none", "L’usage réel peut être plus large.", false },
	{ "fourteen", "que sur les services nommés", true },
	{ "eight", "que sur les services nommés", false },
	{ "eight", "rien n’est calculé", true },
	{ "first", "Un seul service nommé" NBSP ": DeepL", true },
	{ "first", "atteint 3 postes", false },
	/* what the board's file does not say is not told as a no */
	{ "silent", "+ 0,25 [charte" NBSP ": non connue] + 0,25 "
	    "[sensibilisation" NBSP ": aucune date inscrite]", true },
	{ "silent", "pas de charte", false },
	{ "silent", "non adoptée", false },
	{ "silent", "Charte IA" NBSP ": non connue.", true },
	{ "silent", "déjà adoptée le …", true },
	{ "silent", "d’inscrire la charte IA en vigueur", true },
	{ "fourteen", "déjà adoptée le …", false },
	{ "fourteen", "pas de sensibilisation", false },
	{ "fourteen", "Charte IA" NBSP ": non adoptée.", true },
	{ "zero", "Charte IA" NBSP ": non adoptée. Sensibilisation" NBSP
	    ": aucune date inscrite.", true },
	{ "hundred", "Écume (≈ 6 postes)" NBSP ": interdit le 10 mars 2026, "
	    "consulté pendant ce relevé", true },
	{ "silent", "DeepL (≈", false },
	{ "silent", "n’a pas examiné, ou n’autorise pas", true },
	/* blind spots stand in groups */
	{ "fourteen", "**Autres appareils**\n\n- Ordinateurs personnels", true },
	{ "none", "- Ce qui est saisi ou déposé, et pour quel besoin\n", true },
	/* what is to be adopted or handed out is in the report */
	{ "fourteen", "joint", false },
	{ "eight", "joint", false },
	{ "fourteen", "Charte IA, projet à amender", true },
	{ "hundred", "Charte IA, projet à amender", false },
	{ "fourteen", "Questionnaire anonyme, à distribuer", true },
	{ "eight", "Questionnaire anonyme, à distribuer", true },
	{ "fourteen", "Offre et coût", true },
	{ "hundred", "de nommer référent IA" NBSP ": Camille Ozanne", true },
	{ "hundred", "Et 5 autres services à décider", true },
	/* the points behind "4 of 4", and those that nobody knows */
	{ "fourteen", "Ce qui est saisi sert à entraîner l’IA, par défaut" NBSP "· "
	    "Conservé plus de 30 jours, ou durée non dite" NBSP "· "
	    "Hébergé hors de l’Espace économique européen" NBSP "· "
	    "Pas d’accord de sous-traitance des données",
	    true },
	{ "silent", "Ce qui est saisi sert à entraîner l’IA, par défaut (inconnu)",
	    true },
	{ "fourteen", "deux fois sur trois au plus d’après un seul nombre",
	    true },
	{ "fourteen", "Postes ayant donné signe de vie" NBSP ": 12.", true },
	/* where no history was read, the report says what counted instead */
	{ "silent", "historiques lus sur 11", true },
	{ "silent", "comptent comme des consultations", true },
	{ "fourteen", "comptent comme des consultations", false },
	/* a quarter is no month */
	{ "quarter", "pas de nom publié pour ce relevé", true },
	{ "quarter", "ce mois-là", false },
};

static void
each_case_says_what_it_must_and_no_more(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wording_rows); i++) {
		const struct wording_row *row = &wording_rows[i];
		struct report_sample sample;
		struct buf out;

		make(row->name, &sample);
		render(&out, &sample.report, "md", LANGUAGE_FR);
		if (holds(buf_view(&out), str_of(row->part)) != row->there)
			fail_msg("%s: \"%s\" is %s", row->name, row->part,
			    row->there ? "not there" : "there");
		buf_release(&out);
		sample_free(&sample);
	}
}

/* Of the vocabulary's table and of the claims that are never made. */
static const char *const never_said[] = { "accord de traitement",
	"data-processing", "conforme RGPD", "validé CNIL", "vote secret",
	"ni adresse", "impossible de savoir", "aucun usage disciplinaire",
	"risque élevé", "score", "clandestin", "canari", "scrutin",
	"serveur", "poste détecté", "GDPR compliant", "high risk",
	"secret ballot" };

static void
no_report_says_what_is_never_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * SAMPLE_COUNT; i++) {
		struct report_sample sample;
		struct buf out;

		make(sample_rows[i / 2].name, &sample);
		render(&out, &sample.report, "md",
		    i % 2 == 0 ? LANGUAGE_FR : LANGUAGE_EN);
		for (size_t n = 0; n < COUNT(never_said); n++)
			if (holds(buf_view(&out), str_of(never_said[n])))
				fail_msg("%s says \"%s\"",
				    sample_rows[i / 2].name, never_said[n]);
		buf_release(&out);
		sample_free(&sample);
	}
}

/* A short report must not leave a page nearly empty. */
static void
every_page_has_something_to_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT; i++) {
		struct report_sample sample;
		struct buf out;
		struct str rest, page;

		make(sample_rows[i].name, &sample);
		render(&out, &sample.report, "md", LANGUAGE_FR);
		rest = buf_view(&out);
		(void)str_cut(rest, STR("\n## p."), &page, &rest);
		while (str_cut(rest, STR("\n## p."), &page, &rest))
			if (page.len < 600)
				fail_msg("%s: a page of %zu bytes",
				    sample_rows[i].name, page.len);
		buf_release(&out);
		sample_free(&sample);
	}
}

static void
the_points_named_are_those_counted(void **state)
{
	struct report_sample sample;

	(void)state;
	make("hundred", &sample);
	for (size_t i = 0; i < sample.report.service_count; i++)
		for (int f = 0; f < RISK_FAMILY_COUNT; f++) {
			const struct report_service *service =
			    &sample.report.services[i];
			struct buf out;
			int named;

			buf_init(&out, 4096);
			phrase_points(&out, LANGUAGE_FR, service,
			    (enum risk_family)f);
			named = out.len > 0;
			for (size_t at = 0; at + 1 < out.len; at++)
				named += memcmp(out.at + at, "\xC2\xB7", 2)
				    == 0;
			check_number(named,
			    service->attention[f].points, "points named");
			buf_release(&out);
		}
	sample_free(&sample);
}

static void
a_figure_of_the_study_never_stands_without_its_phrase(void **state)
{
	static const char phrase[] = "Les deux nombres ne se comparent ni ne "
	    "se soustraient.";

	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT; i++) {
		struct report_sample sample;
		struct buf out;
		struct str rest, page;

		make(sample_rows[i].name, &sample);
		render(&out, &sample.report, "html", LANGUAGE_FR);
		rest = buf_view(&out);
		while (str_cut(rest, STR("</section>"), &page, &rest))
			if (holds(page, STR("35" NBSP "%")) &&
			    !holds(page, str_of(phrase)))
				fail_msg("%s: a page without the phrase",
				    sample_rows[i].name);
		buf_release(&out);
		sample_free(&sample);
	}
}

/* --- typography --- */

/* Where a tag ends, its attributes are not prose. */
static void
text_of_html(struct buf *out, struct str html)
{
	size_t style_end = 0;
	bool tag = false;

	(void)str_find(html, STR("</style>"), &style_end);
	html = str_skip(html, style_end);
	for (size_t i = 0; i < html.len; i++) {
		if (html.at[i] == '<')
			tag = true;
		if (!tag)
			buf_char(out, html.at[i]);
		if (html.at[i] == '>')
			tag = false;
	}
}

static const char *const never_french[] = { " ;", " !", " ?", " :", " %",
	" »", "« ", "d'", "l'", "n'", "&#39;" };
static const char *const never_english[] = { NNBSP ";", NBSP ":", NBSP "%",
	NNBSP "?", "&#39;", " postes", "d’" };

static void
check_typography(const char *name, enum language language,
    const char *const *never, size_t count)
{
	struct report_sample sample;
	struct buf out, text;

	make(name, &sample);
	render(&out, &sample.report, "html", language);
	buf_init(&text, RENDER_MAX_BYTES);
	text_of_html(&text, buf_view(&out));
	for (size_t i = 0; i < count; i++)
		if (holds(buf_view(&text), str_of(never[i])))
			fail_msg("%s: \"%s\" in a page", name, never[i]);
	buf_release(&out);
	buf_release(&text);
	sample_free(&sample);
}

static void
every_page_keeps_the_typography_of_its_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLE_COUNT; i++) {
		if (strcmp(sample_rows[i].name, "hostile") == 0)
			continue; /* its names are not ours */
		check_typography(sample_rows[i].name, LANGUAGE_FR,
		    never_french, COUNT(never_french));
	}
	check_typography("thin", LANGUAGE_EN, never_english,
	    COUNT(never_english));
	check_typography("zero", LANGUAGE_EN, never_english,
	    COUNT(never_english));
}

/* --- foreign text --- */

struct hostile_row {
	const char *format;
	const char *never;
};

static const struct hostile_row hostile_rows[] = {
	{ "html", "<script" },
	{ "html", "<b>" },
	{ "html", "<i>" },
	{ "html", "\xE2\x80\xAE" }, /* U+202E */
	{ "md", "<script" },
	{ "md", "**gras**" },
	{ "md", "](https" },
	{ "md", "\xE2\x80\xAE" },
	{ "csv", ",=SOMME" },
	{ "csv", ",\"=SOMME" },
	{ "json", "\n=SOMME" },
};

static void
no_name_becomes_anything_but_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(hostile_rows); i++) {
		const struct hostile_row *row = &hostile_rows[i];
		struct report_sample sample;
		struct buf out;

		make("hostile", &sample);
		render(&out, &sample.report, row->format, LANGUAGE_FR);
		if (holds(buf_view(&out), str_of(row->never)))
			fail_msg("%s holds %s", row->format, row->never);
		assert_true(holds(buf_view(&out), STR("SOMME")));
		buf_release(&out);
		sample_free(&sample);
	}
}

static void
a_page_loads_nothing_and_runs_nothing(void **state)
{
	static const char *const never[] = { "<script", "onclick", "src=",
		"url(", "@import", "href=" };
	struct report_sample sample;
	struct buf out;

	(void)state;
	make("hundred", &sample);
	render(&out, &sample.report, "html", LANGUAGE_FR);
	for (size_t i = 0; i < COUNT(never); i++)
		if (holds(buf_view(&out), str_of(never[i])))
			fail_msg("the page holds %s", never[i]);
	assert_true(holds(buf_view(&out), STR("default-src 'none'")));
	assert_true(holds(buf_view(&out), STR("<html lang=\"fr\">")));
	buf_release(&out);
	sample_free(&sample);
}

static void
a_demo_says_so_on_every_page(void **state)
{
	struct report_sample sample;
	struct buf out;
	struct str rest, page;
	int pages = 0;

	(void)state;
	make("hostile", &sample);
	render(&out, &sample.report, "html", LANGUAGE_FR);
	rest = buf_view(&out);
	for (; str_cut(rest, STR("</section>"), &page, &rest); pages++)
		assert_true(holds(page, STR("DÉMO")));
	check_number(pages, 4, "pages");
	buf_release(&out);
	sample_free(&sample);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rendering_is_as_agreed),
		cmocka_unit_test(the_same_report_is_the_same_bytes),
		cmocka_unit_test(the_first_sentence_is_word_for_word),
		cmocka_unit_test(each_case_says_what_it_must_and_no_more),
		cmocka_unit_test(no_report_says_what_is_never_said),
		cmocka_unit_test(every_page_has_something_to_say),
		cmocka_unit_test(the_points_named_are_those_counted),
		cmocka_unit_test(
		    a_figure_of_the_study_never_stands_without_its_phrase),
		cmocka_unit_test(
		    every_page_keeps_the_typography_of_its_language),
		cmocka_unit_test(no_name_becomes_anything_but_text),
		cmocka_unit_test(a_page_loads_nothing_and_runs_nothing),
		cmocka_unit_test(a_demo_says_so_on_every_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
