import { access, constants } from "node:fs/promises";
import { inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { knownMigrations, standingOf } from "#db/journal.ts";
import { rowsOf } from "#db/rows.ts";
import { personView } from "#db/schema/identity.ts";
import {
  brokenSentence,
  UNSEALED_MINUTES,
  unsealedState,
  verifyAudit,
} from "#lib/foundation/identity/audit/audit.ts";
import {
  faultOf as faultOfWitness,
  verifyWitness,
} from "#lib/foundation/identity/audit/audit-witness.ts";
import { witnessPostFault } from "#lib/foundation/identity/audit/audit-witness-post.ts";
import { DEMONSTRATION_ACCOUNTS } from "#lib/foundation/identity/sign-in/demonstration.ts";
import { outboxState } from "#lib/foundation/notifications/given-up.ts";
import { faultOf } from "#lib/foundation/platform/errors/fault.ts";
import { isRefusedSocket } from "#lib/foundation/platform/errors/machine-fault.ts";
import { troubleOf } from "#lib/foundation/platform/errors/trouble.ts";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";
import { inTime, TooLate } from "#lib/foundation/platform/process/patience.ts";
import { tasksState } from "#lib/foundation/platform/queues/tasks.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { webhooksState } from "#lib/foundation/webhooks/given-up.ts";
import { LEAST_DAYS_AHEAD } from "#lib/places/spaces/horizon.ts";
import { type JobState, jobStates } from "./job-states.ts";
import { type DatabaseState, databaseState, diskOf, lastBackupOf, versionsOf } from "./machine.ts";

/**
 * What must hold for the network to run, in the order in which it is told. Words:
 * `operations.checks.<name>`.
 */
export const CHECK_NAMES = [
  "database",
  "versions",
  "migrations",
  "roles",
  "clock",
  "openings",
  "jobs",
  "mail",
  "texts",
  "webhooks",
  "tasks",
  "backups",
  "disk",
  "audit",
  "demonstration",
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

/**
 * `warning`: it runs, and somebody should see to it. `fault`: something does not work, or will soon
 * stop.
 */
export type CheckState = "well" | "warning" | "fault";

/**
 * What was found, as a message: `operations.checks.<name>.<code>`. Of its values, those that end in
 * `At` are moments (RFC 3339), those that end in `Minutes` lengths, `job` the name of a job, and
 * the rest are numbers and words.
 */
export type Finding = {
  name: CheckName;
  state: CheckState;
  code: string;
  values: Record<string, string | number>;
};

type Found = Omit<Finding, "name" | "values"> & { values?: Finding["values"] };

/** What the checks look at is asked for once. */
type Facts = { db: Database; now: Temporal.Instant; isThorough: boolean; database: DatabaseState };

/**
 * How long one answer is waited for: a database that hangs, or where something holds a lock, is
 * told of and not waited for.
 */
const PATIENCE_MS = 5_000;
const POSTGRES_AT_LEAST = 180_000;
const CLOCK_SKEW_SECONDS = 5;
/** Of the connections that the server takes. */
const MANY_CONNECTIONS = 0.8;
const STUCK_MINUTES = { letters: 60, webhooks: 60, tasks: 15 };
/** A backup a day, with time to be made. */
const BACKUP_HOURS = { warning: 26, fault: 24 * 7 };
const DISK = {
  fault: { bytes: 1e9, share: 0.03 },
  warning: { bytes: 5e9, share: 0.1 },
};
const GIGABYTE = 1e9;

const well = (code = "well", values: Finding["values"] = {}): Found[] => [
  { state: "well", code, values },
];

const CHECKS: Record<CheckName, (facts: Facts) => Promise<Found[]> | Found[]> = {
  database: ({ database }) => {
    const { version, versionNumber, connections, mostConnections } = database;
    const values = { version, connections, most: mostConnections };
    if (versionNumber < POSTGRES_AT_LEAST)
      return [{ state: "fault", code: "old", values: { version } }];
    if (connections > mostConnections * MANY_CONNECTIONS)
      return [{ state: "warning", code: "crowded", values }];
    return well("well", values);
  },

  migrations: async ({ db }) => {
    const found = await standingOf({ query: (text) => db.execute(sql.raw(text)) });
    if (found.is === "same") return well("well", { newest: knownMigrations().at(-1)?.tag ?? "" });
    if (found.is === "older")
      return [{ state: "fault", code: "missing", values: { count: found.missing } }];
    if (found.is === "newer")
      return [{ state: "fault", code: "newer", values: { count: found.more } }];
    if (found.is === "half")
      return [
        { state: "fault", code: "half", values: { table: found.relation, change: found.tag } },
      ];
    return [{ state: "fault", code: found.is }];
  },

  roles: ({ database }) => (database.isOwner ? [{ state: "warning", code: "one" }] : well()),

  clock: ({ database: { skewSeconds } }) =>
    skewSeconds > CLOCK_SKEW_SECONDS
      ? [{ state: "fault", code: "differs", values: { seconds: Math.round(skewSeconds) } }]
      : well(),

  openings: async ({ db }) => {
    const rows = await rowsOf<{ behind: number }>(
      db,
      sql`
        select count(*)::int as behind from spaces_space space where not exists (
          select from spaces_opening opening where opening.space_id = space.id
            and upper(during) > now() + make_interval(days => ${LEAST_DAYS_AHEAD}))`,
    );
    const { behind = 0 } = rows[0] ?? {};
    return behind > 0
      ? [{ state: "fault", code: "behind", values: { count: behind, days: LEAST_DAYS_AHEAD } }]
      : well("well", { days: LEAST_DAYS_AHEAD });
  },

  jobs: async ({ db, now }) => {
    const states = await jobStates(db, now);
    if (states.every(({ state }) => state === "unknown")) return [{ state: "fault", code: "none" }];
    const found = states.flatMap(findingOfJob);
    return found.length > 0 ? found : well("well", { count: states.length });
  },

  mail: async ({ db }) => {
    const { mail } = await outboxState(db);
    const found = [...lateIn(mail, STUCK_MINUTES.letters), ...failingIn(mail)];
    if (!settings().smtpUrl && !settings().demo)
      found.unshift({ state: "warning", code: "noServer" });
    return found.length > 0 ? found : well("well", { count: mail.waiting });
  },

  texts: async ({ db }) => {
    const { text } = await outboxState(db);
    const found = [...lateIn(text, STUCK_MINUTES.letters), ...failingIn(text)];
    if (found.length > 0) return found;
    return settings().smsHook ? well("well", { count: text.waiting }) : well("notSet");
  },

  webhooks: async ({ db }) => {
    const state = await webhooksState(db);
    // What is given up is the other side's machine: ours runs.
    const found = [...lateIn(state, STUCK_MINUTES.webhooks, "warning"), ...failingIn(state)];
    return found.length > 0 ? found : well("well", { count: state.waiting });
  },

  tasks: async ({ db }) => {
    const state = await tasksState(db);
    const found = lateIn(state, STUCK_MINUTES.tasks);
    return found.length > 0 ? found : well("well", { count: state.waiting + state.running });
  },

  backups: async ({ now }) => {
    const last = await lastBackupOf();
    if (!last)
      return settings().demo ? well("demonstration") : [{ state: "warning", code: "none" }];
    const ageHours = last.at.until(now).total("hours");
    const values = { lastAt: last.at.toString(), gigabytes: last.bytes / GIGABYTE };
    if (ageHours > BACKUP_HOURS.fault) return [{ state: "fault", code: "old", values }];
    return ageHours > BACKUP_HOURS.warning
      ? [{ state: "warning", code: "old", values }]
      : well("well", values);
  },

  disk: async ({ database }) => {
    const { dataDir } = settings();
    makeFolder(dataDir);
    const mayWrite = await access(dataDir, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!mayWrite) return [{ state: "fault", code: "readOnly", values: { folder: dataDir } }];
    const { free, size } = await diskOf();
    const values = {
      free: free / GIGABYTE,
      size: size / GIGABYTE,
      database: database.bytes / GIGABYTE,
    };
    const isBelow = ({ bytes, share }: { bytes: number; share: number }) =>
      free < bytes && free < size * share;
    if (isBelow(DISK.fault)) return [{ state: "fault", code: "low", values }];
    return isBelow(DISK.warning)
      ? [{ state: "warning", code: "low", values }]
      : well("well", values);
  },

  audit: async ({ db, now, isThorough }) => {
    const notTaken = await witnessPostFault(now);
    if (notTaken) return [{ state: "fault", code: "broken", values: { fault: notTaken } }];
    const { waiting, oldestSeconds } = await unsealedState(db);
    const sinceMinutes = Math.floor(oldestSeconds / 60);
    const unsealed: Found[] =
      oldestSeconds > UNSEALED_MINUTES * 60
        ? [{ state: "fault", code: "unsealed", values: { count: waiting, sinceMinutes } }]
        : [];
    if (!isThorough) return unsealed.length > 0 ? unsealed : well("nightly");
    const { entries, firstBroken } = await verifyAudit(db);
    const fault = firstBroken
      ? brokenSentence(firstBroken)
      : faultOfWitness(await verifyWitness(db, now));
    if (fault) return [{ state: "fault", code: "broken", values: { fault } }, ...unsealed];
    return unsealed.length > 0 ? unsealed : well("well", { count: entries });
  },

  demonstration: async ({ db }) => {
    if (settings().demo) return well("isOne");
    const accounts = DEMONSTRATION_ACCOUNTS.map((name) => `${name}@trivium.test`);
    const left = await db.$count(personView, inArray(personView.email, accounts));
    return left > 0 ? [{ state: "fault", code: "left", values: { count: left } }] : well();
  },

  versions: async ({ database }) => {
    const { program, build, node } = await versionsOf();
    return well("well", { program, build: build || "–", node, postgresql: database.version });
  },
};

function findingOfJob({ name: job, state, failedAt, fault }: JobState): Found[] {
  if (state === "fails")
    return [
      {
        state: "fault",
        code: "fails",
        values: { job, failedAt: `${failedAt}`, fault: fault ?? "" },
      },
    ];
  if (state === "late" || state === "unknown")
    return [{ state: "fault", code: "late", values: { job } }];
  return [];
}

/**
 * What is wrong with work that waits for its turn.
 *
 * @param givenUpIs how bad it is that some of it is not tried any more
 */
function lateIn(
  { waiting, oldestSeconds, givenUp }: { waiting: number; oldestSeconds: number; givenUp: number },
  stuckMinutes: number,
  givenUpIs: CheckState = "fault",
): Found[] {
  const found: Found[] = [];
  if (givenUp > 0) found.push({ state: givenUpIs, code: "givenUp", values: { count: givenUp } });
  if (oldestSeconds > stuckMinutes * 60)
    found.push({
      state: "fault",
      code: "stuck",
      values: { count: waiting, sinceMinutes: minutes(oldestSeconds) },
    });
  return found;
}

/**
 * What could not leave at its last try, and is tried again: the first sign of a fault that is told
 * for hours before it is final.
 */
function failingIn({ failing, fault = "" }: { failing: number; fault?: string | null }): Found[] {
  return failing > 0
    ? [{ state: "warning", code: "failing", values: { count: failing, fault: fault ?? "" } }]
    : [];
}

function minutes(seconds: number): number {
  return Math.round(seconds / 60);
}

/**
 * Looks at everything that must hold for the network to run. The one list behind `doctor` and the
 * page for administrators.
 *
 * @param isThorough with what takes long as well: the whole audit log is worked out anew
 * @returns at least one finding a check, in the order of the list; where the database is not
 *   reached or does not answer in time, or its tables are not those of this program, nothing after
 *   that
 */
export async function examine(
  db: Database,
  now: Temporal.Instant,
  { isThorough = false }: { isThorough?: boolean } = {},
): Promise<Finding[]> {
  const notRead = (name: CheckName, error: unknown): Finding[] =>
    error instanceof TooLate
      ? [{ name, state: "fault", code: "noAnswer", values: { seconds: PATIENCE_MS / 1000 } }]
      : [{ name, state: "fault", code: "notRead", values: { fault: faultOf(error) } }];
  const database = await inTime(databaseState(db), PATIENCE_MS).catch(
    (error: unknown) => error as Error,
  );
  if (isRefusedSocket(database))
    return [{ name: "database", state: "fault", code: "refused", values: {} }];
  if (database instanceof Error)
    return troubleOf(database) === "database_away"
      ? [{ name: "database", state: "fault", code: "away", values: { fault: faultOf(database) } }]
      : notRead("database", database);
  const facts = { db, now, isThorough, database };
  const all: Finding[] = [];
  for (const name of CHECK_NAMES) {
    const look = async () => CHECKS[name](facts);
    // The whole audit log takes as long as it is long.
    const isLong = name === "audit" && isThorough;
    const found = await (isLong ? look() : inTime(look(), PATIENCE_MS)).then(
      (each) => each.map((one) => ({ name, ...one, values: one.values ?? {} })),
      (error: unknown) => notRead(name, error),
    );
    all.push(...found);
    const isOver = found.some(({ code }) => code === "noAnswer");
    if (isOver || (name === "migrations" && found.some(({ state }) => state === "fault"))) break;
  }
  return all;
}
