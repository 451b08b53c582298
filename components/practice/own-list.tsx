import type { ReactNode } from "react";
import { Empty } from "#components/ui/empty.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";

export type OwnLine = {
  href: string;
  title: string;
  language: Locale;
  /** How far it is. */
  state?: string;
  spaceName: string;
  /** What else is known of it. */
  fact?: string;
  /** What can be done with it here. */
  actions?: ReactNode;
};

type Props = {
  title: string;
  hint?: string;
  lines: OwnLine[];
  /** What is said where nothing is there; left out, the whole list is. */
  none?: string;
};

/** What a space works on, line by line, for its staff. */
export function OwnList({ title, hint, lines, none }: Props) {
  if (lines.length === 0 && none === undefined) return null;
  return (
    <section>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {lines.length === 0 && none !== undefined && <Empty text={none} />}
      <ol className="cards">
        {lines.map(({ href, title: name, language, state, spaceName, fact, actions }) => (
          <li className="card" key={href}>
            <div>
              <h3 lang={language}>
                <a href={href}>{name}</a>
              </h3>
              {state && <p>{state}</p>}
              <p className="fact">
                <bdi>{spaceName}</bdi>
                {fact && <> · {fact}</>}
              </p>
              {actions}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
