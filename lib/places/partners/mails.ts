import { z } from "zod";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { answeredInvitation, inviterOf } from "./invitations.ts";

const confirm = z.object({ link: z.string(), organisation: z.string(), hours: z.number() });
const message = z.object({
  organisation: z.string(),
  name: z.string(),
  address: z.string(),
  message: z.string(),
});
const invitation = z.object({
  request: z.uuid(),
  link: z.string(),
  from: z.string(),
  name: z.string(),
  message: z.string(),
  days: z.number(),
});
const answered = z.object({ invitationId: z.uuid() });

/**
 * Asks whoever wrote whether it was they. What they wrote is not in it: nobody sends words to a
 * stranger this way.
 */
export const composeConfirm: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "partners");
  const values = confirm.parse(data);
  return { subject: t("mail.confirm.subject", values), text: t("mail.confirm.text", values) };
};

/** What a visitor wrote. Its subject is ours alone, whatever they are called. */
export const composeMessage: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "partners");
  const { message: words, name, ...values } = message.parse(data);
  return {
    subject: t("mail.message.subject", values),
    text: t("mail.message.text", { ...values, name: isolated(name), message: isolated(words) }),
  };
};

export const composeInvitation: Compose = async (db, { data, locale }) => {
  const t = translator(locale, "partners");
  const { request, message: words, ...values } = invitation.parse(data);
  const said = words === "" ? "" : `\n\n${t("mail.invitation.says", { message: isolated(words) })}`;
  const askedBy = words === "" ? null : await inviterOf({ db }, request);
  return {
    subject: t("mail.invitation.subject", values),
    text: t("mail.invitation.text", { ...values, said }),
    speaksOf: askedBy ? [askedBy] : [],
  };
};

/** To whoever invited: what was answered. Null once the invitation is gone. */
export const composeAnswered: Compose = async (db, { data, locale }) => {
  const { invitationId } = answered.parse(data);
  const found = await answeredInvitation({ db }, invitationId);
  if (!found) return null;
  const t = translator(locale, "partners");
  const { state, from, name, reason } = found;
  const values = {
    from,
    name,
    reason: isolated(reason),
    link: `${settings().publicUrl}/${locale}/desk/partners`,
  };
  const words = state === "accepted" ? "accepted" : "refused";
  return { subject: t(`mail.${words}.subject`, values), text: t(`mail.${words}.text`, values) };
};
