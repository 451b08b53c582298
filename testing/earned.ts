import type { Context } from "#lib/foundation/identity/context.ts";
import {
  acceptBadge,
  applyForBadge,
  decideOnRequest,
} from "#lib/learning/badges/awards/commands.ts";
import { publishBadge, saveDraft } from "#lib/learning/badges/classes/commands.ts";
import { findBadge } from "#lib/learning/badges/classes/queries.ts";
import { classDraft } from "#lib/learning/badges/classes/schema.ts";
import { loadBundledFrameworks } from "#lib/learning/badges/competences/commands.ts";
import { credentialOfAward } from "#lib/learning/badges/credentials/queries.ts";
import type { Given } from "./given.ts";

/**
 * So many people earn a badge at a space.
 *
 * @returns the ids of their signed badges, and of the badge itself
 */
export async function earnBadges(ctx: Context, given: Given, people: number) {
  const admin = { ...ctx, actor: { kind: "system", name: "test" } as const };
  await loadBundledFrameworks(admin);
  const written = classDraft.parse({
    slug: "mend",
    icon: "tool",
    colour: "teal",
    editions: {
      nl: { name: "Herstellen", description: "Kan herstellen.", criteria: "Herstel iets." },
    },
    competences: [{ framework: "sustainable-it", code: "C1" }],
    rules: [{ kind: "evidence" }],
  });
  await saveDraft(admin, written);
  await publishBadge(admin, "mend", "active");
  const space = await given.space();
  const staff = given.as(ctx, await given.person([{ role: "facilitator", spaceId: space.id }]));
  const signed: string[] = [];
  for (let one = 0; one < people; one += 1) {
    const learner = given.as(ctx, await given.person());
    const { id } = await applyForBadge(learner, {
      badge: "mend",
      space: space.slug,
      statement: "Mended it",
    });
    await decideOnRequest(staff, { id, revision: 1, what: "approve", note: "" });
    await acceptBadge(learner, id);
    signed.push((await credentialOfAward(ctx, id)) ?? "");
  }
  const badge = await findBadge(ctx, "mend");
  return { id: badge?.id ?? "", signed, admin };
}
