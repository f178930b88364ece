/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/bundles.h"

#include "core/catalogue_file.h"
#include "core/vocabulary.h"

#include <string.h>

#define VERSION_BYTES 32

struct walk {
	struct state *state;
	bool whole;  /* all periods; else up to the first that is open */
	bool passed; /* that one */
	bool found;
	char version[VERSION_BYTES]; /* of the newest */
	uint8_t digest[STATE_DIGEST];
	uint8_t before[STATE_DIGEST]; /* the last vocabulary that was read */
	enum status code;
	struct err *err;
};

static bool
is_kept(struct walk *walk, const uint8_t digest[STATE_DIGEST])
{
	struct buf bytes;
	bool kept;

	buf_init(&bytes, STATE_DOCUMENT);
	kept = state_document(walk->state, digest, &bytes, NULL) == OK;
	buf_release(&bytes);
	return kept;
}

static void
consider(struct walk *walk, const struct vocabulary *vocabulary)
{
	struct str version = vocabulary->catalogue.version;

	if (!vocabulary->has_bundle || !is_kept(walk, vocabulary->bundle) ||
	    bundle_version_order(version, str_of(walk->version)) < 0)
		return;
	(void)snprintf(walk->version, sizeof(walk->version), "%.*s",
	    (int)version.len, version.at);
	memcpy(walk->digest, vocabulary->bundle, STATE_DIGEST);
	walk->found = true;
}

/* What the period's record pins; a document that was never fetched pins
 * nothing. */
static void
look(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	struct vocabulary vocabulary = { .has_bundle = false };
	struct buf bytes;

	if (walk->passed || booth->record.period.kind == PERIOD_TRIAL)
		return;
	walk->passed = !walk->whole && (booth->status == BOOTH_ACCEPTED ||
	    booth->status == BOOTH_HELD);
	if (memcmp(walk->before, booth->record.catalogue, STATE_DIGEST) == 0)
		return;
	memcpy(walk->before, booth->record.catalogue, STATE_DIGEST);
	buf_init(&bytes, STATE_DOCUMENT);
	if (state_document(walk->state, booth->record.catalogue, &bytes,
	        NULL) == OK && vocabulary_read(buf_view(&bytes), &vocabulary,
	        NULL) == OK)
		consider(walk, &vocabulary);
	vocabulary_release(&vocabulary);
	buf_release(&bytes);
}

static enum status
newest(struct state *state, bool whole, struct walk *ret, struct err *err)
{
	*ret = (struct walk){ .state = state, .whole = whole, .err = err };
	return booth_each(state, look, ret, err);
}

/* Those of periods that are over: but for the one that is read by. */
static void
drop(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	struct vocabulary vocabulary = { .has_bundle = false };
	struct buf bytes;

	if (!booth_over(booth) || walk->code != OK)
		return;
	buf_init(&bytes, STATE_DOCUMENT);
	if (state_document(walk->state, booth->record.catalogue, &bytes,
	        NULL) == OK && vocabulary_read(buf_view(&bytes), &vocabulary,
	        NULL) == OK && vocabulary.has_bundle &&
	    memcmp(vocabulary.bundle, walk->digest, STATE_DIGEST) != 0)
		walk->code = state_drop_document(walk->state,
		    vocabulary.bundle, walk->err);
	vocabulary_release(&vocabulary);
	buf_release(&bytes);
}

static enum status
check(struct str bytes, struct str in_force, struct err *err)
{
	struct catalogue *catalogue = NULL;
	uint8_t key[BUNDLE_KEY];
	enum status code;

	(void)bundle_project_key(key);
	code = catalogue_bundle_load(bytes, key, in_force, &catalogue, err);
	catalogue_free(catalogue);
	return code;
}

enum status
bundles_take(struct state *state, struct str bytes,
    const uint8_t digest[STATE_DIGEST], struct err *err)
{
	struct str in_force = catalogue_builtin()->version;
	struct walk walk;
	enum status code = newest(state, true, &walk, err);

	if (code == OK && walk.found &&
	    bundle_version_order(str_of(walk.version), in_force) > 0)
		in_force = str_of(walk.version);
	if (code == OK)
		code = check(bytes, in_force, err);
	if (code == OK)
		code = newest(state, false, &walk, err);
	if (code == OK)
		code = booth_each(state, drop, &walk, err);
	if (code == OK)
		code = walk.code;
	return code == OK ? state_keep_document(state, digest, bytes, err)
	                  : code;
}

enum status
bundles_in_force(struct state *state, struct buf *out, struct err *err)
{
	struct walk walk;
	enum status code = newest(state, false, &walk, err);

	if (code != OK || !walk.found ||
	    bundle_version_order(str_of(walk.version),
	        catalogue_builtin()->version) < 0)
		return code;
	return state_document(state, walk.digest, out, err);
}

enum status
bundles_version(struct state *state, struct buf *out, struct err *err)
{
	struct str version = catalogue_builtin()->version;
	struct bundle bundle = { .file_count = 0 };
	uint8_t key[BUNDLE_KEY];
	struct buf bytes;
	enum status code;

	buf_init(&bytes, BUNDLE_MAX_BYTES);
	(void)bundle_project_key(key);
	code = bundles_in_force(state, &bytes, err);
	if (code == OK && bytes.len > 0 &&
	    bundle_open(buf_view(&bytes), key, version, &bundle, NULL) == OK)
		version = bundle.version;
	if (code == OK)
		buf_str(out, version);
	buf_release(&bytes);
	return code;
}
