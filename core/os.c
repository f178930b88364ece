/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"

#include <stdlib.h>
#include <string.h>

enum status
os_read_file(const char *path, struct buf *out, struct err *err)
{
	char block[64 * 1024];
	size_t n = 1;
	int fd = -1;
	enum status code = os_open(path, &fd, err);

	while (code == OK && n > 0) {
		code = os_read(fd, block, sizeof(block), &n, err);
		if (code == OK)
			buf_str(out, (struct str){ block, n });
		if (code == OK && buf_status(out) != OK)
			code = err_set(err, buf_status(out), MSG_TOO_LARGE,
			    ARGS(path, digits((long long)out->limit).text));
	}
	os_close(fd);
	return code;
}

struct os_scratch
os_scratch_later(const char *parent)
{
	return (struct os_scratch){ .lock = -1, .parent = parent };
}

enum status
os_scratch_path(struct os_scratch *scratch, const char **ret_path,
    struct err *err)
{
	enum status code = OK;

	if (scratch->path[0] == '\0')
		code = os_scratch_open(scratch->parent, scratch, err);
	if (code == OK)
		*ret_path = scratch->path;
	return code;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names {
	char **at;
	size_t count;
	size_t cap;
	enum status failed;
};

static enum status
names_add(struct names *names, const char *name)
{
	if (names->count == OS_LIST_MAX)
		return E_LIMIT;
	if (names->count == names->cap) {
		size_t cap = names->cap == 0 ? 64 : names->cap * 2;
		char **grown = realloc(names->at, cap * sizeof(*grown));

		if (grown == NULL)
			return E_NOMEM;
		names->at = grown;
		names->cap = cap;
	}
	names->at[names->count] = strdup(name);
	if (names->at[names->count] == NULL)
		return E_NOMEM;
	names->count++;
	return OK;
}

static bool
keep_name(void *cookie, const char *name)
{
	struct names *names = cookie;

	names->failed = names_add(names, name);
	return names->failed == OK;
}

static void
names_release(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->at[i]);
	free(names->at);
}

enum status
os_list(const char *path, void (*visit)(void *cookie, const char *name),
    void *cookie, struct err *err)
{
	struct names names = { .at = NULL, .failed = OK };
	enum status code = os_each(path, keep_name, &names, err);

	if (code == OK && names.failed != OK)
		code = err_set(err, names.failed, MSG_TOO_LARGE,
		    ARGS(path, digits(OS_LIST_MAX).text));
	if (code == OK && names.count > 0)
		qsort(names.at, names.count, sizeof(*names.at), by_name);
	for (size_t i = 0; code == OK && i < names.count; i++)
		visit(cookie, names.at[i]);
	names_release(&names);
	return code;
}

void
os_join(struct buf *out, const char *folder, const char *name)
{
	buf_text(out, folder);
	if (!str_ends(str_of(folder), STR("/")))
		buf_char(out, '/');
	buf_text(out, name);
}
