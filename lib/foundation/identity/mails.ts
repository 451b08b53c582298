import { z } from "zod";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { NETWORK_ROLES, SPACE_ROLES } from "./context.ts";
import { ACCOUNT_CHANGES } from "./people/telling.ts";

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
  return {
    subject: t("mail.invitation.subject"),
    text: t("mail.invitation.text", invitation.parse(data)),
  };
};

/** A link for a new password, with the app that the account has. */
export const composeNewPassword: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  return {
    subject: t("mail.newPassword.subject"),
    text: t("mail.newPassword.text", invitation.parse(data)),
  };
};

/** A link for a new password and app, which asks for a code that somebody gives in person. */
export const composeReset: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  return { subject: t("mail.reset.subject"), text: t("mail.reset.text", invitation.parse(data)) };
};

const held = { role: z.enum([...SPACE_ROLES, ...NETWORK_ROLES]), space: z.string().nullable() };
const accountChange = z
  .object({ what: z.enum(ACCOUNT_CHANGES), ...held })
  .partial({ role: true, space: true });
const offer = link.extend({ role: z.enum(SPACE_ROLES), space: z.string() });

/** The letter to the owner of an account about a change that was made to it. */
export const composeAccountChanged: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  const { what, role, space } = accountChange.parse(data);
  const values = {
    role: role ? t(`roles.${role}`) : "",
    space: space ?? t("people.wholeNetwork"),
    link: `${settings().publicUrl}/${locale}/me/account`,
  };
  return {
    subject: t(`mail.told.${what}`, values),
    text: t("mail.told.text", { ...values, what: t(`mail.told.${what}`, values) }),
  };
};

/** A role that waits for a yes. */
export const composeOffer: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  const { role, ...values } = offer.parse(data);
  const named = { ...values, role: t(`roles.${role}`) };
  return { subject: t("mail.offer.subject", named), text: t("mail.offer.text", named) };
};

/** Somebody asked for a code, but this account opens with a password. */
export const composeStaff: Compose = async (_, { data, locale }) => {
  const t = translator(locale, "identity");
  return { subject: t("mail.staff.subject"), text: t("mail.staff.text", link.parse(data)) };
};
