const LAST_PAGE = 1_000;

/** The page of a list an address asks for, counted from 1; the first for anything else. */
export function pageFrom(text: string | string[] | undefined): number {
  const page = Number(text);
  return Number.isInteger(page) && page > 0 && page < LAST_PAGE ? page : 1;
}
