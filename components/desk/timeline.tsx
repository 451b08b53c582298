import { Scrolling } from "#components/ui/scrolling.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import "./timeline.css";

export type TimelineKind = "session" | "booking" | "request" | "closure" | "kept";

export type TimelineEvent = {
  /** Unique in its row. */
  key: string;
  kind: TimelineKind;
  href: string;
  title: string;
  /** Its kind in a word, and what else is known of it. */
  detail: string;
  /** "14:00–16:00". */
  hours: string;
  /** The first quarter of an hour that it takes, from 1; and how many. */
  first: number;
  quarters: number;
  isNow: boolean;
  isShared: boolean;
  isChosen: boolean;
};

type Props = {
  /** What the table is, for whoever hears it. */
  label: string;
  /** Whole hours. */
  from: number;
  to: number;
  rows: { id: string; name: string; detail: string; events: TimelineEvent[] }[];
  closed: { first: number; quarters: number }[];
  now: { first: number; time: string } | null;
  words: { rooms: string; closedHours: string };
};

/**
 * Rooms as rows, quarters of an hour as columns. A list of rooms with a list of what takes each: it
 * needs no script.
 */
export function Timeline({ label, from, to, rows, closed, now, words }: Props) {
  const hours = Array.from({ length: to - from }, (_, at) => String(from + at).padStart(2, "0"));
  return (
    <div className={`tl h${hours.length}`}>
      <Scrolling className="tl-scroll" label={label}>
        <div className="tl-in">
          <div className="tl-hours">
            <span className="tl-name">{words.rooms}</span>
            <ol aria-hidden="true">
              {hours.map((hour) => (
                <li key={hour}>{hour}</li>
              ))}
            </ol>
          </div>
          {rows.map((row) => (
            <div className="tl-row" key={row.id}>
              <h3 className="tl-name">
                <bdi>{row.name}</bdi>
                <small>{row.detail}</small>
              </h3>
              <ol className="tl-track">
                {closed.map(({ first, quarters }) => (
                  <li key={first} className={`night s${first} w${quarters}`}>
                    <span className="unseen">{words.closedHours}</span>
                  </li>
                ))}
                {row.events.map((event) => (
                  <li key={event.key} className={`s${event.first} w${event.quarters}`}>
                    <a
                      className={`ev ${event.kind}${event.isNow ? " going" : ""}${event.isShared ? " shared" : ""}`}
                      href={event.href}
                      aria-current={event.isChosen ? "true" : undefined}
                      title={`${event.hours} ${event.title}, ${event.detail}`}
                    >
                      <b>
                        <span className="unseen">{event.hours} </span>
                        {event.title}
                      </b>
                      <span>{event.detail}</span>
                    </a>
                  </li>
                ))}
              </ol>
            </div>
          ))}
          {now && (
            <p className="tl-now">
              <span className={`s${now.first}`}>
                <b>{now.time}</b>
              </span>
            </p>
          )}
        </div>
      </Scrolling>
    </div>
  );
}

/** What each colour and pattern is, in a word. */
export function TimelineLegend({ locale }: { locale: Locale }) {
  const t = translator(locale, "desk");
  return (
    <ul className="tl-legend">
      {(["session", "booking", "request", "kept", "closure", "night"] as const).map((kind) => (
        <li key={kind}>
          <span
            className={kind === "night" ? "night swatch" : `ev ${kind} swatch`}
            aria-hidden="true"
          />
          {t(`kinds.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

/** The same for a narrow screen: what takes rooms in order of time. */
export function DayList({
  events,
  label,
}: {
  events: (TimelineEvent & { room: string; word: string })[];
  label: string;
}) {
  return (
    <ol className="daylist" aria-label={label}>
      {events.map(({ key, href, hours, title, detail, room, kind, isNow, word }) => (
        <li key={key}>
          <a className="card link" href={href}>
            <span className="daylist-time">
              {hours.split("–")[0]}
              <small>–{hours.split("–")[1]}</small>
            </span>
            <span className="daylist-what">
              {title}
              <small>
                {room} · {detail}
              </small>
            </span>
            <span className={`pill ${isNow ? "act" : kind}`}>{word}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}
