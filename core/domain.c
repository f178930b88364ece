/* SPDX-License-Identifier: Apache-2.0 */
#include "core/domain.h"

#include "core/buf.h"
#include "core/idn.h"

#include <string.h>

#define LABEL_MAX 63

static bool
labels_fit(struct str name)
{
	size_t label = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] != '.') {
			if (++label > LABEL_MAX)
				return false;
			continue;
		}
		if (label == 0)
			return false;
		label = 0;
	}
	return label > 0;
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80)
			return false;
	return true;
}

bool
domain_canonical(struct str raw, struct domain *ret)
{
	struct domain out = { .len = 0 };

	if (str_ends(raw, STR(".")))
		raw.len--;
	if (raw.len == 0 || raw.len > DOMAIN_MAX ||
	    memchr(raw.at, '\0', raw.len) != NULL)
		return false;
	if (is_ascii(raw)) {
		for (size_t i = 0; i < raw.len; i++)
			out.text[i] = char_lower(raw.at[i]);
		out.len = raw.len;
	} else if (!idn_to_ascii(raw, out.text, sizeof(out.text), &out.len)) {
		return false;
	}
	if (!labels_fit((struct str){ out.text, out.len }))
		return false;
	out.text[out.len] = '\0';
	*ret = out;
	return true;
}

struct str
domain_view(const struct domain *domain)
{
	return (struct str){ domain->text, domain->len };
}

static bool
is_host_label(struct str label, bool *ret_all_digits)
{
	*ret_all_digits = true;
	if (label.len == 0 || label.at[0] == '-' ||
	    label.at[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++) {
		char c = label.at[i];

		if (!char_is_digit(c))
			*ret_all_digits = false;
		if (!char_is_digit(c) && c != '-' && !(c >= 'a' && c <= 'z'))
			return false;
	}
	return true;
}

bool
domain_is_host(struct str canonical)
{
	struct str label, rest = canonical;
	bool all_digits = false, dotted = false;

	if (!labels_fit(canonical) || canonical.len > DOMAIN_MAX)
		return false;
	while (str_cut(rest, STR("."), &label, &rest)) {
		dotted = true;
		if (!is_host_label(label, &all_digits))
			return false;
	}
	return is_host_label(rest, &all_digits) && dotted && !all_digits;
}

bool
domain_under(struct str host, struct str suffix)
{
	return str_ends(host, suffix) &&
	    (host.len == suffix.len ||
	        host.at[host.len - suffix.len - 1] == '.');
}

struct str
domain_parent(struct str canonical)
{
	struct str rest = { canonical.at + canonical.len, 0 };

	(void)str_cut(canonical, STR("."), NULL, &rest);
	return rest;
}

void
domain_unicode(struct buf *out, struct str canonical)
{
	char text[DOMAIN_MAX * 4 + 1];
	size_t len;

	if (idn_to_unicode(canonical, text, sizeof(text), &len))
		buf_str(out, (struct str){ text, len });
	else
		buf_str(out, canonical);
}
