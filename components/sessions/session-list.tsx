import type { ReactNode } from "react";
import { townIn } from "#components/map/towns.ts";
import { Region } from "#components/spaces/region.tsx";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { betterWord, placesWord, type Title, titleIn } from "#lib/learning/sessions/rules.ts";
import { costIn } from "./session-facts.tsx";

export type ListedSession = {
  id: string;
  title: Title;
  language: string;
  level: string | null;
  costCents: number;
  places: number;
  taken: number;
  waiting: number;
  during: { start: Temporal.Instant; end: Temporal.Instant };
  timeZone: string;
  spaceName: string;
  city: string;
  region: string;
  courseDates: number | null;
  other: { spaceName: string; city: string; places: number; taken: number; waiting: number } | null;
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

/**
 * Sessions, soonest first. A course says how many dates it has, a joint session that there are two
 * places to go.
 */
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
        const { other, courseDates } = session;
        const left = other
          ? betterWord(placesWord(session), placesWord(other))
          : placesWord(session);
        return (
          <li className="card" key={session.id}>
            <div>
              <h2>
                <a href={hrefOf(session)} lang={title.lang}>
                  {title.text}
                </a>
              </h2>
              <p>
                {formatDateTimeRange(locale, session.during, session.timeZone)}
                {courseDates !== null && ` · ${t("course", { count: courseDates })}`}
              </p>
              <p className="fact">
                <bdi>{session.spaceName}</bdi> ·{" "}
                <Region
                  city={townIn(locale, session.city)}
                  region={session.region}
                  name={spaces(`regions.${session.region}`)}
                />
                {other &&
                  ` + ${isolated(other.spaceName)}, ${isolated(townIn(locale, other.city))}`}
                {` · ${saidOf(session, locale, t)}`}
              </p>
              <p className={left === 0 ? "fact" : "free"}>{t(`left.${left}`)}</p>
            </div>
            {aside?.(session)}
          </li>
        );
      })}
    </ol>
  );
}

function saidOf(
  { language, level, costCents }: ListedSession,
  locale: Locale,
  t: Translate,
): string {
  const spoken = t("spoken", { language: t(`languages.${language}`) });
  return [level ? `${spoken} (${level})` : spoken, costIn(costCents, locale, t)].join(" · ");
}
