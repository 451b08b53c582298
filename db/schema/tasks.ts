import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { spaces } from "./spaces.ts";

/**
 * Work that is too long for a request: asked for by a person, done by a worker. Deleted 7 days
 * after it ended.
 */
export const backgroundTasks = pgTable(
  "background_task",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Which handler does it. */
    kind: text().notNull(),
    /** The same key from the same person is the same task. */
    key: text().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    /** Null for what is of the network as a whole. */
    spaceId: uuid().references(() => spaces.id, { onDelete: "cascade" }),
    /** What is to be done, as its handler reads it. */
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    state: text().notNull().default("waiting"),
    attempts: integer().notNull().default(0),
    /** How many parts of how many are done; the total is null until it is known. */
    done: integer().notNull().default(0),
    total: integer(),
    /** What came out of it, or the reason why nothing did. */
    result: jsonb().$type<Record<string, unknown>>(),
    createdAt: instant().notNull().default(sql`now()`),
    startedAt: instant(),
    endedAt: instant(),
  },
  (task) => [
    uniqueIndex("background_task_once").on(task.askedBy, task.key),
    index("background_task_open").on(task.createdAt).where(sql`${task.endedAt} is null`),
    check("background_task_state", sql`${task.state} in ('waiting', 'running', 'done', 'failed')`),
    check(
      "background_task_ends",
      sql`(${task.state} in ('done', 'failed')) = (${task.endedAt} is not null)`,
    ),
  ],
);
