/* SPDX-License-Identifier: Apache-2.0
 * dns_file.h: bytes as a file in memory, for the fuzzers that read logs.
 */
#ifndef TESTS_FUZZ_DNS_FILE_H
#define TESTS_FUZZ_DNS_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct dns_file {
	int fd;
	char path[64];
};

static inline struct dns_file
dns_file_of(const uint8_t *data, size_t size)
{
	struct dns_file file = { .fd = memfd_create("log", MFD_CLOEXEC) };

	if (file.fd < 0 || write(file.fd, data, size) != (ssize_t)size)
		abort();
	(void)snprintf(file.path, sizeof(file.path), "/proc/self/fd/%d",
	    file.fd);
	return file;
}

#endif
