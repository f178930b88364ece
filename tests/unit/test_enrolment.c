/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector_folder.h"

#include "collector/enrolment.h"

#include "core/hex.h"

#define NONCE "00112233445566778899aabbccddeeff"
#define SECRET "000102030405060708090a0b"

static void
credentials_have_one_form(void **state)
{
	static const char id[] = "00112233445566778899aabbccddeeff";
	static const char secret[] =
	    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
	static const struct {
		const char *label, *before, *between, *after;
		bool good;
	} rows[] = {
		{ "right", "Bearer ", ".", "", true },
		{ "another scheme", "Basic ", ".", "", false },
		{ "no dot", "Bearer ", "", "", false },
		{ "something after", "Bearer ", ".", "0", false },
		{ "a space", "Bearer ", ". ", "", false },
	};
	struct credentials credentials;
	char header[160];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		(void)snprintf(header, sizeof(header), "%s%s%s%s%s",
		    rows[i].before, id, rows[i].between, secret, rows[i].after);
		check_number(enrolment_credentials(str_of(header),
		    &credentials), rows[i].good, rows[i].label);
	}
	assert_false(enrolment_credentials(STR(""), &credentials));
}

static void
an_enrolment_is_exactly_its_members(void **state)
{
	static const struct {
		const char *label, *body;
		enum refusal expected;
	} rows[] = {
		{ "right", "{\"v\":1,\"secret\":\"" SECRET "\",\"nonce\":\"" NONCE
		           "\"}", REFUSAL_NONE },
		{ "another order", "{\"nonce\":\"" NONCE "\",\"v\":1,"
		                   "\"secret\":\"" SECRET "\"}", REFUSAL_NONE },
		{ "another version", "{\"v\":2,\"secret\":\"" SECRET
		                     "\",\"nonce\":\"" NONCE "\"}",
		    REFUSAL_FIELDS },
		{ "a version in text", "{\"v\":\"1\",\"secret\":\"" SECRET
		                       "\",\"nonce\":\"" NONCE "\"}",
		    REFUSAL_FIELDS },
		{ "no nonce", "{\"v\":1,\"secret\":\"" SECRET "\"}",
		    REFUSAL_FIELDS },
		{ "one member more", "{\"v\":1,\"secret\":\"" SECRET
		                     "\",\"nonce\":\"" NONCE "\",\"name\":\"x\"}",
		    REFUSAL_FIELDS },
		{ "a long secret", "{\"v\":1,\"secret\":\"" SECRET "00"
		                   "\",\"nonce\":\"" NONCE "\"}",
		    REFUSAL_FIELDS },
		{ "a list", "[1]", REFUSAL_FIELDS },
		{ "a key twice", "{\"v\":1,\"v\":1,\"nonce\":\"" NONCE "\"}",
		    REFUSAL_JSON },
		{ "cut short", "{\"v\":1", REFUSAL_JSON },
		{ "nothing", "", REFUSAL_JSON },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct enrolment enrolment;

		check_number(enrolment_read(str_of(rows[i].body), 1790000000,
		    &enrolment), rows[i].expected, rows[i].label);
	}
}

static void
a_device_is_drawn_and_its_secret_kept_as_a_digest(void **state)
{
	static const char body[] = "{\"v\":1,\"secret\":\"" SECRET
	                           "\",\"nonce\":\"" NONCE "\"}";
	struct enrolment first, second;
	struct credentials credentials;
	char header[160];

	(void)state;
	assert_int_equal(enrolment_read(str_of(body), 1790000000, &first),
	    REFUSAL_NONE);
	assert_int_equal(enrolment_read(str_of(body), 1790000000, &second),
	    REFUSAL_NONE);
	assert_string_not_equal(first.device.id, second.device.id);
	assert_string_not_equal(first.secret, second.secret);
	assert_memory_equal(first.nonce, second.nonce, STORE_DIGEST);
	(void)snprintf(header, sizeof(header), "Bearer %s.%s", first.device.id,
	    first.secret);
	assert_true(enrolment_credentials(str_of(header), &credentials));
	assert_memory_equal(credentials.digest, first.device.secret,
	    STORE_DIGEST);
}

#define BEAT(version, sources) \
	"{\"v\":1,\"version\":\"" version "\",\"doh\":true," \
	"\"self_test\":false,\"sources\":[" sources "]}"
#define SOURCE(name, state) \
	"{\"source\":\"" name "\",\"state\":\"" state "\"}"

