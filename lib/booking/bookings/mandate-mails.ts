import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate, formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose, Mail } from "#lib/foundation/platform/outbox.ts";
import { settings } from "#lib/foundation/platform/settings.ts";

/** To whoever is asked; null when it was taken back, answered or over before the letter left. */
export const composeMandateOffered: Compose = async (db, { data, locale, personId }) => {
  const { offerId } = z.object({ offerId: z.uuid() }).parse(data);
  const rows = await rowsOf<{ askedBy: string; name: string; days: number; endsAt: string }>(
    db,
    sql`
      select person.id as asked_by, person.display_name as name, days,
        to_json(ends_at) #>> '{}' as ends_at
      from mandate_offer offer join identity_person person on person.id = offer.person_id
      where offer.id = ${offerId} and offer.helper_id = ${personId ?? null}::uuid`,
  );
  const [offer] = rows;
  if (!offer) return null;
  const t = translator(locale, "booking");
  const { askedBy, name, days, endsAt } = offer;
  const when = formatDateTime(locale, Temporal.Instant.from(endsAt), NETWORK_ZONE);
  const lines = [
    t("helpers.offeredFor", { days: t("helpers.days", { count: days }) }),
    t("helpers.mail.answer", { when }),
  ];
  return { ...letter(t, locale, t("helpers.mail.offered", { name }), lines), speaksOf: [askedBy] };
};

/** To both: the mandate runs, and until when; or it is over. */
export const composeMandate =
  (what: "accepted" | "ended"): Compose =>
  async (db, { data, locale, personId }) => {
    const { mandateId } = z.object({ mandateId: z.uuid() }).parse(data);
    const mandate = await readMandate(db, mandateId);
    if (!mandate || (what === "accepted" && mandate.isEnded)) return null;
    const t = translator(locale, "booking");
    const { personName, personId: helpedId, helperName, helperId, expiresAt } = mandate;
    const first =
      helperId === personId
        ? t(`helpers.mail.${what}_help`, { name: personName })
        : t(`helpers.mail.${what}_helped`, { name: helperName });
    const when = formatDate(locale, expiresAt, NETWORK_ZONE);
    const lines = what === "accepted" ? [t("helpers.until", { when })] : [];
    return { ...letter(t, locale, first, lines), speaksOf: [helpedId, helperId] };
  };

/** To whoever asked: nobody said yes. It says nothing of whom they asked. */
export const composeMandateUnanswered: Compose = async (_, { locale }) => {
  const t = translator(locale, "booking");
  return letter(t, locale, t("helpers.mail.unanswered"), [t("helpers.mail.again")]);
};

function letter(t: Translate, locale: Locale, first: string, lines: string[]): Mail {
  const link = `${settings().publicUrl}/${locale}/me/helpers`;
  return { subject: first, text: [first, "", ...lines, t("helpers.mail.stop"), link].join("\n") };
}

async function readMandate(db: Database, id: string) {
  const rows = await rowsOf<{
    personName: string;
    personId: string;
    helperName: string;
    helperId: string;
    expiresAt: string;
    isEnded: boolean;
  }>(
    db,
    sql`
      select person.display_name as person_name, person.id as person_id,
        helper.display_name as helper_name, helper_id,
        to_json(expires_at) #>> '{}' as expires_at, revoked_at is not null as is_ended
      from mandate join identity_person person on person.id = mandate.person_id
        join identity_person helper
        on helper.id = mandate.helper_id
      where mandate.id = ${id}`,
  );
  const [row] = rows;
  return row ? { ...row, expiresAt: Temporal.Instant.from(row.expiresAt) } : null;
}
