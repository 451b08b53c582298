import type { SQLWrapper } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import type { RetentionJob } from "#lib/evidence/privacy/retention.ts";
import type { TermName } from "#lib/evidence/privacy/terms.ts";
import type { Domain } from "#lib/foundation/i18n/messages.ts";
import type { Context, Role } from "#lib/foundation/identity/context.ts";
import type { Operation } from "#lib/foundation/platform/http/operation.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import type { Progress } from "#lib/foundation/platform/queues/tasks.ts";

/**
 * What a module offers to the rest of the house; it has only the parts that it needs. Everything
 * here is data: what is done stands in its duties, which are read when somebody needs them.
 */
export type Module = {
  /** Tables that it alone reads and writes; who else needs them asks its queries or its views. */
  tables?: readonly string[];
  /** Views, named `<module>_<what>`: the columns of its tables that any other module may read. */
  views?: readonly string[];
  /** Who may do what: everybody who has signed in, or those who hold one of these roles. */
  policy?: Readonly<Record<string, "everyone" | readonly Role[]>>;
  /** Pages of staff, as the rail, the bar of a phone and the pages that list others name them. */
  menu?: readonly MenuPage[];
  /** What the worker does by the clock, and when. */
  jobs?: Readonly<Record<string, Turn>>;
  /** What the worker does all the time, and how often at least it should succeed. */
  loops?: Readonly<Record<string, Turn>>;
  /** Templates of the letters that it puts into words: `mails` of its duties does so. */
  mails?: readonly string[];
  /** What the audit log says that was done, as it and those that stand on it write there. */
  auditActions?: readonly string[];
  /** Names of the events that are sent to webhook addresses. */
  webhookEvents?: readonly string[];
  /** Its routes below /api/v1, from the schemas that they parse with. */
  operations?: () => Promise<{ operations: readonly Operation[] }>;
  duties?: () => Promise<{ duties: Duties }>;
};

/** What a module does when another part of the house asks it to. */
export type Duties = {
  /** By the names of `jobs`. */
  jobs?: Readonly<Record<string, Job>>;
  /** Puts queued messages into words, by the name of their template. */
  mails?: Readonly<Record<string, Compose>>;
  /**
   * Long work that a person asked for, by the kind of the task. It acts with the roles that the
   * person has by then.
   */
  tasks?: Readonly<Record<string, PersonalTask>>;
  ownData?: OwnData;
  retention?: Retention;
  erase?: Erase;
  /**
   * What the module publishes that was signed, for whoever may read it; null for an address that is
   * none of its own.
   */
  signed?: (ctx: Context, url: URL) => Promise<string | null>;
};

/** When a turn comes, in UTC. */
export type Turn = { everyMinutes: number } | { dailyAt: string };

/** Done at its turn. May run twice, or late, without harm. @returns counts for the log */
export type Job = (db: Database, now: Temporal.Instant) => Promise<Record<string, number>>;

export type PersonalTask = (
  ctx: Context,
  payload: Record<string, unknown>,
  progress: Progress,
) => Promise<Record<string, unknown>>;

/**
 * Everything that the module keeps about a person, for their own eyes: lists by what they hold. No
 * hashes and no secrets; moments are RFC 3339 once they are written as JSON.
 */
export type OwnData = (about: About) => Promise<Record<string, unknown>>;

/** Whose data, and in which database. */
export type About = { db: Database; personId: string };

/**
 * Lets go of what has served: statements on the module's own tables by the nightly job that they
 * belong to, each by the name under which the page of what was deleted counts its rows. What spans
 * the tables of several modules stands in evidence/privacy.
 */
export type Retention = (terms: {
  db: Database;
  now: Temporal.Instant;
  /** The moment before which a term is over. */
  over: (term: TermName) => Temporal.Instant;
  daysAgo: (days: number) => Temporal.Instant;
  /** Stands for whoever is no longer known. */
  nobody: string;
}) => Partial<Record<RetentionJob | "traces", Readonly<Record<string, SQLWrapper>>>>;

/**
 * Takes a person out of the module's own tables, in order, in the transaction that erases them: by
 * then they have no booking, place in a session or consent that is still to come. Modules are asked
 * from the top of the house down.
 */
export type Erase = (about: {
  db: Database;
  personId: string;
  /** Their addresses and telephone number. */
  reached: string[];
  nobody: string;
}) => readonly SQLWrapper[];

/** The parts of the house that have a menu of their own. */
export type Wing = "desk" | "research" | "network";

/** A page of staff as a menu names it. */
export type MenuPage = {
  /** Its place among the others, from the top. */
  at: number;
  /** The address after the language. */
  href: string;
  /** Domain and key of the message that is its name: the same as the title of the page. */
  label: readonly [domain: Domain, key: string];
  icon: MenuIcon;
  /** What the page asks its reader to be allowed: an action of the policy. */
  action: string;
  /**
   * In whose menus it stands; where somebody has several of them, the first that they may enter and
   * that is theirs.
   */
  wings: readonly Wing[];
  /** The entry below which it stands. */
  under?: string;
  /** Pages without an entry of their own that belong to it, by the beginning of their address. */
  also?: readonly string[];
  /** One of the four that a phone shows without opening anything. */
  isTab?: boolean;
  /**
   * Has nothing of its own: it lists what stands below it, and is not there when that is nothing.
   */
  isIndex?: boolean;
  /** How many things wait behind it. */
  counts?: Waiting;
  isDemonstration?: boolean;
};

/** What waits for staff: requests for rooms, or for badges. */
export type Waiting = "requests" | "badges";

export type MenuIcon =
  | "home"
  | "calendar"
  | "book"
  | "inbox"
  | "people"
  | "door"
  | "closed"
  | "chart"
  | "gear"
  | "file"
  | "flask"
  | "swap"
  | "pin"
  | "person"
  | "shield"
  | "list"
  | "clock"
  | "card"
  | "go";
