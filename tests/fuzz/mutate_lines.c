/* SPDX-License-Identifier: Apache-2.0
 * mutate_lines.c: how libFuzzer changes logs: half of the time, a line is written
 * once more behind itself, with a word of it changed.  That differs little from
 * lines that were read before, which is where a fast path may err.
 */
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WORD_MAX 32
#define COPY_MAX 1024

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
    unsigned seed);

struct piece {
	uint8_t at[WORD_MAX];
	size_t len;
};

/* 0 to `sides` - 1.  The factor and sum are those of Numerical Recipes. */
static size_t
dice(unsigned *seed, size_t sides)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % sides;
}

/* Put `with` where `gone` bytes are; returns the new size, or `size` when there
 * is no room. */
static size_t
splice(uint8_t *data, size_t size, size_t room, size_t at, size_t gone,
    const uint8_t *with, size_t len)
{
	if (size - gone + len > room)
		return size;
	memmove(data + at + len, data + at + gone, size - at - gone);
	memcpy(data + at, with, len);
	return size - gone + len;
}

/* The line, with its newline, that byte `at` is of. */
static size_t
find_line(const uint8_t *data, size_t size, size_t at, size_t *ret_len)
{
	size_t from = at, to = at;

	while (from > 0 && data[from - 1] != '\n')
		from--;
	while (to < size && data[to] != '\n')
		to++;
	*ret_len = to - from + (to < size);
	return from;
}

/* The letters and digits, or the other byte, that byte `at` is of. */
static size_t
find_word(const uint8_t *data, size_t size, size_t at, struct piece *ret)
{
	size_t from = at, to = at + 1;

	while (isalnum(data[at]) && from > 0 && isalnum(data[from - 1]))
		from--;
	while (isalnum(data[at]) && to < size && isalnum(data[to]))
		to++;
	ret->len = to - from < WORD_MAX ? to - from : WORD_MAX;
	memcpy(ret->at, data + from, ret->len);
	return from;
}

/* The word at byte `at` is cut short, left out with the byte behind it, or changed;
 * another takes its place, or comes before it. */
static size_t
change_word(uint8_t *data, size_t size, size_t room, size_t at, unsigned *seed)
{
	struct piece word, other;
	size_t from = find_word(data, size, at, &word), gone = word.len;

	(void)find_word(data, size, dice(seed, size), &other);
	switch (dice(seed, 4)) {
	case 0:
		word.len = dice(seed, word.len);
		gone += word.len == 0 && from + gone < size;
		break;
	case 1:
		word.len = LLVMFuzzerMutate(word.at, word.len, WORD_MAX);
		break;
	case 2:
		word = other;
		break;
	default:
		gone = 0;
		word = other;
	}
	return splice(data, size, room, from, gone, word.at, word.len);
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed)
{
	uint8_t line[COPY_MAX];
	size_t from, len = 0, grown = size;

	if (size > 0 && dice(&seed, 2) == 0) {
		from = find_line(data, size, dice(&seed, size), &len);
		len = len < COPY_MAX ? len : COPY_MAX;
		memcpy(line, data + from, len);
		grown = splice(data, size, room, from, 0, line, len);
	}
	return grown == size ? LLVMFuzzerMutate(data, size, room)
	                     : change_word(data, grown, room,
	                           from + len + dice(&seed, len), &seed);
}
