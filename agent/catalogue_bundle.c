/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/catalogue_bundle.h"

#include "core/arena.h"
#include "core/catalogue_file.h"
#include "core/hex.h"
#include "core/lint_catalogue.h"
#include "core/os.h"
#include "core/outfile.h"

static void
say(struct buf *out, enum message id, const char *const *args)
{
	message_write(out, messages_language(), id, args);
	buf_char(out, '\n');
}

/* --- pack --- */

/* The files of a folder, as they come. */
struct folder {
	const char *path;
	struct arena memory;
	struct bundle_file files[BUNDLE_FILES_MAX];
	struct catalogue_text texts[BUNDLE_FILES_MAX];
	size_t count; /* may exceed the arrays: then it is refused */
	enum status failed;
	struct err *err;
};

static void
read_entry(struct folder *folder, const char *name)
{
	struct buf path, text;

	buf_init(&path, 4096);
	buf_init(&text, BUNDLE_MAX_BYTES);
	os_join(&path, folder->path, name);
	folder->failed = os_read_file(buf_z(&path), &text, folder->err);
	if (folder->failed == OK) {
		struct bundle_file *file = &folder->files[folder->count];

		file->name = arena_str(&folder->memory, str_of(name));
		file->text = arena_str(&folder->memory, buf_view(&text));
		folder->texts[folder->count] = (struct catalogue_text){
			arena_str(&folder->memory, buf_view(&path)),
			file->text
		};
		if (file->text.at == NULL ||
		    folder->texts[folder->count].name.at == NULL)
			folder->failed = err_set(folder->err, E_LIMIT,
			    MSG_BUNDLE_LARGE,
			    ARGS(digits(BUNDLE_MAX_BYTES).text));
	}
	buf_release(&text);
	buf_release(&path);
}

static void
on_entry(void *cookie, const char *name)
{
	struct folder *folder = cookie;

	if (name[0] == '.' || !str_ends(str_of(name), STR(".yaml")) ||
	    folder->failed != OK)
		return;
	if (folder->count < BUNDLE_FILES_MAX)
		read_entry(folder, name);
	folder->count++;
}

/* What the linter says of the texts; their version is copied to `ret`. */
static enum status
lint_texts(const struct folder *folder, int32_t today, struct buf *ret,
    struct err *err)
{
	struct problems problems = { .count = 0 };
	struct catalogue *catalogue = NULL;
	struct catalogue_places places;
	enum status code;

	code = catalogue_yaml_texts(folder->texts, folder->count, &catalogue,
	    &places, &problems, err);
	if (code == OK) {
		lint_catalogue(catalogue, &places, NULL, today, &problems);
		code = problems_status(&problems, err);
	}
	if (code == OK)
		buf_str(ret, catalogue->version);
	catalogue_free(catalogue);
	problems_release(&problems);
	return code;
}

static enum status
pack_folder(struct folder *folder, int32_t today, struct buf *version,
    struct buf *bytes, struct err *err)
{
	enum status code = os_list(folder->path, on_entry, folder, err);

	if (code == OK)
		code = folder->failed;
	if (code == OK &&
	    (folder->count == 0 || folder->count > BUNDLE_FILES_MAX))
		code = err_set(err, E_INVALID, MSG_BUNDLE_CONTENT, NO_ARGS);
	if (code == OK)
		code = lint_texts(folder, today, version, err);
	if (code == OK)
		code = bundle_pack(bytes, buf_view(version), folder->files,
		    folder->count, err);
	return code;
}

enum status
catalogue_pack(const char *path, const char *output, int32_t today,
    struct buf *out, struct err *err)
{
	struct folder folder = { .path = path, .err = err };
	struct buf version, bytes;
	enum status code;

	arena_init(&folder.memory, BUNDLE_MAX_BYTES);
	buf_init(&version, 256);
	buf_init(&bytes, BUNDLE_MAX_BYTES);
	code = pack_folder(&folder, today, &version, &bytes, err);
	if (code == OK)
		code = outfile_publish(output, OUTFILE_ALL, buf_view(&bytes),
		    err);
	if (code == OK)
		say(out, MSG_CATALOGUE_PACKED, ARGS(output, buf_z(&version),
		    digits((long long)folder.count).text,
		    digits((long long)buf_view(&bytes).len).text));
	buf_release(&bytes);
	buf_release(&version);
	arena_release(&folder.memory);
	return code;
}

