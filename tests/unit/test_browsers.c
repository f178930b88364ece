/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/browsers.h"

#include "agent/sources/doh.h"
#include "agent/sources/history.h"

#include "tests/unit/history_fake.h"
#include "tests/unit/unit.h"

#include <unistd.h>

#define FIXTURES TESTS_DIR "/fixtures/browsers/"

static struct world world;
static char path[1024];

static int
set_up(void **state)
{
	(void)state;
	return world_init(&world, "Europe/Paris") ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	world_release(&world);
	return 0;
}

static int
compare(const struct browser *a, const struct browser *b)
{
	int order = strcmp(a->id, b->id);

	if (order == 0)
		order = (int)a->system - (int)b->system;
	if (order == 0)
		order = (int)a->base - (int)b->base;
	return order != 0 ? order : strcmp(a->glob, b->glob);
}

static void
rows_are_sorted_and_each_says_what_it_must(void **state)
{
	size_t count;
	const struct browser *rows = browsers(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && compare(&rows[i - 1], &rows[i]) >= 0)
			fail_msg("%s %s: out of order", rows[i].id,
			    rows[i].glob);
		if (i > 0 && strcmp(rows[i - 1].id, rows[i].id) == 0)
			assert_string_equal(rows[i - 1].name, rows[i].name);
		assert_true(rows[i].kind != KIND_UNSUPPORTED ||
		    rows[i].why != 0);
		assert_true(rows[i].glob[0] != '/' &&
		    strchr(rows[i].glob, '\\') == NULL);
	}
}

static void
every_browser_that_was_promised_has_a_row(void **state)
{
	static const char *const ids[] = { "arc", "atlas", "brave", "chrome",
		"chrome-beta", "chrome-dev", "chromium", "comet", "dia", "edge",
		"epic", "firefox", "firefox-android", "floorp", "ie",
		"librewolf", "opera", "opera-gx", "opera-presto", "pale-moon",
		"qutebrowser", "safari", "safari-plist", "tor-browser",
		"vivaldi", "waterfox", "yandex", "zen" };
	size_t count, distinct = 0;
	const struct browser *rows = browsers(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(rows[i - 1].id, rows[i].id) != 0) {
			assert_true(distinct < COUNT(ids));
			assert_string_equal(rows[i].id, ids[distinct++]);
		}
	assert_int_equal(distinct, COUNT(ids));
}

/* Where a base lies in a home, as a person would look for it. */
static const char *const bases[BASE_COUNT] = {
	[BASE_CONFIG] = ".config/",
	[BASE_DATA] = ".local/share/",
	[BASE_HOME] = "",
	[BASE_LOCAL] = "AppData/Local/",
	[BASE_ROAMING] = "AppData/Roaming/",
	[BASE_SUPPORT] = "Library/Application Support/",
};

/* The row's glob as a real path, "*" being "x1". */
static void
place_of(const struct browser *row, const char *home, char *out, size_t size)
{
	struct buf name;
	struct str rest = str_of(row->glob), before;

	buf_init(&name, 1024);
	buf_text(&name, home);
	buf_char(&name, '/');
	buf_text(&name, bases[row->base]);
	while (str_take_until(&rest, '*', &before)) {
		buf_str(&name, before);
		buf_text(&name, "x1");
	}
	buf_str(&name, rest);
	(void)snprintf(out, size, "%s", buf_z(&name));
	buf_release(&name);
}

static void
put_fixture(const struct browser *row, const char *home)
{
	char fixture[1024], name[1024];
	struct buf sql;
	struct err err;
	bool text;

	buf_init(&sql, 1 << 20);
	place_of(row, home, name, sizeof(name));
	(void)snprintf(fixture, sizeof(fixture), FIXTURES "%s.sql", row->id);
	text = access(fixture, F_OK) != 0;
	if (text)
		(void)snprintf(fixture, sizeof(fixture), FIXTURES "%s.txt",
		    row->id);
	check_ok(os_read_file(fixture, &sql, &err), &err);
	assert_true(str_starts(buf_view(&sql), text ? STR("# ") : STR("-- ")));
	assert_true(str_starts(str_skip(buf_view(&sql), text ? 2 : 3),
	    str_of(row->id)));
	if (text)
		world_file(&world, name, buf_view(&sql));
	else
		world_db(&world, name, buf_z(&sql), path);
	buf_release(&sql);
}

