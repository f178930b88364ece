/* SPDX-License-Identifier: Apache-2.0 */
#include "core/token.h"

#include "tests/unit/vectors.h"

#include <openssl/evp.h>

#include <string.h>

static void
sha256(struct str bytes, uint8_t ret[TOKEN_DIGEST])
{
	assert_int_equal(
	    EVP_Digest(bytes.at, bytes.len, ret, NULL, EVP_sha256(), NULL), 1);
}

static struct token_secrets
secrets_of(struct str record)
{
	struct vector_value nonce = vector_get(record, "nonce");
	struct vector_value salt = vector_get(record, "salt");
	struct vector_value blind = vector_get(record, "blind");
	struct token_secrets secrets;

	memcpy(secrets.nonce, nonce.at, sizeof(secrets.nonce));
	memcpy(secrets.salt, salt.at, sizeof(secrets.salt));
	memcpy(secrets.blind, blind.at, sizeof(secrets.blind));
	return secrets;
}

static void
check_issuance(struct str record)
{
	struct vector_value der = vector_get(record, "skS");
	struct vector_value spki = vector_get(record, "pkS");
	struct vector_value challenge = vector_get(record, "token_challenge");
	struct token_secrets secrets = secrets_of(record);
	struct token_key pair, public;
	uint8_t digest[TOKEN_DIGEST], request[TOKEN_REQUEST_BYTES];
	uint8_t response[TOKEN_KEY_BYTES], token[TOKEN_BYTES];
	struct err err;

	check_ok(token_key_pair(vector_str(&der), &pair, &err), &err);
	assert_memory_equal(pair.spki, spki.at, TOKEN_SPKI_BYTES);
	check_ok(token_key_public(vector_str(&spki), &public, &err), &err);
	assert_memory_equal(pair.id, public.id, TOKEN_DIGEST);
	sha256(vector_str(&challenge), digest);
	check_ok(token_request(&public, digest, &secrets, request, &err), &err);
	check_vector(request, sizeof(request), record, "token_request");
	check_ok(token_issue(&pair, (struct str){ (char *)request,
	    sizeof(request) }, response, &err), &err);
	check_vector(response, sizeof(response), record, "token_response");
	check_ok(token_finish(&public, digest, &secrets, (struct str){
	    (char *)response, sizeof(response) }, token, &err), &err);
	check_vector(token, sizeof(token), record, "token");
	check_ok(token_verify(&public, digest, (struct str){ (char *)token,
	    sizeof(token) }, &err), &err);
	token_key_release(&pair);
	token_key_release(&public);
}

static void
every_step_of_the_vectors_of_rfc_9578_comes_out(void **state)
{
	struct str cursor, record;
	struct buf text;
	int count = 0;

	(void)state;
	vectors_open(&text, "rfc9578.txt");
	for (cursor = buf_view(&text); vectors_next(&cursor, &record); count++)
		check_issuance(record);
	assert_int_equal(count, 5);
	buf_release(&text);
}

static void
check_challenge(struct str record)
{
	struct vector_value issuer = vector_get(record, "issuer_name");
	struct vector_value context = vector_get(record, "redemption_context");
	struct vector_value origin = vector_get(record, "origin_info");
	struct vector_value input =
	    vector_get(record, "token_authenticator_input");
	uint8_t digest[TOKEN_DIGEST];
	struct buf challenge;

	buf_init(&challenge, 1024);
	token_challenge(&challenge, vector_str(&issuer), vector_str(&context),
	    vector_str(&origin));
	assert_int_equal(buf_status(&challenge), OK);
	sha256(buf_view(&challenge), digest);
	assert_memory_equal(input.at + 2 + TOKEN_NONCE, digest, TOKEN_DIGEST);
	buf_release(&challenge);
}

static void
the_challenges_of_rfc_9577_come_out(void **state)
{
	struct str cursor, record;
	struct buf text;
	int count = 0;

	(void)state;
	vectors_open(&text, "rfc9577.txt");
	for (cursor = buf_view(&text); vectors_next(&cursor, &record); count++)
		check_challenge(record);
	assert_int_equal(count, 5);
	buf_release(&text);
}

