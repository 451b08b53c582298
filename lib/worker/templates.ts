import { composeGathered } from "#lib/foundation/notifications/gathered.ts";
import { type Compose, GATHERED } from "#lib/foundation/platform/queues/outbox.ts";
import { everyDuty } from "#lib/modules.ts";

const single: Record<string, Compose> = Object.assign(
  {},
  ...(await everyDuty()).map(({ mails }) => mails),
);

/** Puts queued messages into words, by the name of their template. */
export const TEMPLATES: Readonly<Record<string, Compose>> = {
  ...single,
  [GATHERED]: composeGathered(single),
};
