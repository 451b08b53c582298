import type { z } from "zod";

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

/**
 * What an address asks for, as far as it can be read: for pages, which show the rest all the same.
 * What is left empty is not asked for.
 *
 * @param schema in which no name has to be there
 * @returns `unread`: what cannot be read, as it was typed
 */
export function readableIn<T extends z.ZodObject>(
  schema: T,
  query: PageQuery,
): { asked: z.output<T>; unread: Record<string, string> } {
  const said = saidIn(query, Object.keys(schema.shape));
  const whole = schema.safeParse(said);
  if (whole.success) return { asked: whole.data, unread: {} };
  const faults = new Set(whole.error.issues.map(({ path }) => String(path[0])));
  const part = (isUnread: boolean) =>
    Object.fromEntries(Object.entries(said).filter(([name]) => faults.has(name) === isUnread));
  return { asked: schema.parse(part(false)), unread: part(true) };
}
