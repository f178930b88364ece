/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hostlists.h"

#include "core/domain.h"

#include <stddef.h>

/* Two labels or more: a single label is no host at all. */
static const char *const public_suffixes[] = {
	"ac.uk", "amplifyapp.com", "appspot.com", "asso.fr", "azurefd.net",
	"azurestaticapps.net", "azurewebsites.net", "blob.core.windows.net",
	"blogspot.com", "bubbleapps.io", "cloudapp.net", "cloudfront.net",
	"co.il", "co.in", "co.jp", "co.kr", "co.nz", "co.uk", "co.za", "com.au",
	"com.br", "com.cn", "com.fr", "com.hk", "com.mx", "com.sg", "com.tr",
	"com.tw", "duckdns.org", "elasticbeanstalk.com", "firebaseapp.com",
	"fly.dev", "framer.app", "framer.website", "github.io", "gitlab.io",
	"go.kr", "gouv.fr", "gov.uk", "herokuapp.com", "hf.space", "lovable.app",
	"ne.jp", "netlify.app", "ngrok.app", "ngrok.io", "nom.fr",
	"notion.site", "onrender.com", "or.jp", "org.cn", "org.uk",
	"pages.dev", "prd.fr", "railway.app", "repl.co", "replit.app",
	"replit.dev", "run.app", "s3.amazonaws.com", "streamlit.app",
	"supabase.co", "surge.sh", "tm.fr", "trafficmanager.net", "vercel.app",
	"vercel.dev", "web.app", "webflow.io", "wixsite.com", "wordpress.com",
	"workers.dev",
};

struct never_row {
	const char *host;
	bool under; /* and every name under it */
};

static const struct never_row never_rows[] = {
	{ "adobe.com", false },
	{ "akamai.net", true },
	{ "akamaihd.net", true },
	{ "amazon.com", false },
	{ "amazon.fr", false },
	{ "amazonaws.com", false },
	{ "amplitude.com", true },
	{ "apple.com", false },
	{ "auth0.com", true },
	{ "azure.com", false },
	{ "bing.com", false },
	{ "braze.com", true },
	{ "bugsnag.com", true },
	{ "clerk.com", true },
	{ "cloud.microsoft", false },
	{ "cloudflare.com", false },
	{ "cloudflareinsights.com", true },
	{ "cookielaw.org", true },
	{ "crisp.chat", true },
	{ "datadoghq-browser-agent.com", true },
	{ "datadoghq.com", true },
	{ "datadoghq.eu", true },
	{ "discord.com", false },
	{ "docs.google.com", false },
	{ "doubleclick.net", true },
	{ "drive.google.com", false },
	{ "duckduckgo.com", false },
	{ "ecosia.org", false },
	{ "facebook.com", false },
	{ "fastly.net", true },
	{ "featureassets.org", true },
	{ "featuregates.org", true },
	{ "fullstory.com", true },
	{ "github.com", false },
	{ "gmail.com", true },
	{ "google-analytics.com", true },
	{ "google.com", false },
	{ "google.fr", false },
	{ "googleapis.com", false },
	{ "googletagmanager.com", true },
	{ "gstatic.com", true },
	{ "hotjar.com", true },
	{ "hubspot.com", false },
	{ "instagram.com", false },
	{ "intercom.com", true },
	{ "intercom.io", true },
	{ "intercomcdn.com", true },
	{ "launchdarkly.com", true },
	{ "linkedin.com", false },
	{ "live.com", false },
	{ "m365.cloud.microsoft", false },
	{ "mail.google.com", false },
	{ "microsoft.com", false },
	{ "microsoft365.com", false },
	{ "microsoftonline.com", true },
	{ "mixpanel.com", true },
	{ "newrelic.com", true },
	{ "nr-data.net", true },
	{ "office.com", false },
	{ "office.net", true },
	{ "office365.com", true },
	{ "okta.com", true },
	{ "outlook.com", true },
	{ "outlook.live.com", false },
	{ "outlook.office.com", false },
	{ "posthog.com", true },
	{ "qwant.com", false },
	{ "reddit.com", false },
	{ "segment.com", true },
	{ "segment.io", true },
	{ "sentry-cdn.com", true },
	{ "sentry.io", true },
	{ "sharepoint.com", true },
	{ "slack.com", false },
	{ "startpage.com", false },
	{ "statsig.com", true },
	{ "statsigapi.net", true },
	{ "stripe.com", true },
	{ "stripe.network", true },
	{ "teams.microsoft.com", false },
	{ "teams.live.com", false },
	{ "whatsapp.com", false },
	{ "wikipedia.org", true },
	{ "windows.com", false },
	{ "windows.net", false },
	{ "x.com", false },
	{ "yahoo.com", false },
	{ "youtube.com", false },
	{ "zendesk.com", true },
	{ "zoom.us", false },
};

bool
host_is_public_suffix(struct str host)
{
	for (size_t i = 0;
	     i < sizeof(public_suffixes) / sizeof(public_suffixes[0]); i++)
		if (str_eq(host, str_of(public_suffixes[i])))
			return true;
	return false;
}

static bool
is_row(struct str host, const struct never_row *row)
{
	struct str bare = host;

	(void)str_take(&bare, STR("www."));
	return row->under ? domain_under(host, str_of(row->host))
	                  : str_eq(bare, str_of(row->host));
}

bool
host_never_counts(struct str host)
{
	for (size_t i = 0; i < sizeof(never_rows) / sizeof(never_rows[0]); i++)
		if (is_row(host, &never_rows[i]))
			return true;
	return false;
}