static void
a_period_s_challenge_is_the_bytes_of_the_specification(void **state)
{
	uint8_t record[TOKEN_DIGEST], digest[TOKEN_DIGEST];
	uint8_t expected[TOKEN_DIGEST];
	char bytes[2 + 2 + 16 + 1 + 32 + 2] = "\0\2\0\20lanterne.invalid\40";
	struct err err;

	(void)state;
	memset(record, 0xab, sizeof(record));
	memcpy(bytes + 21, record, sizeof(record));
	sha256((struct str){ bytes, sizeof(bytes) }, expected);
	check_ok(token_challenge_of(record, digest, &err), &err);
	assert_memory_equal(digest, expected, TOKEN_DIGEST);
}

/* One token, made as a device and a collector make it. */
struct fixture {
	struct token_key pair, public;
	struct token_secrets secrets;
	uint8_t challenge[TOKEN_DIGEST];
	uint8_t request[TOKEN_REQUEST_BYTES];
	uint8_t response[TOKEN_KEY_BYTES];
	uint8_t token[TOKEN_BYTES];
};

static struct str
token_of(const struct fixture *f)
{
	return (struct str){ (const char *)f->token, TOKEN_BYTES };
}

static int
make(void **state)
{
	static const uint8_t record[TOKEN_DIGEST] = "a record's digest";
	struct fixture *f = calloc(1, sizeof(*f));
	struct err err;

	check_ok(token_key_new(NULL, &f->pair, &err), &err);
	check_ok(token_key_public((struct str){ (char *)f->pair.spki,
	    TOKEN_SPKI_BYTES }, &f->public, &err), &err);
	check_ok(token_secrets_draw(&f->public, &f->secrets, &err), &err);
	check_ok(token_challenge_of(record, f->challenge, &err), &err);
	check_ok(token_request(&f->public, f->challenge, &f->secrets, f->request,
	    &err), &err);
	check_ok(token_issue(&f->pair, (struct str){ (char *)f->request,
	    TOKEN_REQUEST_BYTES }, f->response, &err), &err);
	check_ok(token_finish(&f->public, f->challenge, &f->secrets,
	    (struct str){ (char *)f->response, TOKEN_KEY_BYTES }, f->token,
	    &err), &err);
	*state = f;
	return 0;
}

static int
drop(void **state)
{
	struct fixture *f = *state;

	token_key_release(&f->pair);
	token_key_release(&f->public);
	free(f);
	return 0;
}

static void
a_token_verifies_and_one_bent_bit_anywhere_does_not(void **state)
{
	const struct fixture *f = *state;
	struct err err;

	check_ok(token_verify(&f->pair, f->challenge, token_of(f), &err), &err);
	for (size_t i = 0; i < TOKEN_BYTES; i += 3) {
		uint8_t bent[TOKEN_BYTES];

		memcpy(bent, f->token, sizeof(bent));
		bent[i] ^= 0x10;
		assert_int_equal(token_verify(&f->pair, f->challenge,
		    (struct str){ (char *)bent, sizeof(bent) }, &err), E_INVALID);
	}
}

static void
a_token_has_one_length(void **state)
{
	const struct fixture *f = *state;
	char longer[TOKEN_BYTES + 1] = { 0 };
	struct err err;

	memcpy(longer, f->token, TOKEN_BYTES);
	assert_int_equal(token_verify(&f->pair, f->challenge, (struct str){
	    longer, sizeof(longer) }, &err), E_INVALID);
	assert_int_equal(token_verify(&f->pair, f->challenge,
	    str_head(token_of(f), TOKEN_BYTES - 1), &err), E_INVALID);
	assert_int_equal(token_verify(&f->pair, f->challenge, STR(""), &err),
	    E_INVALID);
}

static void
another_period_or_another_key_refuses_the_token(void **state)
{
	const struct fixture *f = *state;
	struct str request = { (const char *)f->request, TOKEN_REQUEST_BYTES };
	uint8_t challenge[TOKEN_DIGEST] = { 1 }, out[TOKEN_KEY_BYTES];
	struct token_key other;
	struct err err;

	assert_int_equal(token_verify(&f->pair, challenge, token_of(f), &err),
	    E_INVALID);
	check_ok(token_key_new(f->pair.id, &other, &err), &err);
	assert_int_not_equal(other.id[31], f->pair.id[31]);
	assert_int_equal(token_verify(&other, f->challenge, token_of(f), &err),
	    E_INVALID);
	assert_int_equal(token_issue(&other, request, out, &err), E_INVALID);
	token_key_release(&other);
}

