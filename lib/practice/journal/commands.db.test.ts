import sharp from "sharp";
import { expect } from "vitest";
import { test } from "#testing/database.ts";
import { beginFromGuide, beginJournal } from "./beginning.ts";
import { discardJournal, publishJournal, renameJournal, withdrawJournal } from "./commands.ts";
import { addFile, fileBytes, removeFile } from "./files.ts";
import {
  findJournal,
  journalPages,
  listJournals,
  ownJournals,
  workedOnJournal,
} from "./queries.ts";
import {
  addEntry,
  changeEntry,
  markOfPhase,
  planPhase,
  removeEntry,
  removePhase,
} from "./writing.ts";

const PHASE = {
  kind: "need" as const,
  plannedFrom: "2026-01-01",
  plannedTo: "2026-01-31",
  actualFrom: "2026-01-05",
  actualTo: null,
  plannedCents: 100_000,
};

const NOTE = {
  phase: "need" as const,
  kind: "note" as const,
  day: "2026-01-06",
  words: "<b>Wij</b> vroegen het.",
  isOpen: false,
  reason: "",
  cents: null,
  quotedAs: null,
  agreedOn: null,
  visible: "public" as const,
};

test("a journal is kept by the team of its space and read by everybody once it is published", async ({
  ctx,
  given,
}) => {
  const { spaceId } = await given.room();
  const { rows } = await ctx.db.execute<{ slug: string }>(
    `select slug from space where id = '${spaceId}'`,
  );
  const begun = {
    space: rows[0]?.slug ?? "",
    language: "nl" as const,
    title: "Van nood tot deur",
    summary: "Hoe het ging.",
  };
  const plan = { phases: [PHASE] };
  const as = async (role: "facilitator" | "manager", at = spaceId) =>
    given.as(ctx, await given.person([{ role, spaceId: at }]));
  const facilitator = await as("facilitator");
  const manager = await as("manager");
  const stranger = await as("manager", (await given.space()).id);

  await expect(beginJournal(stranger, begun, plan)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(
    beginJournal(facilitator, { ...begun, space: "nowhere" }, plan),
  ).rejects.toMatchObject({
    kind: "not_found",
  });
  const { slug } = await beginJournal(facilitator, begun, plan);
  expect((await beginJournal(facilitator, begun, plan)).slug).toBe(`${slug}-2`);

  await expect(addEntry(stranger, slug, NOTE)).rejects.toMatchObject({ kind: "not_found" });
  await expect(publishJournal(facilitator, slug)).rejects.toMatchObject({ kind: "forbidden" });
  await addEntry(facilitator, slug, { ...NOTE, visible: "team", words: "Onder ons." });
  await expect(publishJournal(manager, slug)).rejects.toMatchObject({
    kind: "invalid",
    reason: { code: "journal.needs_entry" },
  });
  await addEntry(facilitator, slug, NOTE);
  await expect(
    addEntry(facilitator, slug, { ...NOTE, kind: "words", quotedAs: "een buur" }),
  ).rejects.toMatchObject({ kind: "invalid", reason: { code: "journal.not_agreed" } });

  expect(await findJournal(ctx, slug)).toBeNull();
  expect(await listJournals(ctx)).toEqual({ items: [], pages: 0 });
  await publishJournal(manager, slug);
  const shown = await findJournal(ctx, slug);
  expect(shown?.phases).toEqual([PHASE]);
  expect(shown?.entries.map(({ words }) => words)).toEqual([NOTE.words]);
  expect(await listJournals(ctx)).toMatchObject({ items: [{ slug }], pages: 1 });
  expect((await listJournals(ctx, 2)).items).toEqual([]);
  expect((await journalPages(ctx)).map(({ path }) => path)).toEqual([
    `/journals/${slug}`,
    `/journals/${slug}/guide`,
  ]);
  await expect(publishJournal(manager, slug)).rejects.toMatchObject({ kind: "conflict" });
});

test("a phase is planned and planned anew, an entry goes, and what was withdrawn is published again", async ({
  ctx,
  given,
}) => {
  const { spaceId } = await given.room();
  const { rows } = await ctx.db.execute<{ slug: string }>(
    `select slug from space where id = '${spaceId}'`,
  );
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const facilitator = given.as(ctx, await given.person([{ role: "facilitator", spaceId }]));
  const stranger = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId: (await given.space()).id }]),
  );
  const begun = {
    space: rows[0]?.slug ?? "",
    language: "nl" as const,
    title: "Ons begin",
    summary: "Hoe het ging.",
  };
  const { slug } = await beginJournal(facilitator, begun, { phases: [] });
  await expect(addEntry(facilitator, slug, NOTE)).rejects.toMatchObject({
    reason: { code: "journal.unknown_phase" },
  });
  await expect(planPhase(stranger, slug, PHASE)).rejects.toMatchObject({ kind: "not_found" });
  const unplanned = markOfPhase(undefined);
  await planPhase(facilitator, slug, PHASE, unplanned);
  await expect(planPhase(facilitator, slug, PHASE, unplanned)).rejects.toMatchObject({
    reason: { code: "common.changed_meanwhile" },
  });
  const [phase] = (await workedOnJournal(facilitator, slug))?.phases ?? [];
  const further = { ...PHASE, plannedCents: 123_450, actualTo: "2026-01-20" };
  await planPhase(facilitator, slug, further, markOfPhase(phase));
  await addEntry(facilitator, slug, NOTE);
  await addEntry(facilitator, slug, {
    ...NOTE,
    visible: "team",
    day: "2026-01-07",
    words: "Onder ons.",
  });
  const later = ctx.now.toZonedDateTimeISO("UTC").toPlainDate().add({ days: 2 }).toString();
  const quoted = { ...NOTE, kind: "words" as const, quotedAs: "een buur", agreedOn: later };
  await expect(addEntry(facilitator, slug, quoted)).rejects.toMatchObject({
    reason: { code: "journal.not_agreed" },
  });

  const own = await workedOnJournal(facilitator, slug);
  expect(own?.phases).toEqual([{ ...PHASE, plannedCents: 123_450, actualTo: "2026-01-20" }]);
  expect(own?.entries.map(({ words, visible }) => [words, visible])).toEqual([
    [NOTE.words, "public"],
    ["Onder ons.", "team"],
  ]);
  expect(await workedOnJournal(stranger, slug)).toBeNull();
  expect(await workedOnJournal(ctx, slug)).toBeNull();
  expect((await ownJournals(facilitator)).map((one) => one.slug)).toEqual([slug]);
  expect(await ownJournals(stranger)).toEqual([]);

  await expect(withdrawJournal(manager, slug)).rejects.toMatchObject({ kind: "conflict" });
  await publishJournal(manager, slug);
  await expect(withdrawJournal(facilitator, slug)).rejects.toMatchObject({ kind: "forbidden" });
  await withdrawJournal(manager, slug);
  expect(await findJournal(ctx, slug)).toBeNull();
  expect(await journalPages(ctx)).toEqual([]);
  await publishJournal(manager, slug);

  const id = own?.entries[0]?.id ?? "";
  await expect(removeEntry(stranger, slug, id)).rejects.toMatchObject({ kind: "forbidden" });
  await removeEntry(facilitator, slug, id);
  await expect(removeEntry(facilitator, slug, id)).rejects.toMatchObject({ kind: "not_found" });
  expect((await findJournal(ctx, slug))?.entries).toEqual([]);
});

