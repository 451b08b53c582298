import { sql } from "drizzle-orm";
import { z } from "zod";
import { rowsOf } from "#db/rows.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/outbox.ts";
import { settings } from "#lib/foundation/platform/settings.ts";

const letterData = z.object({ credentialId: z.uuid() });

type Found = {
  name: string;
  revokedAt: string | null;
  revokeReason: string | null;
  validUntil: string | null;
};

/**
 * To the holder of a badge: it was withdrawn, and why; or it ends soon. A badge that was withdrawn
 * meanwhile does not end.
 */
export function composeCredentialMail(letter: "withdrawn" | "ends"): Compose {
  return async (db, { data, locale }) => {
    const { credentialId } = letterData.parse(data);
    const rows = await rowsOf<Found>(
      db,
      sql`
        select signed::jsonb ->> 'name' as name, to_json(revoked_at) #>> '{}' as revoked_at,
          revoke_reason,
          to_json(valid_until) #>> '{}' as valid_until from credential where id = ${credentialId}`,
    );
    const [badge] = rows;
    if (!badge || (letter === "withdrawn") !== (badge.revokedAt !== null)) return null;
    const t = translator(locale, "credentials");
    const until = badge.validUntil && Temporal.Instant.from(badge.validUntil);
    // As verifying says it: by the clock of what was signed.
    const day = until ? formatDate(locale, until, "UTC", Temporal.Now.instant()) : "";
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
