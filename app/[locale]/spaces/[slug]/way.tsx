import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { MapBeside } from "../../map-beside.tsx";
import type { PartProps } from "./parts.ts";

/** Some twenty kilometres across: the towns around can be seen. */
const EXCERPT_ZOOM = 11;

/** Where the place is: on a piece of the map, and as an address. */
export function Way({ locale, space, t }: Omit<PartProps, "ctx">) {
  return (
    <section id="way" aria-labelledby="way-title">
      <h2 id="way-title">{t("page.way")}</h2>
      <div className="way">
        <div>
          <MapBeside
            locale={locale}
            spots={[{ ...space, pin: space.name.slice(0, 1).toUpperCase() }]}
            view={{ centre: { lat: space.lat, lon: space.lon }, zoom: EXCERPT_ZOOM }}
            kinds={[space.kind]}
            address={null}
            areaName="area"
            isAll={false}
          />
          <p className="fact">
            {t(`precision.${space.precision}`)} {t("source", originOf(space, t))}
          </p>
        </div>
        <address>
          <p>
            {space.address && (
              <>
                <strong>{space.address}</strong>
                <br />
              </>
            )}
            {[space.postcode, space.city].filter(Boolean).join(" ")}
          </p>
          <p>
            <a
              className="button quiet"
              href={`https://www.openstreetmap.org/directions?to=${space.lat}%2C${space.lon}`}
              rel="noreferrer"
            >
              {t("page.route")}
            </a>
          </p>
          <p className="fact">{t("page.routeAsks")}</p>
        </address>
      </div>
    </section>
  );
}

/**
 * Where the data of a place came from and what may be done with it: in the reader's language where
 * it is one of ours.
 */
function originOf({ source, licence }: { source: string; licence: string }, t: Translate) {
  const key = (text: string) => text.toLowerCase().replace(/[^a-z\d]+/g, "-");
  return {
    source: t.or(`sources.${key(source)}`, source),
    licence: t.or(`licences.${key(licence)}`, licence),
  };
}
