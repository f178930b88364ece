/* SPDX-License-Identifier: Apache-2.0
 * mail.h: a finished mail to a server that forwards it: SMTP, in TLS or not at
 * all.  Must not know what the mail says.  Covered by tests/unit/test_mail.c
 * and tests/scenario/collector_mail_server.sh.
 *
 * libcurl is opened (core/library.h) when a mail is sent, not before.  The
 * server is greeted as "[127.0.0.1]": it need not learn this computer's name.
 */
#ifndef COLLECTOR_MAIL_H
#define COLLECTOR_MAIL_H

#include "collector/mailbox.h"

#include "core/status.h"

#define MAIL_SERVER_BYTES 300
#define MAIL_USER_BYTES 256
#define MAIL_PASSWORD_BYTES 1024
#define MAIL_FILE_BYTES 1024

/* All of it, at most: a service is stopped in the time that systemd gives. */
#define MAIL_SECONDS 45

struct mail_route {
	char server[MAIL_SERVER_BYTES]; /* "": there is none */
	char user[MAIL_USER_BYTES];     /* "": the server asks for none */
	struct mailbox from;
	struct mailboxes to;
	char password[MAIL_FILE_BYTES];  /* a file of mode 0600 */
	char authority[MAIL_FILE_BYTES]; /* a file; "": the system's */
};

/* mail_is_server: "smtps://HOST[:PORT]", in TLS from the first byte, or
 * "smtp://HOST[:PORT]", which must offer STARTTLS; a name or an address. */
bool mail_is_server(struct str text);

/* mail_password: append what the file holds, without its last end of line.
 * E_ACCESS: others may read it; E_INVALID: empty, or of several lines.  What is
 * told names the file, never what is in it. */
MUST_CHECK enum status mail_password(const struct mail_route *route,
    struct buf *out, struct err *err);

/*
 * mail_send: hand `mail` over to the route's server, for each of its
 * recipients.  E_NETWORK: nobody there, no TLS, or another's certificate;
 * E_REFUSED: the server refuses user, password or mail; E_ACCESS, E_INVALID: as
 * mail_password.  *ret_perhaps: it failed after the last byte had left, so that
 * the mail may have been sent.
 */
MUST_CHECK enum status mail_send(const struct mail_route *route,
    struct str mail, bool *ret_perhaps, struct err *err);

#endif
