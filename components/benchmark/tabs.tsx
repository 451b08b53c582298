import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import "#components/ui/tabs.css";

const TABS = [
  { name: "badge", href: "/badges/benchmark" },
  { name: "offer", href: "/badges/benchmark?kind=offer" },
  { name: "gaps", href: "/badges/benchmark/gaps" },
] as const;

type Props = { locale: Locale; current: (typeof TABS)[number]["name"] };

/** Badges of others, courses, and what is missing. */
export function BenchmarkTabs({ locale, current }: Props) {
  const t = translator(locale, "benchmark");
  return (
    <nav className="tabs" aria-label={t("tabs.label")}>
      {TABS.map(({ name, href }) => (
        <a
          key={name}
          href={`/${locale}${href}`}
          aria-current={name === current ? "page" : undefined}
        >
          {t(`tabs.${name}`)}
        </a>
      ))}
    </nav>
  );
}
