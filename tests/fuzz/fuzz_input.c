/* SPDX-License-Identifier: Apache-2.0
 * fuzz_input.c: the lines of any bytes: gzip, UTF-16, NULs, endless lines.
 */
#include "agent/sources/input.h"

#include "tests/fuzz/dns_file.h"

#include <string.h>

/* A small file may inflate to a large one: enough is enough. */
#define LINES_MAX 20000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
no_newline(void *cookie, struct str line)
{
	(void)cookie;
	if (line.len > 0 && memchr(line.at, '\n', line.len) != NULL)
		abort();
}

static void
check(const struct input_line *line, uint64_t number)
{
	if (line->number != number || line->text.len > INPUT_LINE_MAX ||
	    (line->too_long && line->text.len != 0))
		abort();
	no_newline(NULL, line->text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dns_file file = dns_file_of(data, size);
	struct input *input = NULL;
	struct input_line line;
	struct str head;
	struct err err;
	bool more = true, unended = false;
	uint64_t number = 0;

	if (input_open(file.path, &input, &err) == OK) {
		if (input_head(input, &head, &err) == OK &&
		    input_samples(input, 8, no_newline, NULL, &err) != OK)
			abort();
		while (number < LINES_MAX &&
		    input_next(input, &line, &more, &err) == OK && more) {
			if (unended)
				abort();
			unended = line.unended;
			check(&line, ++number);
		}
	}
	input_free(input);
	(void)close(file.fd);
	return 0;
}
