import { z } from "zod";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { type Shown, STEPS, type Step, VERDICTS, type Verification } from "./outcome.ts";

/** What is asked to be checked: the text of a badge, or the address where one is. */
export const verifyRequest = z.object({ badge: z.string().trim().min(1).max(1_200_000) });

/** What is asked to be checked, as a form sends it: the badge as a file or as text. */
export const verifyForm = verifyRequest.partial().extend({ file: z.file().optional() });

/**
 * What the API says. Sentences are in the language that was asked for; codes are the same in all.
 */
export const verifyAnswer = z.object({
  verdict: z.enum(VERDICTS),
  sentence: z.string(),
  steps: z.array(
    z.object({
      step: z.enum(STEPS),
      outcome: z.enum(["passed", "failed", "unchecked"]),
      code: z.string(),
      sentence: z.string(),
    }),
  ),
  badge: z
    .object({
      name: z.string(),
      description: z.string().nullable(),
      issuer: z.string(),
      issuerHost: z.string().nullable(),
      awardedBy: z.string().nullable(),
      awardedOn: z.string().nullable(),
      endsOn: z.string().nullable(),
      competences: z.array(
        z.object({
          name: z.string(),
          code: z.string().nullable(),
          framework: z.string().nullable(),
          level: z.string().nullable(),
        }),
      ),
      evidence: z.array(
        z.object({ name: z.string().nullable(), narrative: z.string().nullable() }),
      ),
      level: z.string().nullable(),
      language: z.string().nullable(),
    })
    .nullable(),
});

export type VerifyAnswer = z.infer<typeof verifyAnswer>;

/**
 * The file of a form, or what was typed when there is none.
 *
 * @throws DomainError invalid for neither
 */
export async function fileFrom(form: FormData): Promise<Uint8Array | string> {
  const [file, typed] = [form.get("file"), form.get("badge")];
  if (file instanceof Blob && file.size > 0) return new Uint8Array(await file.arrayBuffer());
  if (typeof typed === "string" && typed.trim() !== "") return typed;
  throw new DomainError("invalid", { code: "credentials.verify.nothing" });
}

export type Row = { title: string; sentence: string; outcome: Step["outcome"]; label: string };

/** What the page draws: plain words, so that it is the same with and without scripts. */
export type VerificationPage = {
  verdict: Verification["verdict"];
  title: string;
  summary: string | null;
  why: string | null;
  advice: string;
  counts: string;
  rows: Row[];
  allTitle: string;
  all: Row[];
  badge: (Shown & { facts: { name: string; value: string }[] }) | null;
};

/** What the form of the page takes at most; next.config.ts takes no more of any form. */
export const MEGABYTES = 4;

/** The form of the page, with what came of it. */
export type VerifyState = FormState & { page: VerificationPage | null };

export const NOT_ASKED: VerifyState = { message: null, errors: {}, values: {}, page: null };
