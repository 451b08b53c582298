import { formatNumber } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import type { ClearanceFault } from "#lib/practice/prototypes/clearance.ts";
import {
  type FloorPlan,
  OBJECT_KINDS,
  type PlanObject,
} from "#lib/practice/prototypes/floor-plan.ts";

const FAULTS = [
  "no_path",
  "no_door",
  "door_narrow",
  "door_unreached",
  "path_blocked",
  "path_narrow",
  "turn_small",
] as const satisfies ClearanceFault["code"][];

/**
 * What is said of a plan, with `{name}` where a name or a number goes: a browser fills it in
 * without all our messages.
 */
export type PlanWords = {
  object: string;
  turned: string;
  /** What bounds a path that no object bounds. */
  wall: string;
  faults: Record<ClearanceFault["code"], string>;
};

const PLACES = Object.fromEntries(
  [
    "name",
    "object",
    "width",
    "depth",
    "x",
    "y",
    "rotation",
    "cm",
    "least",
    "left",
    "right",
    "by",
  ].map((place) => [place, `{${place}}`]),
);

export function planWords(t: Translate): PlanWords {
  const faults = Object.fromEntries(FAULTS.map((code) => [code, t(`wheelchair.${code}`, PLACES)]));
  return {
    object: t("plan.object", PLACES),
    turned: t("plan.turned", PLACES),
    wall: t("wheelchair.wall"),
    faults: faults as PlanWords["faults"],
  };
}

/** Puts names and numbers where they go. */
export function filled(words: string, values: Record<string, string | number>): string {
  return words.replaceAll(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

export function objectWords(
  { object, turned }: PlanWords,
  { id: _, kind: _kind, ...one }: PlanObject,
): string {
  const said = filled(object, one);
  return one.rotation === 0 ? said : filled(turned, { object: said, rotation: one.rotation });
}

export function faultWords({ faults, wall }: PlanWords, fault: ClearanceFault): string {
  const { code, ...values } = fault;
  const named = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === "" ? wall : value]),
  );
  const said = filled(faults[code], named);
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** A plan in one sentence: how large the room is, and what stands in it. */
export function planSum(
  locale: Locale,
  t: Translate,
  { width, depth, objects }: FloorPlan,
): string {
  const things = OBJECT_KINDS.flatMap((kind) => {
    const count = objects.filter((object) => object.kind === kind).length;
    return count > 0 ? [t(`plan.counts.${kind}`, { count })] : [];
  });
  const list = new Intl.ListFormat(locale).format(things);
  return t("plan.sum", {
    width: formatNumber(locale, width / 100),
    depth: formatNumber(locale, depth / 100),
    things: list || t("plan.empty"),
  });
}