test("a plan begins with a guide in another language, is called otherwise, loses a phase, and is thrown away", async ({
  ctx,
  given,
}) => {
  const team = async (slug: string) => {
    const { id: spaceId } = await given.space({ slug });
    return given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  };
  const first = await team("eerste");
  const next = await team("volgende");
  const words = { title: "Ons begin", summary: "Hoe het ging." };
  const { slug: guide } = await beginJournal(
    first,
    { space: "eerste", language: "nl", ...words },
    {
      phases: [
        PHASE,
        { ...PHASE, kind: "build", plannedFrom: "2026-02-01", plannedTo: "2026-02-10" },
      ],
    },
  );
  await addEntry(first, guide, { ...NOTE, kind: "task", words: "Vraag het.", day: "2026-01-08" });
  await addEntry(first, guide, { ...NOTE, kind: "task", words: "Onder ons.", visible: "team" });
  await addEntry(first, guide, NOTE);
  const asked = { guide, startsOn: "2027-03-01" };
  const begun = {
    space: "volgende",
    language: "fr" as const,
    title: "Notre plan",
    summary: "Bref.",
  };
  await expect(beginFromGuide(next, begun, asked)).rejects.toMatchObject({
    kind: "not_found",
    reason: { code: "journal.unknown" },
  });
  await publishJournal(first, guide);
  await expect(beginFromGuide(first, begun, asked)).rejects.toMatchObject({ kind: "forbidden" });
  const { slug } = await beginFromGuide(next, begun, asked);

  const plan = await workedOnJournal(next, slug);
  expect(plan?.guide).toEqual({ slug: guide, title: words.title, language: "nl" });
  expect(
    plan?.phases.map(({ kind, plannedFrom, plannedTo, plannedCents }) => [
      kind,
      plannedFrom,
      plannedTo,
      plannedCents,
    ]),
  ).toEqual([
    ["need", "2027-03-01", "2027-03-27", 0],
    ["build", "2027-03-01", "2027-04-06", 0],
  ]);
  expect(plan?.entries).toMatchObject([
    { words: "Vraag het.", language: "nl", day: "2027-03-04", isOpen: true, visible: "team" },
  ]);

  const { id = "" } = plan?.entries[0] ?? {};
  const done = { ...NOTE, id, revision: 1, kind: "task" as const, words: "Demandez." };
  await expect(changeEntry(first, slug, done)).rejects.toMatchObject({ kind: "not_found" });
  await changeEntry(next, slug, done);
  expect((await workedOnJournal(next, slug))?.entries).toMatchObject([
    { words: "Demandez.", language: null, isOpen: false, revision: 2 },
  ]);
  await expect(changeEntry(next, slug, done)).rejects.toMatchObject({ kind: "conflict" });
  await expect(changeEntry(next, slug, { ...done, phase: "design" })).rejects.toMatchObject({
    reason: { code: "journal.unknown_phase" },
  });

  await expect(renameJournal(first, { slug, revision: 1 }, words)).rejects.toMatchObject({
    kind: "not_found",
  });
  await renameJournal(next, { slug, revision: 1 }, { ...words, title: "Le nôtre" });
  await expect(renameJournal(next, { slug, revision: 1 }, words)).rejects.toMatchObject({
    kind: "conflict",
  });
  expect((await workedOnJournal(next, slug))?.title).toBe("Le nôtre");

  await expect(removePhase(next, slug, "need")).rejects.toMatchObject({
    kind: "invalid",
    reason: { code: "journal.phase_in_use", count: 1 },
  });
  await expect(removePhase(first, slug, "build")).rejects.toMatchObject({ kind: "not_found" });
  await removePhase(next, slug, "build");
  await expect(removePhase(next, slug, "build")).rejects.toMatchObject({ kind: "not_found" });
  expect((await workedOnJournal(next, slug))?.phases.map(({ kind }) => kind)).toEqual(["need"]);

  await withdrawJournal(first, guide);
  expect((await workedOnJournal(next, slug))?.guide).toBeNull();
  await expect(discardJournal(first, guide)).rejects.toMatchObject({ kind: "conflict" });
  await expect(discardJournal(first, slug)).rejects.toMatchObject({ kind: "not_found" });
  await discardJournal(next, slug);
  expect(await workedOnJournal(next, slug)).toBeNull();
});

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const SAID = {
  phase: "need" as const,
  words: "De lege winkel.",
  agreedOn: null,
  visible: "public" as const,
};

