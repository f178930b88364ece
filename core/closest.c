/* SPDX-License-Identifier: Apache-2.0 */
#include "core/closest.h"

#include <string.h>

#define WORD_MAX ((size_t)64)

/* Edit distance (Levenshtein), words longer than WORD_MAX being far away. */
static size_t
distance(const char *a, const char *b)
{
	size_t before[WORD_MAX + 1], now[WORD_MAX + 1];
	size_t n = strlen(b);

	if (strlen(a) > WORD_MAX || n > WORD_MAX)
		return WORD_MAX;
	for (size_t j = 0; j <= n; j++)
		before[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		now[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t swap = before[j - 1] + (a[i - 1] != b[j - 1]);
			size_t edit =
			    (before[j] < now[j - 1] ? before[j] : now[j - 1]) + 1;

			now[j] = swap < edit ? swap : edit;
		}
		memcpy(before, now, sizeof(before));
	}
	return before[n];
}

const char *
closest(const char *word, const char *const *words)
{
	size_t best = strlen(word) / 3 + 2;
	const char *found = NULL;

	for (; *words != NULL; words++) {
		size_t away = distance(word, *words);

		if (away < best) {
			best = away;
			found = *words;
		}
	}
	return found;
}
