import { formatShortDay, formatTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { SessionView } from "#lib/learning/sessions/queries.ts";
import { betterWord, placesWord, titleIn } from "#lib/learning/sessions/rules.ts";
import type { PartProps } from "./parts.ts";

const SESSIONS_SHOWN = 3;

/** The next sessions, and the way to the others. */
export function Programme({
  sessions,
  locale,
  space,
  t,
}: Omit<PartProps, "ctx"> & { sessions: SessionView[] }) {
  return (
    <section id="programme" aria-labelledby="programme-title">
      <div className="heading">
        <h2 id="programme-title">{t("page.programme")}</h2>
        <p>
          <a href={`/${locale}/sessions?space=${space.slug}`}>{t("page.wholeProgramme")}</a>
        </p>
      </div>
      <ol className="agenda">
        {sessions.slice(0, SESSIONS_SHOWN).map((session) => (
          <Session key={session.id} session={session} locale={locale} timeZone={space.timeZone} />
        ))}
      </ol>
    </section>
  );
}

type SessionProps = { session: SessionView; locale: Locale; timeZone: string };

function Session({ session, locale, timeZone }: SessionProps) {
  const { start, end } = session.during;
  const day = start.toZonedDateTimeISO(timeZone).toPlainDate();
  const t = translator(locale, "sessions");
  const title = titleIn(session.title, locale);
  const { other } = session;
  const left = other ? betterWord(placesWord(session), placesWord(other)) : placesWord(session);
  return (
    <li>
      <time dateTime={start.toString()}>
        <b>{formatShortDay(locale, day)}</b>{" "}
        <span>{formatTimeRange(locale, { start, end }, timeZone)}</span>
      </time>
      <h3>
        <a href={`/${locale}/sessions/${session.id}`} lang={title.lang}>
          {title.text}
        </a>
      </h3>
      <p className={left === 0 ? "state full" : "state free"}>{t(`left.${left}`)}</p>
    </li>
  );
}
