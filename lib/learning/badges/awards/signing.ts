import { randomUUID } from "node:crypto";
import { formatLength } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { NamedSpace } from "#lib/places/spaces/queries.ts";
import { achievementOf } from "../classes/achievement.ts";
import type { BadgeClass } from "../classes/rules.ts";
import { RUBRIC } from "../classes/schema.ts";
import type { CredentialInput } from "../credentials/achievement.ts";
import { issueCredential } from "../credentials/commands.ts";

export type Signed = {
  id: string;
  personId: string;
  met: Record<string, number>;
  level: string | null;
};

/**
 * Signs an award that its learner said yes to. The recipient is a new opaque name for each award,
 * so that two badges of one person cannot be told to be of one; what stands behind it is counts.
 *
 * @returns the id of the signed badge
 */
export async function signAward(
  ctx: Context,
  award: Signed,
  { badge, space, language }: { badge: BadgeClass; space: NamedSpace; language: Locale },
): Promise<string> {
  const origin = settings().publicUrl;
  const achievement = achievementOf(badge, language, origin);
  const lang = achievement.language;
  const { validMonths } = badge.version;
  return issueCredential(ctx, {
    awardId: award.id,
    achievement,
    recipient: { personId: award.personId, identifier: `urn:uuid:${randomUUID()}` },
    source: {
      spaceId: space.id,
      id: `${origin}/spaces/${space.slug}`,
      name: space.name,
      url: `${origin}/${lang}/spaces/${space.slug}`,
    },
    awardedAt: ctx.now,
    ...(validMonths !== null && {
      validUntil: ctx.now.toZonedDateTimeISO("UTC").add({ months: validMonths }).toInstant(),
    }),
    evidence: evidenceOf(award.met, lang),
    ...levelOf(award.level, lang),
  });
}

function evidenceOf(
  met: Record<string, number>,
  lang: Locale,
): NonNullable<CredentialInput["evidence"]> {
  const t = translator(lang, "badges");
  const { sessions = 0, minutes = 0, badges = 0, work = 0, peers = 0, mentor = 0 } = met;
  const item = (
    genre: NonNullable<CredentialInput["evidence"]>[number]["genre"],
    count: number,
    narrative: string,
  ) => (count > 0 ? [{ genre, count, label: t(`signed.${genre}`), narrative }] : []);
  return [
    ...item(
      "Attendance",
      sessions,
      t("signed.attended", { count: sessions, length: formatLength(lang, minutes) }),
    ),
    ...item("Badge", badges, t("signed.held", { count: badges })),
    ...item("Work", work, t("signed.shown")),
    ...item("PeerReview", peers, t("signed.seen", { count: peers })),
    ...item("MentorReview", mentor, t("signed.said")),
  ];
}

function levelOf(level: string | null, lang: Locale): Pick<CredentialInput, "level"> {
  const achieved = RUBRIC.find((one) => one === level);
  if (!achieved) return {};
  const t = translator(lang, "badges");
  const levels = RUBRIC.map((key) => ({ key, name: t(`levels.${key}`) }));
  return { level: { name: t("signed.level"), levels, achieved } };
}
