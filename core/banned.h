/* SPDX-License-Identifier: Apache-2.0
 * banned.h: functions that this project never calls, force-included in every
 * C file.  The libc headers come first, so that only our own uses are refused.
 */
#ifndef CORE_BANNED_H
#define CORE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(_WIN32)
/* without its other names for POSIX's read, write, tell... */
#define NO_OLDNAMES
#include <io.h>
#undef NO_OLDNAMES
#endif

#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef strtok
#undef atoi
#undef atol
#undef gets
#undef gmtime
#undef localtime
#undef ctime
#undef asctime
#undef tmpnam
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok
#pragma GCC poison atoi atol gets gmtime localtime ctime asctime tmpnam

#endif
