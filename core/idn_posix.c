/* SPDX-License-Identifier: Apache-2.0 */
#include "core/idn.h"

#include <idn2.h>
#include <string.h>

/* RFC 3490 counts at most 255 octets; UTF-8 takes up to four per character. */
#define NAME_BYTES 1024

typedef int idn_call(const char *in, char **out, int flags);

static bool
convert(idn_call *call, struct str in, char *out, size_t size, size_t *ret_len)
{
	char name[NAME_BYTES];
	char *converted = NULL;
	bool done = false;

	if (in.len >= sizeof(name))
		return false;
	memcpy(name, in.at, in.len);
	name[in.len] = '\0';
	if (call(name, &converted, IDN2_NONTRANSITIONAL) == IDN2_OK &&
	    strlen(converted) < size) {
		*ret_len = strlen(converted);
		memcpy(out, converted, *ret_len + 1);
		done = true;
	}
	idn2_free(converted);
	return done;
}

bool
idn_to_ascii(struct str utf8, char *out, size_t size, size_t *ret_len)
{
	return convert(idn2_to_ascii_8z, utf8, out, size, ret_len);
}

bool
idn_to_unicode(struct str ascii, char *out, size_t size, size_t *ret_len)
{
	return convert(idn2_to_unicode_8z8z, ascii, out, size, ret_len);
}
