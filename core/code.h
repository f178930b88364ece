/* SPDX-License-Identifier: Apache-2.0
 * code.h: the codes that fallible functions answer with; their sentences are
 * in status.h.  Knows nothing.  Covered by tests/unit/test_status.c.
 */
#ifndef CORE_CODE_H
#define CORE_CODE_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum status {
	OK = 0,
	E_NOMEM,        /* out of memory */
	E_LIMIT,        /* a bound named by a header was reached */
	E_INVALID,      /* the input is not what it must be */
	E_USAGE,        /* the command line or the configuration is wrong */
	E_NOT_FOUND,    /* it does not exist */
	E_ACCESS,       /* the system refuses access */
	E_LOCKED,       /* in use by another program, after retries */
	E_CHANGED,      /* changed while being read, after retries */
	E_DAMAGED,      /* the file is broken */
	E_UNSUPPORTED,  /* known, but not read by this program */
	E_IO,           /* the system failed while reading or writing */
	E_NETWORK,      /* the network or TLS failed */
	E_REFUSED,      /* the other side said no */
	STATUS_COUNT
};

#endif
