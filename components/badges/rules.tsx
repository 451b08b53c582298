import { Icon, type IconName } from "#components/ui/icon.tsx";
import { formatLength } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { type BadgeClass, editionIn, type Rule } from "#lib/learning/badges/classes/rules.ts";

const ICON_OF: Record<Rule["kind"], IconName> = {
  attendance: "calendar",
  badge: "badge",
  evidence: "pen",
  peers: "people",
  mentor: "check",
};

type Names = (slug: string) => string;

/** What other badges are called, for rules that ask for them; by their slugs. */
export function namesIn(badges: readonly BadgeClass[], locale: Locale): Names {
  const names = new Map(
    badges.map(({ slug, version }) => [slug, editionIn(version.editions, locale).name]),
  );
  return (slug) => names.get(slug) ?? slug;
}

/** What a rule asks, as a sentence. */
export function ruleText(rule: Rule, locale: Locale, nameOf: Names): string {
  const t = translator(locale, "badges");
  switch (rule.kind) {
    case "attendance": {
      const length = formatLength(locale, rule.minutes);
      if (rule.topic === null) return t("rule.attendance", { length });
      return t("rule.topic", {
        length,
        topic: translator(locale, "sessions")(`topics.${rule.topic}`),
      });
    }
    case "peers":
      return t("rule.peers", { needed: rule.needed, asked: rule.asked });
    case "badge":
      return t("rule.badge", { name: nameOf(rule.slug) });
    case "mentor":
    case "evidence":
      return t(`rule.${rule.kind}`);
  }
}

export function RuleList({
  rules,
  locale,
  nameOf,
}: {
  rules: Rule[];
  locale: Locale;
  nameOf: Names;
}) {
  return (
    <ul className="needs">
      {rules.map((rule) => {
        const text = ruleText(rule, locale, nameOf);
        return (
          <li key={text}>
            <Icon name={ICON_OF[rule.kind]} />
            <span>{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
