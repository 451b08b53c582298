import { z } from "zod";
import { ANSWER_STATES, GROUP_ANSWERS, TRAITS } from "./traits.ts";

const LINES = 500;
export const MOST_IN_CELL = 999;

const count = z
  .int("attendance.count_out_of_range")
  .min(0, "attendance.count_out_of_range")
  .max(MOST_IN_CELL, "attendance.count_out_of_range");

const answer = <T extends readonly [string, ...string[]]>(codes: T) =>
  z.enum([...codes, ...ANSWER_STATES], "attendance.unknown_code");

export const personLine = z.strictObject({
  id: z.uuid(),
  ageBand: answer(TRAITS.ageBand),
  gender: answer(TRAITS.gender),
  labourStatus: answer(TRAITS.labourStatus),
  educationBand: answer(TRAITS.educationBand),
  firstTime: answer(TRAITS.firstTime),
  groups: z.record(z.string().max(40), answer(GROUP_ANSWERS)),
  /** A line without any answer is a person only when this is true; otherwise it is not kept. */
  counted: z.boolean().optional(),
});

/** A cell of the tally: the answers together, and how many people gave them. */
export const tallyCell = z.strictObject({
  gender: answer(TRAITS.gender),
  ageBand: answer(TRAITS.ageBand),
  labourStatus: answer(TRAITS.labourStatus),
  people: count,
});

/** The whole sheet, as its keeper sees it. `saveId` makes a second arrival harmless. */
export const sheetSave = z.object({
  saveId: z.uuid(),
  /** The state of the sheet this was made from. */
  sheetVersion: z.int().min(0),
  present: z.array(z.uuid()).max(LINES, "attendance.too_many"),
  lines: z.array(personLine).max(LINES, "attendance.too_many"),
  /** Left out, the tally stays as it is: a device that does not know it takes nothing away. */
  tally: z.array(tallyCell).max(LINES, "attendance.too_many").optional(),
});

export type SheetSave = z.output<typeof sheetSave>;

const ids = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((sent) => [sent].flat().flatMap((text) => text.split(" ").filter(Boolean)))
  .pipe(z.array(z.uuid()).max(LINES, "attendance.too_many"));

/** The ticks alone, as a form sends them where no script runs: which there were, and which there are. */
export const ticksForm = z.object({ id: z.uuid(), was: ids, present: ids });

const oneByOne = z.array(z.unknown()).max(LINES, "attendance.too_many");

/**
 * The same as it is taken in: each tick, line and count is read by itself, so that one that is
 * wrong keeps no other out.
 */
export const sheetSaveInParts = sheetSave.extend({
  present: oneByOne,
  lines: oneByOne,
  tally: oneByOne.optional(),
});

export type SheetSaveInParts = z.output<typeof sheetSaveInParts>;

/**
 * A part of a sheet that was not taken: where it stood in what was sent, its id if it gave one, and
 * why.
 */
export const refusedPart = z.object({
  field: z.string(),
  id: z.string().nullable(),
  code: z.string(),
});

export type RefusedPart = z.output<typeof refusedPart>;

/** What of a save can be read, and the parts that cannot. */
export function readParts(save: SheetSaveInParts): { readable: SheetSave; refused: RefusedPart[] } {
  const refused: RefusedPart[] = [];
  const read = <T extends z.ZodType>(list: keyof SheetSave, schema: T, items: unknown[]) =>
    items.flatMap((item, at): z.output<T>[] => {
      const result = schema.safeParse(item);
      if (result.success) return [result.data];
      const [issue] = result.error.issues;
      const code = /^\w+\.\w+$/.test(issue?.message ?? "") ? issue?.message : "common.check_fields";
      const field = [list, at, ...(issue?.path ?? [])].join(".");
      refused.push({ field, id: idOf(item), code: code ?? "common.check_fields" });
      return [];
    });
  const present = read("present", z.uuid("attendance.not_enrolled"), save.present);
  const lines = read("lines", personLine, save.lines);
  const tally = save.tally && read("tally", tallyCell, save.tally);
  const { saveId, sheetVersion } = save;
  return {
    readable: { saveId, sheetVersion, present, lines, ...(tally ? { tally } : {}) },
    refused,
  };
}

function idOf(item: unknown): string | null {
  const named = z
    .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
    .safeParse(item);
  return named.success ? named.data.slice(0, 100) : null;
}

/** The sheet on paper: people one by one, or counted by gender and work, or by age too. */
export const PAPER_KINDS = ["lines", "tally", "tally_age"] as const;

export const paperInput = z.object({
  in: z.enum(["nl", "fr", "en"]).optional().catch(undefined),
  kind: z.enum(PAPER_KINDS).catch("lines"),
  names: z.enum(["yes", "no"]).catch("yes"),
});
