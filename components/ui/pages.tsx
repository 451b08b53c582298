import type { Translate } from "#lib/foundation/i18n/translator.ts";

type Props = {
  /** The words that every page shares. */
  t: Translate;
  page: number;
  pages: number;
  hrefOf: (page: number) => string;
};

/** The way through a list that is longer than a page. */
export function Pages({ t, page, pages, hrefOf }: Props) {
  if (pages < 2) return null;
  return (
    <nav className="pages" aria-label={t("pages.label")}>
      {page > 1 && (
        <a className="button quiet" href={hrefOf(page - 1)}>
          {t("pages.previous")}
        </a>
      )}
      <span>{t("pages.here", { page, pages })}</span>
      {page < pages && (
        <a className="button quiet" href={hrefOf(page + 1)}>
          {t("pages.next")}
        </a>
      )}
    </nav>
  );
}
