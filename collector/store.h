/* SPDX-License-Identifier: Apache-2.0
 * store.h: what the collector keeps: verbs that own their transactions.  Must
 * not know SQL, HTTP, or what a ballot says.  Covered by
 * tests/unit/test_store.c; store_*.c, over SQLite, are the one implementation.
 *
 * A verb is all or nothing, alone or inside a batch.  A batch groups verbs
 * under one commit: what a verb did inside is durable only once store_commit
 * has returned OK.  A verb that says no (enum refusal) has changed nothing.
 * Several processes may share a store; one handle is for one thread.
 *
 * Kept of a computer: an id, a digest of its secret, the ISO week of its last
 * sign of life, its version and the health of its sources.  No address, no
 * hour, no name, and nothing about use.
 */
#ifndef COLLECTOR_STORE_H
#define COLLECTOR_STORE_H

#include "collector/refusal.h"

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

struct store;

#define STORE_DIGEST 32
#define STORE_DEVICE_ID 32 /* hexadecimal digits */
#define STORE_HEALTH_BYTES 2048
#define STORE_LABEL_BYTES 64
#define STORE_DEVICES_MAX 20000

/* store_create: a new store; E_REFUSED when the file is there. */
MUST_CHECK enum status store_create(const char *path, struct err *err);

/* store_open: an existing one, brought to this program's schema.
 * E_UNSUPPORTED: made by a newer program; E_DAMAGED. */
MUST_CHECK enum status store_open(const char *path, struct store **ret_store,
    struct err *err);
void store_free(struct store *store);

/* store_check: the file is whole.  E_DAMAGED. */
MUST_CHECK enum status store_check(struct store *store, struct err *err);

/* A batch.  store_commit and store_abandon end it.  Once a full or failing disk
 * has undone it, every other verb of it fails with E_IO, and so does its
 * commit. */
MUST_CHECK enum status store_begin(struct store *store, struct err *err);
MUST_CHECK enum status store_commit(struct store *store, struct err *err);
void store_abandon(struct store *store);

/* Join codes.  `digest` is SHA-256 of the code's secret; `expires` is the last
 * day on which it serves. */
struct store_code {
	uint8_t digest[STORE_DIGEST];
	char label[STORE_LABEL_BYTES];
	int32_t expires;
	int64_t uses;
};
MUST_CHECK enum status store_code_add(struct store *store,
    const struct store_code *code, struct err *err);

/* Devices. */
struct store_device {
	char id[STORE_DEVICE_ID + 1];
	uint8_t secret[STORE_DIGEST]; /* SHA-256 of it */
	char label[STORE_LABEL_BYTES];
	char week[9];     /* "2026-W47" */
	char version[16]; /* "" until its first sign of life */
	char health[STORE_HEALTH_BYTES]; /* JSON, "" likewise */
	bool revoked;
};

/*
 * store_enrol: take one use of the code and add the device (id, secret, week),
 * in one step; a use taken is never given back.  `nonce` is SHA-256 of the
 * request's nonce: the same request again is REFUSAL_REPLAYED.
 */
MUST_CHECK enum status store_enrol(struct store *store,
    const uint8_t code[STORE_DIGEST], const uint8_t nonce[STORE_DIGEST],
    int32_t today, const struct store_device *device, enum refusal *ret,
    struct err *err);

/* store_knows: is this the secret of that device?  REFUSAL_CREDENTIALS,
 * REFUSAL_REVOKED.  Compared in constant time. */
MUST_CHECK enum status store_knows(struct store *store, struct str id,
    const uint8_t secret[STORE_DIGEST], enum refusal *ret, struct err *err);

MUST_CHECK enum status store_heartbeat(struct store *store, struct str id,
    const char *week, struct str version, struct str health, struct err *err);

/* store_leave: forget a device; its token issues stay until the closing.
 * store_revoke: keep it, refuse it; E_NOT_FOUND. */
MUST_CHECK enum status store_leave(struct store *store, struct str id,
    struct err *err);
MUST_CHECK enum status store_revoke(struct store *store, struct str id,
    struct err *err);

/* store_devices: each device, by id. */
MUST_CHECK enum status store_devices(struct store *store,
    void (*visit)(void *cookie, const struct store_device *device),
    void *cookie, struct err *err);
MUST_CHECK enum status store_enrolled(struct store *store, int64_t *ret_count,
    struct err *err);

/* Periods.  `record` and `signature` are what every device is told. */
struct store_period {
	char name[16];
	struct str record;
	struct str signature;
	bool closed;
};

/* A document, and its SHA-256. */
struct store_document {
	const uint8_t *digest; /* STORE_DIGEST bytes */
	struct str bytes;
};

/* store_period_add: a period with the documents that its record pins and its
 * sealed urn, all or nothing.  E_REFUSED: it exists. */
MUST_CHECK enum status store_period_add(struct store *store,
    const struct store_period *period, const struct store_document *documents,
    size_t document_count, struct str urn, struct err *err);

/* store_periods: each period, by name; slices are borrowed for the visit. */
MUST_CHECK enum status store_periods(struct store *store,
    void (*visit)(void *cookie, const struct store_period *period),
    void *cookie, struct err *err);

/* store_periods_stamp: a number that changes when a period comes or closes. */
MUST_CHECK enum status store_periods_stamp(struct store *store,
    int64_t *ret_stamp, struct err *err);

/* store_document: append the bytes of a digest; E_NOT_FOUND. */
MUST_CHECK enum status store_document(struct store *store,
    const uint8_t digest[STORE_DIGEST], struct buf *out, struct err *err);

