import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { test } from "#testing/database.ts";
import { publishBadge, saveDraft } from "../classes/commands.ts";
import { classDraft } from "../classes/schema.ts";
import { addMap, editMap, importFramework, loadBundledFrameworks } from "./commands.ts";
import { removeFramework, retireFramework } from "./ending.ts";
import { findFramework, frameworksInUse } from "./queries.ts";
import { mapHead } from "./schema.ts";

const head = mapHead.parse({
  slug: "repair-map",
  version: "1",
  names: { nl: "Herstellen" },
  publisher: "Trivium",
  licence: "CC0",
  source: "Ourselves",
});

/** A map with one competence in a group, as an administrator has just written it. */
async function written(ctx: Context): Promise<{ admin: Context; seen: () => Promise<Seen> }> {
  const admin: Context = { ...ctx, actor: { kind: "system", name: "test" } };
  await loadBundledFrameworks(admin);
  await addMap(admin, head);
  await importFramework(admin, "code,group,parent,label_nl\nA,yes,,Zien\nA1,,A,Openen\n", {
    into: head.slug,
    isTrial: false,
  });
  const seen = async () => {
    const map = await findFramework(ctx, head.slug);
    return { slug: head.slug, seen: map?.changedAt.toString() ?? "" };
  };
  return { admin, seen };
}

type Seen = { slug: string; seen: string };

const badge = classDraft.parse({
  slug: "repair-it",
  icon: "tool",
  colour: "teal",
  editions: { nl: { name: "Openen", description: "Kan openen.", criteria: "Open iets." } },
  competences: [{ framework: head.slug, code: "A1" }],
  rules: [{ kind: "mentor" }],
});

test("a map that nothing names goes, and is not there any more", async ({ ctx }) => {
  const { admin, seen } = await written(ctx);
  await expect(removeFramework(admin, { ...(await seen()), seen: "before" })).rejects.toMatchObject(
    {
      reason: { code: "badges.framework_changed" },
    },
  );
  await removeFramework(admin, await seen());
  expect(await findFramework(ctx, head.slug)).toBeNull();
  await expect(removeFramework(admin, { slug: head.slug, seen: "" })).rejects.toMatchObject({
    kind: "not_found",
  });
});

test("a map that a badge names stays, even when that badge was never published", async ({
  ctx,
}) => {
  const { admin, seen } = await written(ctx);
  await saveDraft(admin, badge);
  await expect(removeFramework(admin, await seen())).rejects.toMatchObject({
    kind: "conflict",
    reason: { code: "badges.framework_named" },
  });
});

test("a list with which another is aligned stays: what the other says would be lost", async ({
  ctx,
}) => {
  const { admin } = await written(ctx);
  const esco = await findFramework(ctx, "esco-1.2");
  await expect(
    removeFramework(admin, { slug: "esco-1.2", seen: esco?.changedAt.toString() ?? "" }),
  ).rejects.toMatchObject({ reason: { code: "badges.framework_named" } });
});

test("what is used no more keeps its page, is not edited and not offered, and can be used again", async ({
  ctx,
}) => {
  const { admin, seen } = await written(ctx);
  await saveDraft(admin, badge);
  const inUse = async () => (await frameworksInUse(ctx)).map(({ slug }) => slug);
  await retireFramework(admin, await seen(), true);
  expect(await inUse()).not.toContain(head.slug);
  expect(await findFramework(ctx, head.slug)).toMatchObject({ retiredAt: ctx.now });
  await expect(editMap(admin, await seen(), (file) => file)).rejects.toMatchObject({
    reason: { code: "badges.framework_retired" },
  });
  await retireFramework(admin, await seen(), false);
  expect(await inUse()).toContain(head.slug);
});

test("nothing new is tied to what is used no more; what was tied to it before goes on", async ({
  ctx,
}) => {
  const { admin, seen } = await written(ctx);
  await saveDraft(admin, badge);
  await retireFramework(admin, await seen(), true);
  await expect(publishBadge(admin, badge.slug, "active")).rejects.toMatchObject({
    kind: "conflict",
    reason: { code: "badges.tied_to_retired" },
  });
  await retireFramework(admin, await seen(), false);
  await publishBadge(admin, badge.slug, "pilot");
  await retireFramework(admin, await seen(), true);
  await publishBadge(admin, badge.slug, "active");
  await saveDraft(admin, { ...badge, colour: "blue" });
  await publishBadge(admin, badge.slug, "active");
});
