/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/edition.h"

#include "core/catalogue_file.h"
#include "core/digest.h"

static bool
same_file(const struct os_stat *a, const struct os_stat *b)
{
	return a->kind == b->kind && a->device == b->device &&
	    a->inode == b->inode && a->size == b->size &&
	    a->mtime_ns == b->mtime_ns;
}

static void
use_built_in(struct edition *edition)
{
	edition_release(edition);
	buf_init(&edition->bundle, BUNDLE_MAX_BYTES);
	edition->catalogue = catalogue_builtin();
}

static enum status
check(struct str bundle, struct str in_force, struct catalogue **ret,
    struct err *err)
{
	uint8_t key[BUNDLE_KEY];

	(void)bundle_project_key(key);
	return catalogue_bundle_load(bundle, key, in_force, ret, err);
}

enum status
edition_check(const struct edition *edition, struct str bundle,
    struct catalogue **ret, struct err *err)
{
	return check(bundle, edition->catalogue->version, ret, err);
}

static enum status
read_bundle(const char *path, struct edition *edition, struct err *err)
{
	struct str in_force = catalogue_builtin()->version;
	enum status code = os_read_file(path, &edition->bundle, err);

	if (code == OK)
		code = check(buf_view(&edition->bundle), in_force,
		    &edition->loaded, err);
	if (code == OK)
		code = digest_sha256(buf_view(&edition->bundle),
		    edition->digest, err);
	if (code == OK)
		edition->catalogue = edition->loaded;
	return code;
}

enum status
edition_read(const char *path, struct edition *edition, struct err *err)
{
	struct os_stat now = { .kind = OS_NONE };
	struct err why = { "" };
	enum status code = os_stat(path, &now, err);

	if (code != OK)
		return code;
	if (edition->catalogue != NULL && same_file(&now, &edition->seen))
		return OK;
	use_built_in(edition);
	if (now.kind != OS_NONE)
		code = read_bundle(path, edition, &why);
	if (code == E_NOMEM) {
		*err = why;
		return code;
	}
	if (code != OK) {
		use_built_in(edition);
		edition->fault = why;
	}
	edition->seen = now;
	return OK;
}

void
edition_release(struct edition *edition)
{
	catalogue_free(edition->loaded);
	buf_release(&edition->bundle);
	*edition = (struct edition){ .catalogue = NULL };
}

const uint8_t *
edition_bundle(const struct edition *edition)
{
	return edition->bundle.len == 0 ? NULL : edition->digest;
}
