/* SPDX-License-Identifier: Apache-2.0 */
#include "core/closest.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define WORD_MAX ((size_t)64)

/* What an edit costs; two letters swapped are the likeliest slip. */
#define SWAP 1u
#define EDIT 2u
#define FAR (WORD_MAX * EDIT)

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edit distance (Damerau, optimal string alignment), words longer than
 * WORD_MAX being far away. */
static size_t
distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	size_t n = strlen(b);

	if (strlen(a) > WORD_MAX || n > WORD_MAX)
		return FAR;
	for (size_t j = 0; j <= n; j++)
		last[j] = before[j] = j * EDIT;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t *oldest = before;

		now[0] = i * EDIT;
		for (size_t j = 1; j <= n; j++) {
			bool same = a[i - 1] == b[j - 1];

			now[j] = least(last[j - 1] + (same ? 0 : EDIT),
			    least(last[j], now[j - 1]) + EDIT);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + SWAP);
		}
		before = last;
		last = now;
		now = oldest;
	}
	return last[n];
}

const char *
closest(const char *word, const char *const *words)
{
	size_t best = (strlen(word) / 3 + 2) * EDIT - 1;
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
