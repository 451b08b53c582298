import type { Duties } from "#lib/module.ts";
import { erase } from "./forgetting.ts";
import { composeReportMail, composeVersionMail } from "./mails.ts";
import { practicesOf } from "./own-data.ts";
import { tidyPractices } from "./tidy.ts";

export const duties: Duties = {
  jobs: { practices: tidyPractices },
  mails: {
    "practice-changes-asked": composeVersionMail("changes"),
    "practice-published": composeVersionMail("published"),
    "practice-report-decided": composeReportMail,
  },
  ownData: practicesOf,
  erase,
};
