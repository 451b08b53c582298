import type { ReactNode } from "react";
import type { Stretch } from "#lib/booking/allocation/gaps.ts";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

type OpenItem = {
  id: string;
  during: Stretch;
  timeZone: string;
  spaceName: string;
  roomName: string;
  /** Stands behind the room: for how many, how many wait before. */
  fact: string;
  /** What else is said of it. */
  more?: ReactNode;
  /** What can be done with it. */
  presses: ReactNode;
};

/** Times in a room that are not settled: offered, or waited for. Nothing where there are none. */
export function OpenList({
  locale,
  title,
  items,
}: {
  locale: Locale;
  title: string;
  items: OpenItem[];
}) {
  if (items.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ol className="cards">
        {items.map(({ id, during, timeZone, spaceName, roomName, fact, more, presses }) => (
          <li className="card" key={id}>
            <div>
              <h3>{formatDateTimeRange(locale, during, timeZone)}</h3>
              <p className="fact">
                <bdi>{spaceName}</bdi> – <bdi>{roomName}</bdi> · {fact}
              </p>
              {more}
            </div>
            {presses}
          </li>
        ))}
      </ol>
    </section>
  );
}
