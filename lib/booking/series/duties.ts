import type { Duties } from "#lib/module.ts";
import { IMPORT_TASK, runImport } from "./import-task.ts";
import { composeSeriesMail } from "./mails.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  mails: {
    "series-booked": composeSeriesMail("booked"),
    "series-changed": composeSeriesMail("changed"),
    "series-shortened": composeSeriesMail("shortened"),
    "series-cancelled": composeSeriesMail("cancelled"),
  },
  tasks: { [IMPORT_TASK]: runImport },
  ownData,
};