/* --- sign --- */

static enum status
read_seed(const char *path, uint8_t ret[BUNDLE_SEED], struct err *err)
{
	enum status code;
	struct buf pem;

	buf_init(&pem, BUNDLE_PEM_MAX);
	code = os_read_file(path, &pem, err);
	if (code == OK) {
		code = bundle_seed_of_pem(buf_view(&pem), ret, err);
		if (code != OK)
			code = err_prefix(err, code, path);
	}
	buf_release(&pem);
	return code;
}

/* Read, sign and put back what is at `path`; `ret_public` as digits. */
static enum status
sign_file(const char *path, const uint8_t seed[BUNDLE_SEED],
    struct buf *bytes, struct buf *ret_public, struct err *err)
{
	uint8_t key[BUNDLE_KEY];
	struct bundle bundle;
	enum status code = os_read_file(path, bytes, err);

	if (code != OK)
		return code;
	code = bundle_unsigned(buf_view(bytes), &bundle, err);
	if (code != OK)
		return err_prefix(err, code, path);
	code = bundle_sign(bytes, seed, err);
	if (code == OK)
		code = bundle_key_of(seed, key, err);
	if (code == OK)
		code = outfile_publish(path, OUTFILE_ALL, buf_view(bytes), err);
	if (code == OK)
		hex_write(ret_public, key, sizeof(key));
	return code;
}

enum status
catalogue_sign(const char *path, const char *pem, struct buf *out,
    struct err *err)
{
	uint8_t seed[BUNDLE_SEED] = { 0 };
	struct buf bytes, digits_of_key;
	enum status code = read_seed(pem, seed, err);

	buf_init(&bytes, BUNDLE_MAX_BYTES);
	buf_init(&digits_of_key, 256);
	if (code == OK)
		code = sign_file(path, seed, &bytes, &digits_of_key, err);
	bundle_seed_wipe(seed);
	if (code == OK)
		say(out, MSG_CATALOGUE_SIGNED,
		    ARGS(path, buf_z(&digits_of_key)));
	buf_release(&digits_of_key);
	buf_release(&bytes);
	return code;
}

/* --- verify --- */

static enum status
read_key(const char *path, uint8_t ret[BUNDLE_KEY], struct err *err)
{
	enum status code;
	struct buf pem;

	buf_init(&pem, BUNDLE_PEM_MAX);
	code = os_read_file(path, &pem, err);
	if (code == OK) {
		code = bundle_key_of_pem(buf_view(&pem), ret, err);
		if (code != OK)
			code = err_prefix(err, code, path);
	}
	buf_release(&pem);
	return code;
}

static enum status
verify_file(const char *path, const uint8_t key[BUNDLE_KEY],
    struct str in_force, struct buf *out, struct err *err)
{
	struct catalogue *catalogue = NULL;
	struct buf bytes;
	enum status code;

	buf_init(&bytes, BUNDLE_MAX_BYTES);
	code = os_read_file(path, &bytes, err);
	if (code == OK) {
		code = catalogue_bundle_load(buf_view(&bytes), key, in_force,
		    &catalogue, err);
		if (code != OK)
			code = err_prefix(err, code, path);
	}
	if (code == OK)
		say(out, MSG_CATALOGUE_VERIFIED, ARGS(catalogue->version.at,
		    digits(catalogue->service_count).text,
		    digits(catalogue->rule_count).text));
	catalogue_free(catalogue);
	buf_release(&bytes);
	return code;
}

enum status
catalogue_verify(const char *path, const char *pem, struct str in_force,
    struct buf *out, struct err *err)
{
	uint8_t key[BUNDLE_KEY];
	enum status code = OK;
	bool real = true;

	if (pem != NULL)
		code = read_key(pem, key, err);
	else
		real = bundle_project_key(key);
	if (code == OK)
		code = verify_file(path, key, in_force, out, err);
	if (code == OK && !real)
		say(out, MSG_CATALOGUE_TEST_KEY, NO_ARGS);
	return code;
}
