import { type BandWords, LiveBand } from "#components/occupancy/live-band.tsx";
import type { Locale } from "#lib/i18n/locales.ts";
import type { Translate } from "#lib/i18n/translator.ts";
import type { OpenNow } from "#lib/spaces/schema.ts";
import { OpenWords } from "./open-words.tsx";
import { Region } from "./region.tsx";

type Item = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
  rooms: number;
  timeZone: string;
} & OpenNow;

type Props = {
  spaces: Item[];
  locale: Locale;
  t: Translate;
  /** How busy each is now, by slug, where that may be told. */
  bands: Map<string, "quiet" | "busy" | "full" | null>;
  bandWords: BandWords;
};

export function SpaceList({ spaces, locale, t, bands, bandWords }: Props) {
  return (
    <ol className="cards">
      {spaces.map((space) => (
        <li className="card" key={space.slug}>
          <div>
            <h3>
              <a href={`/${locale}/spaces/${space.slug}`}>{space.name}</a>
            </h3>
            <p className="fact">
              <Region city={space.city} region={space.region} name={t(`regions.${space.region}`)} />
              {` · ${t.or(`kinds.${space.kind}`, space.kind)} · ${t("rooms", { count: space.rooms })}`}
            </p>
            <OpenWords openNow={space} timeZone={space.timeZone} locale={locale} t={t} />
            {space.isOpen && (
              <LiveBand
                space={space.slug}
                locale={locale}
                initial={{ band: bands.get(space.slug) ?? null, ageMinutes: null }}
                words={bandWords}
              />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
