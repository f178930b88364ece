/* SPDX-License-Identifier: Apache-2.0
 * The readers can be made blind (linked in their place, --wrap), one by one:
 * the self-test must notice.
 */
#include "agent/selftest.h"

#include "agent/sources/dnslogs.h"
#include "agent/sources/history.h"
#include "agent/sources/zone.h"
#include "core/calendar.h"
#include "core/os.h"

#include "tests/unit/unit.h"

static bool blind_histories, blind_logs;

void __real_history_scan_home(const struct source_env *env, const char *dir,
    struct source_list *list);
void __wrap_history_scan_home(const struct source_env *env, const char *dir,
    struct source_list *list);
void __real_dnslogs_scan(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_list *list);
void __wrap_dnslogs_scan(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_list *list);

void
__wrap_history_scan_home(const struct source_env *env, const char *dir,
    struct source_list *list)
{
	if (!blind_histories)
		__real_history_scan_home(env, dir, list);
}

void
__wrap_dnslogs_scan(const struct source_env *env, const char *path,
    const struct dnslogs_options *options, struct source_list *list)
{
	if (!blind_logs)
		__real_dnslogs_scan(env, path, options, list);
}

static bool
passes(const struct catalogue *catalogue, const char *zone_name, int32_t day)
{
	struct os_scratch scratch = { .lock = -1 };
	struct match *match = NULL;
	struct zone *zone = NULL;
	struct err err = { "" };
	bool passed;

	check_ok(match_new(catalogue, &match, &err), &err);
	check_ok(zone_new(str_of(zone_name), &zone, &err), &err);
	check_ok(os_scratch_open("/tmp", &scratch, &err), &err);
	passed = selftest_passes(match, zone, day, &scratch, &err);
	assert_true(passed || err.text[0] != '\0');
	os_scratch_close(&scratch);
	zone_free(zone);
	match_free(match);
	return passed;
}

struct day_row {
	const char *label;
	const char *zone;
	struct civil day;
};

static const struct day_row day_rows[] = {
	{ "an ordinary day", "Europe/Paris", { 2026, 11, 25 } },
	{ "the day of 25 hours", "Europe/Paris", { 2026, 10, 25 } },
	{ "the day of 23 hours", "Europe/Paris", { 2026, 3, 29 } },
	{ "far east", "+14:00", { 2027, 1, 1 } },
	{ "far west", "-11:00", { 2026, 12, 31 } },
	{ "a leap day", "UTC", { 2028, 2, 29 } },
};

static void
it_passes_on_any_day_and_in_any_zone(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(day_rows); i++)
		if (!passes(catalogue_builtin(), day_rows[i].zone,
		        calendar_day(day_rows[i].day)))
			fail_msg("%s", day_rows[i].label);
}

static void
it_fails_when_either_reader_is_blind(void **unused)
{
	(void)unused;
	blind_histories = true;
	assert_false(passes(catalogue_builtin(), "UTC", 20760));
	blind_histories = false;
	blind_logs = true;
	assert_false(passes(catalogue_builtin(), "UTC", 20760));
	blind_logs = false;
	assert_true(passes(catalogue_builtin(), "UTC", 20760));
}

static void
it_fails_with_a_catalogue_that_knows_nothing(void **unused)
{
	static const struct catalogue empty = { .version = { "2026.11", 7 } };

	(void)unused;
	assert_false(passes(&empty, "UTC", 20760));
}

static void
it_fails_where_nothing_can_be_planted(void **unused)
{
	struct os_scratch nowhere = { .path = "/proc/nowhere", .lock = -1 };
	struct match *match = NULL;
	struct zone *zone = NULL;
	struct err err = { "" };

	(void)unused;
	check_ok(match_new(catalogue_builtin(), &match, &err), &err);
	check_ok(zone_new(STR("UTC"), &zone, &err), &err);
	assert_false(selftest_passes(match, zone, 20760, &nowhere, &err));
	zone_free(zone);
	match_free(match);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_passes_on_any_day_and_in_any_zone),
		cmocka_unit_test(it_fails_when_either_reader_is_blind),
		cmocka_unit_test(it_fails_with_a_catalogue_that_knows_nothing),
		cmocka_unit_test(it_fails_where_nothing_can_be_planted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
