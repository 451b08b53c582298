import { expect } from "vitest";
import type { Context } from "#lib/foundation/identity/context.ts";
import { layoutsOfRoom } from "#lib/places/spaces/layouts.ts";
import { test } from "#testing/database.ts";
import type { Given } from "#testing/given.ts";
import {
  beginPrototype,
  concludePrototype,
  discardPrototype,
  linkStudy,
  savePrototype,
  startPrototype,
  withdrawPrototype,
} from "./commands.ts";
import type { FloorPlan } from "./floor-plan.ts";
import { offerLayout } from "./layouts.ts";
import { noteObservation, removeObservation } from "./observations.ts";
import { findPrototype, listPrototypes, workedOnPrototype } from "./queries.ts";
import { MOST_VARIANTS } from "./schema.ts";
import { tidyPrototypes } from "./tidy.ts";
import { addVariant, removeVariant, saveVariant } from "./variants.ts";

const PLAN: FloorPlan = {
  width: 600,
  depth: 500,
  objects: [
    {
      id: "table-1",
      kind: "table",
      name: "<b>Tafel</b>",
      x: 100,
      y: 100,
      width: 160,
      depth: 80,
      rotation: 30,
    },
  ],
};

const written = {
  title: "Eilanden",
  hypothesis: "Men helpt elkaar.",
  setting: "Vier tafels.",
  room: null,
  practice: "",
  startsOn: "2026-02-01",
  endsOn: null,
  kit: [{ kind: "laptop" as const, quantity: 8 }],
};

async function team(ctx: Context, given: Given) {
  const room = await given.room();
  const as = async (role: "facilitator" | "manager") =>
    given.as(ctx, await given.person([{ role, spaceId: room.spaceId }]));
  const stranger = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId: (await given.space()).id }]),
  );
  const researcher = given.as(ctx, await given.person([{ role: "researcher", spaceId: null }]));
  const { rows } = await ctx.db.execute<{ slug: string }>(
    `select slug from space where id = '${room.spaceId}'`,
  );
  const space = rows[0]?.slug ?? "";
  return {
    room,
    space,
    facilitator: await as("facilitator"),
    manager: await as("manager"),
    stranger,
    researcher,
  };
}

const conflict = (code: string) => ({ kind: "conflict", reason: { code } });
const invalid = (code: string) => ({ kind: "invalid", reason: { code } });

