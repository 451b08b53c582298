import pg from "pg";

/**
 * A pool that keeps a connection whose statement was refused: the driver's own closes it and opens another, which forgets all
 * that was planned. One that is broken is replaced as before.
 */
export class KeepingPool extends pg.Pool {
  override query(...args: unknown[]): never {
    return this.#ask(args) as never;
  }

  async #ask(args: unknown[]): Promise<unknown> {
    const client = await this.connect();
    try {
      const answer = await client.query(...(args as [string]));
      client.release();
      return answer;
    } catch (error) {
      client.release(!isRefusal(error));
      throw error;
    }
  }
}

/** Of the statement alone. After FATAL and PANIC, and without an answer of the server, there is no connection any more. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}
