import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { competenceAddress } from "../competences/exchange.ts";
import { labelIn, spokenCode } from "../competences/rules.ts";
import type { CredentialInput } from "../credentials/achievement.ts";
import { badgeSvg } from "./picture.ts";
import { type BadgeClass, type ClassCompetence, editionIn } from "./rules.ts";

export type Achievement = CredentialInput["achievement"];

/**
 * Address of a version of a badge, in one language or its picture. It is signed: it stays what it
 * is.
 */
export function versionAddress(
  origin: string,
  { slug, version }: Pick<BadgeClass, "slug" | "version">,
  part: Locale | "image.svg" | "image.png",
): string {
  return `${origin}/badges/classes/${slug}/${version.number}/${part}`;
}

/**
 * A version of a badge in one of its languages, as it is signed. In a language that it has not, it
 * is signed in the first that it has: nothing is translated by itself.
 */
export function achievementOf(badge: BadgeClass, language: Locale, origin: string): Achievement {
  const { version, slug } = badge;
  const { name, description, criteria, lang } = editionIn(version.editions, language);
  const address = (part: Parameters<typeof versionAddress>[2]) =>
    versionAddress(origin, badge, part);
  const caption = translator(lang, "badges")("one.pictureOf", { name });
  return {
    id: address(lang),
    version: String(version.number),
    language: lang,
    name,
    description,
    criteria: { narrative: criteria, url: `${origin}/${lang}/badges/${slug}` },
    achievementType: "Badge",
    competences: version.competences.flatMap((one) => signedCompetences(one, lang, origin)),
    related: LOCALES.filter((one) => one !== lang && version.editions[one]).map((one) => ({
      id: address(one),
      language: one,
      version: String(version.number),
    })),
    image: {
      url: address("image.svg"),
      caption,
      svg: badgeSvg({ icon: version.icon, colour: version.colour, title: caption }),
    },
  };
}

/**
 * The point of our map, and what says the same or nearly the same elsewhere; that it is a part of
 * something is not signed.
 */
function signedCompetences(
  competence: ClassCompetence,
  lang: Locale,
  origin: string,
): NonNullable<Achievement["competences"]> {
  const t = translator(lang, "badges");
  const said = (
    one: ClassCompetence | ClassCompetence["aligned"][number],
    level: number | null,
  ) => ({
    name: labelIn(one.labels, lang).text,
    url: competenceAddress(origin, one),
    ...(spokenCode(one.code) && { code: one.code }),
    framework: labelIn(one.frameworkNames, lang).text,
    ...(level !== null && { level: t("one.levelOf", { level }) }),
    targetType: one.targetType as `ext:${string}`,
  });
  return [
    said(competence, competence.level),
    ...competence.aligned
      .filter(({ relation }) => relation !== "part")
      .map((other) => said(other, null)),
  ];
}

/** A badge for programs: every language of its newest version. */
export function publicBadge(badge: BadgeClass, origin: string) {
  const { slug, state, version, followedBy } = badge;
  return {
    slug,
    state,
    followedBy,
    version: version.number,
    validMonths: version.validMonths,
    editions: version.editions,
    rules: version.rules.map((rule) =>
      rule.kind === "badge" ? { kind: rule.kind, slug: rule.slug } : rule,
    ),
    competences: version.competences.map((one) => ({
      framework: one.framework,
      code: one.code,
      url: competenceAddress(origin, one),
      labels: one.labels,
      level: one.level,
    })),
    image: versionAddress(origin, badge, "image.svg"),
  };
}
