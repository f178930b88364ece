/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/doh.h"

#include "core/json.h"
#include "core/os.h"

#define PATH_BYTES 4096

/* The content of folder/name; empty when it cannot be had. */
static struct str
read_setting(const struct home *home, const char *folder, const char *name,
    struct buf *out)
{
	struct buf path;
	struct os_stat found;

	buf_reset(out);
	buf_init(&path, PATH_BYTES);
	os_join(&path, folder, name);
	if (buf_status(&path) == OK && home_holds(home, buf_z(&path)) &&
	    os_stat(buf_z(&path), &found, NULL) == OK &&
	    found.kind == OS_FILE && found.size <= DOH_MAX_BYTES)
		if (os_read_file(buf_z(&path), out, NULL) != OK)
			buf_reset(out);
	buf_release(&path);
	return buf_view(out);
}

static bool
local_state_says(struct str text)
{
	json_t *root = NULL;
	const json_t *doh;
	bool on;

	if (text.len == 0 || json_read(text, DOH_MAX_BYTES, &root, NULL) != OK)
		return false;
	doh = json_object_get(root, "dns_over_https");
	on = str_eq(json_get_str(doh, "mode"), STR("secure")) ||
	    (str_eq(json_get_str(doh, "mode"), STR("automatic")) &&
	        json_get_str(doh, "templates").len > 0);
	json_decref(root);
	return on;
}

bool
doh_chromium(const struct home *home, const char *profile)
{
	struct buf text, above;
	bool on;

	buf_init(&text, DOH_MAX_BYTES);
	buf_init(&above, PATH_BYTES);
	os_join(&above, profile, "..");
	on = local_state_says(
	         read_setting(home, profile, "Local State", &text)) ||
	    local_state_says(
	        read_setting(home, buf_z(&above), "Local State", &text));
	buf_release(&above);
	buf_release(&text);
	return on;
}

/* The last `user_pref("network.trr.mode", N);` of a file. */
static void
last_mode(struct str text, uint64_t *ret_mode)
{
	struct str line, value;

	while (text.len > 0) {
		if (!str_take_until(&text, '\n', &line)) {
			line = text;
			text.len = 0;
		}
		line = str_trim(line);
		if (str_take(&line, STR("user_pref(\"network.trr.mode\",")) &&
		    str_take_until(&line, ')', &value))
			(void)str_number(str_trim(value), 9, ret_mode);
	}
}

/* modules/libpref, TRRService.h: 2 is "DoH first", 3 "DoH only". */
bool
doh_firefox(const struct home *home, const char *profile)
{
	struct buf text;
	uint64_t mode = 0;

	buf_init(&text, DOH_MAX_BYTES);
	last_mode(read_setting(home, profile, "prefs.js", &text), &mode);
	last_mode(read_setting(home, profile, "user.js", &text), &mode);
	buf_release(&text);
	return mode == 2 || mode == 3;
}