test("photos and documents are told by their content, drawn anew, and for the team until they are published", async ({
  ctx,
  given,
}) => {
  const { id: spaceId } = await given.space({ slug: "met-fotos" });
  const manager = given.as(ctx, await given.person([{ role: "manager", spaceId }]));
  const stranger = given.as(
    ctx,
    await given.person([{ role: "manager", spaceId: (await given.space()).id }]),
  );
  const begun = {
    space: "met-fotos",
    language: "nl" as const,
    title: "Met foto’s",
    summary: "Kort.",
  };
  const { slug } = await beginJournal(manager, begun, { phases: [PHASE] });
  const taken = { create: { width: 900, height: 600, channels: 3 as const, background: "#b33" } };
  const photo = await sharp(taken)
    .withExif({ IFD0: { Artist: "Somebody" }, IFD3: { GPSLatitude: "50/1 49/1 0/1" } })
    .jpeg()
    .toBuffer();
  const refused = (bytes: Buffer, said = SAID, who = manager) =>
    addFile(who, slug, bytes, said).then(
      () => "taken",
      (error) => error.reason?.code ?? String(error),
    );

  expect(await refused(photo, SAID, stranger)).toBe("journal.unknown");
  expect(await refused(Buffer.from("<script>alert(1)</script>"))).toBe("journal.file_unknown");
  expect(await refused(Buffer.from("%PDF-1.7 cut off"))).toBe("journal.file_unknown");
  expect(await refused(Buffer.concat([PDF, Buffer.alloc(5_000_001)]))).toBe(
    "journal.file_too_large",
  );
  expect(await refused(photo.subarray(0, 200))).toBe("spaces.photo_not_a_picture");
  const wide = {
    create: { width: 8_000, height: 5_000, channels: 3 as const, background: "#b33" },
  };
  expect(await refused(await sharp(wide).png().toBuffer())).toBe("spaces.photo_too_many_pixels");
  const tomorrow = ctx.now.toZonedDateTimeISO("UTC").toPlainDate().add({ days: 2 }).toString();
  expect(await refused(photo, { ...SAID, agreedOn: tomorrow as never })).toBe(
    "journal.needs_recognised",
  );
  expect(await refused(photo, { ...SAID, phase: "design" as never })).toBe("journal.unknown_phase");

  const { id } = await addFile(manager, slug, photo, SAID);
  expect(await addFile(manager, slug, photo, SAID)).toEqual({ id });
  const { id: document } = await addFile(manager, slug, PDF, {
    ...SAID,
    words: "Het verslag",
    visible: "team",
  });
  const drawn = await fileBytes(manager, id, "large");
  expect(await sharp(drawn?.bytes).metadata()).toMatchObject({ format: "webp", width: 900 });
  expect((await sharp(drawn?.bytes).metadata()).exif).toBeUndefined();
  expect((await fileBytes(manager, document, "large"))?.bytes).toEqual(PDF);
  expect(await fileBytes(ctx, id, "small")).toBeNull();
  expect(await fileBytes(stranger, id, "small")).toBeNull();
  const kinds = (await workedOnJournal(manager, slug))?.files.map(({ kind }) => kind);
  expect(kinds?.toSorted()).toEqual(["document", "photo"]);
  await expect(removePhase(manager, slug, "need")).rejects.toMatchObject({ reason: { count: 2 } });

  await addEntry(manager, slug, NOTE);
  await publishJournal(manager, slug);
  expect((await findJournal(ctx, slug))?.files).toMatchObject([
    { id, kind: "photo", words: SAID.words },
  ]);
  expect(await fileBytes(ctx, id, "small")).toMatchObject({ kind: "photo", isPublic: true });
  expect(await fileBytes(ctx, document, "large")).toBeNull();
  await expect(removeFile(stranger, slug, id)).rejects.toMatchObject({ kind: "forbidden" });
  await removeFile(manager, slug, id);
  await expect(removeFile(manager, slug, id)).rejects.toMatchObject({ kind: "not_found" });
  expect(await fileBytes(ctx, id, "small")).toBeNull();
});
