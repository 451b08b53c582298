import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";
import { composeAnswered, composeConfirm, composeInvitation, composeMessage } from "./mails.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  mails: {
    "organisation-confirm": composeConfirm,
    "organisation-message": composeMessage,
    "organisation-invitation": composeInvitation,
    "organisation-invitation-answered": composeAnswered,
  },
  ownData,
  retention,
  erase,
};
