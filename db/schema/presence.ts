import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../types.ts";
import { people } from "./identity.ts";
import { sessions } from "./sessions.ts";
import { resources, spaces } from "./spaces.ts";

/** Somebody was in a space, from when to when: with a card, by a helper's list, or as one more without a name. */
export const visits = pgTable(
  "visit",
  {
    /** Chosen by the device that saw it: an arrival that is sent twice is one visit. */
    id: uuid().primaryKey(),
    spaceId: uuid()
      .notNull()
      .references(() => spaces.id),
    roomId: uuid().references(() => resources.id),
    /** Null for free use of the space. */
    sessionId: uuid().references(() => sessions.id),
    /** Null for one more without a name, and once the identity is no longer kept. */
    personId: uuid().references(() => people.id, { onDelete: "set null" }),
    arrivedAt: instant().notNull(),
    leftAt: instant(),
    /** Nobody saw them leave: the space closed. */
    leftAssumed: boolean().notNull().default(false),
    /** How it was seen: kiosk, list or self. */
    source: text().notNull(),
    recordedAt: instant().notNull().default(sql`now()`),
  },
  (visit) => [
    index("visit_space_arrived").on(visit.spaceId, visit.arrivedAt),
    index("visit_person").on(visit.personId),
    check("visit_source_known", sql`${visit.source} in ('kiosk', 'list', 'self')`),
    check(
      "visit_leaves_after_it_arrives",
      sql`${visit.leftAt} is null or ${visit.leftAt} >= ${visit.arrivedAt}`,
    ),
  ],
);
