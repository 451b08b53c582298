import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { toneOf } from "./overlay-shapes.tsx";

type Props = {
  locale: Locale;
  overlays: {
    slug: string;
    name: Record<Locale, string>;
    source: string;
    /** What it leads to: it is drawn as squares then. */
    links?: unknown[];
  }[];
};

/** In the legend of a map: what each overlay is called, and who made it. */
export function OverlayKey({ locale, overlays }: Props) {
  const t = translator(locale, "map");
  return overlays.map(({ slug, name, source, links }, index) => (
    <span key={slug} className={`overlay-key ${toneOf(index)}${links ? " of-links" : ""}`}>
      {t("overlays.legend", { name: name[locale], source })}
    </span>
  ));
}
