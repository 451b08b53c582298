import type { ReactNode } from "react";
import { Region } from "#components/spaces/region.tsx";
import { formatDateTimeRange } from "#lib/i18n/format.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { Translate } from "#lib/i18n/translator.ts";
import { placesLeft, type Title, titleIn } from "#lib/sessions/rules.ts";

export type ListedSession = {
  id: string;
  title: Title;
  language: string;
  modality: string;
  places: number;
  taken: number;
  waiting: number;
  during: { start: Temporal.Instant; end: Temporal.Instant };
  timeZone: string;
  spaceName: string;
  city: string;
  region: string;
};

type Props<T extends ListedSession> = {
  sessions: T[];
  locale: Locale;
  t: Translate;
  spaces: Translate;
  hrefOf: (session: T) => string;
  /** What stands beside a session: its buttons, or its state. */
  aside?: (session: T) => ReactNode;
};

export function SessionList<T extends ListedSession>({
  sessions,
  locale,
  t,
  spaces,
  hrefOf,
  aside,
}: Props<T>) {
  return (
    <ol className="cards">
      {sessions.map((session) => {
        const title = titleIn(session.title, locale);
        return (
          <li className="card" key={session.id}>
            <div>
              <h3>
                <a href={hrefOf(session)} lang={title.lang}>
                  {title.text}
                </a>
              </h3>
              <p>{formatDateTimeRange(locale, session.during, session.timeZone)}</p>
              <p className="fact">
                {session.spaceName} ·{" "}
                <Region
                  city={session.city}
                  region={session.region}
                  name={spaces(`regions.${session.region}`)}
                />
                {` · ${t("spoken", { language: t(`languages.${session.language}`) })}`}
              </p>
              <p className="free">{t("left", { count: placesLeft(session) })}</p>
            </div>
            {aside?.(session)}
          </li>
        );
      })}
    </ol>
  );
}
