import { townIn } from "#components/map/towns.ts";
import { Icon } from "#components/ui/icon.tsx";
import { formatDate, formatTime } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { betterWord, type PlacesWord, placesWord, titleIn } from "#lib/learning/sessions/rules.ts";
import { costIn } from "./session-facts.tsx";
import type { ListedSession } from "./session-list.tsx";
import "./programme.css";

type Place = "enrolled" | "waiting";

type Props<T extends ListedSession> = {
  sessions: T[];
  /** How many sessions there are on a day in all, by its ISO date. */
  counts: Map<string, number>;
  locale: Locale;
  t: Translate;
  /** The reader's own place in each, by its id. */
  places: Map<string, Place>;
};

/**
 * The programme under the days it is on, soonest first: when, what and where, and whether there is
 * a place.
 */
export function ProgrammeDays<T extends ListedSession>({
  sessions,
  counts,
  locale,
  t,
  places,
}: Props<T>) {
  const days = Map.groupBy(sessions, ({ during, timeZone }) =>
    during.start.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
  );
  return [...days].map(([day, [first, ...others]]) => {
    if (!first) return null;
    const count = counts.get(day) ?? others.length + 1;
    return (
      <section className="programme-day" key={day}>
        <h2>
          <span className="first-capital">
            {formatDate(locale, first.during.start, first.timeZone)}
          </span>{" "}
          <small>{t("programme.onDay", { count })}</small>
        </h2>
        <ol>
          {[first, ...others].map((session) => (
            <Session
              key={session.id}
              session={session}
              place={places.get(session.id)}
              locale={locale}
              t={t}
            />
          ))}
        </ol>
      </section>
    );
  });
}

type SessionProps = {
  session: ListedSession;
  place: Place | undefined;
  locale: Locale;
  t: Translate;
};

function Session({ session, place, locale, t }: SessionProps) {
  const { id, during, timeZone, other, courseDates } = session;
  const title = titleIn(session.title, locale);
  const left = other ? betterWord(placesWord(session), placesWord(other)) : placesWord(session);
  const language = t(`languages.${session.language}`);
  return (
    <li className="sess">
      <p className="sess-time">
        <b>{formatTime(locale, during.start, timeZone)}</b>{" "}
        <span>{t("programme.until", { time: formatTime(locale, during.end, timeZone) })}</span>
      </p>
      <div>
        <h3>
          <a id={`session-${id}`} href={`/${locale}/sessions/${id}`} lang={title.lang}>
            {title.text}
          </a>
        </h3>
        <p className="tags">
          <span className="tag">
            <Icon name="talk" />
            {session.level ? `${language} · ${session.level}` : language}
          </span>
          <span className="tag">
            <Icon name="pin" />
            {other ? `${session.spaceName} + ${other.spaceName}` : session.spaceName}
          </span>
          <span className={`tag region ${session.region}`}>
            {[session, ...(other ? [other] : [])]
              .map(({ city }) => townIn(locale, city))
              .join(" + ")}
          </span>
          {courseDates !== null && (
            <span className="tag">{t("course", { count: courseDates })}</span>
          )}
          {session.costCents > 0 && (
            <span className="tag">{costIn(session.costCents, locale, t)}</span>
          )}
        </p>
      </div>
      <div className="sess-end">
        {place === "enrolled" ? (
          <span className="state free">{t("enrolled")}</span>
        ) : (
          <span className={`state ${STATES[left]}`}>{t(`left.${left}`)}</span>
        )}
        <a
          className={left === 0 || place ? "button quiet" : "button"}
          href={`/${locale}/sessions/${id}`}
          aria-describedby={`session-${id}`}
        >
          {t(place ? "programme.see" : left === 0 ? "programme.waitList" : "enrol")}
        </a>
      </div>
    </li>
  );
}

const STATES: Record<PlacesWord, string> = { many: "free", few: "busy", 0: "full" };
