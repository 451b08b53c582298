import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

/** Something that somebody goes to: a booking or a session. */
export type Coming = {
  key: string;
  href: string;
  title: string;
  /** The language of the title, when it is not the page's. */
  lang?: Locale;
  /** The day in words, and its parts for a box: "dec", "1". */
  day: string;
  month: string;
  date: string;
  hours: string;
  place: string;
  wayHref: string;
  state: { kind: "free" | "busy"; words: string };
};

type Props = {
  coming: Coming[];
  words: { open: string; way: string; here: string };
  /** Where somebody says that they have arrived, when the first one is today. */
  hereHref: string | null;
  children?: ReactNode;
};

/** What somebody goes to, the next thing first and largest. */
export function ComingList({ coming: [next, ...later], words, hereHref }: Props) {
  if (!next) return null;
  return (
    <ol className="coming">
      <li className="ticket">
        <div className="main">
          <p>{next.day}</p>
          <h2 lang={next.lang}>
            <a href={next.href}>{next.title}</a>
          </h2>
          <p>
            <b>{next.hours}</b> · {next.place}
          </p>
          <p className="actions">
            {hereHref && (
              <a className="button" href={hereHref}>
                <Icon name="check" />
                {words.here}
              </a>
            )}
            <a className={hereHref ? "button quiet" : "button"} href={next.wayHref}>
              <Icon name="go" />
              {words.way}
            </a>
          </p>
        </div>
        <p className="stub">
          <DateBox {...next} />
          {next.state.words}
        </p>
      </li>
      {later.map((one) => (
        <li className="later" key={one.key}>
          <DateBox {...one} />
          <div>
            <h2 lang={one.lang}>
              <a href={one.href}>{one.title}</a>
            </h2>
            <p className="fact">
              {one.day}, {one.hours} · {one.place}
            </p>
          </div>
          <span className={`state ${one.state.kind}`}>{one.state.words}</span>
        </li>
      ))}
    </ol>
  );
}

/** A leaf of a calendar: the words beside it say the same. */
function DateBox({ month, date }: { month: string; date: string }) {
  return (
    <span className="datebox" aria-hidden="true">
      <span>{month}</span>
      <b>{date}</b>
    </span>
  );
}