static void
a_sign_of_life_has_room_for_words_only(void **state)
{
	static const struct {
		const char *label, *body, *health;
	} rows[] = {
		{ "no source", BEAT("0.1.0", ""),
		    "{\"doh\":true,\"self_test\":false,\"sources\":[]}" },
		{ "a source", BEAT("0.1.0", SOURCE("firefox", "ok")),
		    "{\"doh\":true,\"self_test\":false,\"sources\":["
		    "{\"source\":\"firefox\",\"state\":\"ok\"}]}" },
		{ "a word of 32", BEAT("1",
		    SOURCE("abcdefghijklmnopqrstuvwxyz_-0123", "ok")),
		    "{\"doh\":true,\"self_test\":false,\"sources\":["
		    "{\"source\":\"abcdefghijklmnopqrstuvwxyz_-0123\","
		    "\"state\":\"ok\"}]}" },
		{ "a word of 33", BEAT("1",
		    SOURCE("abcdefghijklmnopqrstuvwxyz_-01234", "ok")), NULL },
		{ "a host", BEAT("1", SOURCE("chatgpt.com", "ok")), NULL },
		{ "a path", BEAT("1", SOURCE("firefox", "/home/x")), NULL },
		{ "capitals", BEAT("1", SOURCE("Firefox", "ok")), NULL },
		{ "a name in the version", BEAT("marie", ""), NULL },
		{ "a long version", BEAT("1.1111111111111111", ""), NULL },
		{ "a member more in a source", BEAT("1",
		    "{\"source\":\"a\",\"state\":\"ok\",\"user\":\"x\"}"), NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct heartbeat heartbeat = { .version = "" };
		enum refusal refusal = enrolment_heartbeat(
		    str_of(rows[i].body), 1790000000, &heartbeat);

		check_number(refusal, rows[i].health == NULL
		    ? REFUSAL_FIELDS
		    : REFUSAL_NONE, rows[i].label);
		if (rows[i].health != NULL)
			check_str(buf_view(&heartbeat.health), rows[i].health,
			    rows[i].label);
		buf_release(&heartbeat.health);
	}
}

static void
at_most_thirty_two_sources(void **state)
{
	struct buf body;

	(void)state;
	buf_init(&body, 8192);
	for (int count = ENROLMENT_SOURCES; count <= ENROLMENT_SOURCES + 1;
	     count++) {
		struct heartbeat heartbeat = { .version = "" };

		buf_reset(&body);
		buf_text(&body, "{\"v\":1,\"version\":\"1\",\"doh\":true,"
		    "\"self_test\":true,\"sources\":[");
		for (int i = 0; i < count; i++)
			buf_text(&body, i == 0 ? SOURCE("a", "ok")
			                       : "," SOURCE("a", "ok"));
		buf_text(&body, "]}");
		assert_int_equal(enrolment_heartbeat(buf_view(&body), 0,
		    &heartbeat), count > ENROLMENT_SOURCES ? REFUSAL_FIELDS
		                                           : REFUSAL_NONE);
		buf_release(&heartbeat.health);
	}
	buf_release(&body);
}

static void
only_the_week_of_a_moment_is_kept(void **state)
{
	static const struct {
		int year, month, day;
		const char *week;
	} rows[] = {
		{ 2026, 11, 25, "2026-W48" },
		{ 2026, 11, 29, "2026-W48" },
		{ 2026, 11, 30, "2026-W49" },
		{ 2027, 1, 1, "2026-W53" },
		{ 2027, 1, 4, "2027-W01" },
	};
	struct enrolment enrolment;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(enrolment_read(STR("{\"v\":1,\"secret\":\""
		    SECRET "\",\"nonce\":\"" NONCE "\"}"),
		    at(rows[i].year, rows[i].month, rows[i].day), &enrolment),
		    REFUSAL_NONE);
		check_str(str_of(enrolment.device.week), rows[i].week,
		    rows[i].week);
	}
}

static void
a_code_reads_back_and_its_secret_is_kept_as_a_digest(void **state)
{
	const uint8_t fingerprint[PKI_FINGERPRINT] = { 1, 2, 3 };
	struct folder_settings settings = test_settings();
	struct joincode code;
	struct store_code row;

	(void)state;
	check_ok(enrolment_code(&settings, fingerprint, 20800, 3,
	    STR("accueil"), &code, &row, &err), &err);
	assert_int_equal(code.port, settings.port);
	assert_int_equal(code.host_count, 1);
	assert_memory_equal(code.fingerprint, fingerprint,
	    JOINCODE_FINGERPRINT);
	assert_memory_not_equal(row.digest, code.secret, JOINCODE_SECRET);
	check_str(str_of(row.label), "accueil", "label");
	assert_int_equal(enrolment_code(&settings, fingerprint, 20800, 3,
	    STR("a label of more than sixty-three bytes, which does not fit here"
	        "."), &code, &row, &err), E_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credentials_have_one_form),
		cmocka_unit_test(an_enrolment_is_exactly_its_members),
		cmocka_unit_test(
		    a_device_is_drawn_and_its_secret_kept_as_a_digest),
		cmocka_unit_test(a_sign_of_life_has_room_for_words_only),
		cmocka_unit_test(at_most_thirty_two_sources),
		cmocka_unit_test(only_the_week_of_a_moment_is_kept),
		cmocka_unit_test(
		    a_code_reads_back_and_its_secret_is_kept_as_a_digest),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