static void
check_report(const struct browser *row)
{
	const struct source_report *report = world.list.last;

	if (report->next != NULL || world.list.count == 0)
		fail_msg("%s %s: no report", row->id, row->glob);
	assert_string_equal(report->name, row->name);
	if (row->kind == KIND_UNSUPPORTED) {
		assert_int_equal(report->state, SOURCE_NOT_SUPPORTED);
		assert_true(report->why.text[0] != '\0');
		return;
	}
	if (report->state != SOURCE_READ)
		fail_msg("%s: %s", row->id, report->why.text);
	check_number((long long)report->records, 4, row->id);
	check_number((long long)report->matched, 1, row->id);
	check_number((long long)report->counted, 1, row->id);
	assert_string_equal(calendar_text(report->first_day).text,
	    "2026-11-10");
}

static void
every_row_finds_its_fixture_in_a_home_of_its_system(void **state)
{
	size_t count;
	const struct browser *row = browsers(&count);

	(void)state;
	for (size_t i = 0; i < count; i++, row++) {
		char home[32];

		(void)snprintf(home, sizeof(home), "home%zu", i);
		put_fixture(row, home);
		source_list_release(&world.list);
		source_list_init(&world.list);
		history_scan_home(&world.env, world_path(&world, home, path),
		    &world.list);
		check_number((long long)world.list.count, 1, row->glob);
		check_report(row);
		assert_int_equal(world_left_over(&world), 0);
		world_run("rm -rf", path);
	}
}

