import { eq } from "drizzle-orm";
import { z } from "zod";
import { endorsementRequests } from "#db/schema/endorsements.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/outbox.ts";

const request = z.object({
  request: z.uuid(),
  link: z.string(),
  organisation: z.string(),
  message: z.string(),
  days: z.number(),
});
const receipt = request.pick({ link: true, organisation: true });

/**
 * Asks an organisation. Nobody's name is in it but what whoever asks writes: what the link opens
 * says what it is about.
 */
export const composeRequest: Compose = async (db, { data, locale }) => {
  const t = translator(locale, "endorsements");
  const { request: id, message, ...values } = request.parse(data);
  const [asked] = await db
    .select({ by: endorsementRequests.askedBy })
    .from(endorsementRequests)
    .where(eq(endorsementRequests.id, id));
  const said = message === "" ? "" : `\n\n${t("mail.request.says", { message })}`;
  return {
    subject: t("mail.request.subject", values),
    text: t("mail.request.text", { ...values, said }),
    speaksOf: message !== "" && asked?.by ? [asked.by] : [],
  };
};

/** What they said is signed; and how they take it back. */
export const composeReceipt: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "endorsements");
  const values = receipt.parse(data);
  return { subject: t("mail.receipt.subject", values), text: t("mail.receipt.text", values) };
};
