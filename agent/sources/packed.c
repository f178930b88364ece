/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/packed.h"

#define TEXT_LOOK 4096
#define CONTROLS_IN 20

/* Magic numbers: the .xz file format §2.1.1.1; RFC 8878 §3.1.1; bzip2's block
 * header (pi's digits); LZ4 frame format; APPNOTE.TXT §4.3.7; 7zFormat.txt;
 * compress(1).  POSIX pax: "ustar" at 257. */
struct magic {
	struct str bytes;
	size_t at;
	struct packed what;
};

#define MAGIC(literal) { literal, sizeof(literal) - 1 }

static const struct magic magics[] = {
	{ MAGIC("\xfd" "7zXZ\0"), 0, { "xz", "xz -dk" } },
	{ MAGIC("\x28\xb5\x2f\xfd"), 0, { "zstd", "zstd -d" } },
	{ MAGIC("1AY&SY"), 4, { "bzip2", "bzip2 -dk" } },
	{ MAGIC("\x04\x22\x4d\x18"), 0, { "lz4", "lz4 -d" } },
	{ MAGIC("PK\x03\x04"), 0, { "zip", "unzip" } },
	{ MAGIC("7z\xbc\xaf\x27\x1c"), 0, { "7z", "7z x" } },
	{ MAGIC("\x1f\x9d"), 0, { "compress", "uncompress" } },
	{ MAGIC("ustar"), 257, { "tar", "tar -xf" } },
};

bool
packed_known(struct str head, struct packed *ret)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (head.len > magics[i].at &&
		    str_starts(str_skip(head, magics[i].at),
		        magics[i].bytes)) {
			*ret = magics[i].what;
			return true;
		}
	return false;
}

bool
packed_is_text(struct str head)
{
	size_t controls = 0;

	head = str_head(head, TEXT_LOOK);
	for (size_t i = 0; i < head.len; i++) {
		unsigned char c = (unsigned char)head.at[i];

		controls += (c < ' ' && c != '\t' && c != '\n' && c != '\r' &&
		    c != '\x1b') || c == 0x7f;
	}
	return controls * CONTROLS_IN <= head.len;
}
