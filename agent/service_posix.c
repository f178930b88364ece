/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/service.h"

#include "core/os.h"

bool
service_run(unsigned (*round)(void *cookie), void *cookie)
{
	for (;;) {
		unsigned pause = round(cookie);

		if (pause == 0)
			return false;
		os_pause(pause);
	}
}
