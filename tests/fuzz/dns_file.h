/* SPDX-License-Identifier: Apache-2.0
 * dns_file.h: bytes as a file in memory, for the fuzzers that read logs.
 */
#ifndef TESTS_FUZZ_DNS_FILE_H
#define TESTS_FUZZ_DNS_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct dns_file {
	int fd;
	char path[64];
};

/* As if last written at noon of 2026-11-25 UTC: what is found once is found
 * another day too. */
static inline struct dns_file
dns_file_of(const uint8_t *data, size_t size)
{
	const struct timespec times[2] = { { 1795608000, 0 },
		{ 1795608000, 0 } };
	struct dns_file file = { .fd = memfd_create("log", MFD_CLOEXEC) };

	if (file.fd < 0 || write(file.fd, data, size) != (ssize_t)size ||
	    futimens(file.fd, times) != 0)
		abort();
	(void)snprintf(file.path, sizeof(file.path), "/proc/self/fd/%d",
	    file.fd);
	return file;
}

#endif