static void
a_retry_is_the_same_request(void **state)
{
	const struct fixture *f = *state;
	uint8_t again[TOKEN_REQUEST_BYTES];
	struct err err;

	check_ok(token_request(&f->public, f->challenge, &f->secrets, again,
	    &err), &err);
	assert_memory_equal(again, f->request, sizeof(again));
}

static void
two_devices_draw_different_secrets(void **state)
{
	const struct fixture *f = *state;
	struct token_secrets other;
	struct err err;

	check_ok(token_secrets_draw(&f->public, &other, &err), &err);
	assert_memory_not_equal(other.nonce, f->secrets.nonce, TOKEN_NONCE);
	assert_memory_not_equal(other.salt, f->secrets.salt, BLINDSIG_SALT);
	assert_memory_not_equal(other.blind, f->secrets.blind, TOKEN_KEY_BYTES);
}

static void
the_request_shows_neither_nonce_nor_challenge_nor_token(void **state)
{
	const struct fixture *f = *state;
	struct str seen[] = {
		{ (const char *)f->request + 3, TOKEN_KEY_BYTES },
		{ (const char *)f->response, TOKEN_KEY_BYTES },
	};
	size_t at;

	for (size_t k = 0; k < COUNT(seen); k++)
		for (size_t i = 0; i + 8 <= TOKEN_BYTES; i++)
			assert_false(str_find(seen[k],
			    str_head(str_skip(token_of(f), i), 8), &at));
}

static void
requests_and_keys_of_other_shapes_are_refused(void **state)
{
	const struct fixture *f = *state;
	uint8_t out[TOKEN_KEY_BYTES], bent[TOKEN_SPKI_BYTES];
	struct str request = { (const char *)f->request, TOKEN_REQUEST_BYTES };
	struct token_key key;
	struct err err;

	assert_int_equal(token_issue(&f->pair, str_head(request, 258), out, &err),
	    E_INVALID);
	assert_int_equal(token_issue(&f->pair, STR(""), out, &err), E_INVALID);
	for (size_t i = 0; i < TOKEN_SPKI_BYTES; i++) {
		if (i >= 82 && i < 336)
			continue; /* within the modulus: another key */
		memcpy(bent, f->pair.spki, sizeof(bent));
		bent[i] ^= 0x80;
		if (i == 336)
			bent[i] = (uint8_t)(f->pair.spki[i] ^ 1); /* even */
		assert_int_equal(token_key_public((struct str){ (char *)bent,
		    sizeof(bent) }, &key, &err), E_INVALID);
	}
	assert_int_equal(token_key_public(STR(""), &key, &err), E_INVALID);
}

static void
a_response_to_another_request_is_noticed(void **state)
{
	const struct fixture *f = *state;
	struct token_secrets other;
	uint8_t token[TOKEN_BYTES];
	struct err err;

	check_ok(token_secrets_draw(&f->public, &other, &err), &err);
	assert_int_equal(token_finish(&f->public, f->challenge, &other,
	    (struct str){ (const char *)f->response, TOKEN_KEY_BYTES }, token,
	    &err), E_INVALID);
	assert_int_equal(token_finish(&f->public, f->challenge, &f->secrets,
	    STR("503"), token, &err), E_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_step_of_the_vectors_of_rfc_9578_comes_out),
		cmocka_unit_test(the_challenges_of_rfc_9577_come_out),
		cmocka_unit_test(
		    a_period_s_challenge_is_the_bytes_of_the_specification),
		cmocka_unit_test(a_token_verifies_and_one_bent_bit_anywhere_does_not),
		cmocka_unit_test(a_token_has_one_length),
		cmocka_unit_test(another_period_or_another_key_refuses_the_token),
		cmocka_unit_test(a_retry_is_the_same_request),
		cmocka_unit_test(two_devices_draw_different_secrets),
		cmocka_unit_test(
		    the_request_shows_neither_nonce_nor_challenge_nor_token),
		cmocka_unit_test(requests_and_keys_of_other_shapes_are_refused),
		cmocka_unit_test(a_response_to_another_request_is_noticed),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