static void
a_file_named_by_hand_gets_its_browser_s_name(void **state)
{
	static const struct {
		const char *path;
		const char *id;
	} rows[] = {
		{ "/mnt/x/google-chrome/Default/History", "chrome" },
		{ "C/AppData/Local/Microsoft/Edge/User Data/Profile 2/History",
		    "edge" },
		{ "C:\\Google\\Chrome\\User Data\\Default\\History", "chrome" },
		{ "/h/.mozilla/firefox/a.default-esr/places.sqlite",
		    "firefox" },
		{ "/h/Library/Safari/History.db", "safari" },
		{ "History", NULL },
		{ "/h/History", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct browser *found =
		    browsers_at(str_of(rows[i].path));

		if ((found == NULL) != (rows[i].id == NULL) ||
		    (found != NULL && strcmp(found->id, rows[i].id) != 0))
			fail_msg("%s: %s", rows[i].path,
			    found != NULL ? found->id : "none");
	}
}

#define EMPTY_CHROMIUM \
	"CREATE TABLE urls(id INTEGER PRIMARY KEY,url);" \
	"CREATE TABLE visits(id INTEGER PRIMARY KEY,url,visit_time," \
	"transition);"

static void
scan_home(const char *name)
{
	source_list_release(&world.list);
	source_list_init(&world.list);
	history_scan_home(&world.env, world_path(&world, name, path),
	    &world.list);
}

static void
check_profiles(const char *const *profiles, size_t count)
{
	const struct source_report *report = world.list.first;

	for (size_t i = 0; i < count; i++, report = report->next) {
		if (report == NULL)
			fail_msg("%s: no report", profiles[i]);
		assert_string_equal(report->profile, profiles[i]);
	}
	assert_null(report);
}

static void
every_profile_is_read_once(void **state)
{
	static const char *const profiles[] = { "Default", "Guest Profile",
		"Profile 1", "Profile 12" };
	char from[1024], to[1024];

	(void)state;
	for (size_t i = 0; i < COUNT(profiles); i++) {
		char name[128];

		(void)snprintf(name, sizeof(name),
		    "h/.config/google-chrome/%s/History", profiles[i]);
		world_db(&world, name, EMPTY_CHROMIUM, path);
	}
	world_file(&world, "h/.config/google-chrome/Crash Reports/x", STR(""));
	/* a second way to the same files */
	world_path(&world, "h/.config/google-chrome", from);
	assert_int_equal(symlink(from, world_path(&world,
	    "h/.config/google-chrome-beta", to)), 0);
	scan_home("h");
	check_profiles(profiles, COUNT(profiles));
}

static void
a_mounted_disk_gives_all_its_homes(void **state)
{
	static const char *const names[] = {
		"disk/home/anne/.config/chromium/Default/History",
		"disk/Users/Bob/AppData/Local/Google/Chrome/User Data/P/History",
		"disk/Users/cleo/Library/Application Support/Arc/User Data/"
		"Q/History",
		"disk/Documents and Settings/Dan/Local Settings/"
		"Application Data/Chromium/User Data/R/History",
		"disk/root/.config/vivaldi/S/History",
	};
	static const char *const profiles[] = { "Default", "P", "Q", "R", "S" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		world_db(&world, names[i], EMPTY_CHROMIUM, path);
	scan_home("disk");
	check_profiles(profiles, COUNT(profiles));
}

static void
no_link_leads_out_of_a_home_that_was_named(void **state)
{
	char to[1024], outside[1024];

	(void)state;
	world_db(&world, "outside/Default/History", EMPTY_CHROMIUM, path);
	world_path(&world, "outside", outside);
	assert_int_equal(symlink(outside, world_path(&world,
	    "h/.config/chromium", to)), 0);
	world_path(&world, "outside/Default/History", outside);
	assert_int_equal(symlink(outside, world_path(&world,
	    "h/.config/vivaldi/Default/History", to)), 0);
	scan_home("h");
	assert_int_equal(world.list.count, 1);
	assert_int_equal(world.list.first->state, SOURCE_ABSENT);
	/* a side file is read as well */
	world_db(&world, "h/.config/google-chrome/Default/History",
	    EMPTY_CHROMIUM, path);
	assert_int_equal(symlink(outside, world_path(&world,
	    "h/.config/google-chrome/Default/History-wal", to)), 0);
	scan_home("h");
	assert_int_equal(world.list.count, 1);
	assert_int_equal(world.list.first->state, SOURCE_FAILED);
	/* a link that stays inside is fine */
	world_db(&world, "h/real/Default/History", EMPTY_CHROMIUM, path);
	assert_int_equal(symlink("../real", world_path(&world,
	    "h/.config/opera", to)), 0);
	scan_home("h");
	assert_int_equal(world.list.count, 2);
	assert_int_equal(world.list.last->state, SOURCE_READ);
}

static void
a_home_without_history_says_so(void **state)
{
	(void)state;
	world_file(&world, "h/letter.txt", STR("hello"));
	scan_home("h");
	assert_int_equal(world.list.count, 1);
	assert_int_equal(world.list.first->state, SOURCE_ABSENT);
	assert_true(world.list.first->why.text[0] != '\0');
	scan_home("h/letter.txt");
	assert_int_equal(world.list.first->state, SOURCE_FAILED);
	scan_home("nowhere");
	assert_int_equal(world.list.first->state, SOURCE_ABSENT);
}

static void
what_stands_in_a_history_s_place_is_reported(void **state)
{
	(void)state;
	world_file(&world, "h/.config/chromium/A/History", STR(""));
	world_file(&world, "h/.config/chromium/B/History", STR("text"));
	world_file(&world, "h/.config/chromium/C/History/x", STR(""));
	assert_int_equal(mkfifo(world_path(&world,
	    "h/.config/chromium/D/History", path), 0600), 0);
	world_db(&world, "h/.config/chromium/E/History", EMPTY_CHROMIUM, path);
	scan_home("h");
	check_profiles((const char *const[]){ "A", "B", "C", "D", "E" }, 5);
	for (const struct source_report *report = world.list.first;
	    report != world.list.last; report = report->next)
		assert_true(report->state != SOURCE_READ &&
		    report->why.text[0] != '\0');
	assert_int_equal(world.list.last->state, SOURCE_READ);
}

/* As a user without privileges, which root is not. */
static void
scan_as_nobody(const char *name)
{
	uid_t before = geteuid();

	assert_int_equal(chmod(world.root, 0755), 0);
	assert_int_equal(chmod(world.scratch.path, 0777), 0);
	world_run("chmod 755", world_path(&world, name, path));
	if (before == 0)
		assert_int_equal(seteuid(65534), 0);
	scan_home(name);
	if (before == 0)
		assert_int_equal(seteuid(0), 0);
}

static void
a_closed_folder_is_reported_once_and_the_rest_is_read(void **state)
{
	(void)state;
	world_db(&world, "h/.config/chromium/Default/History", EMPTY_CHROMIUM,
	    path);
	world_db(&world, "h/.config/vivaldi/Default/History", EMPTY_CHROMIUM,
	    path);
	world_run("chmod 755", world_path(&world, "h/.config", path));
	world_run("chmod -R 755", world_path(&world, "h/.config/vivaldi",
	    path));
	assert_int_equal(chmod(world_path(&world, "h/.config/chromium", path),
	    0), 0);
	scan_as_nobody("h");
	assert_int_equal(world.list.count, 2);
	assert_string_equal(world.list.first->name, "Chromium");
	assert_int_equal(world.list.first->state, SOURCE_NOT_PERMITTED);
	assert_int_equal(world.list.last->state, SOURCE_READ);
	assert_int_equal(chmod(world_path(&world, "h/.config", path), 0), 0);
	scan_as_nobody("h");
	assert_int_equal(world.list.count, 1);
	assert_string_equal(world.list.first->name, "Navigateurs");
	assert_int_equal(world.list.first->state, SOURCE_NOT_PERMITTED);
}

static void
a_disk_whose_homes_are_closed_says_so_for_each(void **state)
{
	(void)state;
	world_file(&world, "d/home/anne/x", STR(""));
	world_file(&world, "d/home/bob/x", STR(""));
	world_run("chmod 755", world_path(&world, "d/home", path));
	world_run("chmod 0", world_path(&world, "d/home/anne", path));
	world_run("chmod 0", world_path(&world, "d/home/bob", path));
	scan_as_nobody("d");
	assert_int_equal(world.list.count, 2);
	assert_int_equal(world.list.first->state, SOURCE_NOT_PERMITTED);
	assert_int_equal(world.list.last->state, SOURCE_NOT_PERMITTED);
}

struct doh_row {
	const char *label;
	const char *first;  /* Local State; prefs.js */
	const char *second; /* that of the profile itself; user.js */
	bool on;
};

static const struct doh_row chromium_doh[] = {
	{ "no file", NULL, NULL, false },
	{ "secure", "{\"dns_over_https\":{\"mode\":\"secure\"}}", NULL, true },
	{ "automatic with a server",
	    "{\"dns_over_https\":{\"mode\":\"automatic\","
	    "\"templates\":\"https://dns.example/\"}}", NULL, true },
	{ "automatic without", "{\"dns_over_https\":{\"mode\":\"automatic\"}}",
	    NULL, false },
	{ "off", "{\"dns_over_https\":{\"mode\":\"off\","
	    "\"templates\":\"https://dns.example/\"}}", NULL, false },
	{ "another type", "{\"dns_over_https\":[\"secure\"]}", NULL, false },
	{ "not JSON", "{\"dns_over_https\":{\"mode\":\"secure\"", NULL, false },
	{ "beside the history, as Opera does", NULL,
	    "{\"dns_over_https\":{\"mode\":\"secure\"}}", true },
};

#define TRR(mode) "user_pref(\"network.trr.mode\", " mode ");\n"

static const struct doh_row firefox_doh[] = {
	{ "no file", NULL, NULL, false },
	{ "first", "// Mozilla\n" TRR("2"), NULL, true },
	{ "only", TRR("3"), NULL, true },
	{ "off by choice", TRR("5"), NULL, false },
	{ "shadow", TRR("4"), NULL, false },
	{ "user.js has the last word", TRR("3"), TRR("0"), false },
	{ "user.js alone", NULL, TRR("2"), true },
	{ "a comment", "// " TRR("3"), NULL, false },
	{ "another pref", "user_pref(\"network.trr.mode.x\", 3);\n", NULL,
	    false },
	{ "no number", TRR("\"3\""), NULL, false },
	{ "no line end", "user_pref(\"network.trr.mode\", 3);", NULL, true },
	{ "cut", "user_pref(\"network.trr.mode\", 3", NULL, false },
};

static void
check_doh(const struct doh_row *rows, size_t count, const char *history,
    const char *sql, const char *first, const char *second)
{
	for (size_t i = 0; i < count; i++) {
		world_db(&world, history, sql, path);
		if (rows[i].first != NULL)
			world_file(&world, first, str_of(rows[i].first));
		if (rows[i].second != NULL)
			world_file(&world, second, str_of(rows[i].second));
		scan_home("h");
		assert_int_equal(world.list.count, 1);
		if (world.list.first->encrypted_dns != rows[i].on)
			fail_msg("%s", rows[i].label);
		world_run("rm -rf", world_path(&world, "h", path));
	}
}

static void
encrypted_dns_is_found_in_chromium_s_settings(void **state)
{
	(void)state;
	check_doh(chromium_doh, COUNT(chromium_doh),
	    "h/.config/chromium/Default/History", EMPTY_CHROMIUM,
	    "h/.config/chromium/Local State",
	    "h/.config/chromium/Default/Local State");
}

static void
encrypted_dns_is_found_in_firefox_s_settings(void **state)
{
	(void)state;
	check_doh(firefox_doh, COUNT(firefox_doh),
	    "h/.mozilla/firefox/a.default/places.sqlite",
	    "CREATE TABLE moz_places(id INTEGER PRIMARY KEY,url,rev_host);"
	    "CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY,place_id,"
	    "visit_date,visit_type);",
	    "h/.mozilla/firefox/a.default/prefs.js",
	    "h/.mozilla/firefox/a.default/user.js");
}

static void
this_user_s_own_home_honours_xdg(void **state)
{
	char home[1024], config[1024];
	const char *before = getenv("HOME");
	char kept[1024];

	(void)state;
	(void)snprintf(kept, sizeof(kept), "%s", before != NULL ? before : "");
	world_db(&world, "moved/chromium/Default/History", EMPTY_CHROMIUM,
	    path);
	world_db(&world, "own/.config/vivaldi/Default/History",
	    EMPTY_CHROMIUM, path);
	(void)setenv("HOME", world_path(&world, "own", home), 1);
	(void)setenv("XDG_CONFIG_HOME", world_path(&world, "moved", config),
	    1);
	history_scan_home(&world.env, NULL, &world.list);
	(void)unsetenv("XDG_CONFIG_HOME");
	assert_int_equal(world.list.count, 1);
	assert_string_equal(world.list.first->name, "Chromium");
	history_scan_home(&world.env, NULL, &world.list);
	(void)setenv("HOME", kept, 1);
	assert_int_equal(world.list.count, 2);
	assert_string_equal(world.list.last->name, "Vivaldi");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(rows_are_sorted_and_each_says_what_it_must),
		TEST(every_browser_that_was_promised_has_a_row),
		TEST(every_row_finds_its_fixture_in_a_home_of_its_system),
		TEST(a_file_named_by_hand_gets_its_browser_s_name),
		TEST(every_profile_is_read_once),
		TEST(a_mounted_disk_gives_all_its_homes),
		TEST(no_link_leads_out_of_a_home_that_was_named),
		TEST(a_home_without_history_says_so),
		TEST(what_stands_in_a_history_s_place_is_reported),
		TEST(a_closed_folder_is_reported_once_and_the_rest_is_read),
		TEST(a_disk_whose_homes_are_closed_says_so_for_each),
		TEST(encrypted_dns_is_found_in_chromium_s_settings),
		TEST(encrypted_dns_is_found_in_firefox_s_settings),
		TEST(this_user_s_own_home_honours_xdg),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
