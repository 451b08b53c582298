import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { credentials } from "#db/schema/credentials.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

const letterData = z.object({ credentialId: z.uuid() });

/**
 * To the holder of a badge: it was withdrawn, and why; or it ends soon. A badge that was withdrawn
 * meanwhile does not end.
 */
export function composeCredentialMail(letter: "withdrawn" | "ends"): Compose {
  return async (db, { data, locale }) => {
    const { credentialId } = letterData.parse(data);
    const [badge] = await db
      .select({
        name: sql<string>`${credentials.signed}::jsonb ->> 'name'`,
        revokedAt: credentials.revokedAt,
        revokeReason: credentials.revokeReason,
        validUntil: credentials.validUntil,
      })
      .from(credentials)
      .where(eq(credentials.id, credentialId));
    if (!badge || (letter === "withdrawn") !== (badge.revokedAt !== null)) return null;
    const t = translator(locale, "credentials");
    const { validUntil } = badge;
    // As verifying says it: by the clock of what was signed.
    const day = validUntil ? formatDate(locale, validUntil, "UTC", Temporal.Now.instant()) : "";
    const subject = t(`mail.${letter}.subject`, { name: isolated(badge.name), day });
    return {
      subject,
      text: [
        subject,
        "",
        t(`mail.${letter}.text`),
        ...(badge.revokeReason ? ["", isolated(badge.revokeReason)] : []),
        "",
        `${settings().publicUrl}/${locale}/badges/awarded/${credentialId}`,
        "",
        translator(locale, "booking")("mail.bye"),
      ].join("\n"),
    };
  };
}
