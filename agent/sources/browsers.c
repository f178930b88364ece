/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/browsers.h"

#include "core/os.h"

#define PATH_BYTES 4096

#define TOR_PROFILE "Browser/TorBrowser/Data/Browser/*.default/places.sqlite"

/* Paths of Chrome to Opera and Firefox: the vendors' documentation and the
 * packages.  Arc, Atlas, Comet, Dia, Floorp, Waterfox and Epic: public code
 * that reads them; not tried on a real installation. */
static const struct browser rows[] = {
	{ "arc", "Arc", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Arc/User Data/*/History", 0 },
	{ "arc", "Arc", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Packages/TheBrowserCompany.Arc_*/LocalCache/Local/Arc/User Data/*/History", 0 },
	{ "atlas", "ChatGPT Atlas", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "com.openai.atlas/browser-data/host/*/History", 0 },
	{ "brave", "Brave", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "BraveSoftware/Brave-Browser/*/History", 0 },
	{ "brave", "Brave", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser/*/History", 0 },
	{ "brave", "Brave", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    "snap/brave/current/.config/BraveSoftware/Brave-Browser/*/History", 0 },
	{ "brave", "Brave", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "BraveSoftware/Brave-Browser/*/History", 0 },
	{ "brave", "Brave", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "BraveSoftware/Brave-Browser/User Data/*/History", 0 },
	{ "chrome", "Chrome", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "google-chrome/*/History", 0 },
	{ "chrome", "Chrome", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/com.google.Chrome/config/google-chrome/*/History", 0 },
	{ "chrome", "Chrome", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Google/Chrome/*/History", 0 },
	{ "chrome", "Chrome", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Google/Chrome/User Data/*/History", 0 },
	{ "chrome-beta", "Chrome Beta", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "google-chrome-beta/*/History", 0 },
	{ "chrome-beta", "Chrome Beta", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Google/Chrome Beta/*/History", 0 },
	{ "chrome-beta", "Chrome Beta", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Google/Chrome Beta/User Data/*/History", 0 },
	{ "chrome-dev", "Chrome Dev", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "google-chrome-unstable/*/History", 0 },
	{ "chrome-dev", "Chrome Dev", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/com.google.ChromeDev/config/google-chrome-unstable/*/History", 0 },
	{ "chrome-dev", "Chrome Dev", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Google/Chrome Dev/*/History", 0 },
	{ "chrome-dev", "Chrome Dev", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Google/Chrome Dev/User Data/*/History", 0 },
	{ "chromium", "Chromium", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "chromium/*/History", 0 },
	{ "chromium", "Chromium", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/io.github.ungoogled_software.ungoogled_chromium/config/chromium/*/History", 0 },
	{ "chromium", "Chromium", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/org.chromium.Chromium/config/chromium/*/History", 0 },
	{ "chromium", "Chromium", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    "snap/chromium/common/chromium/*/History", 0 },
	{ "chromium", "Chromium", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    "snap/chromium/current/.config/chromium/*/History", 0 },
	{ "chromium", "Chromium", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Chromium/*/History", 0 },
	{ "chromium", "Chromium", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Chromium/User Data/*/History", 0 },
	{ "comet", "Comet", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Comet/*/History", 0 },
	{ "comet", "Comet", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Perplexity/Comet/User Data/*/History", 0 },
	{ "dia", "Dia", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Dia/User Data/*/History", 0 },
	{ "edge", "Edge", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "microsoft-edge-beta/*/History", 0 },
	{ "edge", "Edge", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "microsoft-edge-dev/*/History", 0 },
	{ "edge", "Edge", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "microsoft-edge/*/History", 0 },
	{ "edge", "Edge", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/com.microsoft.Edge/config/microsoft-edge/*/History", 0 },
	{ "edge", "Edge", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Microsoft Edge Beta/*/History", 0 },
	{ "edge", "Edge", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Microsoft Edge Dev/*/History", 0 },
	{ "edge", "Edge", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Microsoft Edge/*/History", 0 },
	{ "edge", "Edge", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Microsoft/Edge Beta/User Data/*/History", 0 },
	{ "edge", "Edge", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Microsoft/Edge Dev/User Data/*/History", 0 },
	{ "edge", "Edge", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Microsoft/Edge/User Data/*/History", 0 },
	{ "epic", "Epic", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "HiddenReflex/Epic/*/History", 0 },
	{ "epic", "Epic", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Epic Privacy Browser/User Data/*/History", 0 },
	{ "firefox", "Firefox", SYSTEM_LINUX, BASE_CONFIG, KIND_FIREFOX,
	    "mozilla/firefox/*/places.sqlite", 0 },
	{ "firefox", "Firefox", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".mozilla/firefox/*/places.sqlite", 0 },
	{ "firefox", "Firefox", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".var/app/org.mozilla.firefox/.mozilla/firefox/*/places.sqlite", 0 },
	{ "firefox", "Firefox", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".var/app/org.mozilla.firefox/config/mozilla/firefox/*/places.sqlite", 0 },
	{ "firefox", "Firefox", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    "snap/firefox/common/.mozilla/firefox/*/places.sqlite", 0 },
	{ "firefox", "Firefox", SYSTEM_MACOS, BASE_SUPPORT, KIND_FIREFOX,
	    "Firefox/Profiles/*/places.sqlite", 0 },
	{ "firefox", "Firefox", SYSTEM_WINDOWS, BASE_LOCAL, KIND_FIREFOX,
	    "Packages/Mozilla.Firefox_*/LocalCache/Roaming/Mozilla/Firefox/Profiles/*/places.sqlite", 0 },
	{ "firefox", "Firefox", SYSTEM_WINDOWS, BASE_ROAMING, KIND_FIREFOX,
	    "Mozilla/Firefox/Profiles/*/places.sqlite", 0 },
	{ "firefox-android", "Firefox (Android)", SYSTEM_ANDROID, BASE_HOME, KIND_UNSUPPORTED,
	    "data/data/org.mozilla.firefox/files/mozilla/*/browser.db", MSG_HISTORY_FIREFOX_ANDROID },
	{ "firefox-android", "Firefox (Android)", SYSTEM_ANDROID, BASE_HOME, KIND_UNSUPPORTED,
	    "data/data/org.mozilla.firefox/files/places.sqlite", MSG_HISTORY_FIREFOX_ANDROID },
	{ "floorp", "Floorp", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".floorp/*/places.sqlite", 0 },
	{ "floorp", "Floorp", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".var/app/one.ablaze.floorp/.floorp/*/places.sqlite", 0 },
	{ "floorp", "Floorp", SYSTEM_MACOS, BASE_SUPPORT, KIND_FIREFOX,
	    "Floorp/Profiles/*/places.sqlite", 0 },
	{ "floorp", "Floorp", SYSTEM_WINDOWS, BASE_ROAMING, KIND_FIREFOX,
	    "Floorp/Profiles/*/places.sqlite", 0 },
	{ "ie", "Internet Explorer", SYSTEM_WINDOWS, BASE_HOME, KIND_UNSUPPORTED,
	    "Local Settings/History/History.IE5/index.dat", MSG_HISTORY_IE },
	{ "ie", "Internet Explorer", SYSTEM_WINDOWS, BASE_LOCAL, KIND_UNSUPPORTED,
	    "Microsoft/Windows/History/History.IE5/index.dat", MSG_HISTORY_IE },
	{ "ie", "Internet Explorer", SYSTEM_WINDOWS, BASE_LOCAL, KIND_UNSUPPORTED,
	    "Microsoft/Windows/WebCache/WebCacheV01.dat", MSG_HISTORY_IE },
	{ "librewolf", "LibreWolf", SYSTEM_LINUX, BASE_CONFIG, KIND_FIREFOX,
	    "librewolf/librewolf/*/places.sqlite", 0 },
	{ "librewolf", "LibreWolf", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".librewolf/*/places.sqlite", 0 },
	{ "librewolf", "LibreWolf", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".var/app/io.gitlab.librewolf-community/.librewolf/*/places.sqlite", 0 },
	{ "librewolf", "LibreWolf", SYSTEM_MACOS, BASE_SUPPORT, KIND_FIREFOX,
	    "LibreWolf/Profiles/*/places.sqlite", 0 },
	{ "librewolf", "LibreWolf", SYSTEM_MACOS, BASE_SUPPORT, KIND_FIREFOX,
	    "librewolf/Profiles/*/places.sqlite", 0 },
	{ "librewolf", "LibreWolf", SYSTEM_WINDOWS, BASE_ROAMING, KIND_FIREFOX,
	    "LibreWolf/Profiles/*/places.sqlite", 0 },
	{ "librewolf", "LibreWolf", SYSTEM_WINDOWS, BASE_ROAMING, KIND_FIREFOX,
	    "librewolf/Profiles/*/places.sqlite", 0 },
	{ "opera", "Opera", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "opera/*/History", 0 },
	{ "opera", "Opera", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "opera/History", 0 },
	{ "opera", "Opera", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/com.opera.Opera/config/opera/*/History", 0 },
	{ "opera", "Opera", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/com.opera.Opera/config/opera/History", 0 },
	{ "opera", "Opera", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    "snap/opera/current/.config/opera/*/History", 0 },
	{ "opera", "Opera", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    "snap/opera/current/.config/opera/History", 0 },
	{ "opera", "Opera", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "com.operasoftware.Opera/*/History", 0 },
	{ "opera", "Opera", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "com.operasoftware.Opera/History", 0 },
	{ "opera", "Opera", SYSTEM_WINDOWS, BASE_ROAMING, KIND_CHROMIUM,
	    "Opera Software/Opera Stable/*/History", 0 },
	{ "opera", "Opera", SYSTEM_WINDOWS, BASE_ROAMING, KIND_CHROMIUM,
	    "Opera Software/Opera Stable/History", 0 },
	{ "opera-gx", "Opera GX", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "com.operasoftware.OperaGX/*/History", 0 },
	{ "opera-gx", "Opera GX", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "com.operasoftware.OperaGX/History", 0 },
	{ "opera-gx", "Opera GX", SYSTEM_WINDOWS, BASE_ROAMING, KIND_CHROMIUM,
	    "Opera Software/Opera GX Stable/*/History", 0 },
	{ "opera-gx", "Opera GX", SYSTEM_WINDOWS, BASE_ROAMING, KIND_CHROMIUM,
	    "Opera Software/Opera GX Stable/History", 0 },
	{ "opera-presto", "Opera (Presto)", SYSTEM_LINUX, BASE_HOME, KIND_UNSUPPORTED,
	    ".opera/global_history.dat", MSG_HISTORY_OPERA_PRESTO },
	{ "opera-presto", "Opera (Presto)", SYSTEM_MACOS, BASE_HOME, KIND_UNSUPPORTED,
	    "Library/Opera/global_history.dat", MSG_HISTORY_OPERA_PRESTO },
	{ "opera-presto", "Opera (Presto)", SYSTEM_WINDOWS, BASE_ROAMING, KIND_UNSUPPORTED,
	    "Opera/Opera/global_history.dat", MSG_HISTORY_OPERA_PRESTO },
	{ "pale-moon", "Pale Moon", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".moonchild productions/pale moon/*/places.sqlite", 0 },
	{ "pale-moon", "Pale Moon", SYSTEM_MACOS, BASE_SUPPORT, KIND_FIREFOX,
	    "Pale Moon/Profiles/*/places.sqlite", 0 },
	{ "pale-moon", "Pale Moon", SYSTEM_WINDOWS, BASE_ROAMING, KIND_FIREFOX,
	    "Moonchild Productions/Pale Moon/Profiles/*/places.sqlite", 0 },
	{ "qutebrowser", "qutebrowser", SYSTEM_LINUX, BASE_DATA, KIND_OTHER,
	    "qutebrowser/history.sqlite", 0 },
	{ "qutebrowser", "qutebrowser", SYSTEM_LINUX, BASE_HOME, KIND_OTHER,
	    ".var/app/org.qutebrowser.qutebrowser/data/qutebrowser/history.sqlite", 0 },
	{ "qutebrowser", "qutebrowser", SYSTEM_MACOS, BASE_SUPPORT, KIND_OTHER,
	    "qutebrowser/history.sqlite", 0 },
	{ "qutebrowser", "qutebrowser", SYSTEM_WINDOWS, BASE_ROAMING, KIND_OTHER,
	    "qutebrowser/data/history.sqlite", 0 },
	{ "safari", "Safari", SYSTEM_MACOS, BASE_HOME, KIND_OTHER,
	    "Library/Containers/com.apple.Safari/Data/Library/Safari/History.db", 0 },
	{ "safari", "Safari", SYSTEM_MACOS, BASE_HOME, KIND_OTHER,
	    "Library/Containers/com.apple.Safari/Data/Library/Safari/Profiles/*/History.db", 0 },
	{ "safari", "Safari", SYSTEM_MACOS, BASE_HOME, KIND_OTHER,
	    "Library/Safari/History.db", 0 },
	{ "safari", "Safari", SYSTEM_MACOS, BASE_HOME, KIND_OTHER,
	    "Library/Safari/Profiles/*/History.db", 0 },
	{ "safari-plist", "Safari (History.plist)", SYSTEM_MACOS, BASE_HOME, KIND_UNSUPPORTED,
	    "Library/Safari/History.plist", MSG_HISTORY_SAFARI_PLIST },
	{ "tor-browser", "Tor Browser", SYSTEM_LINUX, BASE_DATA, KIND_UNSUPPORTED,
	    "torbrowser/tbb/*/tor-browser*/" TOR_PROFILE,
	    MSG_HISTORY_TOR },
	{ "tor-browser", "Tor Browser", SYSTEM_LINUX, BASE_HOME, KIND_UNSUPPORTED,
	    ".var/app/org.torproject.torbrowser-launcher/data/torbrowser/tbb/*/tor-browser*/" TOR_PROFILE,
	    MSG_HISTORY_TOR },
	{ "tor-browser", "Tor Browser", SYSTEM_LINUX, BASE_HOME, KIND_UNSUPPORTED,
	    "tor-browser*/" TOR_PROFILE,
	    MSG_HISTORY_TOR },
	{ "tor-browser", "Tor Browser", SYSTEM_MACOS, BASE_SUPPORT, KIND_UNSUPPORTED,
	    "TorBrowser-Data/Browser/*.default/places.sqlite",
	    MSG_HISTORY_TOR },
	{ "tor-browser", "Tor Browser", SYSTEM_WINDOWS, BASE_HOME, KIND_UNSUPPORTED,
	    "Desktop/Tor Browser/" TOR_PROFILE,
	    MSG_HISTORY_TOR },
	{ "vivaldi", "Vivaldi", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "vivaldi/*/History", 0 },
	{ "vivaldi", "Vivaldi", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/com.vivaldi.Vivaldi/config/vivaldi/*/History", 0 },
	{ "vivaldi", "Vivaldi", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    "snap/vivaldi/current/.config/vivaldi/*/History", 0 },
	{ "vivaldi", "Vivaldi", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Vivaldi/*/History", 0 },
	{ "vivaldi", "Vivaldi", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Vivaldi/User Data/*/History", 0 },
	{ "waterfox", "Waterfox", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".var/app/net.waterfox.waterfox/.waterfox/*/places.sqlite", 0 },
	{ "waterfox", "Waterfox", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".waterfox/*/places.sqlite", 0 },
	{ "waterfox", "Waterfox", SYSTEM_MACOS, BASE_SUPPORT, KIND_FIREFOX,
	    "Waterfox/Profiles/*/places.sqlite", 0 },
	{ "waterfox", "Waterfox", SYSTEM_WINDOWS, BASE_ROAMING, KIND_FIREFOX,
	    "Waterfox/Profiles/*/places.sqlite", 0 },
	{ "yandex", "Yandex Browser", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "yandex-browser-beta/*/History", 0 },
	{ "yandex", "Yandex Browser", SYSTEM_LINUX, BASE_CONFIG, KIND_CHROMIUM,
	    "yandex-browser/*/History", 0 },
	{ "yandex", "Yandex Browser", SYSTEM_LINUX, BASE_HOME, KIND_CHROMIUM,
	    ".var/app/ru.yandex.Browser/config/yandex-browser/*/History", 0 },
	{ "yandex", "Yandex Browser", SYSTEM_MACOS, BASE_SUPPORT, KIND_CHROMIUM,
	    "Yandex/YandexBrowser/*/History", 0 },
	{ "yandex", "Yandex Browser", SYSTEM_WINDOWS, BASE_LOCAL, KIND_CHROMIUM,
	    "Yandex/YandexBrowser/User Data/*/History", 0 },
	{ "zen", "Zen", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".var/app/app.zen_browser.zen/.zen/*/places.sqlite", 0 },
	{ "zen", "Zen", SYSTEM_LINUX, BASE_HOME, KIND_FIREFOX,
	    ".zen/*/places.sqlite", 0 },
	{ "zen", "Zen", SYSTEM_MACOS, BASE_SUPPORT, KIND_FIREFOX,
	    "zen/Profiles/*/places.sqlite", 0 },
	{ "zen", "Zen", SYSTEM_WINDOWS, BASE_ROAMING, KIND_FIREFOX,
	    "zen/Profiles/*/places.sqlite", 0 },
};

const struct browser *
browsers(size_t *ret_count)
{
	*ret_count = sizeof(rows) / sizeof(rows[0]);
	return rows;
}

/* The folders that a base stands for: Windows XP had other ones. */
static const char *const base_folders[BASE_COUNT][2] = {
	[BASE_CONFIG] = { ".config" },
	[BASE_DATA] = { ".local/share" },
	[BASE_HOME] = { "" },
	[BASE_LOCAL] = { "AppData/Local", "Local Settings/Application Data" },
	[BASE_ROAMING] = { "AppData/Roaming", "Application Data" },
	[BASE_SUPPORT] = { "Library/Application Support" },
};

struct walk {
	const struct browser *browser;
	const struct home *home;
	struct buf path;
	struct str rest; /* of the glob */
	struct str name; /* the part with "*", while its folder is listed */
	void (*visit)(void *cookie, const struct browser_place *place);
	void *cookie;
};

static void walk_on(struct walk *walk);

/* `name` against a part of a glob. */
static bool
fits(struct str name, struct str part)
{
	struct str before, after;
	size_t at;

	if (!str_cut(part, STR("*"), &before, &after))
		return str_eq(name, part);
	if (!str_starts(name, before))
		return false;
	name = str_skip(name, before.len);
	for (at = 0; at <= name.len; at++)
		if (fits(str_skip(name, at), after))
			return true;
	return false;
}

static void
tell(struct walk *walk, enum status code, const struct err *err)
{
	struct browser_place place = { walk->browser, buf_z(&walk->path), code,
		err };

	walk->visit(walk->cookie, &place);
}

static void
at_file(struct walk *walk)
{
	struct os_stat found;
	struct err err;
	enum status code = os_stat(buf_z(&walk->path), &found, &err);

	if (code != OK || found.kind != OS_NONE)
		tell(walk, code, &err);
}

/* Go into `name`, see what is there, come back. */
static void
descend(struct walk *walk, struct str name)
{
	size_t before = buf_view(&walk->path).len;

	buf_char(&walk->path, '/');
	buf_str(&walk->path, name);
	if (buf_status(&walk->path) == OK &&
	    home_holds(walk->home, buf_z(&walk->path))) {
		if (walk->rest.len == 0)
			at_file(walk);
		else
			walk_on(walk);
	}
	buf_cut(&walk->path, before);
}

static void
try_name(void *cookie, const char *name)
{
	struct walk *walk = cookie;
	struct str rest = walk->rest, part = walk->name;

	if (fits(str_of(name), part))
		descend(walk, str_of(name));
	walk->rest = rest;
	walk->name = part;
}

static void
list_folder(struct walk *walk, struct str part)
{
	char folder[PATH_BYTES];
	struct err err;
	enum status code;

	(void)snprintf(folder, sizeof(folder), "%s", buf_z(&walk->path));
	walk->name = part;
	code = os_list(folder, try_name, walk, &err);
	if (code != OK && code != E_NOT_FOUND)
		tell(walk, code, &err);
}

static void
walk_on(struct walk *walk)
{
	struct str part, whole = walk->rest;

	if (!str_cut(whole, STR("/"), &part, &walk->rest)) {
		part = whole;
		walk->rest.len = 0;
	}
	if (str_find(part, STR("*"), &(size_t){ 0 }))
		list_folder(walk, part);
	else
		descend(walk, part);
	walk->rest = whole;
}

static const char *
moved_base(const struct browser *browser, const struct home *home)
{
	return browser->base == BASE_CONFIG ? home->config
	    : browser->base == BASE_DATA    ? home->data
	    : browser->base == BASE_LOCAL   ? home->local
	    : browser->base == BASE_ROAMING ? home->roaming
	                                    : "";
}

static void
find_under(struct walk *walk, const char *folder, const char *under)
{
	buf_reset(&walk->path);
	buf_text(&walk->path, folder);
	if (under[0] != '\0')
		os_join(&walk->path, "", under);
	walk->rest = str_of(walk->browser->glob);
	walk_on(walk);
}

void
browsers_find(const struct browser *browser, const struct home *home,
    void (*visit)(void *cookie, const struct browser_place *place),
    void *cookie)
{
	struct walk walk = { .browser = browser, .home = home,
		.visit = visit, .cookie = cookie };
	const char *const *folders = base_folders[browser->base];
	const char *moved = moved_base(browser, home);

	buf_init(&walk.path, PATH_BYTES);
	if (moved[0] != '\0')
		find_under(&walk, moved, "");
	else
		for (size_t i = 0; i < 2 && folders[i] != NULL; i++)
			find_under(&walk, home->path, folders[i]);
	buf_release(&walk.path);
}

/* The last part of both, compared; then what stands before. */
static bool
ends_with_glob(struct str path, struct str glob)
{
	struct str name, part;
	bool more = true;

	while (more) {
		if (!str_cut_last(path, STR("/"), &path, &name)) {
			name = path;
			path.len = 0;
		}
		more = str_cut_last(glob, STR("/"), &glob, &part);
		if (!fits(name, more ? part : glob))
			return false;
	}
	return true;
}

/* Windows' separator is as good as ours: the path only names a browser. */
const struct browser *
browsers_at(struct str path)
{
	char text[PATH_BYTES];
	struct str plain = { text, path.len };

	if (path.len >= sizeof(text))
		return NULL;
	for (size_t i = 0; i < path.len; i++)
		text[i] = path.at[i] == '\\' ? '/' : path.at[i];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ends_with_glob(plain, str_of(rows[i].glob)))
			return &rows[i];
	return NULL;
}
