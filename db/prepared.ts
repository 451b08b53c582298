import { createHash } from "node:crypto";
import pg from "pg";

/** Statements one connection keeps planned. What is asked after that many different ones is planned each time. */
const KEPT = 200;

type Query = { text: string; values?: unknown[]; name?: string };

/** A connection that names each statement with parameters, so that PostgreSQL parses and plans it once and not each time. */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();

  // The driver's own overloads are many; whatever is no plain statement with parameters is handed on as it came.
  override query(...args: unknown[]): never {
    const [query, values, ...rest] = args;
    const name =
      isNameable(query) && Array.isArray(values) && values.length > 0 ? this.#nameOf(query.text) : null;
    const call = super.query as (...args: unknown[]) => never;
    return name ? call.call(this, { ...(query as Query), name }, values, ...rest) : call.apply(this, args);
  }

  #nameOf(text: string): string | null {
    const known = this.#names.get(text);
    if (known || this.#names.size >= KEPT) return known ?? null;
    const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
    this.#names.set(text, name);
    return name;
  }
}

function isNameable(query: unknown): query is Query {
  return (
    typeof query === "object" &&
    query !== null &&
    "text" in query &&
    !("submit" in query) &&
    !("name" in query && query.name)
  );
}
