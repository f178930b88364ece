/* SPDX-License-Identifier: Apache-2.0 */
#include "core/idn.h"

#include <windows.h>

/* RFC 3490 counts at most 255 octets; a character takes at most as many UTF-16
 * units as UTF-8 bytes. */
#define NAME_UNITS 1024

typedef int WINAPI idn_call(DWORD flags, LPCWSTR in, int in_length,
    LPWSTR out, int out_length);

static bool
convert(idn_call *call, struct str in, char *out, size_t size, size_t *ret_len)
{
	wchar_t wide[NAME_UNITS], converted[NAME_UNITS];
	int n;

	if (in.len == 0 || in.len >= NAME_UNITS || size == 0 || size > INT_MAX)
		return false;
	n = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, in.at,
	    (int)in.len, wide, NAME_UNITS);
	if (n > 0)
		n = call(0, wide, n, converted, NAME_UNITS);
	if (n > 0)
		n = WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS,
		    converted, n, out, (int)size - 1, NULL, NULL);
	if (n <= 0)
		return false;
	out[n] = '\0';
	*ret_len = (size_t)n;
	return true;
}

/*
 * IDNA 2003, which is what Windows implements, replaces these characters by
 * others or drops them; UTS #46 and today's browsers keep them.  The name would
 * become another site's, so it is given no ASCII form at all.
 */
static bool
is_deviation(struct str utf8)
{
	static const char *const deviations[] = { "\xc3\x9f", /* sharp s */
		"\xcf\x82",     /* final sigma */
		"\xe2\x80\x8c", /* zero width non-joiner */
		"\xe2\x80\x8d"  /* zero width joiner */ };

	for (size_t i = 0; i < sizeof(deviations) / sizeof(deviations[0]); i++)
		if (str_find(utf8, str_of(deviations[i]), &(size_t){ 0 }))
			return true;
	return false;
}

bool
idn_to_ascii(struct str utf8, char *out, size_t size, size_t *ret_len)
{
	return !is_deviation(utf8) &&
	    convert(IdnToAscii, utf8, out, size, ret_len);
}

/* Windows accepts "xn--" and gives an empty label.  A name that does not come
 * back the same is refused. */
bool
idn_to_unicode(struct str ascii, char *out, size_t size, size_t *ret_len)
{
	char back[NAME_UNITS];
	size_t len, back_len;

	if (!convert(IdnToUnicode, ascii, out, size, &len) ||
	    !convert(IdnToAscii, (struct str){ out, len }, back, sizeof(back),
	        &back_len) ||
	    !str_eq_nocase((struct str){ back, back_len }, ascii))
		return false;
	*ret_len = len;
	return true;
}
