/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/service_path.h"

#include <wctype.h>

static bool
begins(const wchar_t *line, const wchar_t *program)
{
	for (; *program != L'\0'; line++, program++)
		if (towlower((wint_t)*line) != towlower((wint_t)*program))
			return false;
	return *line == L'\0' || *line == L' ';
}

bool
service_path_quote(const wchar_t *line, const wchar_t *program, wchar_t *out,
    size_t units)
{
	size_t length = wcslen(program), rest;

	if (length == 0 || !begins(line, program))
		return false;
	rest = wcslen(line + length);
	if (length + rest + 3 > units)
		return false;
	out[0] = L'"';
	wmemcpy(out + 1, program, length);
	out[length + 1] = L'"';
	wmemcpy(out + length + 2, line + length, rest + 1);
	return true;
}
