/* SPDX-License-Identifier: Apache-2.0
 * mime.h: the pieces of a mail: fields of its header, bytes as base64.  Must
 * not know what is written, or to whom.  Covered by tests/unit/test_mime.c.
 *
 * Lines end in CR LF and have at most 78 characters, all ASCII: no server on
 * the way has a reason to touch them (RFC 5322, 2.1.1).
 */
#ifndef COLLECTOR_MIME_H
#define COLLECTOR_MIME_H

#include "core/buf.h"

#define MIME_LINE_MAX ((size_t)78)
#define MIME_END "\r\n"

/* mime_field: append "name: value", as they are: ours, ASCII, short. */
void mime_field(struct buf *out, const char *name, const char *value);

/*
 * mime_field_text: the same for a foreign text in UTF-8.  What no reader should
 * meet has gone (markup_plain): an end of line is a space, so that a text can
 * add no field.  What is not plain and short is written as encoded words
 * (RFC 2047), none of which splits a character.  `name`: at most 9 characters.
 */
void mime_field_text(struct buf *out, const char *name, struct str text);

/* mime_base64: append bytes, in lines of 76 (RFC 2045, 6.8).  mime_base64_text:
 * the same of a text, whose ends of line become CR LF. */
void mime_base64(struct buf *out, struct str bytes);
void mime_base64_text(struct buf *out, struct str text);

#endif
