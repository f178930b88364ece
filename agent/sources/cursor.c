/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/cursor.h"

#include "agent/sources/input.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

static bool
digest(const uint8_t key[CURSOR_KEY], struct str head, size_t n,
    uint8_t ret[CURSOR_DIGEST])
{
	return HMAC(EVP_sha256(), key, CURSOR_KEY,
	           (const unsigned char *)head.at, n, ret, NULL) != NULL;
}

/* A file shorter than what was read of it is another, or was cut. */
static bool
is_same(const struct cursors *cursors, const struct cursor *known,
    struct str head, const struct os_stat *file)
{
	uint8_t found[CURSOR_DIGEST];

	if (known->head == 0 || known->head > head.len ||
	    (file->inode == known->inode && file->device == known->device &&
	        file->size < known->size))
		return false;
	return digest(cursors->key, head, known->head, found) &&
	    memcmp(found, known->fingerprint, CURSOR_DIGEST) == 0;
}

enum status
cursors_find(const struct cursors *cursors, struct input *input,
    struct cursor *ret, bool *ret_unchanged, struct err *err)
{
	struct os_stat file = input_stat(input);
	struct cursor cursor = { file.device, file.inode, file.size, 0, 0,
		{ 0 } };
	struct str head;
	enum status code = input_head(input, &head, err);

	if (code != OK)
		return code;
	*ret_unchanged = false;
	for (size_t i = 0; i < cursors->known_count; i++) {
		const struct cursor *known = &cursors->known[i];

		if (known->offset < cursor.offset ||
		    !is_same(cursors, known, head, &file))
			continue;
		cursor.offset = known->offset;
		*ret_unchanged = known->device == file.device &&
		    known->inode == file.inode && known->size == file.size;
	}
	cursor.head = (uint32_t)(head.len < CURSOR_HEAD ? head.len
	                                                : CURSOR_HEAD);
	if (!digest(cursors->key, head, cursor.head, cursor.fingerprint))
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	*ret = cursor;
	return OK;
}

void
cursors_note(struct cursors *cursors, const struct cursor *cursor)
{
	if (cursor->head > 0 && cursors->next_count < CURSORS_MAX)
		cursors->next[cursors->next_count++] = *cursor;
}
