import type { Context } from "#lib/foundation/identity/context.ts";
import { ownAccount } from "#lib/foundation/identity/permission/policy.ts";
import { everyDuty } from "#lib/modules.ts";
import type { TermName } from "./terms.ts";

/**
 * Everything that is kept about the actor, as data: what each module has. No hashes and no secrets.
 * Moments are RFC 3339.
 */
export async function myData(ctx: Context): Promise<Record<string, unknown> & { madeAt: string }> {
  const { personId } = ownAccount(ctx.actor);
  const { db } = ctx;
  const all: Record<string, unknown> & { madeAt: string } = { madeAt: ctx.now.toString() };
  for (const { ownData } of await everyDuty())
    Object.assign(all, (await ownData?.({ db, personId })) ?? {});
  return all;
}

/** How much is kept about the actor, a number for each kind: what a page shows of `myData`. */
export async function myDataCounts(ctx: Context): Promise<Record<DataKind, number>> {
  const all = await myData(ctx);
  const count = (name: string) => [all[name]].flat().length;
  return {
    bookings: count("bookings"),
    enrolments: count("enrolments"),
    attendances: count("attendances") + count("visits"),
    cards: count("cards"),
    answers: count("answers"),
    consents: count("consents"),
    audit: count("audit"),
  };
}

export const DATA_KINDS = [
  "bookings",
  "enrolments",
  "attendances",
  "cards",
  "answers",
  "consents",
  "audit",
] as const;

export type DataKind = (typeof DATA_KINDS)[number];

/** How long each kind is kept, for the sentence that says why. */
export const DATA_TERMS: Record<DataKind, TermName> = {
  bookings: "bookings",
  enrolments: "sessions",
  attendances: "sessions",
  cards: "access",
  answers: "answers",
  consents: "proof",
  audit: "log",
};
