import { createHash } from "node:crypto";
import pg from "pg";
import { limitStatement, patienceOf, type Work } from "./limits.ts";

/**
 * Statements one connection keeps planned. What is asked after that many different ones is planned
 * each time.
 */
const KEPT = 200;

type Query = { text: string; values?: unknown[]; name?: string };

/** What the driver says when an answer did not come in time. */
const NO_ANSWER = "Query read timeout";

/**
 * A connection that names each statement with parameters, so that PostgreSQL parses and plans it
 * once and not each time. What its server does not answer in time is given up, and the connection
 * with it.
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();
  #work: Work | null = null;

  /** Says once what the connection opened with. */
  beginAs(work: Work): void {
    this.#work = work;
    this.#bePatient(work);
  }

  /** Sets the time-outs of a kind of work, when the connection has others. */
  async workOn(work: Work): Promise<void> {
    if (this.#work === work) return;
    this.#work = null;
    await this.query(limitStatement(work));
    this.beginAs(work);
  }

  #bePatient(work: Work): void {
    const { connectionParameters } = this as unknown as {
      connectionParameters: { query_timeout?: number };
    };
    connectionParameters.query_timeout = patienceOf(work);
  }

  // The driver's own overloads are many; whatever is no plain statement with parameters is handed
  // on as it came.
  override query(...args: unknown[]): never {
    const [query, values, ...rest] = args;
    const name =
      isNameable(query) && Array.isArray(values) && values.length > 0
        ? this.#nameOf(query.text)
        : null;
    const call = super.query as (...args: unknown[]) => never;
    const answer = name
      ? call.call(this, { ...(query as Query), name }, values, ...rest)
      : call.apply(this, args);
    if ((answer as unknown) instanceof Promise)
      (answer as Promise<unknown>).catch((error: unknown) => {
        // The answer may still come, and would be taken for that of the next statement.
        if (error instanceof Error && error.message === NO_ANSWER) this.#cut();
      });
    return answer;
  }

  #cut(): void {
    const { connection } = this as unknown as { connection: { stream: { destroy: () => void } } };
    connection.stream.destroy();
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
