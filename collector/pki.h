/* SPDX-License-Identifier: Apache-2.0
 * pki.h: the association's own certificate authority and the collector's
 * certificate under it.  Must not know a store, a socket or a period.
 * Covered by tests/unit/test_pki.c.
 *
 * One folder holds ca.key, ca.crt, server.key and server.crt (PEM; keys are
 * 0600).  Devices pin the SHA-256 of the authority's certificate, so a new
 * server certificate under it, for other names or dates, asks nothing of them.
 * Both keys are P-256: the handshake is where a small collector spends its
 * time.
 */
#ifndef COLLECTOR_PKI_H
#define COLLECTOR_PKI_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

#define PKI_FINGERPRINT 32

/* The authority lives for 30 years: its end would be a new enrolment of all.
 * A server certificate lives for 397 days, the longest that public lists
 * still accept, and is renewed 30 days before its end. */
#define PKI_AUTHORITY_DAYS (30 * 365)
#define PKI_SERVER_DAYS 397
#define PKI_RENEW_DAYS 30

/* Certificates start a day early, for computers whose clock is behind. */
#define PKI_EARLY_SECONDS 86400

/* Names and addresses under which the collector is reached. */
#define PKI_HOSTS_MAX 8
#define PKI_HOST_BYTES 254

struct pki_hosts {
	char at[PKI_HOSTS_MAX][PKI_HOST_BYTES];
	size_t count;
};

/* pki_hosts_add: add a host name (canonical form) or an IPv4 or IPv6 address
 * (shortest form); one already there is fine.  E_USAGE, E_LIMIT. */
MUST_CHECK enum status pki_hosts_add(struct pki_hosts *hosts,
    struct str host, struct err *err);

/* pki_create: a new authority, in a folder that exists.  E_REFUSED when one is
 * there: it is never replaced. */
MUST_CHECK enum status pki_create(const char *folder, const char *name,
    int64_t now, struct err *err);

/* What is in the folder. */
struct pki_info {
	uint8_t fingerprint[PKI_FINGERPRINT]; /* SHA-256 of ca.crt as DER */
	int64_t authority_until; /* UNIX seconds */
	int64_t server_until;    /* 0: no server certificate */
	bool server_current;     /* right hosts, right authority, not near its end */
};

/* pki_read: E_NOT_FOUND without authority, E_DAMAGED. */
MUST_CHECK enum status pki_read(const char *folder,
    const struct pki_hosts *hosts, int64_t now, struct pki_info *ret,
    struct err *err);

/*
 * pki_renew: a new server key and certificate for `hosts`, unless the present
 * one is current; *ret_renewed says which.  The two files change one after
 * the other, the certificate last; pki_read tells a pair that does not fit.
 */
MUST_CHECK enum status pki_renew(const char *folder,
    const struct pki_hosts *hosts, int64_t now, bool *ret_renewed,
    struct err *err);

/*
 * pki_sign: append the authority's signature of `text` (ECDSA P-256 with
 * SHA-256, DER).  Not deterministic.  pki_verify: E_INVALID.
 */
MUST_CHECK enum status pki_sign(const char *folder, struct str text,
    struct buf *out, struct err *err);
MUST_CHECK enum status pki_verify(const char *folder, struct str text,
    struct str signature, struct err *err);

#endif
