/* SPDX-License-Identifier: Apache-2.0
 * folder.h: the collector's data folder: settings, policy, catalogue, store,
 * authority, urn keys; and the lock that one `serve` holds.  Must not know a
 * period, a socket or HTTP.  Covered by tests/unit/test_folder.c.
 *
 *     collector.yaml   settings, the volunteer's
 *     policy.yaml      the board's decisions, the volunteer's
 *     decisions.yaml   those taken by `decide`, the program's: a journal
 *     catalogue.bundle the signed catalogue that was installed, if any
 *     collector.db     the store
 *     pki/             authority and certificate
 *     mail.password    of the mail server, the volunteer's; no backup takes it
 *     reports/         what the board reads, written when a period closes
 *     urn/             keys of what is not closed; no backup takes them
 *     demo             marks a folder of invented data, where time may be set
 */
#ifndef COLLECTOR_FOLDER_H
#define COLLECTOR_FOLDER_H

#include "collector/edition.h"
#include "collector/mail.h"
#include "collector/pki.h"
#include "collector/store.h"

#include "core/buf.h"
#include "core/period.h"
#include "core/policy.h"
#include "core/status.h"

#define FOLDER_PATH_BYTES 4096
#define FOLDER_POLICY_BYTES ((size_t)1 << 20)
#define FOLDER_NAME_BYTES 160

/* What collector.yaml says, and two things that policy.yaml says. */
struct folder_settings {
	char association[FOLDER_NAME_BYTES]; /* from policy.yaml */
	struct pki_hosts hosts;
	char listen[PKI_HOST_BYTES];
	uint16_t port;
	enum language language;
	/* From policy.yaml: the kind of the first year's periods; later years
	 * go by the number of computers that are enrolled. */
	enum period_kind period;
	unsigned threads;
	unsigned connections;
	unsigned per_address;
	unsigned seconds; /* a connection's life */
	unsigned queue;   /* jobs that may wait */
	struct mail_route mail; /* its files as they are given */
};

/* folder_defaults: the values of all settings but the hosts and those from
 * policy.yaml. */
struct folder_settings folder_defaults(void);

struct folder {
	char *path; /* owned by memory */
	struct folder_settings settings;
	bool demo;
	struct edition edition; /* the catalogue in force */
	struct store *store;
	struct buf memory;
};

/* folder_fields: the keys of collector.yaml; ends in a NULL key. */
struct yaml_field;
const struct yaml_field *folder_fields(void);

/* folder_create: the folder (mode 0700; it may exist, empty), its settings,
 * `policy`, authority, certificate and store.  E_REFUSED: something is
 * there. */
MUST_CHECK enum status folder_create(const char *path,
    const struct folder_settings *settings, struct str policy, bool demo,
    int64_t now, struct err *err);

/* folder_open: E_NOT_FOUND: no collector there; E_INVALID: settings, with
 * file:line:column.  folder_release: safe on a zeroed struct. */
MUST_CHECK enum status folder_open(const char *path, struct folder *ret,
    struct err *err);
void folder_release(struct folder *folder);

/* folder_reload: read settings, catalogue and policy again; on failure the old
 * ones stay in force. */
MUST_CHECK enum status folder_reload(struct folder *folder, struct err *err);

/* folder_file: a new builder with the path of what the folder holds ("pki",
 * "policy.yaml"); the caller's to release. */
void folder_file(const struct folder *folder, const char *name,
    struct buf *ret_path);

/* folder_mail: the mail route of the settings, its files as paths that hold from
 * anywhere.  E_LIMIT: a path too long. */
MUST_CHECK enum status folder_mail(const struct folder *folder,
    struct mail_route *ret, struct err *err);

/* folder_policy: append policy.yaml as it stands, or, once `decide` has taken a
 * decision, policy.yaml and decisions.yaml as one text. */
MUST_CHECK enum status folder_policy(const struct folder *folder,
    struct buf *out, struct err *err);

/* folder_decide: add one row to decisions.yaml.  On E_INVALID, which tells what
 * is wrong, nothing was written. */
MUST_CHECK enum status folder_decide(const struct folder *folder,
    const struct policy_decision *row, struct err *err);

/*
 * folder_install: put a signed catalogue into force, from the next period on;
 * its version is appended to `out`.  Refused, with the old one left in place,
 * as edition_check does; E_INVALID too when the policy names a service that it
 * does not hold.  folder_editions: read the catalogue in force again, when
 * another process has installed one.
 */
MUST_CHECK enum status folder_install(const struct folder *folder,
    struct str bundle, struct buf *out, struct err *err);
MUST_CHECK enum status folder_editions(struct folder *folder,
    struct err *err);

/* folder_lock: take the lock that one `serve` holds until its process ends.
 * E_LOCKED: another process has it. */
MUST_CHECK enum status folder_lock(const struct folder *folder, int *ret_lock,
    struct err *err);

/*
 * folder_backup: write one file with everything but urn keys, urns, spent
 * lists, rounding secrets and the server's key; `serve` may be running.
 * folder_restore: make a new folder from it.  E_REFUSED: the target exists.
 */
MUST_CHECK enum status folder_backup(const struct folder *folder,
    const char *path, struct err *err);
MUST_CHECK enum status folder_restore(const char *backup, const char *path,
    int64_t now, struct err *err);

#endif
