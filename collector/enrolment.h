/* SPDX-License-Identifier: Apache-2.0
 * enrolment.h: the identified side: codes, devices, signs of life, token
 * issue: what their bodies must be, and what they make.  Must not know a
 * ballot, a count, or HTTP.  Covered by tests/unit/test_enrolment.c.
 */
#ifndef COLLECTOR_ENROLMENT_H
#define COLLECTOR_ENROLMENT_H

#include "collector/polls.h"

#include "core/joincode.h"

#define ENROLMENT_SECRET 32
#define ENROLMENT_NONCE 16
#define ENROLMENT_BODY_BYTES 4096

/* What a device proves itself with: "Bearer ID.SECRET", hexadecimal. */
struct credentials {
	char id[STORE_DEVICE_ID + 1];
	uint8_t digest[STORE_DIGEST]; /* SHA-256 of the secret */
};

/* enrolment_credentials: false when the header is not of that form. */
bool enrolment_credentials(struct str header, struct credentials *ret);

/* An enrolment asked for, with what was drawn for it. */
struct enrolment {
	uint8_t code[STORE_DIGEST];  /* SHA-256 of the code's secret */
	uint8_t nonce[STORE_DIGEST]; /* of the request's nonce */
	struct store_device device;
	char secret[2 * ENROLMENT_SECRET + 1]; /* told once, never kept */
};

/*
 * enrolment_read: {"v":1,"secret":HEX[12],"nonce":HEX[16]}.  Draws the
 * device's id and secret.  REFUSAL_JSON, REFUSAL_FIELDS, REFUSAL_FAILED.
 */
enum refusal enrolment_read(struct str body, int64_t now,
    struct enrolment *ret);

/* enrolment_written: append {"device":ID,"secret":HEX[32]}. */
void enrolment_written(struct buf *out, const struct enrolment *enrolment);

/*
 * A sign of life: {"v":1,"version":TEXT,"doh":BOOL,"self_test":BOOL,
 * "sources":[{"source":WORD,"state":WORD}, ...]}: at most
 * ENROLMENT_SOURCES, words of a-z, 0-9, "-" and "_", at most 32 bytes.
 */
#define ENROLMENT_SOURCES 32
struct heartbeat {
	char week[9];
	char version[16];
	struct buf health; /* canonical JSON; to be released */
};
enum refusal enrolment_heartbeat(struct str body, int64_t now,
    struct heartbeat *ret);

/*
 * A token request: {"v":1,"period":TEXT,"request":HEX[259]}, for a period that
 * has started and not ended.  The answer is signed here; it is the caller's to
 * give out only once store_token has agreed.  REFUSAL_PERIOD_UNKNOWN,
 * REFUSAL_PERIOD_ENDED, REFUSAL_TOKEN_REQUEST.
 */
struct issue {
	char period[16];
	uint8_t request[STORE_DIGEST]; /* SHA-256 of it */
	uint8_t response[TOKEN_KEY_BYTES];
	int64_t enrolled; /* computers, when it is handed over; the store's */
};
enum refusal enrolment_issue(const struct polls *polls, struct str body,
    int64_t now, struct issue *ret);

/* enrolment_code: a new join code for these hosts (the first JOINCODE_HOSTS),
 * and its row for the store. */
MUST_CHECK enum status enrolment_code(const struct folder_settings *settings,
    const uint8_t fingerprint[PKI_FINGERPRINT], int32_t expires, int64_t uses,
    struct str label, struct joincode *ret_code, struct store_code *ret_row,
    struct err *err);

#endif
