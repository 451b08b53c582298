import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";
import { composeReceipt, composeRequest } from "./mails.ts";
import { endorsementsOf } from "./own-data.ts";
import { signedAt } from "./queries.ts";

export const duties: Duties = {
  mails: { "endorsement-request": composeRequest, "endorsement-receipt": composeReceipt },
  ownData: endorsementsOf,
  signed: signedAt,
  retention,
  erase,
};
