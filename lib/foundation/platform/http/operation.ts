import { z } from "zod";

/** A route below /api/v1, as the OpenAPI document says it. */
export type Operation = {
  path: `/api/v1/${string}`;
  method: "get" | "post" | "patch" | "put" | "delete";
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Whether nothing may be sent as well, which is a body without fields. */
  mayBeEmpty?: true;
  /** What is sent as a form, with its file. */
  form?: z.ZodType;
  answer: { status: number; schema?: z.ZodType; mediaType?: string };
  /** Needs somebody who has signed in. */
  signedIn?: true;
  /** Honours Idempotency-Key. */
  idempotent?: true;
  /** Statuses beyond those that follow from the rest. */
  refusals?: number[];
};

export const moment = z.iso.datetime({ offset: true });

/** Where the next page begins; null on the last. */
export const nextPage = z.string().nullable();

export const made = z.object({ id: z.uuid() });

export const plainText = z.string();

export const byLanguage = z
  .partialRecord(z.enum(["nl", "fr", "en"]), z.string())
  .describe("By language; one that is not there has not been translated");