/*
 * store_purge_documents: forget documents that are not needed, at most
 * STORE_PURGED_MAX at once.  `gather` finds out what is, from store_periods and
 * store_document, inside the transaction, so that no period can come meanwhile;
 * when it fails, nothing is forgotten.
 */
#define STORE_PURGED_MAX 64
MUST_CHECK enum status store_purge_documents(struct store *store,
    enum status (*gather)(void *cookie, struct store *store, struct err *err),
    bool (*is_needed)(void *cookie, const uint8_t digest[STORE_DIGEST]),
    void *cookie, struct err *err);

/* store_token: note that a device asked for a token of a period with a request
 * of this SHA-256.  The same again is fine; another is REFUSAL_TOKEN_OTHER. */
MUST_CHECK enum status store_token(struct store *store, const char *period,
    struct str device, const uint8_t request[STORE_DIGEST], enum refusal *ret,
    struct err *err);

/* store_tokens: ids of the devices that were issued a token, sorted. */
MUST_CHECK enum status store_tokens(struct store *store, const char *period,
    void (*visit)(void *cookie, struct str device), void *cookie,
    struct err *err);

/*
 * store_spend: spend a token.  `nonce` and `ballot` are the urn's HMACs.
 * *ret_again: this token with this ballot was spent before (count nothing).
 * REFUSAL_SPENT: with another ballot; REFUSAL_CLOSED: the period is closed;
 * REFUSAL_PERIOD_UNKNOWN.
 */
MUST_CHECK enum status store_spend(struct store *store, const char *period,
    const uint8_t nonce[STORE_DIGEST], const uint8_t ballot[STORE_DIGEST],
    bool *ret_again, enum refusal *ret, struct err *err);

/* store_urn: append the sealed urn; E_NOT_FOUND (closed, or restored without
 * it).  store_urn_put: replace it. */
MUST_CHECK enum status store_urn(struct store *store, const char *period,
    struct buf *out, struct err *err);
MUST_CHECK enum status store_urn_put(struct store *store, const char *period,
    struct str sealed, struct err *err);

/*
 * store_close: publish, and forget what was counted from: the urn, the spent
 * list, the token issues.  `roster` is sealed.  E_REFUSED: published before;
 * E_NOT_FOUND: no such period.
 */
MUST_CHECK enum status store_close(struct store *store, const char *period,
    struct str publication, struct str roster, struct err *err);

/* store_spent: how many tokens of a period were spent. */
MUST_CHECK enum status store_spent(struct store *store, const char *period,
    int64_t *ret_count, struct err *err);

/* store_end_trial: closed, and nothing kept but its record: a trial is never
 * published.  store_forget_period: one that has not started, record and all. */
MUST_CHECK enum status store_end_trial(struct store *store, const char *period,
    struct err *err);
MUST_CHECK enum status store_forget_period(struct store *store,
    const char *period, struct err *err);

/* store_publications: each, by period; `roster` as it was given. */
MUST_CHECK enum status store_publications(struct store *store,
    void (*visit)(void *cookie, const char *period, struct str publication,
        struct str roster), void *cookie, struct err *err);

/*
 * The mail of a publication's report: whether it has left.  store_mail_take:
 * note that it leaves now; E_REFUSED, and nothing is changed, when there is a
 * note.  store_mail_put: note what became of it; STORE_MAIL_NONE: no note.
 */
enum store_mail_state {
	STORE_MAIL_NONE,
	STORE_MAIL_LEAVING, /* since `at`; later: it was never heard of again */
	STORE_MAIL_PERHAPS, /* it may have left */
	STORE_MAIL_SENT
};
struct store_mail {
	enum store_mail_state state;
	int64_t at; /* of the note */
};
MUST_CHECK enum status store_mail(struct store *store, const char *period,
    struct store_mail *ret, struct err *err);
MUST_CHECK enum status store_mail_take(struct store *store,
    const char *period, int64_t now, struct err *err);
MUST_CHECK enum status store_mail_put(struct store *store, const char *period,
    struct store_mail mail, struct err *err);

/* store_purge: a publication that was kept long enough, with its roster and the
 * period's record. */
MUST_CHECK enum status store_purge(struct store *store, const char *period,
    struct err *err);

/* The rounding secret of a year, sealed.  E_NOT_FOUND; put: E_REFUSED when
 * there is one. */
MUST_CHECK enum status store_secret(struct store *store, int32_t year,
    struct buf *out, struct err *err);
MUST_CHECK enum status store_secret_put(struct store *store, int32_t year,
    struct str sealed, struct err *err);
MUST_CHECK enum status store_secret_forget(struct store *store, int32_t year,
    struct err *err);

/* store_alive: the collector was up on `day`.  store_days_up: on how many days
 * from `first` to before `end` it was. */
MUST_CHECK enum status store_alive(struct store *store, int32_t day,
    struct err *err);
MUST_CHECK enum status store_days_up(struct store *store, int32_t first,
    int32_t end, int64_t *ret_days, struct err *err);

/*
 * store_backup: a whole copy at `path`, without urns, spent lists and rounding
 * secrets, with `files` (name, content) beside the tables.  Online.
 * store_restore: from a backup, a store without them at `path`.  store_unpack:
 * read the files.  E_REFUSED: `path` exists; E_UNSUPPORTED: no backup.
 */
struct store_file {
	const char *name;
	struct str content;
};
MUST_CHECK enum status store_backup(struct store *store, const char *path,
    const struct store_file *files, size_t count, struct err *err);
MUST_CHECK enum status store_restore(struct store *backup, const char *path,
    struct err *err);
MUST_CHECK enum status store_unpack(struct store *store,
    enum status (*visit)(void *cookie, const char *name, struct str content,
        struct err *err), void *cookie, struct err *err);

#endif
