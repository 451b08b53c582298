import pg from "pg";
import { LIMITS, type Work } from "./limits.ts";
import type { PreparingClient } from "./prepared.ts";

/** No connection was to be had: all are in use (`full`), or the server does not answer (`away`). */
export class NoConnection extends Error {
  override readonly name = "NoConnection";
  readonly why: "full" | "away";

  constructor(why: "full" | "away", options?: ErrorOptions) {
    super(why === "full" ? "every connection is in use" : "the database is not reached", options);
    this.why = why;
  }
}

/**
 * Who takes a connection: what for, and at which door. A door is what many requests have in common,
 * as the route they ask for; null where there is none.
 */
export type Taker = { work: Work; door: string | null };

export type PoolOptions = pg.PoolConfig & {
  /** Asked each time that a connection is taken. */
  taker: () => Taker;
  /**
   * Connections that one door may have at once: when one table is locked, its requests leave some
   * for the others.
   */
  mostPerDoor: number;
};

/**
 * A pool that keeps a connection whose statement was refused: the driver's own closes it and opens
 * another, which forgets all that was planned. One that is broken is replaced as before.
 */
export class KeepingPool extends pg.Pool {
  readonly #taker: () => Taker;
  readonly #doors: Doors;

  constructor({ taker, mostPerDoor, ...config }: PoolOptions) {
    super(config);
    this.#taker = taker;
    this.#doors = new Doors(mostPerDoor);
  }

  /** How many wait: for their door's turn, or for a connection. */
  get waiting(): number {
    return this.waitingCount + this.#doors.waiting;
  }

  /** @throws NoConnection when none comes free in time, or the server is not there */
  override connect(callback?: unknown): never {
    // The driver's own callers give a callback; ours await.
    if (callback) return (super.connect as (callback: unknown) => unknown)(callback) as never;
    return this.#take() as never;
  }

  override query(...args: unknown[]): never {
    return this.#ask(args) as never;
  }

  async #take(): Promise<pg.PoolClient> {
    const { work, door } = this.#taker();
    const leave = await this.#doors.enter(door, LIMITS[work].connectionMs);
    try {
      const client = (await super.connect().catch((error: unknown) => {
        throw error instanceof pg.DatabaseError ? error : noConnection(error);
      })) as pg.PoolClient & PreparingClient;
      const release = client.release.bind(client);
      client.release = (broken) => {
        leave();
        release(broken);
      };
      try {
        await client.workOn(work);
      } catch (error) {
        release(true);
        throw error;
      }
      return client;
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #ask(args: unknown[]): Promise<unknown> {
    const client = await this.#take();
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

/** The driver says by a sentence alone that its queue did not move. */
function noConnection(cause: unknown): NoConnection {
  const isFull =
    cause instanceof Error && cause.message === "timeout exceeded when trying to connect";
  return new NoConnection(isFull ? "full" : "away", { cause });
}

/**
 * Of the statement alone. After FATAL and PANIC, and without an answer of the server, there is no
 * connection any more.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}

/** Lets so many through each door at once; whoever comes later waits in order. */
class Doors {
  readonly #most: number;
  readonly #inside = new Map<string, { count: number; queue: (() => void)[] }>();
  waiting = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns what is called once, when the connection is given back */
  async enter(door: string | null, patienceMs: number): Promise<() => void> {
    if (door === null) return () => {};
    const known = this.#inside.get(door) ?? { count: 0, queue: [] };
    this.#inside.set(door, known);
    if (known.count < this.#most) known.count += 1;
    // Whoever leaves hands over the place: the count stays.
    else await this.#turn(known.queue, patienceMs);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      const next = known.queue.shift();
      if (next) return next();
      known.count -= 1;
      if (known.count === 0) this.#inside.delete(door);
    };
  }

  #turn(queue: (() => void)[], patienceMs: number): Promise<void> {
    this.waiting += 1;
    return new Promise<void>((resolve, reject) => {
      const go = () => {
        clearTimeout(timer);
        this.waiting -= 1;
        resolve();
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(go), 1);
        this.waiting -= 1;
        reject(new NoConnection("full"));
      }, patienceMs);
      queue.push(go);
    });
  }
}
