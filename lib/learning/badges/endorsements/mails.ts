import { z } from "zod";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/outbox.ts";

const request = z.object({
  link: z.string(),
  organisation: z.string(),
  message: z.string(),
  days: z.number(),
});
const receipt = request.pick({ link: true, organisation: true });

/** Asks an organisation. Nobody's name is in it: what the link opens says what it is about. */
export const composeRequest: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "endorsements");
  const { message, ...values } = request.parse(data);
  const said = message === "" ? "" : `\n\n${t("mail.request.says", { message })}`;
  return {
    subject: t("mail.request.subject", values),
    text: t("mail.request.text", { ...values, said }),
  };
};

/** What they said is signed; and how they take it back. */
export const composeReceipt: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "endorsements");
  const values = receipt.parse(data);
  return { subject: t("mail.receipt.subject", values), text: t("mail.receipt.text", values) };
};
