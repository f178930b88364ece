/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/machine.h"

#include "core/os.h"

#include <limits.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define ID_MAX 256
#define SECOND INT64_C(1000000000) /* in nanoseconds */

/* The first line of a small system file. */
static void
first_line(const char *path, struct buf *out)
{
	struct buf text;
	struct str line;

	buf_init(&text, ID_MAX);
	if (os_read_file(path, &text, NULL) == OK) {
		line = buf_view(&text);
		(void)str_cut(line, STR("\n"), &line, NULL);
		buf_str(out, str_trim(line));
	}
	buf_release(&text);
}

void
machine_id(struct buf *out)
{
	first_line("/etc/machine-id", out);
}

/* FNV-1a: the kernel's random boot id as a number, to be compared only. */
static int64_t
number_of(struct str text)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * 1099511628211u;
	return (int64_t)(hash >> 1);
}

static int64_t
nanoseconds_of(clockid_t clock)
{
	struct timespec now = { .tv_sec = 0 };

	(void)clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

struct machine_uptime
machine_uptime(void)
{
	struct machine_uptime uptime;
	int64_t awake, up;
	struct buf boot;

	buf_init(&boot, ID_MAX);
	first_line("/proc/sys/kernel/random/boot_id", &boot);
	uptime.boot = number_of(buf_view(&boot));
	/* CLOCK_MONOTONIC stands still in suspend, CLOCK_BOOTTIME does not; what
	 * lies between the two readings is rounded off. */
	awake = nanoseconds_of(CLOCK_MONOTONIC);
	up = nanoseconds_of(CLOCK_BOOTTIME);
	uptime.awake = awake / SECOND;
	uptime.asleep = (up - awake + SECOND / 2) / SECOND;
	buf_release(&boot);
	return uptime;
}

/* Root, or the account that systemd gave the right to read any file. */
bool
machine_is_service(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {
		{ .permitted = 0 } };

	return geteuid() == 0 || (syscall(SYS_capget, &head, sets) == 0 &&
	    (sets[0].permitted & (1U << CAP_DAC_READ_SEARCH)) != 0);
}

#define SELF "/proc/self/exe"

/* After an upgrade the path leads to nothing, or to another program; the link
 * itself still leads to this one. */
void
machine_program(struct buf *out)
{
	char path[PATH_MAX];
	ssize_t n = readlink(SELF, path, sizeof(path) - 1);

	if (n <= 0)
		return;
	path[n] = '\0';
	buf_text(out, machine_exists(path) ? path : SELF);
}
