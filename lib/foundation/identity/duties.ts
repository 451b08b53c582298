import type { Duties } from "#lib/module.ts";
import { proveAudit } from "./audit/audit-proof.ts";
import { erase, retention } from "./forgetting.ts";
import {
  composeAccountChanged,
  composeCode,
  composeInvitation,
  composeNewPassword,
  composeOffer,
  composeReset,
  composeStaff,
} from "./mails.ts";
import { ownData } from "./own-data.ts";

export const duties: Duties = {
  jobs: {
    audit: proveAudit,
  },
  mails: {
    "identity-code": composeCode,
    "identity-invitation": composeInvitation,
    "identity-new-password": composeNewPassword,
    "identity-reset": composeReset,
    "identity-offer": composeOffer,
    "identity-staff": composeStaff,
    "identity-told": composeAccountChanged,
  },
  ownData,
  retention,
  erase,
};
