/* SPDX-License-Identifier: Apache-2.0
 * catalogue_fake.h: catalogue.c's look-ups by linking; weak, so that a test
 * which links the true ones uses those.
 */
#ifndef TESTS_UNIT_CATALOGUE_FAKE_H
#define TESTS_UNIT_CATALOGUE_FAKE_H

#include "core/catalogue.h"

__attribute__((weak)) struct str
category_id(enum category category)
{
	static const char *const ids[CATEGORY_COUNT] = { "text-assistant",
		"search", "image", "video", "audio-voice", "transcription",
		"translation", "writing", "coding", "data-office",
		"agents-automation", "model-platform", "local-models" };

	return str_of(ids[category]);
}

__attribute__((weak)) int
catalogue_find(const struct catalogue *catalogue, struct str id)
{
	for (uint32_t i = 0; i < catalogue->service_count; i++)
		if (str_eq(catalogue->services[i].id, id))
			return (int)i;
	return -1;
}

#endif
