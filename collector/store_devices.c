/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sql.h"

#include <openssl/crypto.h>

/* Join codes. */

enum status
store_code_add(struct store *store, const struct store_code *code,
    struct err *err)
{
	return sql_verb(store, SQL_CODE_ADD, WITH(DIGEST(code->digest),
	    TEXT(str_of(code->label)), NUMBER(code->expires),
	    NUMBER(code->uses)), err);
}

/* The code's row as a refusal, its label copied out. */
static enum status
judge_code(struct store *store, const uint8_t digest[STORE_DIGEST],
    int32_t today, char label[STORE_LABEL_BYTES], enum refusal *ret,
    struct err *err)
{
	struct db_query *query = NULL;
	bool row = false;
	enum status code = sql_start(store, SQL_CODE_FIND, WITH(DIGEST(digest)),
	    &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && !row)
		*ret = REFUSAL_CODE_UNKNOWN;
	else if (code == OK && db_number(query, 1) < today)
		*ret = REFUSAL_CODE_EXPIRED;
	else if (code == OK && db_number(query, 3) >= db_number(query, 2))
		*ret = REFUSAL_CODE_EXHAUSTED;
	else if (code == OK)
		sql_copy_text(label, STORE_LABEL_BYTES, db_text(query, 0));
	db_reset(query);
	return code;
}

enum status
store_enrol(struct store *store, const uint8_t code_digest[STORE_DIGEST],
    const uint8_t nonce[STORE_DIGEST], int32_t today,
    const struct store_device *device, enum refusal *ret, struct err *err)
{
	char label[STORE_LABEL_BYTES] = "";
	enum refusal refusal = REFUSAL_NONE;
	bool replayed = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, SQL_DEVICE_NONCE, WITH(DIGEST(nonce)), &replayed,
	    err);
	if (code == OK && replayed)
		refusal = REFUSAL_REPLAYED;
	if (code == OK && !replayed)
		code = judge_code(store, code_digest, today, label, &refusal,
		    err);
	if (code == OK && refusal == REFUSAL_NONE)
		code = sql_run(store, SQL_CODE_TAKE, WITH(DIGEST(code_digest)),
		    NULL, err);
	if (code == OK && refusal == REFUSAL_NONE)
		code = sql_run(store, SQL_DEVICE_ADD,
		    WITH(TEXT(str_of(device->id)), DIGEST(device->secret),
		    DIGEST(nonce), TEXT(str_of(label)),
		    TEXT(str_of(device->week))), NULL, err);
	code = sql_leave(store, code, refusal, err);
	if (code == OK)
		*ret = refusal;
	return code;
}

/* Devices. */

enum status
store_knows(struct store *store, struct str id,
    const uint8_t secret[STORE_DIGEST], enum refusal *ret, struct err *err)
{
	struct db_query *query = NULL;
	uint8_t kept[STORE_DIGEST] = { 0 };
	bool row = false, revoked = false;
	enum status code = sql_start(store, SQL_DEVICE_FIND, WITH(TEXT(id)),
	    &query, err);

	if (code != OK)
		return code;
	code = db_step(query, &row, err);
	if (code == OK && row) {
		sql_copy_digest(kept, db_blob(query, 0));
		revoked = db_number(query, 1) != 0;
	}
	db_reset(query);
	if (code != OK)
		return code;
	if (CRYPTO_memcmp(kept, secret, STORE_DIGEST) != 0 || !row)
		*ret = REFUSAL_CREDENTIALS;
	else
		*ret = revoked ? REFUSAL_REVOKED : REFUSAL_NONE;
	return OK;
}

enum status
store_heartbeat(struct store *store, struct str id, const char *week,
    struct str version, struct str health, struct err *err)
{
	return sql_verb(store, SQL_DEVICE_BEAT, WITH(TEXT(id),
	    TEXT(str_of(week)), TEXT(version), TEXT(health)), err);
}

enum status
store_leave(struct store *store, struct str id, struct err *err)
{
	return sql_verb(store, SQL_DEVICE_LEAVE, WITH(TEXT(id)), err);
}

enum status
store_revoke(struct store *store, struct str id, struct err *err)
{
	bool found = false;
	enum status code = sql_enter(store, err);

	if (code != OK)
		return code;
	code = sql_run(store, SQL_DEVICE_REVOKE, WITH(TEXT(id)), &found, err);
	if (code == OK && !found)
		code = err_set(err, E_NOT_FOUND, MSG_DEVICE_UNKNOWN, NO_ARGS);
	return sql_leave(store, code, REFUSAL_NONE, err);
}

enum status
store_devices(struct store *store,
    void (*visit)(void *cookie, const struct store_device *device),
    void *cookie, struct err *err)
{
	struct db_query *query = NULL;
	bool row = true;
	enum status code = sql_start(store, SQL_DEVICES, NULL, 0, &query, err);

	if (code != OK)
		return code;
	while ((code = db_step(query, &row, err)) == OK && row) {
		struct store_device found = {
			.revoked = db_number(query, 6) != 0,
		};

		sql_copy_text(found.id, sizeof(found.id), db_text(query, 0));
		sql_copy_digest(found.secret, db_blob(query, 1));
		sql_copy_text(found.label, sizeof(found.label), db_text(query,
		    2));
		sql_copy_text(found.week, sizeof(found.week), db_text(query,
		    3));
		sql_copy_text(found.version, sizeof(found.version),
		    db_text(query, 4));
		sql_copy_text(found.health, sizeof(found.health),
		    db_text(query, 5));
		visit(cookie, &found);
	}
	db_reset(query);
	return code;
}

enum status
store_enrolled(struct store *store, int64_t *ret_count, struct err *err)
{
	return sql_number(store, SQL_ENROLLED, NULL, 0, ret_count, err);
}
