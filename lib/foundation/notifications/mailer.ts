import nodemailer from "nodemailer";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { cleanText } from "#lib/foundation/platform/text/text.ts";
import type { Send } from "./deliver.ts";
import { keepMail } from "./mailbox.ts";

/**
 * A message's row stays locked while it is sent: a server that says nothing is given up long before
 * the transaction is ended.
 */
const PATIENCE = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };

/** Sends through SMTP_URL; without it, into the outbox folder. */
export function mailer(): Send {
  const { smtpUrl, mailFrom } = settings();
  const transport = smtpUrl
    ? nodemailer.createTransport({ url: smtpUrl, ...PATIENCE })
    : nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  return async ({ id, to, locale, subject, text, speaksOf = [], invitation, invitations = [] }) => {
    const sent = await transport.sendMail({
      from: { name: "Trivium", address: mailFrom },
      to,
      subject: cleanText(subject),
      text: cleanText(text),
      messageId: `<${id}@${mailFrom.split("@")[1]}>`,
      // Nobody's absence notice should answer a machine.
      headers: { "Auto-Submitted": "auto-generated" },
      ...(invitation
        ? {
            icalEvent: {
              method: invitation.method,
              content: invitation.content,
              filename: "invite.ics",
            },
          }
        : {}),
      attachments: invitations.map(({ method, content }, position) => ({
        filename: `${position + 1}.ics`,
        content,
        contentType: `text/calendar; charset=utf-8; method=${method}`,
      })),
    });
    if ("message" in sent && sent.message instanceof Buffer)
      await keepMail(
        {
          id,
          to,
          locale,
          subject,
          text,
          at: Temporal.Now.instant().toString(),
          speaksOf: [...speaksOf],
        },
        sent.message,
      );
  };
}
