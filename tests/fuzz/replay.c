/* SPDX-License-Identifier: Apache-2.0
 * replay.c: runs a fuzz target over a folder of inputs, so that every build
 * without libFuzzer still sees each of them.
 */
#include "core/os.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define INPUT_MAX ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct replay {
	const char *folder;
	int count;
};

static void
replay_one(void *cookie, const char *name)
{
	struct replay *replay = cookie;
	struct buf path, bytes;
	struct err err;

	buf_init(&path, 4096);
	buf_init(&bytes, INPUT_MAX);
	os_join(&path, replay->folder, name);
	if (os_read_file(buf_z(&path), &bytes, &err) != OK) {
		(void)fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	(void)LLVMFuzzerTestOneInput((const uint8_t *)buf_z(&bytes),
	    buf_view(&bytes).len);
	replay->count++;
	buf_release(&bytes);
	buf_release(&path);
}

int
main(int argc, char **argv)
{
	struct replay replay = { argc > 1 ? argv[1] : ".", 0 };
	struct err err;

	if (os_list(replay.folder, replay_one, &replay, &err) != OK) {
		(void)fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	(void)printf("%d inputs\n", replay.count);
	return replay.count == 0;
}
