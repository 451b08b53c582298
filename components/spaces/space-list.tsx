import type { Translate } from "#lib/i18n/translator.ts";
import { Region } from "./region.tsx";

type Item = {
  slug: string;
  name: string;
  kind: string;
  city: string;
  region: string;
  rooms: number;
  openUntil: string | null;
};

export function SpaceList({ spaces, locale, t }: { spaces: Item[]; locale: string; t: Translate }) {
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
            {space.openUntil && <p className="free">{t("openUntil", { time: space.openUntil })}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
