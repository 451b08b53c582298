/** What follows the question mark of a page's address; what stands there twice comes as a list. */
export type PageQuery = Record<string, string | string[] | undefined>;

/** The first of what stands there under a name; empty where nothing does. */
export function firstOf(value: PageQuery[string]): string {
  return [value ?? ""].flat()[0] ?? "";
}

/** What stands there under each of these names, without those under which nothing does. */
export function saidIn(query: PageQuery, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, firstOf(query[name])]).filter(([, value]) => value !== ""),
  );
}
