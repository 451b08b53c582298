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

export const personLine = z.object({
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
export const tallyCell = z.object({
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

/** The sheet on paper: people one by one, or counted by gender and work, or by age too. */
export const PAPER_KINDS = ["lines", "tally", "tally_age"] as const;

export const paperWish = z.object({
  in: z.enum(["nl", "fr", "en"]).optional().catch(undefined),
  kind: z.enum(PAPER_KINDS).catch("lines"),
  names: z.enum(["yes", "no"]).catch("yes"),
});
