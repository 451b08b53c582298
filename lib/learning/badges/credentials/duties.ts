import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";
import { composeCredentialMail } from "./mails.ts";
import { ownData } from "./own-data.ts";
import { remindOfRenewal } from "./renewal.ts";

export const duties: Duties = {
  jobs: { badges: remindOfRenewal },
  mails: {
    "badge-withdrawn": composeCredentialMail("withdrawn"),
    "badge-ends": composeCredentialMail("ends"),
  },
  ownData,
  retention,
  erase,
};
