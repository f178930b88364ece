/* SPDX-License-Identifier: Apache-2.0 */
#include "core/settings.h"

#include "core/str.h"

bool
settings_language(const char *name, enum language *ret)
{
	bool french = str_eq(str_of(name), STR("fr"));

	if (!french && !str_eq(str_of(name), STR("en")))
		return false;
	*ret = french ? LANGUAGE_FR : LANGUAGE_EN;
	return true;
}
