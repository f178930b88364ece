/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/decisions.h"

#include "core/policy.h"

static bool
approved(const struct policy *policy, const struct service *service,
    int32_t day)
{
	enum decision decision = policy_status(policy, service, day);

	return decision == DECISION_ALLOWED || decision == DECISION_TRIAL;
}

static bool
never_approved(const struct policy *policy, const struct service *service,
    const struct period *period)
{
	for (int32_t day = period->first; day < period->end; day++)
		if (approved(policy, service, day))
			return false;
	return true;
}

enum status
decisions_unapproved(struct str text, const struct catalogue *catalogue,
    const struct period *period, bool *ret, struct err *err)
{
	struct policy *policy = NULL;
	enum status code = policy_parse("policy.yaml", text, catalogue, &policy,
	    err);

	if (code != OK)
		return code;
	for (uint32_t i = 0; i < catalogue->service_count; i++)
		ret[i] = never_approved(policy, &catalogue->services[i],
		    period);
	policy_free(policy);
	return OK;
}
