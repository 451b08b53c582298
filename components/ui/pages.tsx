type Props = {
  label: string;
  previous: string;
  next: string;
  /** "Page 2 of 7". */
  here: string;
  page: number;
  pages: number;
  hrefOf: (page: number) => string;
};

/** The way through a list that is longer than a page. */
export function Pages({ label, previous, next, here, page, pages, hrefOf }: Props) {
  if (pages < 2) return null;
  return (
    <nav className="pages" aria-label={label}>
      {page > 1 && (
        <a className="button quiet" href={hrefOf(page - 1)}>
          {previous}
        </a>
      )}
      <span>{here}</span>
      {page < pages && (
        <a className="button quiet" href={hrefOf(page + 1)}>
          {next}
        </a>
      )}
    </nav>
  );
}
