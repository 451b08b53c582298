import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { people, roleAssignments } from "#db/schema/identity.ts";

/** Who runs a space: those who hold a role of staff in it, by their ids, in their order. */
export async function staffOfSpace(db: Database, spaceId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ personId: roleAssignments.personId })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.spaceId, spaceId),
        inArray(roleAssignments.role, ["facilitator", "manager"]),
      ),
    )
    .orderBy(roleAssignments.personId);
  return rows.map(({ personId }) => personId);
}

/** Who runs the network: its administrators who can sign in, in the order of their ids. */
export async function administrators(db: Database): Promise<string[]> {
  const rows = await db
    .selectDistinct({ personId: roleAssignments.personId })
    .from(roleAssignments)
    .innerJoin(people, eq(people.id, roleAssignments.personId))
    .where(
      and(
        eq(roleAssignments.role, "administrator"),
        isNull(roleAssignments.spaceId),
        isNull(people.disabledAt),
      ),
    )
    .orderBy(roleAssignments.personId);
  return rows.map(({ personId }) => personId);
}
