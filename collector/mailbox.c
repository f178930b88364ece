/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/mailbox.h"

#include <stdio.h>
#include <string.h>

/* "atext" of RFC 5322, 3.2.3, beside letters and digits. */
#define ATOM_SIGNS "!#$%&'*+-/=?^_`{|}~"

/* Pieces between dots, none of them empty. */
static bool
is_dotted(struct str text, const char *signs)
{
	bool begun = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '.' && !begun)
			return false;
		if (c != '.' && !char_is_alpha(c) && !char_is_digit(c) &&
		    (c == '\0' || strchr(signs, c) == NULL))
			return false;
		begun = c != '.';
	}
	return begun;
}

bool
mailbox_read(struct str text, struct mailbox *ret)
{
	struct str name, host;

	if (text.len >= MAILBOX_BYTES ||
	    !str_cut(text, STR("@"), &name, &host) ||
	    !is_dotted(name, ATOM_SIGNS) || !is_dotted(host, "-"))
		return false;
	(void)snprintf(ret->text, sizeof(ret->text), "%.*s", (int)text.len,
	    text.at);
	return true;
}

struct str
mailbox_domain(const struct mailbox *mailbox)
{
	struct str name, host;

	return str_cut(str_of(mailbox->text), STR("@"), &name, &host)
	    ? host : STR("");
}
