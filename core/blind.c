/* SPDX-License-Identifier: Apache-2.0 */
#include "core/blind.h"

void
blind_write(struct buf *out, enum language language,
    const struct blind_spot *spot)
{
	prose_typography(out, language, spot->text[language]);
}
