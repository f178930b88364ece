/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/resolvers.h"

#include "agent/sources/formats.h"

#include "core/buf.h"
#include "core/os.h"

#define PATH_ROOM 4096

static bool
stands(const char *root, const char *path)
{
	struct os_stat found = { .kind = OS_NONE };
	struct buf whole;
	bool there;

	buf_init(&whole, PATH_ROOM);
	buf_text(&whole, root == NULL ? "" : root);
	buf_text(&whole, path);
	there = buf_status(&whole) == OK &&
	    os_stat(buf_z(&whole), &found, NULL) == OK &&
	    found.kind != OS_NONE;
	buf_release(&whole);
	return there;
}

const struct format *
resolvers_find(const char *root)
{
	size_t count;
	const struct resolver_trace *traces = resolvers_traces(&count);

	for (size_t i = 0; i < count; i++)
		if (stands(root, traces[i].path))
			return traces[i].format;
	return NULL;
}

void
resolvers_say(struct buf *out, enum language language,
    const struct format *format)
{
	message_write(out, language, format->enable, NO_ARGS);
}
