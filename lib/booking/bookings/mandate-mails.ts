import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { personView } from "#db/schema/identity.ts";
import { mandateOffers, mandates } from "#db/schema/mandates.ts";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate, formatDateTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose, Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";

/** To whoever is asked; null when it was taken back, answered or over before the letter left. */
export const composeMandateOffered: Compose = async (db, { data, locale, personId }) => {
  const { offerId } = z.object({ offerId: z.uuid() }).parse(data);
  if (!personId) return null;
  const [offer] = await db
    .select({
      askedBy: personView.id,
      name: personView.displayName,
      days: mandateOffers.days,
      endsAt: mandateOffers.endsAt,
    })
    .from(mandateOffers)
    .innerJoin(personView, eq(personView.id, mandateOffers.personId))
    .where(and(eq(mandateOffers.id, offerId), eq(mandateOffers.helperId, personId)));
  if (!offer) return null;
  const t = translator(locale, "booking");
  const { askedBy, name, days, endsAt } = offer;
  const when = formatDateTime(locale, endsAt, NETWORK_ZONE);
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
    if (!mandate || (what === "accepted" && mandate.revokedAt)) return null;
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
  const helper = alias(personView, "helper");
  const [mandate] = await db
    .select({
      personName: personView.displayName,
      personId: personView.id,
      helperName: helper.displayName,
      helperId: helper.id,
      expiresAt: mandates.expiresAt,
      revokedAt: mandates.revokedAt,
    })
    .from(mandates)
    .innerJoin(personView, eq(personView.id, mandates.personId))
    .innerJoin(helper, eq(helper.id, mandates.helperId))
    .where(eq(mandates.id, id));
  return mandate;
}
