import type { Fact } from "#components/ui/facts.tsx";
import { formatDateTimeRange, formatNumber } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";

type Place = { spaceSlug: string; spaceName: string; roomName: string | null; address: string };

export type SessionPlace = Place & {
  during: { start: Temporal.Instant; end: Temporal.Instant };
  timeZone: string;
  topic: string;
  modality: string;
  language: string;
  level: string | null;
  costCents: number;
  bring: string;
  provided: string;
  accessibility: string[];
  competences: string[];
  partners: { name: string; country: string }[];
  schemeName: string | null;
  facilitatorRemote: boolean;
  jointId: string | null;
};

const CENTS = 100;

/**
 * What a learner wants to know of a session, the most needed first; what is not known is not said.
 */
export function sessionFacts(session: SessionPlace, locale: Locale, t: Translate): Fact[] {
  const { language, level, costCents, bring, provided, accessibility, competences, partners } =
    session;
  const spoken = t("spoken", { language: t(`languages.${language}`) });
  const inIts = (text: string) => <span lang={language}>{text}</span>;
  const facts: (Fact | false)[] = [
    {
      name: t("facts.when"),
      icon: "calendar",
      value: <b>{formatDateTimeRange(locale, session.during, session.timeZone)}</b>,
    },
    { name: t("facts.where"), icon: "pin", value: whereIn(session, locale, t) },
    { name: t("facts.cost"), icon: "euro", value: costIn(costCents, locale, t) },
    {
      name: t("facts.language"),
      icon: "talk",
      value: level ? `${spoken} · ${t("levelFrom", { level })}` : spoken,
    },
    { name: t("facts.topic"), icon: "book", value: t(`topics.${session.topic}`) },
    { name: t("facts.how"), icon: "seat", value: t(`modalities.${session.modality}`) },
    competences.length > 0 && {
      name: t("facts.competences"),
      icon: "check",
      value: competences.map((code) => t(`competences.${code}`)).join(" · "),
    },
    bring !== "" && { name: t("facts.bring"), icon: "plus", value: inIts(bring) },
    provided !== "" && { name: t("facts.provided"), icon: "inbox", value: inIts(provided) },
    accessibility.length > 0 && {
      name: t("facts.accessibility"),
      icon: "wheelchair",
      value: accessibility.map((code) => t(`accessibility.${code}`)).join(" · "),
    },
    partners.length > 0 && {
      name: t("facts.organisers"),
      icon: "people",
      value: partners.map(({ name, country }) => `${isolated(name)} (${country})`).join(", "),
    },
    session.schemeName !== null && {
      name: t("facts.scheme"),
      icon: "flag",
      value: session.schemeName,
    },
  ];
  return facts.filter((fact) => fact !== false);
}

export function costIn(cents: number, locale: Locale, t: Translate): string {
  if (cents === 0) return t("freeOfCharge");
  return formatNumber(locale, cents / CENTS, { style: "currency", currency: "EUR" });
}

function whereIn(
  { spaceSlug, spaceName, roomName, address, ...session }: SessionPlace,
  locale: Locale,
  t: Translate,
) {
  return (
    <>
      <a href={`/${locale}/spaces/${spaceSlug}`}>{spaceName}</a>
      {roomName && (
        <>
          {" – "}
          <bdi>{roomName}</bdi>
        </>
      )}
      <br />
      {address}
      {session.jointId && (
        <>
          <br />
          {t(session.facilitatorRemote ? "facilitatorRemote" : "facilitatorHere")}
        </>
      )}
    </>
  );
}
