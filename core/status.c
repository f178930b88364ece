/* SPDX-License-Identifier: Apache-2.0 */
#include "core/status.h"

#include <errno.h>
#include <string.h>

static const char *const status_names[] = {
	[OK] = "OK",
	[E_NOMEM] = "E_NOMEM",
	[E_LIMIT] = "E_LIMIT",
	[E_INVALID] = "E_INVALID",
	[E_USAGE] = "E_USAGE",
	[E_NOT_FOUND] = "E_NOT_FOUND",
	[E_ACCESS] = "E_ACCESS",
	[E_LOCKED] = "E_LOCKED",
	[E_CHANGED] = "E_CHANGED",
	[E_DAMAGED] = "E_DAMAGED",
	[E_UNSUPPORTED] = "E_UNSUPPORTED",
	[E_IO] = "E_IO",
	[E_NETWORK] = "E_NETWORK",
	[E_REFUSED] = "E_REFUSED",
};
_Static_assert(sizeof(status_names) / sizeof(status_names[0]) == STATUS_COUNT,
    "every status has a name");

struct errno_row {
	int value;
	enum status code;
	enum message id;
};

static const struct errno_row errno_rows[] = {
	{ EACCES, E_ACCESS, MSG_SYS_ACCESS },
	{ EPERM, E_ACCESS, MSG_SYS_ACCESS },
	{ EROFS, E_ACCESS, MSG_SYS_READ_ONLY },
	{ ENOENT, E_NOT_FOUND, MSG_SYS_NOT_FOUND },
	{ ENOTDIR, E_NOT_FOUND, MSG_SYS_NOT_FOUND },
	{ EISDIR, E_INVALID, MSG_SYS_IS_FOLDER },
	{ ENOSPC, E_IO, MSG_SYS_DISK_FULL },
	{ EBUSY, E_LOCKED, MSG_SYS_LOCKED },
	{ EMFILE, E_LIMIT, MSG_SYS_TOO_MANY_FILES },
	{ ENAMETOOLONG, E_LIMIT, MSG_SYS_NAME_TOO_LONG },
	{ ENOMEM, E_NOMEM, MSG_NO_MEMORY },
};

enum status
err_set(struct err *err, enum status code, enum message id,
    const char *const *args)
{
	if (err != NULL)
		message_fill(err->text, sizeof(err->text), id, args);
	return code;
}

enum status
err_prefix(struct err *err, enum status code, const char *prefix)
{
	if (err != NULL) {
		struct err before = *err;

		message_fill(err->text, sizeof(err->text), MSG_PREFIXED,
		    ARGS(prefix, before.text));
	}
	return code;
}

static const struct errno_row *
errno_row_of(int errno_value)
{
	for (size_t i = 0; i < sizeof(errno_rows) / sizeof(errno_rows[0]); i++)
		if (errno_rows[i].value == errno_value)
			return &errno_rows[i];
	return NULL;
}

enum status
err_system(struct err *err, int errno_value, const char *subject)
{
	const struct errno_row *row = errno_row_of(errno_value);

	if (row != NULL)
		return err_set(err, row->code, row->id, ARGS(subject));
	return err_set(err, E_IO, MSG_SYS_OTHER,
	    ARGS(subject, strerror(errno_value)));
}

const char *
status_name(enum status code)
{
	return code >= OK && code < STATUS_COUNT ? status_names[code] : "?";
}
