/**
 * How long things may last in the database, by kind of work. Milliseconds; 0 is without end.
 *
 * @property statementMs one statement, waits for locks included
 * @property lockMs one wait for a lock
 * @property idleMs a transaction in which nothing is asked
 * @property connectionMs the wait for a connection of the pool, or for the server to accept one
 */
export type Limits = { statementMs: number; lockMs: number; idleMs: number; connectionMs: number };

/**
 * The one list of time-outs. Whoever adds a kind of work adds a row here, and names it where its
 * connection is made.
 */
export const LIMITS = {
  /** A page, a form or an answer of the API: somebody waits in front of a screen. */
  page: { statementMs: 15_000, lockMs: 5_000, idleMs: 20_000, connectionMs: 4_000 },
  /** An export or a report: somebody waits, and knows that it is much. */
  report: { statementMs: 120_000, lockMs: 5_000, idleMs: 120_000, connectionMs: 4_000 },
  /** Jobs, tasks, mail, the command line: nobody waits, and what failed is tried again. */
  job: { statementMs: 600_000, lockMs: 60_000, idleMs: 300_000, connectionMs: 30_000 },
  /**
   * A change of tables. It waits shortly for its locks, so that it holds up nobody, and is tried
   * again.
   */
  migration: { statementMs: 0, lockMs: 3_000, idleMs: 0, connectionMs: 30_000 },
  /** Whether all is well: an answer that comes late is an answer as well. */
  probe: { statementMs: 1_500, lockMs: 1_000, idleMs: 2_000, connectionMs: 1_500 },
} as const satisfies Record<string, Limits>;

export type Work = keyof typeof LIMITS;

/**
 * After a statement should have been ended by the server, how much longer its answer is waited for:
 * the server itself may hang.
 */
const GRACE_MS = 2_000;

/** How long an answer is waited for; undefined where a statement may take as long as it likes. */
export function patienceOf(work: Work): number | undefined {
  const { statementMs } = LIMITS[work];
  return statementMs > 0 ? statementMs + GRACE_MS : undefined;
}

const NAMES = {
  statementMs: "statement_timeout",
  lockMs: "lock_timeout",
  idleMs: "idle_in_transaction_session_timeout",
} as const;

const settingsOf = (work: Work) =>
  Object.entries(NAMES).map(
    ([key, name]) => [name, LIMITS[work][key as keyof typeof NAMES]] as const,
  );

/** As options of a connection that opens. */
export function startupOptions(work: Work): string {
  return settingsOf(work)
    .map(([name, milliseconds]) => `-c ${name}=${milliseconds}`)
    .join(" ");
}

/** As a statement, for a connection that is open. */
export function limitStatement(work: Work): string {
  return settingsOf(work)
    .map(([name, milliseconds]) => `SET ${name} = ${milliseconds}`)
    .join("; ");
}
