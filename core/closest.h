/* SPDX-License-Identifier: Apache-2.0
 * closest.h: the word that a typing error most likely meant.  Must not know
 * what the words are.  Covered by tests/unit/test_options.c.
 */
#ifndef CORE_CLOSEST_H
#define CORE_CLOSEST_H

/* closest: the word of a list (NULL at its end) that `word` most likely meant,
 * or NULL when none is near. */
const char *closest(const char *word, const char *const *words);

#endif
