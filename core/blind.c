/* SPDX-License-Identifier: Apache-2.0 */
#include "core/blind.h"

void
blind_write(struct buf *out, enum language language,
    const struct blind_spot *spot)
{
	prose_typography(out, language, spot->text[language]);
}

void
blind_write_group(struct buf *out, enum language language,
    const struct blind_group *group)
{
	prose_typography(out, language, group->text[language]);
}
