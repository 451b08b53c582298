import { eq } from "drizzle-orm";
import { z } from "zod";
import { endorsementRequests } from "#db/schema/endorsements.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";

const request = z.object({
  request: z.uuid(),
  link: z.string(),
  organisation: z.string(),
  message: z.string(),
  /** Empty where it is about the network. */
  badge: z.string().default(""),
  days: z.number(),
});
const receipt = request.pick({ link: true, organisation: true });

/**
 * Asks an organisation about a badge by its name. Nobody's name is in it but what whoever asks
 * writes.
 */
export const composeRequest: Compose = async (db, { data, locale }) => {
  const t = translator(locale, "endorsements");
  const { request: id, message, badge, ...values } = request.parse(data);
  const [asked] = await db
    .select({ by: endorsementRequests.askedBy })
    .from(endorsementRequests)
    .where(eq(endorsementRequests.id, id));
  const said = message === "" ? "" : `\n\n${t("mail.request.says", { message })}`;
  const about =
    badge === ""
      ? t("mail.request.network", values)
      : t("mail.request.badge", { ...values, badge: isolated(badge) });
  return {
    subject: t("mail.request.subject", values),
    text: t("mail.request.text", { ...values, about, said }),
    speaksOf: message !== "" && asked?.by ? [asked.by] : [],
  };
};

/** What they said is signed; and how they take it back. */
export const composeReceipt: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "endorsements");
  const values = receipt.parse(data);
  return { subject: t("mail.receipt.subject", values), text: t("mail.receipt.text", values) };
};
