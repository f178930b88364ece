/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/wire.h"

#include "tests/unit/unit.h"

#define HEX32 "00112233445566778899aabbccddeeff"

static void
requests_are_those_of_the_protocol(void **unused)
{
	const uint8_t secret[JOINCODE_SECRET] = { 0xa0 };
	const uint8_t nonce[WIRE_NONCE] = { 0xb0 };
	struct findings health;
	struct err err = { "" };
	struct buf out;

	(void)unused;
	buf_init(&out, 4096);
	wire_enrolment(&out, secret, nonce);
	check_str(buf_view(&out), "{\"v\":1,\"secret\":\"a00000000000000000000000\","
	    "\"nonce\":\"b0000000000000000000000000000000\"}", "enrolment");
	buf_reset(&out);
	wire_bearer(&out, "12", "34");
	check_str(buf_view(&out), "12.34", "bearer");
	buf_reset(&out);
	check_ok(findings_init(&health, &err), &err);
	findings_source(&health, SOURCE_HISTORY, STR("Firefox"), STR("read"));
	health.self_test = true;
	wire_heartbeat(&out, "0.1.0", &health);
	check_str(buf_view(&out), "{\"v\":1,\"version\":\"0.1.0\",\"doh\":false,"
	    "\"self_test\":true,\"sources\":[{\"source\":\"firefox\","
	    "\"state\":\"read\"}]}", "heartbeat");
	findings_release(&health);
	buf_release(&out);
}

/* Days, services and evidence never reach the identified channel. */
static void
a_sign_of_life_holds_no_day_and_no_service(void **unused)
{
	struct finding row = { 20760, EVIDENCE_VISITED, 0, "kanarienvogel" };
	struct findings health;
	struct err err = { "" };
	struct buf out;

	(void)unused;
	buf_init(&out, 4096);
	check_ok(findings_init(&health, &err), &err);
	check_ok(findings_add(&health, &row, &err), &err);
	wire_heartbeat(&out, "0.1.0", &health);
	assert_false(holds(buf_view(&out), STR("kanarienvogel")));
	assert_false(holds(buf_view(&out), STR("20760")));
	findings_release(&health);
	buf_release(&out);
}

struct body_row {
	const char *label;
	const char *body;
	enum status code;
};

static const struct body_row device_rows[] = {
	{ "right", "{\"device\":\"" HEX32 "\",\"secret\":\"" HEX32 HEX32 "\"}",
	    OK },
	{ "one key more is fine: newer collectors",
	    "{\"device\":\"" HEX32 "\",\"secret\":\"" HEX32 HEX32 "\",\"x\":1}",
	    OK },
	{ "a short secret", "{\"device\":\"" HEX32 "\",\"secret\":\"" HEX32
	    "\"}", E_NETWORK },
	{ "no hexadecimal", "{\"device\":\"/\",\"secret\":\"" HEX32 HEX32
	    "\"}", E_NETWORK },
	{ "a key twice", "{\"device\":\"" HEX32 "\",\"device\":\"" HEX32
	    "\",\"secret\":\"" HEX32 HEX32 "\"}", E_NETWORK },
	{ "nothing", "", E_NETWORK },
	{ "no object", "[]", E_NETWORK },
};

static const struct body_row record_rows[] = {
	{ "right", "{\"record\":\"r\",\"signature\":\"00ff\"}", OK },
	{ "no record", "{\"record\":\"\",\"signature\":\"00ff\"}", E_NETWORK },
	{ "a record with NUL", "{\"record\":\"a\\u0000\",\"signature\":\"00\"}",
	    E_NETWORK },
	{ "half a byte", "{\"record\":\"r\",\"signature\":\"00f\"}",
	    E_NETWORK },
	{ "no signature", "{\"record\":\"r\",\"signature\":\"\"}", E_NETWORK },
};

static void
bodies_are_read_strictly(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(device_rows); i++) {
		struct wire_device device;
		struct err err = { "" };

		check_number(wire_enrolled(str_of(device_rows[i].body),
		    &device, &err), device_rows[i].code, device_rows[i].label);
	}
	for (size_t i = 0; i < COUNT(record_rows); i++) {
		struct wire_signed record;
		struct err err = { "" };

		check_number(wire_record(str_of(record_rows[i].body), &record,
		    &err), record_rows[i].code, record_rows[i].label);
	}
}

struct sentence_row {
	const char *label;
	const char *body;
	const char *sentence;
};

static const struct sentence_row sentence_rows[] = {
	{ "as it is", "{\"code\":\"spent\",\"sentence\":\"d\303\251j\303\240"
	    " servi\"}", "d\303\251j\303\240 servi" },
	{ "an escape would move the cursor",
	    "{\"sentence\":\"a\\u001b[2Jb\"}", "a" },
	{ "a line feed would forge a line", "{\"sentence\":\"a\\nb\"}", "a" },
	{ "a C1 control", "{\"sentence\":\"a\\u009bb\"}", "a" },
	{ "text that would run backwards", "{\"sentence\":\"a\\u202eb\"}",
	    "a" },
	{ "a French narrow space is fine", "{\"sentence\":\"a\\u202f!\"}",
	    "a\342\200\257!" },
	{ "no JSON", "<html>", "" },
	{ "not a text", "{\"sentence\":7}", "" },
};

static void
a_collectors_sentence_is_plain_text(void **unused)
{
	struct wire_refusal refusal;
	char body[1024] = "{\"sentence\":\"";

	(void)unused;
	for (size_t i = 0; i < COUNT(sentence_rows); i++) {
		wire_refusal(str_of(sentence_rows[i].body), &refusal);
		check_str(str_of(refusal.sentence), sentence_rows[i].sentence,
		    sentence_rows[i].label);
	}
	for (size_t i = 13; i < 900; i += 2)
		memcpy(body + i, "\303\251", 2);
	memcpy(body + 901, "\"}", 3);
	wire_refusal(str_of(body), &refusal);
	assert_true(str_utf8(str_of(refusal.sentence)));
	assert_true(strlen(refusal.sentence) >= 298);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_those_of_the_protocol),
		cmocka_unit_test(a_sign_of_life_holds_no_day_and_no_service),
		cmocka_unit_test(bodies_are_read_strictly),
		cmocka_unit_test(a_collectors_sentence_is_plain_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
