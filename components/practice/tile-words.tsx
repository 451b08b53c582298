import { townIn } from "#components/map/towns.ts";
import { Region } from "#components/spaces/region.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Props = {
  locale: Locale;
  href: string;
  title: string;
  words: string;
  /** In which both are written. */
  language: Locale;
  space: { city: string; region: string };
};

/** What something that a space shares is called, what it is about, and where. */
export function TileWords({ locale, href, title, words, language, space }: Props) {
  const { city, region } = space;
  return (
    <>
      <h2 lang={language}>
        <a href={href}>{title}</a>
      </h2>
      <p lang={language}>{words}</p>
      <Region
        city={townIn(locale, city)}
        region={region}
        name={translator(locale, "spaces")(`regions.${region}`)}
      />
    </>
  );
}
