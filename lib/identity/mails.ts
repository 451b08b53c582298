import { z } from "zod";
import { translator } from "#lib/i18n/translator.ts";
import type { Compose } from "#lib/platform/outbox.ts";

const code = z.object({ code: z.string() });
const link = z.object({ link: z.string() });
const invitation = link.extend({ name: z.string() });

/** What `data` holds here opens a door: it is forgotten as soon as the message has left. */
export const composeCode: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  const values = code.parse(data);
  return { subject: t("mail.code.subject", values), text: t("mail.code.text", values) };
};

export const composeInvitation: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  return { subject: t("mail.invitation.subject"), text: t("mail.invitation.text", invitation.parse(data)) };
};

/** Somebody asked for a code, but this account opens with a password. */
export const composeStaff: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  return { subject: t("mail.staff.subject"), text: t("mail.staff.text", link.parse(data)) };
};
