import { hash, verify } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { people, roleAssignments } from "#db/schema/identity.ts";
import { spaceView } from "#db/schema/spaces.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { inTurn } from "#lib/foundation/platform/queues/turns.ts";
import type { Context } from "../context.ts";
import { weaknessOf } from "./password-strength.ts";

/** Argon2id, the library's default; memory in KiB. @see OWASP Password Storage Cheat Sheet */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes a core and 19 MB: four at once leave the others their answers. */
const turn = inTurn({ atOnce: 4, waiting: 32 });

/**
 * What is kept of a password that somebody chooses: the one way to make it, so that no page or
 * command takes a weak one.
 *
 * @throws DomainError invalid for one that many people choose, or that says who its owner is; busy
 *   when too many wait
 */
export async function newPasswordHash(
  ctx: Context,
  personId: string,
  password: string,
): Promise<string> {
  const about = await aboutPerson(ctx, personId);
  return turn(async () => {
    const weakness = await weaknessOf(password, about);
    if (weakness) throw new DomainError("invalid", weakness);
    return hash(password, COST);
  });
}

/**
 * What somebody who knows the owner would try first: the network, their name and address, and the
 * spaces they work in.
 */
async function aboutPerson({ db }: Context, personId: string): Promise<string[]> {
  const rows = await db
    .select({
      name: people.displayName,
      email: people.email,
      space: spaceView.name,
      city: spaceView.city,
    })
    .from(people)
    .leftJoin(roleAssignments, eq(roleAssignments.personId, people.id))
    .leftJoin(spaceView, eq(spaceView.id, roleAssignments.spaceId))
    .where(eq(people.id, personId));
  const known = rows.flatMap(({ name, email, space, city }) => [name, email, space, city]);
  return ["Trivium", ...known.filter((text) => text !== null)];
}

let nobodys: Promise<string> | undefined;

/**
 * Takes as long for an account without a password as for one with: the answer's time tells nothing.
 *
 * @throws DomainError busy when too many wait
 */
export async function passwordFits(known: string | null, password: string): Promise<boolean> {
  nobodys ??= hash("of nobody", COST);
  const against = known ?? (await nobodys);
  const fits = await turn(() => verify(against, password));
  return known !== null && fits;
}
