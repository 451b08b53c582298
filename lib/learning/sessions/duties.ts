import type { Duties } from "#lib/module.ts";
import { retention } from "./forgetting.ts";
import { composeSessionMail } from "./mails.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  mails: {
    "session-enrolled": composeSessionMail("enrolled"),
    "session-waiting": composeSessionMail("waiting"),
    "session-moved-up": composeSessionMail("moved-up"),
    "session-moved": composeSessionMail("moved"),
    "session-withdrawn": composeSessionMail("withdrawn"),
    "session-cancelled": composeSessionMail("cancelled"),
  },
  ownData,
  retention,
};
