import { z } from "zod";
import type { Operation } from "#lib/foundation/platform/http/operation.ts";
import { personLine, refusedPart, sheetSave, tallyCell } from "./schema.ts";

const sheet = z.object({
  sheetVersion: z.int(),
  present: z.array(z.uuid()),
  lines: z.array(personLine),
  tally: z.array(tallyCell),
  consents: z.array(z.uuid()),
  /** After a save: what of it was not taken. */
  refused: z.array(refusedPart.extend({ message: z.string() })).optional(),
});

/** The sheet as it is saved, and after a save what of it was not. */
export type SheetResponse = z.infer<typeof sheet>;

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/sessions/{id}/attendance",
    method: "get",
    summary: "What was saved of the attendance sheet",
    answer: { status: 200, schema: sheet },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/sessions/{id}/attendance",
    method: "post",
    summary: "Saves the whole sheet; its saveId makes a second arrival harmless",
    body: sheetSave,
    answer: { status: 200, schema: sheet },
    signedIn: true,
    refusals: [404, 409],
  },
];
