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
  words: { way: string; here: string; later: string };
  /** Where somebody says that they have arrived, when the first one is today. */
  hereHref: string | null;
  /** Where all of it stands, when this is not all. */
  all: { href: string; words: string } | null;
};

/** What somebody goes to: the next thing large, and what comes after it. */
export function ComingList({ coming: [next, ...later], words, hereHref, all }: Props) {
  if (!next) return null;
  return (
    <div className="coming">
      <section className="ticket">
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
      </section>
      {later.length > 0 && (
        <section id="later">
          <div className="head">
            <h2>{words.later}</h2>
            {all && (
              <a href={all.href}>
                {all.words}
                <Icon name="right" />
              </a>
            )}
          </div>
          <ol>
            {later.map((one) => (
              <li className="later" key={one.key}>
                <DateBox {...one} />
                <div>
                  <h3 lang={one.lang}>
                    <a href={one.href}>{one.title}</a>
                  </h3>
                  <p className="fact">
                    {one.day}, {one.hours} · {one.place}
                  </p>
                </div>
                <span className={`state ${one.state.kind}`}>{one.state.words}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
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
