/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/documents.h"

#include "core/buf.h"
#include "core/record.h"
#include "core/vocabulary.h"

#include <string.h>

#define NEEDED_BYTES ((size_t)1 << 20) /* ten thousand periods' */

struct needed {
	struct buf digests; /* one behind the other */
	enum status code;
	struct err *err;
};

static void
need(struct needed *needed, const uint8_t digest[STORE_DIGEST])
{
	buf_str(&needed->digests,
	    (struct str){ (const char *)digest, STORE_DIGEST });
}

static bool
is_needed(void *cookie, const uint8_t digest[STORE_DIGEST])
{
	const struct needed *needed = cookie;
	struct str rest = buf_view(&needed->digests);

	for (; rest.len > 0; rest = str_skip(rest, STORE_DIGEST))
		if (memcmp(rest.at, digest, STORE_DIGEST) == 0)
			return true;
	return false;
}

static void
take_period(void *cookie, const struct store_period *period)
{
	struct needed *needed = cookie;
	struct record record;

	if (needed->code != OK)
		return;
	needed->code = record_read(period->record, &record, needed->err);
	if (needed->code != OK ||
	    (period->closed && record.period.kind == PERIOD_TRIAL))
		return;
	need(needed, record.catalogue);
	need(needed, record.policy);
}

/* The signed catalogue that a document names, when it is a vocabulary. */
static enum status
take_bundle(struct needed *needed, struct store *store,
    const uint8_t digest[STORE_DIGEST], struct err *err)
{
	struct vocabulary vocabulary = { .has_bundle = false };
	struct buf bytes;
	enum status code;

	buf_init(&bytes, VOCABULARY_MAX_BYTES);
	code = store_document(store, digest, &bytes, err);
	if (code == OK)
		code = vocabulary_read(buf_view(&bytes), &vocabulary, err);
	if (code == OK && vocabulary.has_bundle)
		need(needed, vocabulary.bundle);
	vocabulary_release(&vocabulary);
	buf_release(&bytes);
	return code == E_NOT_FOUND || code == E_INVALID || code == E_LIMIT
	    ? OK
	    : code;
}

static enum status
gather(void *cookie, struct store *store, struct err *err)
{
	struct needed *needed = cookie;
	enum status code = store_periods(store, take_period, needed, err);
	size_t pinned = needed->digests.len;

	if (code == OK)
		code = needed->code;
	for (size_t i = 0; code == OK && i < pinned; i += STORE_DIGEST) {
		uint8_t digest[STORE_DIGEST]; /* the list moves as it grows */

		memcpy(digest, buf_z(&needed->digests) + i, STORE_DIGEST);
		code = take_bundle(needed, store, digest, err);
	}
	if (code == OK && buf_status(&needed->digests) != OK)
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	return code;
}

enum status
documents_purge(struct store *store, struct err *err)
{
	struct needed needed = { .code = OK, .err = err };
	enum status code;

	buf_init(&needed.digests, NEEDED_BYTES);
	code = store_purge_documents(store, gather, is_needed, &needed, err);
	buf_release(&needed.digests);
	return code;
}
