import type { ReactNode } from "react";
import { SharedWords } from "#components/site/shared-words.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Pages } from "#components/ui/pages.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";

type Link = { href: string; label: string };

type HeadProps = {
  locale: Locale;
  /** Of the list, without the language: "/journals". */
  path: string;
  heading: string;
  lead: string;
  /** The lists beside it. */
  beside: Link[];
  /** Where the reader works on their own; null for whoever has none. */
  work?: Link | null;
  /** What stands on the page, in the words of schema.org. */
  data?: object | null;
};

/** What stands above a public list of what spaces share. */
export function ListHead({ locale, path, heading, lead, beside, work, data = null }: HeadProps) {
  return (
    <>
      <SharedWords locale={locale} path={path} title={heading} description={lead} data={data} />
      <h1>{heading}</h1>
      <p className="lead">{lead}</p>
      <p className="row">
        {beside.map(({ href, label }) => (
          <a key={href} href={href}>
            {label}
          </a>
        ))}
      </p>
      {work && (
        <p>
          <a className="button" href={work.href}>
            {work.label}
          </a>
        </p>
      )}
    </>
  );
}

type Props = HeadProps & {
  /** What is said where nothing is there. */
  none: string;
  page: number;
  pages: number;
  /** One for each thing that is shared. */
  lines: ReactNode[];
  /** Of the list. */
  className: string;
};

/** A public list of what spaces share, page by page. */
export function ListPage({ none, page, pages, lines, className, ...head }: Props) {
  const { locale, path } = head;
  return (
    <>
      <ListHead {...head} />
      {lines.length === 0 ? <Empty text={none} /> : <ul className={className}>{lines}</ul>}
      <Pages
        t={translator(locale, "common")}
        page={page}
        pages={pages}
        hrefOf={(to) => `/${locale}${path}?page=${to}`}
      />
    </>
  );
}
