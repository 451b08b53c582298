import { signsOf, stepOf } from "#lib/foundation/platform/text/json-signs.ts";

/**
 * How deep objects and lists may stand in each other, and how many values there may be: badges have
 * some hundreds. Twenty thousand alike would keep a core busy for ten seconds, and everybody else
 * waiting.
 */
const MOST_DEEP = 40;
const MOST_VALUES = 2_000;

/**
 * Why a text is not read as JSON although it may be some: it is deeper or longer than a badge is.
 * Looks at each sign once.
 *
 * @param mostValues more for what holds several badges
 */
export function jsonFault(text: string, mostValues = MOST_VALUES): "too_deep" | "too_large" | null {
  let [depth, values] = [0, 0];
  for (const sign of signsOf(text)) {
    const step = stepOf(sign);
    depth += step;
    // One with each comma, and the object or list itself.
    if (step >= 0) values += 1;
    if (depth > MOST_DEEP) return "too_deep";
    if (values > mostValues) return "too_large";
  }
  return null;
}

/** A JSON object from elsewhere; null for anything else. */
export function jsonObject(text: string): JsonObject | null {
  if (jsonFault(text)) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What JSON-LD writes as one value or as a list. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
