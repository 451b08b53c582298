import type { Duties } from "#lib/module.ts";
import { erase, retention } from "./forgetting.ts";
import { composeBadgeMail } from "./mails.ts";
import { awardsOf } from "./own-data.ts";
import { signedAt } from "./paper.ts";
import { lookAfterPeers } from "./reviews.ts";

export const duties: Duties = {
  jobs: { "badge-peers": lookAfterPeers },
  mails: {
    "badge-asked": composeBadgeMail("asked"),
    "badge-decide": composeBadgeMail("decide"),
    "badge-look-along": composeBadgeMail("look-along"),
    "badge-question": composeBadgeMail("question"),
    "badge-refused": composeBadgeMail("refused"),
    "badge-waits": composeBadgeMail("waits"),
    "badge-signed": composeBadgeMail("signed"),
  },
  ownData: awardsOf,
  retention,
  signed: signedAt,
  erase,
};
