/* SPDX-License-Identifier: MIT */
#include "purpose/builtin.h"

#define PURPOSE(id, order, flags, code, label, description, warning)                                                   \
    { (uint32_t)sizeof(nreg_purpose), id, order, flags, code, label, description, warning }

const nreg_purpose nreg_purpose_builtin[NREG_PURPOSE_BUILTIN_COUNT] = {
    PURPOSE(NREG_PURPOSE_CHARITY, 10, 0, "CHARITY", "Charity",
            "Calls for a charitable organization: asking for donations, thanking donors, calling volunteers.", ""),
    PURPOSE(NREG_PURPOSE_CUSTOMER_SERVICE, 20, 0, "CUSTOMER_SERVICE", "Customer Service",
            "Calls to existing customers: answering them, calling back, support, arranging appointments.", ""),
    PURPOSE(NREG_PURPOSE_DEBT_COLLECTION, 30, 0, "DEBT_COLLECTION", "Debt Collection",
            "Calls about payments that are overdue, by the creditor or by a collection agency.", ""),
    PURPOSE(NREG_PURPOSE_INFORMATIONAL, 40, 0, "INFORMATIONAL", "Informational/Notification",
            "Calls that tell something and sell nothing: reminders, alerts, delivery notices, closures.", ""),
    PURPOSE(NREG_PURPOSE_MULTI_USE, 50, 0, "MULTI_USE", "Multi-Use Line",
            "A line used for calls of several kinds, for example the main number of an office.", ""),
    PURPOSE(NREG_PURPOSE_POLITICAL, 60, 0, "POLITICAL", "Political",
            "Calls for a campaign, a candidate, a party or a cause that is up for a vote.", ""),
    PURPOSE(NREG_PURPOSE_PRISON, 70, 0, "PRISON", "Prison",
            "Calls from a prison, jail or other place of detention, those of inmates included.", ""),
    PURPOSE(NREG_PURPOSE_SURVEY, 80, 0, "SURVEY", "Survey",
            "Calls that ask for opinions or facts: market research, polls, satisfaction surveys.", ""),
    PURPOSE(NREG_PURPOSE_TELEMARKETING, 90, 0, "TELEMARKETING", "Telemarketing",
            "Calls that offer goods or services, or look for new customers.", ""),
    PURPOSE(NREG_PURPOSE_DO_NOT_ORIGINATE, 100, NREG_PURPOSE_FLAG_DNO, "DO_NOT_ORIGINATE", "Do Not Originate",
            "A number that only receives calls. Any call that shows it as the caller is forged.",
            "Choose this only for a number that will never make outbound calls: carriers may block every call that "
            "shows it as the caller, your own calls included."),
};
