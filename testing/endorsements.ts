import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { publishBadge, saveDraft } from "#lib/learning/badges/classes/commands.ts";
import { findBadge } from "#lib/learning/badges/classes/queries.ts";
import { type ClassDraft, classDraft } from "#lib/learning/badges/classes/schema.ts";
import { loadBundledFrameworks } from "#lib/learning/badges/competences/commands.ts";
import { staffRequest, type Yes, yes } from "#lib/learning/badges/endorsements/schema.ts";
import type { Given } from "./given.ts";

export const SYSTEM = { kind: "system", name: "test" } as const;
export const VISITOR = { kind: "visitor" } as const;

export type World = {
  slug: string;
  spaceId: string;
  badge: string;
  classId: string;
  staff: PersonActor;
};

export async function worldOn(
  ctx: Context,
  given: Given,
  rules: ClassDraft["rules"] = [{ kind: "mentor" }],
): Promise<World> {
  const admin = { ...ctx, actor: SYSTEM };
  await loadBundledFrameworks(admin);
  const badge = `badge-${randomUUID().slice(0, 8)}`;
  await saveDraft(
    admin,
    classDraft.parse({
      slug: badge,
      icon: "tool",
      colour: "teal",
      editions: {
        fr: { name: "Réparer", description: "Sait réparer.", criteria: "Réparez quelque chose." },
        nl: { name: "Herstellen", description: "Kan herstellen.", criteria: "Herstel iets." },
      },
      competences: [{ framework: "sustainable-it", code: "C1" }],
      rules,
    }),
  );
  await publishBadge(admin, badge, "active");
  const space = await given.space();
  return {
    slug: space.slug,
    spaceId: space.id,
    badge,
    classId: (await findBadge(admin, badge))?.id ?? "",
    staff: await given.person([{ role: "facilitator", spaceId: space.id }]),
  };
}

export const asked = (world: World, change: Record<string, string> = {}) =>
  staffRequest.parse({
    organisation: "École du Nord",
    kind: "training",
    region: "hauts-de-france",
    email: SCHOOL,
    language: "fr",
    message: "",
    space: world.slug,
    badge: world.badge,
    ...change,
  });

export const said = (token: string, change: Record<string, unknown> = {}): Yes =>
  yes.parse({
    token,
    comment: "Nous voyons que ces personnes réparent seules.",
    scopes: ["exemption", "hours"],
    hours: "12",
    signerName: "Claire D.",
    signerRole: "Directrice",
    mandate: "on",
    ...change,
  });

export const SCHOOL = "direction@ecole-du-nord.example";

/** The token of the link that was mailed to an address: to answer, or to withdraw. */
export async function mailedToken(
  db: Database,
  email = SCHOOL,
  template = "endorsement-request",
): Promise<string> {
  const { rows } = await db.execute<{ link: string }>(sql`
    select data ->> 'link' as link from outbox_message where template = ${template} and to_email = ${email}`);
  expect(rows).toHaveLength(1);
  return new URL(rows[0]?.link ?? "").searchParams.get("token") ?? "";
}
