import { Icon } from "#components/ui/icon.tsx";
import { formatTimeAt } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { DoorResponse } from "#lib/learning/visits/operations.ts";
import type { KioskWords } from "./kiosk-words.ts";

type Props = {
  sessions: DoorResponse["sessions"];
  band: DoorResponse["band"];
  /** The service's clock, in milliseconds. */
  now: number;
  timeZone: string;
  locale: Locale;
  words: KioskWords;
  /** The session that somebody comes for, "" for none; null where nobody arrives. */
  chosen: string | null;
  onChoose: (sessionId: string) => void;
};

/** What happens here today, and how busy it is; who arrives says here what they come for. */
export function KioskToday(props: Props) {
  const { sessions, band, words: t, chosen, onChoose } = props;
  const canChoose = chosen !== null && sessions.length > 0;
  return (
    <section className="kiosk-today">
      <h2>{t.today}</h2>
      {sessions.length === 0 && <p className="fact">{t.noSessions}</p>}
      {canChoose ? (
        <fieldset>
          <legend>{t.for}</legend>
          <ul>
            <li>
              <label className="kiosk-line">
                <input
                  type="radio"
                  name="session"
                  checked={chosen === ""}
                  onChange={() => onChoose("")}
                />
                <b>{t.free}</b>
              </label>
            </li>
            {sessions.map((session) => (
              <li key={session.id}>
                <label className="kiosk-line">
                  <input
                    type="radio"
                    name="session"
                    checked={chosen === session.id}
                    onChange={() => onChoose(session.id)}
                  />
                  <Line {...props} session={session} />
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      ) : (
        sessions.length > 0 && (
          <ul>
            {sessions.map((session) => (
              <li key={session.id} className="kiosk-line">
                <Line {...props} session={session} />
              </li>
            ))}
          </ul>
        )
      )}
      {band && (
        <p className="kiosk-band">
          <Icon name="people" />
          {t.bands[band]}
        </p>
      )}
    </section>
  );
}

function Line({
  session,
  now,
  timeZone,
  locale,
  words: t,
}: Props & { session: Props["sessions"][number] }) {
  const { titles, start, room } = session;
  const time = formatTimeAt(locale, Date.parse(start), timeZone);
  const isRunning = Date.parse(start) <= now;
  return (
    <>
      <span className="kiosk-time">{time}</span>
      <span>
        <b>{titles[locale] ?? ""}</b>
        {room && <small>{room}</small>}
      </span>
      <span className={isRunning ? "kiosk-pill running" : "kiosk-pill"}>
        {isRunning ? t.running : t.at.replace("#", time)}
      </span>
    </>
  );
}
