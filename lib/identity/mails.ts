import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";

export type Mail = { subject: string; text: string };

/** Template `identity-code`. Its `data` is cleared once it was sent: a code is nobody's to read later. */
export function composeCode(locale: Locale, { code }: { code: string }): Mail {
  const t = translator(locale, "identity");
  return { subject: t("mail.code.subject", { code }), text: t("mail.code.text", { code }) };
}

/** Template `identity-invitation`. Its `data` is cleared once it was sent, too. */
export function composeInvitation(locale: Locale, { name, link }: { name: string; link: string }): Mail {
  const t = translator(locale, "identity");
  return { subject: t("mail.invitation.subject"), text: t("mail.invitation.text", { name, link }) };
}

/** Template `identity-staff`: somebody asked for a code, but this account opens with a password. */
export function composeStaff(locale: Locale, { link }: { link: string }): Mail {
  const t = translator(locale, "identity");
  return { subject: t("mail.staff.subject"), text: t("mail.staff.text", { link }) };
}
