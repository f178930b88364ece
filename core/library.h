/* SPDX-License-Identifier: Apache-2.0
 * library.h: a shared library that is opened only when something is to be done
 * by it.  Must not know which libraries there are.
 * Covered by tests/unit/test_library_posix.c.
 *
 * A caller lists what it calls, with the prototypes of the library's header,
 * and has struct calls, a function pointer each, and `library` to fill one:
 *
 *	#define CALLS(CALL) \
 *		CALL(pcap_close, void, (pcap_t *)) \
 *		CALL(pcap_datalink, int, (pcap_t *))
 *	LIBRARY(CALLS, "libpcap.so.0.8", "libpcap.so.1");
 *
 * Each prototype is compared with the header's by the compiler, which needs no
 * symbol for that: nothing is left to be linked.  LIBRARY_STRUCT (the struct
 * and the comparison) and LIBRARY_TABLE (`library`) are its two halves, for
 * calls that another system links instead.
 */
#ifndef CORE_LIBRARY_H
#define CORE_LIBRARY_H

#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>

#define LIBRARY_NAMES 2

struct library_call {
	const char *name;
	size_t offset; /* of its pointer among the caller's */
};

struct library {
	const char *names[LIBRARY_NAMES]; /* sonames, the best first */
	const struct library_call *calls;
	size_t count;
};

/*
 * library_open: fill ret_calls, a struct of function pointers, from the first
 * of its names that this computer has.  False, and ret_calls untouched, when
 * there is none or when one function is missing.  It stays open until the
 * program ends.
 */
MUST_CHECK bool library_open(const struct library *library, void *ret_calls);

/* LIBRARY: what the head of this file says; the names are sonames. */
#define LIBRARY(CALLS, ...) \
	LIBRARY_STRUCT(CALLS); \
	LIBRARY_TABLE(CALLS, __VA_ARGS__)
#define LIBRARY_STRUCT(CALLS) \
	CALLS(LIBRARY_CHECK) \
	struct calls { \
		CALLS(LIBRARY_MEMBER) \
	}
#define LIBRARY_TABLE(CALLS, ...) \
	static const struct library_call library_calls[] = { \
		CALLS(LIBRARY_ROW) \
	}; \
	static const struct library library = { \
		{ __VA_ARGS__ }, \
		library_calls, \
		sizeof(library_calls) / sizeof(library_calls[0]) \
	}
#define LIBRARY_MEMBER(name, returns, takes) returns(*name) takes;
#define LIBRARY_ROW(name, returns, takes) \
	{ #name, offsetof(struct calls, name) },
#define LIBRARY_CHECK(name, returns, takes) \
	_Static_assert(_Generic(&name, returns(*) takes: 1, default: 0), \
	    #name " is as its header says");

#endif