test("a prototype is drawn, run, watched, concluded and withdrawn", async ({ ctx, given }) => {
  const { room, space, facilitator, manager } = await team(ctx, given);
  const begun = { space, language: "nl" as const, title: "Eilanden", practice: "" };
  const { slug } = await beginPrototype(facilitator, begun);
  expect((await beginPrototype(facilitator, begun)).slug).toBe(`${slug}-2`);
  const seen = (revision: number) => ({ slug, revision });

  await expect(startPrototype(facilitator, seen(1))).rejects.toMatchObject(
    invalid("prototypes.needs_hypothesis"),
  );
  await savePrototype(facilitator, seen(1), { ...written, room: room.id });
  await expect(savePrototype(manager, seen(1), written)).rejects.toMatchObject(
    conflict("prototypes.changed_meanwhile"),
  );
  await expect(startPrototype(facilitator, seen(2))).rejects.toMatchObject(
    invalid("prototypes.needs_plan"),
  );
  const variant = await addVariant(facilitator, slug, {
    names: { nl: "Eilanden" },
    words: "",
    plan: PLAN,
  });
  expect(await findPrototype(ctx, slug)).toBeNull();
  await startPrototype(facilitator, seen(2));
  expect(await findPrototype(ctx, slug)).toMatchObject({
    state: "running",
    roomName: "Atelier",
    variants: [{ plan: PLAN }],
  });
  expect((await listPrototypes(ctx)).items).toMatchObject([{ slug, variant: { plan: PLAN } }]);
  await expect(discardPrototype(facilitator, slug)).rejects.toMatchObject(
    conflict("prototypes.changed_meanwhile"),
  );

  const note = { slug, day: "2026-02-10", variant, words: "Luider." };
  await noteObservation(facilitator, note);
  await expect(noteObservation(facilitator, { ...note, day: "2026-01-10" })).rejects.toMatchObject(
    invalid("prototypes.day_outside"),
  );
  await expect(noteObservation(facilitator, { ...note, day: "2036-01-10" })).rejects.toMatchObject(
    invalid("prototypes.day_outside"),
  );

  const verdict = { verdict: "keep" as const, variant, words: "Men hielp elkaar." };
  await expect(offerLayout(manager, slug, { names: { nl: "x" }, seats: 2 })).rejects.toMatchObject(
    conflict("prototypes.changed_meanwhile"),
  );
  await expect(concludePrototype(facilitator, seen(3), verdict)).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(
    concludePrototype(manager, seen(3), { ...verdict, variant: "" }),
  ).rejects.toMatchObject(invalid("prototypes.needs_variant"));
  await concludePrototype(manager, seen(3), verdict);
  expect(await findPrototype(ctx, slug)).toMatchObject({
    state: "concluded",
    verdict: "keep",
    variants: [{ id: variant, isKept: true }],
    observations: [{ words: "Luider.", variantId: variant, isOwn: false }],
  });
  const words = { names: { nl: "Eilanden" }, seats: 8 };
  await expect(offerLayout(facilitator, slug, words)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(offerLayout(manager, slug, { ...words, seats: 13 })).rejects.toMatchObject(
    invalid("spaces.layout_seats_room"),
  );
  const layoutId = await offerLayout(manager, slug, words);
  expect(await layoutsOfRoom(ctx, room.id)).toMatchObject([{ id: layoutId, plan: PLAN, ...words }]);
  expect(await findPrototype(ctx, slug)).toMatchObject({ variants: [{ layoutId }] });
  await expect(offerLayout(manager, slug, words)).rejects.toMatchObject(
    conflict("prototypes.changed_meanwhile"),
  );
  await expect(
    addVariant(facilitator, slug, { names: { nl: "x" }, words: "", plan: PLAN }),
  ).rejects.toMatchObject(conflict("prototypes.changed_meanwhile"));
  await withdrawPrototype(manager, seen(4));
  expect(await findPrototype(ctx, slug)).toBeNull();
  expect(await workedOnPrototype(facilitator, slug)).toMatchObject({ state: "withdrawn" });
});

test("of two who draw at once nothing is lost: the second keeps theirs as a variant of its own", async ({
  ctx,
  given,
}) => {
  const { space, facilitator, manager } = await team(ctx, given);
  const { slug } = await beginPrototype(facilitator, {
    space,
    language: "nl",
    title: "Eilanden",
    practice: "",
  });
  const drawn = { names: { nl: "Eilanden" }, words: "", plan: PLAN };
  const variant = await addVariant(facilitator, slug, drawn);
  await saveVariant(facilitator, { slug, variant, revision: 1 }, { ...drawn, words: "Eerst" });
  await expect(saveVariant(manager, { slug, variant, revision: 1 }, drawn)).rejects.toMatchObject(
    conflict("prototypes.drawn_meanwhile"),
  );
  await addVariant(manager, slug, { ...drawn, words: "Daarna" });
  expect((await workedOnPrototype(manager, slug))?.variants.map(({ words }) => words)).toEqual([
    "Eerst",
    "Daarna",
  ]);
  await removeVariant(manager, slug, variant);
  await expect(removeVariant(manager, slug, variant)).rejects.toMatchObject({ kind: "not_found" });
  for (let more = 1; more < MOST_VARIANTS; more += 1) await addVariant(manager, slug, drawn);
  await expect(addVariant(manager, slug, drawn)).rejects.toMatchObject(
    conflict("prototypes.many_variants"),
  );
});

test("who works elsewhere changes nothing, and a researcher names the study alone", async ({
  ctx,
  given,
}) => {
  const { space, facilitator, stranger, researcher } = await team(ctx, given);
  const { slug } = await beginPrototype(facilitator, {
    space,
    language: "nl",
    title: "Eilanden",
    practice: "",
  });
  const forbidden = { kind: "forbidden" };
  await expect(savePrototype(stranger, { slug, revision: 1 }, written)).rejects.toMatchObject(
    forbidden,
  );
  await expect(savePrototype(researcher, { slug, revision: 1 }, written)).rejects.toMatchObject(
    forbidden,
  );
  await expect(discardPrototype(stranger, slug)).rejects.toMatchObject(forbidden);
  expect(await workedOnPrototype(stranger, slug)).toBeNull();
  await expect(linkStudy(facilitator, slug, null)).rejects.toMatchObject(forbidden);
  await linkStudy(researcher, slug, null);
  const nobodys = "00000000-0000-4000-8000-000000000000";
  await expect(linkStudy(researcher, slug, nobodys)).rejects.toMatchObject(
    invalid("prototypes.unknown_study"),
  );
  await expect(
    savePrototype(facilitator, { slug, revision: 1 }, { ...written, room: nobodys }),
  ).rejects.toMatchObject(invalid("prototypes.unknown_room"));
});

test("a note goes with who wrote it, or with who decides", async ({ ctx, given }) => {
  const { space, facilitator, manager } = await team(ctx, given);
  const { slug } = await beginPrototype(facilitator, {
    space,
    language: "nl",
    title: "Eilanden",
    practice: "",
  });
  await savePrototype(facilitator, { slug, revision: 1 }, written);
  await addVariant(facilitator, slug, { names: { nl: "x" }, words: "", plan: PLAN });
  await startPrototype(facilitator, { slug, revision: 2 });
  await noteObservation(manager, { slug, day: "2026-02-10", variant: null, words: "Stil." });
  const [note] = (await findPrototype(ctx, slug))?.observations ?? [];
  const id = note?.id ?? "";
  await expect(removeObservation(facilitator, slug, id)).rejects.toMatchObject({
    kind: "not_found",
  });
  await removeObservation(manager, slug, id);
  expect((await findPrototype(ctx, slug))?.observations).toEqual([]);
});

test("a draft that nobody goes on with goes after two years", async ({ ctx, given }) => {
  const { space, facilitator } = await team(ctx, given);
  const { slug } = await beginPrototype(facilitator, {
    space,
    language: "nl",
    title: "Eilanden",
    practice: "",
  });
  expect(await tidyPrototypes(ctx.db, ctx.now.add({ hours: 24 * 700 }))).toEqual({ drafts: 0 });
  expect(await tidyPrototypes(ctx.db, Temporal.Now.instant().add({ hours: 24 * 800 }))).toEqual({
    drafts: 1,
  });
  expect(await workedOnPrototype(facilitator, slug)).toBeNull();
});
