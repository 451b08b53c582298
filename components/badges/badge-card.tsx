import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { type BadgeClass, editionIn } from "#lib/learning/badges/classes/rules.ts";
import { ruleText } from "./rules.tsx";
import { Seal } from "./seal.tsx";

type Props = { badge: BadgeClass; locale: Locale; t: Translate; nameOf: (slug: string) => string };

/** A badge in a list: its picture, what it is called, and what is asked first. */
export function BadgeCard({ badge, locale, t, nameOf }: Props) {
  const { editions, rules, icon, colour } = badge.version;
  const { name, lang, isMissing } = editionIn(editions, locale);
  const [first] = rules;
  return (
    <li>
      <Seal icon={icon} colour={colour} isGrey={badge.state === "retired"} />
      <h2 lang={lang}>
        <a href={`/${locale}/badges/${badge.slug}`}>{name}</a>
      </h2>
      {first && <p>{ruleText(first, locale, nameOf)}</p>}
      {badge.state !== "active" && <p className="badge-mark">{t(`states.${badge.state}`)}</p>}
      {isMissing && <p className="badge-mark">{t("missing")}</p>}
    </li>
  );
}
