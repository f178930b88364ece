/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue_file.h"

#include "core/catalogue_yaml.h"
#include "core/os.h"

#define HEAD_BYTES 32

static enum status
read_files(const struct bundle *bundle, struct catalogue **ret,
    struct err *err)
{
	struct catalogue_text texts[BUNDLE_FILES_MAX];
	struct problems problems = { .count = 0 };
	struct catalogue_places places;
	enum status code;

	for (size_t i = 0; i < bundle->file_count; i++)
		texts[i] = (struct catalogue_text){ bundle->files[i].name,
			bundle->files[i].text };
	code = catalogue_yaml_texts(texts, bundle->file_count, ret, &places,
	    &problems, err);
	if (code == OK)
		code = problems_status(&problems, err);
	problems_release(&problems);
	return code;
}

enum status
catalogue_bundle_load(struct str bytes, const uint8_t key[BUNDLE_KEY],
    struct str in_force, struct catalogue **ret, struct err *err)
{
	struct catalogue *catalogue = NULL;
	struct bundle bundle;
	enum status code = bundle_open(bytes, key, in_force, &bundle, err);

	if (code == OK)
		code = read_files(&bundle, &catalogue, err);
	if (code == OK && !str_eq(catalogue->version, bundle.version))
		code = err_set(err, E_INVALID, MSG_BUNDLE_VERSIONS, NO_ARGS);
	if (code == OK)
		*ret = catalogue;
	else
		catalogue_free(catalogue);
	return code;
}

static bool
is_bundle(const char *path)
{
	char head[HEAD_BYTES];
	size_t n = 0;
	int fd;

	if (os_open(path, &fd, NULL) != OK)
		return false;
	if (os_read(fd, head, sizeof(head), &n, NULL) != OK)
		n = 0;
	os_close(fd);
	return bundle_is((struct str){ head, n });
}

static enum status
load_bundle(const char *path, struct str in_force, struct catalogue **ret,
    struct err *err)
{
	uint8_t key[BUNDLE_KEY];
	struct buf bytes;
	enum status code;

	(void)bundle_project_key(key);
	buf_init(&bytes, BUNDLE_MAX_BYTES);
	code = os_read_file(path, &bytes, err);
	if (code == OK) {
		code = catalogue_bundle_load(buf_view(&bytes), key, in_force,
		    ret, err);
		if (code != OK)
			code = err_prefix(err, code, path);
	}
	buf_release(&bytes);
	return code;
}

enum status
catalogue_file_load(const char *path, const struct catalogue *built_in,
    struct catalogue **ret, struct err *err)
{
	if (is_bundle(path))
		return load_bundle(path, built_in->version, ret, err);
	return catalogue_yaml_load(path, built_in, ret, err);
}
