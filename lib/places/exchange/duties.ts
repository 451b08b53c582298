import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";
import { readListedHours } from "./hours.ts";
import { CHECK_TASK, runCheck, runTake, TAKE_TASK } from "./import-task.ts";
import { composeClaimMail } from "./mails.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  jobs: { "listed-hours": async (db, now) => ({ read: await readListedHours(db, now) }) },
  tasks: { [CHECK_TASK]: runCheck, [TAKE_TASK]: runTake },
  mails: { "place-claim-decided": composeClaimMail },
  ownData,
  retention,
  erase,
};
