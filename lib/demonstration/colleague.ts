import { people, roleAssignments } from "#db/schema/identity.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";

/** Somebody invented who runs some spaces. */
export async function colleague(
  { db }: Context,
  displayName: string,
  spaceIds: string[],
): Promise<PersonActor> {
  const [row] = await db
    .insert(people)
    .values({ displayName, locale: "nl" })
    .returning({ id: people.id });
  const personId = row?.id ?? "";
  const roles = spaceIds.map((spaceId) => ({ role: "manager" as const, spaceId }));
  await db.insert(roleAssignments).values(roles.map((held) => ({ personId, ...held })));
  return { kind: "person", personId, displayName, locale: "nl", roles, scopes: null };
}
