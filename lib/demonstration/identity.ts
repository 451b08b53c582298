import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { organisations, people, roleAssignments } from "#db/schema/identity.ts";
import { spaces } from "#db/schema/spaces.ts";
import type { Context, HeldRole, PersonActor, Role } from "#lib/foundation/identity/context.ts";
import {
  DEMONSTRATION_ACCOUNTS,
  type DemonstrationAccount,
} from "#lib/foundation/identity/sign-in/demonstration.ts";

const NAMES: Record<DemonstrationAccount, { displayName: string; locale: string }> = {
  learner: { displayName: "Lien", locale: "nl" },
  facilitator: { displayName: "Fatima", locale: "fr" },
  manager: { displayName: "Marc", locale: "nl" },
  researcher: { displayName: "Rosa", locale: "en" },
  steward: { displayName: "Stef", locale: "nl" },
  partner: { displayName: "Paul", locale: "fr" },
  admin: { displayName: "Ada", locale: "en" },
};

const NETWORK_ROLES: Partial<Record<DemonstrationAccount, Role>> = {
  researcher: "researcher",
  partner: "partner",
  admin: "administrator",
};

const STAFFED_SPACES = 3;

export async function seedIdentity({ db }: Context): Promise<void> {
  await db.insert(people).values(
    DEMONSTRATION_ACCOUNTS.map((account) => ({
      ...NAMES[account],
      email: `${account}@trivium.test`,
    })),
  );
}

/** Roles in the network, and in the first spaces for those who work in one. */
export async function seedRoles({ db }: Context): Promise<void> {
  const staffed = await db
    .select({ id: spaces.id })
    .from(spaces)
    .orderBy(asc(spaces.slug))
    .limit(STAFFED_SPACES);
  const [guild] = await db
    .insert(organisations)
    .values({ name: "Leie–Lys IT (demonstration)", country: "BE" })
    .returning({ id: organisations.id });
  const accounts = await db.select({ id: people.id, email: people.email }).from(people);
  const assignments = accounts.flatMap<typeof roleAssignments.$inferInsert>(
    ({ id: personId, email }) => {
      const account = DEMONSTRATION_ACCOUNTS.find((name) => email === `${name}@trivium.test`);
      const network = account && NETWORK_ROLES[account];
      const organisationId = account === "partner" ? guild?.id : null;
      if (network) return [{ personId, role: network, spaceId: null, organisationId }];
      const role =
        account === "facilitator"
          ? "facilitator"
          : account === "manager" || account === "steward"
            ? "manager"
            : null;
      return role ? staffed.map(({ id: spaceId }) => ({ personId, role, spaceId })) : [];
    },
  );
  await db.insert(roleAssignments).values(assignments);
}

/**
 * Somebody of the demonstration with the roles that they hold now.
 *
 * @throws Error when they are not there
 */
export async function demonstrationActor(
  db: Database,
  account: DemonstrationAccount,
): Promise<PersonActor> {
  const [person] = await db
    .select()
    .from(people)
    .where(eq(people.email, `${account}@trivium.test`));
  if (!person) throw new Error(`${account} is not there.`);
  const { id: personId, displayName } = person;
  const roles = await db
    .select({ role: roleAssignments.role, spaceId: roleAssignments.spaceId })
    .from(roleAssignments)
    .where(eq(roleAssignments.personId, personId));
  return {
    kind: "person",
    personId,
    displayName,
    locale: "nl",
    roles: roles as HeldRole[],
    scopes: null,
  };
}
