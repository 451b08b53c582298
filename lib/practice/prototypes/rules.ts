import type { Reason } from "#lib/foundation/platform/errors/errors.ts";

type Written = {
  hypothesis: string;
  setting: string;
  startsOn: string | null;
  /** How many things stand in the plan of each variant. */
  drawn: number[];
};

/** All that a prototype needs before it begins, in the order of its page. */
export function missingFrom({ hypothesis, setting, startsOn, drawn }: Written): Reason[] {
  return [
    ...(hypothesis === "" ? [{ code: "prototypes.needs_hypothesis" }] : []),
    ...(setting === "" ? [{ code: "prototypes.needs_setting" }] : []),
    ...(startsOn === null ? [{ code: "prototypes.needs_start" }] : []),
    ...(drawn.some((count) => count > 0) ? [] : [{ code: "prototypes.needs_plan" }]),
  ];
}

type Verdict = { verdict: "keep" | "change" | "drop"; variant: string };

/** Why a verdict cannot be given like this, or null. */
export function verdictRefusal({ verdict, variant }: Verdict, variantIds: string[]): Reason | null {
  if (verdict === "keep" && !variantIds.includes(variant))
    return { code: "prototypes.needs_variant" };
  return null;
}
